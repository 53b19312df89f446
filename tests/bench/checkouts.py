"""How long `backendrepo check` takes, and how much memory, on checkouts of several sizes."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.table import Row, Tell, at_most

TITLE = "backendrepo check, on checkouts of several sizes"

SIZES = {"small": (50, 2), "middle": (600, 10), "large": (5000, 60)}
"""Files of about nine kilobytes, and jobs of workflows."""
LENGTH = 8800
RUNS = 3
MOST_MEMORY = 150
"""MiB at the peak."""


def measure(tell: Tell) -> None:
    """Check each of them, beside reading the same files with `cat` and linting their workflows with zizmor."""
    took: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (files, jobs) in SIZES.items():
            root = made(Path(folder) / name, files, jobs)
            took[name] = timed([sys.executable, "-m", "backendrepo", "check", str(root)])
            beside = {
                "cat": timed(["sh", "-c", f"find {root} -type f -exec cat {{}} +"]),
                "zizmor": timed([f"{Path(sys.executable).parent}/zizmor", "--offline", "--quiet", str(root)]),
            }
            compared = ", ".join(f"{other} {seconds:.2f} s" for other, seconds in beside.items())
            tell(Row(f"{name}: {files} files, {jobs} jobs", f"{took[name]:.2f} s", compared=compared))
            tell(at_most("… memory at its peak", peak(root), MOST_MEMORY, unit=" MiB"))
    per_file = [(took[name] - took["small"]) / SIZES[name][0] for name in ("middle", "large")]
    tell(at_most("growth by file, large to middle", per_file[1] / per_file[0], 1.5))


def made(root: Path, files: int, jobs: int) -> Path:
    """Make a checkout of so many files, a third of them tests, and one workflow of so many jobs."""
    for number in range(files):
        test = number % 3 == 0
        folder = root / ("tests/unit" if test else "src/app") / f"p{number % 50}"
        folder.mkdir(parents=True, exist_ok=True)
        body = "def test_{0}():\n    assert {0} == {0}\n\n" if test else "def handle_{0}(x):\n    return x + {0}\n\n"
        text = "".join(body.format(each) for each in range(LENGTH // len(body)))
        (folder / f"{'test_' if test else ''}m{number}.py").write_text(text)
    steps = [{"uses": "actions/checkout@v4"}, {"run": "make test"}, {"run": "ruff check ."}]
    workflow = {"on": "pull_request", "jobs": {f"j{n}": {"runs-on": "x", "steps": steps} for n in range(jobs)}}
    (root / ".github" / "workflows").mkdir(parents=True)
    (root / ".github" / "workflows" / "ci.yml").write_text(json.dumps(workflow, indent=1))
    (root / "Makefile").write_text("ci: lint test\nlint:\n\truff check .\ntest:\n\tpytest --cov --cov-fail-under=99\n")
    return root


def timed(command: list[str]) -> float:
    """Return the seconds of the fastest of a few runs."""
    seconds = []
    for _ in range(RUNS):
        began = time.monotonic()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        seconds.append(time.monotonic() - began)
    return min(seconds)


def peak(root: Path) -> float:
    """Return the MiB of memory that a check takes at its peak, as Linux counts them for the process itself.

    What the parent is told of a child (`ru_maxrss`) begins with the parent's own memory.
    """
    code = (
        "import sys; from backendrepo.__main__ import main; "
        "main(['check', sys.argv[1], '--format', 'json']); sys.stderr.write(open('/proc/self/status').read())"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True)
    return int(ran.stderr.partition("VmHWM:")[2].split()[0]) / 1024
