"""`conftest.py` files that have pytest succeed whatever its tests found.

Source: pytest's reference, `pytest_sessionfinish`; what a hook sets as the status of the session is its exit code. Only
one that sets it in any case is told: most that set it do so for an exit code of 5, where no tests were found.
"""

import re
from collections.abc import Iterable
from posixpath import dirname
from weakref import WeakKeyDictionary

from backendrepo.lazy import regex
from backendrepo.snapshot import Files
from backendrepo.tools.reading import text_of

MOST = 200
"""Files of this name that are read."""

_HOOK = regex(r"^def pytest_(?:sessionfinish|unconfigure)\(.*\n((?:(?:[ \t].*)?\n)*)", re.MULTILINE)
_SUCCEEDS = regex(
    r"^(?:\t| {2,4})(?:\w+\.exitstatus\s*=\s*(?:0|(?:\w+\.)*ExitCode\.OK)|os\._exit\(0\))\s*(?:#.*)?$", re.MULTILINE
)
_LEAVES = regex(r"\b(?:return|raise|yield)\b")
_known: WeakKeyDictionary[Files, tuple[str, ...]] = WeakKeyDictionary()


def succeeds(files: Files, paths: Iterable[str]) -> str:
    """Return the file by which a run over some paths cannot fail; empty where there is none."""
    folders = ["" if path in (".", "") else f"{path.partition('::')[0].rstrip('/')}/" for path in paths] or [""]
    return next((each for each in _found(files) if any(_loaded(each, folder) for folder in folders)), "")


def _loaded(path: str, folder: str) -> bool:
    """Whether a run over a folder reads a file: it lies in that or around it."""
    return path.startswith(folder) or folder.startswith(f"{dirname(path)}/".lstrip("/"))


def _found(files: Files) -> tuple[str, ...]:
    if files not in _known:
        conftests = sorted((*files.glob("conftest.py"), *files.glob("**/conftest.py")))[:MOST]
        _known[files] = tuple(dict.fromkeys(path for path in conftests if _hooked(f"{text_of(files, path)}\n")))
    return _known[files]


def _hooked(text: str) -> bool:
    bodies = (hook[1] for hook in _HOOK.finditer(text))
    return any(_SUCCEEDS.search(body) and not _LEAVES.search(body) for body in bodies)
