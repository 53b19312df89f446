"""Flyway: `V1_2__name.sql`, each version once; repeatable ones (`R__name.sql`) have none.

Source: Flyway's documentation, "Versioned migrations".
"""

from collections import defaultdict
from collections.abc import Iterator
from posixpath import basename, dirname

from backendrepo.chains.chain import Chain, numbered
from backendrepo.lazy import regex
from backendrepo.snapshot import Files

_VERSIONED = regex(r"V([0-9]+(?:[._][0-9]+)*)__.+\.(?:sql|java|kt|py)")


def read(files: Files) -> Iterator[Chain]:
    """Return the chain of each folder."""
    by_folder = defaultdict[str, dict[str, str]](dict)
    for path in files.glob("**/V*__*"):
        if found := _VERSIONED.fullmatch(basename(path)):
            by_folder[dirname(path)][path] = found[1].replace("_", ".")
    for folder, versions in sorted(by_folder.items()):
        yield numbered("Flyway", folder, versions)
