"""What is known of the dependencies of many repositories, as the standard's `dependency-vulnerability-rollup`.

The standard, "Dependency Hygiene": "Rollup evidence is generated". The shape is that of
`docs/schemas/dependency-vulnerability-rollup.schema.json`.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from sys import maxsize
from typing import Any

from backendrepo.advisories import Advisories, Advisory
from backendrepo.findings import Severity
from backendrepo.manifests import Dependency

SCHEMA_VERSION = "1.1"
"""A new field raises the second number, anything that a reader could stumble over the first."""
GRAVE = frozenset({Severity.CRITICAL, Severity.HIGH})
UNREAD = "Advisories were not read."
SEVERITIES = (*(severity.value for severity in Severity), "unknown")
"""The words by which advisories are counted."""


def rollup(
    repos: Sequence[tuple[str, Advisories | str | None]], *, target: str, now: datetime, most: int = maxsize
) -> dict[str, Any]:
    """Return the rollup of repositories, one at least.

    Each has a name and its advisories; None where they were not read; a sentence where the repository is missing.
    `most` are the advisories, and the manifests, that are listed of one; all are counted, and the rest is told.
    """
    known = [advisories for _, advisories in repos if isinstance(advisories, Advisories)]
    fetched = [advisories.fetched_at for advisories in known if advisories.fetched_at]
    return {
        "schema_version": SCHEMA_VERSION,
        "generated_at": now.isoformat(),
        "target": target,
        "advisories_at": min(fetched).isoformat() if fetched else None,
        "repos": [_repo(name, advisories, most) for name, advisories in repos],
    }


def _repo(name: str, advisories: Advisories | str | None, most: int) -> dict[str, Any]:
    if advisories is None:
        return _entry(name, "unknown", UNREAD)
    if isinstance(advisories, str):
        return _entry(name, "missing-repo", advisories)
    found, manifests = advisories.open, advisories.manifests
    return _entry(name, *status(advisories)) | {
        "counts": _counts(advisories),
        "manifests": list(manifests[:most]),
        "advisories": [_advisory(*each) for each in found[:most]],
        **left_out(manifests=len(manifests[most:]), advisories=len(found[most:])),
    }


def left_out(**counts: int) -> dict[str, Any]:
    """Return the field that tells how many of something are not listed; none where all are."""
    told = {what: count for what, count in counts.items() if count}
    return {"left_out": told} if told else {}


def status(advisories: Advisories) -> tuple[str, str]:
    """Return the one word for a repository, and why where that is `unknown`. What is not covered is never clean."""
    if any(advisory.severity in GRAVE for _, advisory in advisories.open):
        return "gap", ""
    if advisories.failure:
        return "unknown", f"The advisory source gave no answer: {advisories.failure}."
    if left := len(advisories.uncovered) + len(advisories.problems):
        return "unknown", f"{left} {'entry' if left == 1 else 'entries'} of the manifests could not be judged."
    if not advisories.covered and not advisories.manifests:
        return "unknown", "There is no manifest that names dependencies."
    return "ok", ""


def _entry(name: str, word: str, reason: str) -> dict[str, Any]:
    empty = {"counts": _counts(Advisories()), "manifests": [], "advisories": []}
    return {"repo": name, "status": word} | ({"reason": reason} if reason else {}) | empty


def _counts(advisories: Advisories) -> dict[str, int]:
    counted = Counter(_word(advisory) for _, advisory in advisories.open)
    return {word: counted[word] for word in SEVERITIES}


def _advisory(dependency: Dependency, advisory: Advisory) -> dict[str, Any]:
    return {
        "id": advisory.id,
        "aliases": list(advisory.aliases),
        "package": dependency.name,
        "version": dependency.version,
        "fixed_in": list(advisory.fixed),
        "severity": _word(advisory),
        "path": dependency.place.path,
        "line": dependency.place.line,
    }


def _word(advisory: Advisory) -> str:
    return str(advisory.severity) if advisory.rated else "unknown"
