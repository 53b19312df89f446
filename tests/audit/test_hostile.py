"""Nothing of a hostile repository reaches pip-audit, and nothing of it is run."""

from datetime import UTC, datetime
from pathlib import Path

from tests.osv.server import OsvServer
from tests.snapshots import snapshot

from backendrepo.audit import Sources, read


def test_options_paths_and_builds_of_a_manifest_reach_nobody(tmp_path: Path):
    trace = tmp_path / "trace"
    run = f"import pathlib; pathlib.Path({str(trace)!r}).write_text('x')"
    files = {
        "requirements.txt": "\n".join(
            [
                f"-i http://127.0.0.1:9/{tmp_path}",
                f"--global-option='{run}'",
                "-e ./evil",
                "./evil",
                f"evil @ file:{tmp_path}/evil",
                "git+https://127.0.0.1:9/evil",
                "a==1 --config-settings=x=$(touch trace)",
                "b==1; __import__('os').system('touch trace')",
                "c==$(touch trace)",
                "-r ../../../outside.txt",
                f"--requirement {tmp_path}/outside.txt",
            ]
        ),
        "evil/setup.py": f"{run}\ninstall_requires = []",
        "poetry.lock": '[[package]]\nname = "d\\n-i x"\nversion = "1"\n[[package]]\nname = "e"\nversion = "1\\nf==2"',
    }
    with OsvServer() as osv:
        known = read(snapshot(files).files, Sources(osv=osv.url, mirrors=frozenset({"http://127.0.0.1:9"})), NOW)
        asked = [body["package"]["name"] for path, body in osv.asked if path == "/v1/query"]
    assert asked == ["a"]
    assert [str(each.dependency) for each in known.covered] == ["a 1"]
    assert not trace.exists()
    assert len(known.uncovered) + len(known.problems) == 8


NOW = datetime(2026, 11, 24, tzinfo=UTC)
