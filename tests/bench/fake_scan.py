"""A program in place of `backendrepo` that takes the arguments of a scan and finds what one usually finds."""

import argparse
import sys
from datetime import UTC, datetime

from tests.bench.results import USUAL, result

from backendrepo.scan.frame import frame
from backendrepo.scan.result import write


def main() -> None:
    """Print the result of a scan, framed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repository")
    parser.add_argument("--commit")
    options, _ = parser.parse_known_args()
    at = datetime.now(UTC).replace(microsecond=0)
    sys.stdout.write(frame(write(result(USUAL, options.repository, options.commit, at))))


if __name__ == "__main__":
    main()
