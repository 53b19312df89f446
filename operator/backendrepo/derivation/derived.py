"""What a derivation comes to: the policies to plan with, and what is told of the required checks."""

from collections.abc import Mapping
from dataclasses import dataclass

from backendrepo.api.checks_status import MOST_NAMES, MOST_UNREACHABLE, RequiredChecksStatus, UnreachableCheck
from backendrepo.governance.live import Check
from backendrepo.governance.policy import Policy
from backendrepo.governance.required_checks import ChecksMode

LONGEST_NAME, LONGEST_WHY = 512, 1024


@dataclass(frozen=True)
class Unreachable:
    """A check that not every pull request gets."""

    name: str
    why: str
    """The reason, as the end of a sentence about it."""
    suggestion: str = ""
    """The name that is likely meant; empty where none is."""
    enforced: bool = False
    """Whether a merge needs it all the same."""


@dataclass(frozen=True)
class Derived:
    """The required checks of one repository."""

    policies: Mapping[str, Policy]
    """The policies to plan with, by the path of the setting."""
    mode: ChecksMode | None = None
    """None where the required checks are not managed."""
    enforced: tuple[Check, ...] = ()
    """The checks that are required: derived, and listed."""
    dropped: tuple[Check, ...] = ()
    """Live checks that are let go, because nothing reports them any more."""
    unreachable: tuple[Unreachable, ...] = ()
    asks: frozenset[str] = frozenset()
    """The names of which it matters what pull requests have reported, while nobody has looked yet."""

    @property
    def status(self) -> RequiredChecksStatus | None:
        """What the status tells of it, within its bounds; None where the required checks are not managed."""
        if self.mode is None:
            return None
        return RequiredChecksStatus(
            mode=self.mode.value,
            enforced=tuple(dict.fromkeys(check.context for check in self.enforced))[:MOST_NAMES],
            unreachable=tuple(map(_told, self.unreachable[:MOST_UNREACHABLE])),
        )


def _told(check: Unreachable) -> UnreachableCheck:
    return UnreachableCheck(
        name=check.name[:LONGEST_NAME],
        why=check.why[:LONGEST_WHY],
        suggestion=check.suggestion[:LONGEST_NAME] or None,
        enforced=check.enforced,
    )
