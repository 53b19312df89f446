"""Liquibase: a master changelog and its change sets; each id of an author may be in a file once.

Source: Liquibase's documentation, "changelog", "changeset".
"""

import re
from collections import Counter
from collections.abc import Iterator

from backendrepo.chains.chain import Chain
from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.snapshot import Files

_SETS = (
    regex(r"<changeSet\b(?=[^>]*\bid=[\"']([^\"']+))(?=[^>]*\bauthor=[\"']([^\"']+))", re.IGNORECASE),
    regex(r"^--\s*changeset\s+([^:\s]+):(\S+)", re.IGNORECASE | re.MULTILINE),
    regex(r"changeSet:\s*(?:#.*)?\n\s+id:\s*(\S+)\s*\n\s+author:\s*(\S+)"),
)


def read(files: Files) -> Iterator[Chain]:
    """Return one chain for all changelogs."""
    paths = [
        path
        for path in files.glob("**")
        if "changelog" in path.lower() and path.endswith((".xml", ".yaml", ".yml", ".sql"))
    ]
    total, problems = 0, []
    for path in paths:
        found = Counter(match.groups() for pattern in _SETS for match in pattern.finditer(files.read(path) or ""))
        total += sum(found.values())
        problems += [
            (f"change set {':'.join(key)} is there {n} times", Evidence(path)) for key, n in found.items() if n > 1
        ]
    if total:
        yield Chain("Liquibase", paths[0], total, tuple(problems))
