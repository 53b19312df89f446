"""What `backendrepo check` and `controls` take. It loads nothing, so that other commands do not pay for it."""

import argparse
from pathlib import Path

FORMATS = ("table", "json", "markdown", "sarif", "html")

CONFORMANT, FINDINGS, UNJUDGED = 0, 1, 2
"""Exit codes."""

CHECK = "Judge checkouts of repositories by the standard. Nothing of a repository is run, and nothing is changed in it."

EXIT_CODES = """\
exit codes:
  0  conformant: every control passes, does not apply, or is waived
  1  findings: at least one control fails, is partial or is unknown, without a waiver
  2  could not judge: a repository is missing, or the command line or a file that it names is wrong

examples:
  backendrepo check                                   the checkout here
  backendrepo check --format sarif . > result.sarif   for code scanning
  backendrepo check --output output repos/*           a fleet, and the standard's four artifacts
  backendrepo check --offline osv/                    with the advisories of a folder
  backendrepo check --explain gates/coverage          what a control asks, why, and how to pass it

waivers are a YAML list:
  - control: gates/e2e-tests
    reason: No user journeys until the gateway moves (PAY-812)
    owner: payments-team
    expires: 2027-03-31
"""


def check(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `check`."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXIT_CODES
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folders of repositories (default: here)")
    parser.add_argument("--format", choices=FORMATS, default="table", help="what to print (default: %(default)s)")
    parser.add_argument("--output", type=Path, metavar="DIR", help="write the four artifacts of the standard there too")
    parser.add_argument("--standard", type=Path, metavar="FILE", help="a BackendStandard, for its spec.controls")
    parser.add_argument("--waivers", type=Path, metavar="FILE", help="controls that may fail until a day; see below")
    parser.add_argument(
        "--branch", metavar="NAME", help="whose pull requests count (default: the default branch of origin, else main)"
    )
    parser.add_argument(
        "--advisories",
        action="store_true",
        help="ask PyPI and OSV about dependencies; names and versions are sent there",
    )
    parser.add_argument("--osv", metavar="URL", help="ask this OSV endpoint about dependencies instead")
    parser.add_argument(
        "--offline", type=Path, metavar="DIR", help="look there for OSV records (JSON files or all.zip), and ask nobody"
    )
    parser.add_argument("--explain", metavar="CONTROL", help="print the page of a control, and judge nothing")


def controls(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `controls`."""
    parser.add_argument("--format", choices=("table", "json"), default="table", help="default: %(default)s")
