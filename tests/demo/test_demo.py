"""The demo ends well only if everything came about that it tells of."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_demo_tells_its_story_to_the_end(cluster):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "operator")}
    command = [sys.executable, "-m", "tests.demo"]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert told.returncode == 0, told.stderr
    assert "Cleaned up" in told.stdout
    for reason in ("InSync", "RepositoryRenamed", "RepositoryArchived", "PermissionMissing"):
        assert reason in told.stdout
    assert told.stdout.count("\nRepaired ") == 2
    assert "allowForcePushes: true → false" in told.stdout
    assert "github_pat_" not in told.stdout
