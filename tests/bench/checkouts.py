"""How much `backendrepo check` takes on checkouts of several sizes, beside other programs, and how that grows."""

import math
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import advisories, peers
from tests.bench.checkout import check, made
from tests.bench.processor import fastest
from tests.bench.table import Row, Tell, at_most

TITLE = "backendrepo check, on checkouts of several sizes (seconds are of the processor, of the fastest run)"

SIZES = {"small": (50, 2), "middle": (600, 10), "large": (5000, 60)}
"""Files of about nine kilobytes, and jobs of workflows."""
TARGETS = {"middle": 1.0, "large": 2.0}
"""How many times as long as sp-repo-review it may take."""
JOBS = (100, 400)
"""Jobs of workflows over which growth is measured, with the files of the small checkout."""
RUNS = 5
MOST_MEMORY = 150
"""MiB at the peak."""
LINEAR = 1.2
"""The greatest exponent that is still called linear: 1 is linear, 2 square."""


def measure(tell: Tell) -> None:
    """Check each of them, and tell how that compares and grows; then ask about dependencies."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = fastest({"check": check(made(folder / "least", 1, 1))}, RUNS)["check"]
        tell(Row("one file: what starting takes", f"{start:.2f} s"))
        took = {name: _size(tell, folder / name, name) for name in SIZES}
        over = [SIZES[name][0] for name in ("middle", "large")]
        grown = [took[name] - start for name in ("middle", "large")]
        tell(at_most("exponent of the growth by files, middle to large", exponent(over, grown), LINEAR))
        tell(at_most("exponent of the growth by jobs of workflows", _jobs(folder, start), LINEAR))
    advisories.measure(tell)


def _size(tell: Tell, root: Path, name: str) -> float:
    """Measure one size, and return the seconds of a check."""
    files, jobs = SIZES[name]
    made(root, files, jobs)
    review = peers.repo_review()
    commands = {
        "check": check(root),
        **({"sp-repo-review": [str(review), str(root), "--format", "json"]} if review else {}),
        "zizmor": [str(peers.zizmor()), "--offline", "--quiet", str(root)],
        "cat": ["sh", "-c", f"find {root} -type f -exec cat {{}} +"],
    }
    took = fastest(commands, RUNS)
    ours = took.pop("check")
    told = ", ".join(f"{other} {seconds:.2f} s" for other, seconds in took.items())
    tell(Row(f"{name}: {files} files, {jobs} jobs", f"{ours:.2f} s", compared=told))
    if name in TARGETS and review:
        tell(at_most("… times as long as sp-repo-review", ours / took["sp-repo-review"], TARGETS[name]))
    tell(at_most("… memory at its peak", peak(root), MOST_MEMORY, unit=" MiB"))
    return ours


def _jobs(folder: Path, start: float) -> float:
    roots = {str(jobs): check(made(folder / f"jobs-{jobs}", SIZES["small"][0], jobs)) for jobs in JOBS}
    took = fastest(roots, RUNS)
    return exponent(list(JOBS), [took[str(jobs)] - start for jobs in JOBS])


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Return the power of the size by which two times grow."""
    first, second = (max(each, 0.001) for each in seconds)
    return math.log(second / first) / math.log(sizes[1] / sizes[0])


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
