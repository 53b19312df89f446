"""What `backendrepo report` takes. It loads nothing, so that other commands do not pay for it."""

import argparse
from pathlib import Path

REPORT = (
    "Write the standard's four artifacts from the reports in the cluster, with all evidence. The cluster is the one "
    "that KUBECONFIG leads to; it takes the rights to list backendrepos and to get configmaps."
)

EXIT_CODES = """\
exit codes:
  0  written; a BackendRepo without a report is in it as missing-repo, with the reason
  1  not written: standard error says why
  2  the command line is wrong

examples:
  backendrepo report                                      the fleet, to output/
  backendrepo report --namespace payments --output /tmp/payments
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXIT_CODES
    parser.add_argument(
        "--namespace", action="append", default=[], metavar="NAME", help="of this namespace only; may be repeated"
    )
    parser.add_argument(
        "--output", type=Path, default=Path("output"), metavar="DIR", help="where to write (default: %(default)s)"
    )
