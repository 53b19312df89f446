"""A program in place of `backendrepo`, which takes the arguments of a scan and does what the repository's name says."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("--exit-zero", action="store_true", required=True)
    for name in ("repository", "commit", "branch", "api-url", "token-file", "standard", "osv", "osv-timeout"):
        parser.add_argument(f"--{name}")
    options = parser.parse_args()
    BEHAVIOUR[options.repository.removeprefix("acme/")](options)


def good(options: argparse.Namespace) -> None:
    """A whole result."""
    sys.stdout.write(_framed(options))


def fails(options: argparse.Namespace) -> None:
    """A result that says why there is none."""
    from backendrepo.scan.frame import frame
    from backendrepo.scan.result import Failure, write

    sys.stdout.write(frame(write(Failure("GitHubUnavailable", "GitHub does not answer."))))


def hangs(options: argparse.Namespace) -> None:
    """A scan that never ends, nor does what it started."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    sys.stdout.write(f"child {child.pid}\n")
    sys.stdout.flush()
    time.sleep(600)


def noisy(options: argparse.Namespace) -> None:
    """More than a log may hold, and then a result."""
    for _ in range(3 * 2**10):
        sys.stdout.write("x" * 1023 + "\n")
    sys.stdout.write(_framed(options))


def cut(options: argparse.Namespace) -> None:
    """Half a result."""
    sys.stdout.write(_framed(options)[:-30])


def crashes(options: argparse.Namespace) -> None:
    """No result, and a last word."""
    sys.exit("there is no room left")


def dies(options: argparse.Namespace) -> None:
    """No result, by a signal."""
    os.kill(os.getpid(), signal.SIGKILL)


def late(options: argparse.Namespace) -> None:
    """A whole result, and the signal after it."""
    sys.stdout.write(_framed(options))
    sys.stdout.flush()
    dies(options)


def tells(options: argparse.Namespace) -> None:
    """What it was given."""
    files = {name: Path(getattr(options, name)).read_text() for name in ("token_file", "standard")}
    sys.stdout.write(json.dumps({"options": vars(options), "files": files, "environment": dict(os.environ)}))


def deaf(options: argparse.Namespace) -> None:
    """Output that ends before the scan does."""
    os.close(1)
    os.close(2)
    time.sleep(0.2)


def mute(options: argparse.Namespace) -> None:
    """Output that ends, and a scan that does not."""
    os.close(1)
    os.close(2)
    time.sleep(600)


ALL = (good, fails, hangs, noisy, cut, crashes, dies, late, tells, deaf, mute)
BEHAVIOUR = {each.__name__: each for each in ALL}


def _framed(options: argparse.Namespace) -> str:
    from backendrepo.checks import Checks
    from backendrepo.findings import Report
    from backendrepo.scan.frame import frame
    from backendrepo.scan.result import write
    from backendrepo.scanned import Scanned

    moment = datetime(2026, 11, 24, tzinfo=UTC)
    report = Report(options.repository, "backend-foundation", moment, (), commit=options.commit)
    return frame(write(Scanned(report, Checks())))


if __name__ == "__main__":
    main()
