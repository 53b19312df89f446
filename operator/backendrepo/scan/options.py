"""What `backendrepo scan` takes. It loads nothing, so that other commands do not pay for it."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from backendrepo.lazy import regex

TOKEN = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable that holds the credential where no file does."""

_ADDRESS = regex(r"https://[^\s@?#]+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?(/[^\s@?#]*)?")
"""As in a connection: https, or http to the machine itself, so that no token goes in the clear."""
_REPOSITORY = regex(r"[A-Za-z0-9_-]{1,39}/[A-Za-z0-9._-]{1,100}")
_COMMIT = regex(r"[0-9a-f]{40}|[0-9a-f]{64}")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments. The credential is none of them: those are shown to every process of the machine."""
    parser.add_argument(
        "--repository", required=True, type=_like(_REPOSITORY, "owner/name"), metavar="OWNER/NAME", help="on GitHub"
    )
    commit = _like(_COMMIT, "the whole hash of a commit")
    parser.add_argument("--commit", required=True, type=commit, metavar="SHA", help="the whole hash of the commit")
    parser.add_argument("--standard", type=Path, metavar="FILE", help="a BackendStandard, for its spec.controls")
    parser.add_argument("--waivers", type=Path, metavar="FILE", help="controls that may fail until a day, as for check")
    parser.add_argument("--branch", metavar="NAME", help="whose pull requests count (default: the default branch)")
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", help=f"holds the credential (default: the variable {TOKEN})"
    )
    address = _like(_ADDRESS, "an https address")
    parser.add_argument(
        "--api-url",
        default="https://api.github.com",
        type=address,
        metavar="URL",
        help="GitHub's REST API (default: %(default)s)",
    )
    parser.add_argument(
        "--osv",
        type=address,
        metavar="URL",
        help="ask this OSV endpoint about vulnerabilities; names and versions of dependencies are sent there",
    )
    parser.add_argument(
        "--osv-timeout", type=float, default=300.0, metavar="SECONDS", help="for that altogether (default: %(default)s)"
    )
    parser.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 once a result is printed, whatever it says"
    )


def _like(form: re.Pattern[str], what: str) -> Callable[[str], str]:
    """Return a reader of an argument that has a form."""

    def read(text: str) -> str:
        if not form.fullmatch(text):
            raise argparse.ArgumentTypeError(f"write {what}")
        return text

    return read
