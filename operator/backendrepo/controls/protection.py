"""What the controls about the branch's settings share: what the credential may see, and what workflows report."""

from collections.abc import Collection, Iterator

from backendrepo.checks import Checks, checks_of
from backendrepo.findings import Judgement, unknown
from backendrepo.settings import Hidden, Settings
from backendrepo.snapshot import Snapshot

SHOWN = 5
"""Names that a sentence has."""


def not_seen(settings: Settings, part: Hidden, what: str) -> Judgement | None:
    """Return that the credential may not see a part of the settings, which `what` names; None where it may."""
    if part not in settings.hidden:
        return None
    permission = settings.hidden[part]
    told = f"The credential may not see {what}: it lacks the permission `{permission}`."
    return unknown(told, fix=f"Grant `{permission}` to the GitHub App or token of the connection.")


def checks(snapshot: Snapshot) -> Checks:
    """Return the checks of the workflows: those that a scan has read, or what the files say."""
    known: Checks = snapshot.made(checks_of) if snapshot.checks is None else snapshot.checks
    return known


def quoted(names: Collection[str]) -> str:
    """Return names as a sentence has them, not more than a few."""
    return listed([f"“{name}”" for name in names])


def listed(texts: Collection[str]) -> str:
    """Return texts as a sentence has them, not more than a few."""
    shown = list(_shown(list(texts)))
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _shown(texts: list[str]) -> Iterator[str]:
    yield from texts[:SHOWN]
    if len(texts) > SHOWN:
        yield f"{len(texts) - SHOWN} more"
