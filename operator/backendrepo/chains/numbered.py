"""Numbered SQL files, as dbmate, golang-migrate, goose, sqitch's likes and plain scripts have them: `0001_name.sql`.

golang-migrate has two files a version, `.up.sql` and `.down.sql`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from posixpath import basename, dirname

from backendrepo.chains.chain import Chain, numbered
from backendrepo.lazy import regex
from backendrepo.snapshot import Files

_NUMBERED = regex(r"([0-9]{1,20})[_-].*?(\.down)?\.sql")
_FOLDER = regex(r"migrat|^sql$|^db$|schema", re.IGNORECASE)


def read(files: Files) -> Iterator[Chain]:
    """Return the chain of each folder that holds migrations."""
    by_folder = defaultdict[str, dict[str, str]](dict)
    for path in files.glob("**/*.sql"):
        found = _NUMBERED.fullmatch(basename(path))
        if found and not found[2] and _of_migrations(dirname(path)):
            by_folder[dirname(path)][path] = found[1].lstrip("0") or "0"
    for folder, versions in sorted(by_folder.items()):
        yield numbered("Numbered SQL", folder, versions)


def _of_migrations(folder: str) -> bool:
    """Whether a folder's name says that it holds migrations, or that of the one around it: `migrations/billing`."""
    return bool(_FOLDER.search(basename(folder)) or "migrat" in basename(dirname(folder)).lower())
