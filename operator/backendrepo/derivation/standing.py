"""Whether pull requests report a check: by the workflows, and by what recent pull requests have shown."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cached_property

from backendrepo.checks import Checks, unsure
from backendrepo.derivation.witness import Witness
from backendrepo.governance.live import ANY_APP, Check
from backendrepo.workflows import Reportable

NOBODY, NOBODY_SEEN = "no workflow reports it", "no workflow is seen to report it"
"""How a sentence begins about a name that no workflow is known to have."""

NOT_YET = "no pull request has shown yet whether a service does"
"""The end of a sentence about a name that any App may report, before a pull request has had its checks."""

RULED = "no recent pull request shows whether the workflows or the code scanning that a ruleset requires do"
"""The end of a sentence about a name, where such a rule is in force."""


_UNREPORTED = re.compile(rf"(?:{NOBODY}|{NOBODY_SEEN})(?![^,;])")


class Standing(StrEnum):
    """What becomes of a pull request that needs a check."""

    REPORTED = auto()
    """Every pull request gets it, or it is another App's, of which the workflows say nothing."""
    PARTLY = auto()
    """Not every pull request gets it."""
    DOUBTFUL = auto()
    """It cannot be told."""
    GONE = auto()
    """No pull request gets it."""


@dataclass(frozen=True)
class Judged:
    """The standing of a check, and the reason as the end of a sentence."""

    standing: Standing
    why: str = ""
    asks: bool = False
    """Whether what pull requests have reported could change it, and nobody has looked yet."""

    @property
    def reported(self) -> bool:
        """Whether it may be required without holding anybody up."""
        return self.standing is Standing.REPORTED


@dataclass(frozen=True)
class Reporters:
    """Who reports checks on pull requests to one branch."""

    checks: Checks
    actions_app: int
    merge_queue: bool = False
    witness: Witness | None = None
    """None: nobody has looked."""
    ruled: bool = False
    """Whether a ruleset requires workflows of another repository, or code scanning."""

    @cached_property
    def reportable(self) -> Reportable:
        """The names that every pull request gets, in the merge queue too where there is one."""
        return self.checks.reportable(merge_queue=self.merge_queue)

    def unshared(self, name: str) -> bool:
        """Whether every pull request gets one check of the name, of one job."""
        return name in self.reportable.names and name not in self.reportable.shared

    def seen(self, check: Check) -> bool:
        """Whether a check is known to be reported: by a job of a file on every pull request, or else on recent ones."""
        own = check.app_id in (ANY_APP, self.actions_app) and check.context in self.reportable.names
        return own or (self.witness is not None and self.witness.confirms(check))

    def judge(self, check: Check) -> Judged:
        """Return whether pull requests get a check."""
        name = check.context
        if self.seen(check) or check.app_id not in (ANY_APP, self.actions_app):
            return Judged(Standing.REPORTED)
        if obstacles := self.reportable.others.get(name):
            doubt = next(unsure(obstacles), None)
            return Judged(Standing.DOUBTFUL if doubt else Standing.PARTLY, (doubt or obstacles[0]).why)
        if doubts := self.checks.doubts(name):
            return Judged(Standing.DOUBTFUL, f"{NOBODY_SEEN}, but {doubts[0]}", not self.witness)
        return self._unknown(check)

    def _unknown(self, check: Check) -> Judged:
        """Return the standing of a check that no workflow knows."""
        if self.witness is None:
            return Judged(Standing.GONE, NOBODY, asks=True)
        doubt = _doubt(check, self.witness) or self._fileless(check, self.witness)
        return Judged(Standing.DOUBTFUL, f"{NOBODY}, {doubt}") if doubt else Judged(Standing.GONE, NOBODY)

    def _fileless(self, check: Check, witness: Witness) -> str:
        """Return why a workflow without a file may report a check that no head has shown; empty: none does."""
        why = RULED if self.ruled else witness.fileless
        return f"and {why}" if why and not witness.shows(check) else ""


def _doubt(check: Check, witness: Witness) -> str:
    """Return why what was seen leaves open whether something reports a check, as the end of a sentence, or nothing."""
    if witness.unseen:
        return f"and {witness.unseen}"
    if witness.doubts(check):
        return f"but a job of that name ran on a pull request, and {witness.untraced}"
    if check.app_id == ANY_APP and not witness.finished:
        return f"and {NOT_YET}"
    return ""


def unreported(why: str) -> bool:
    """Whether a sentence is of a name that no workflow is known to have, rather than of a job with an obstacle."""
    return _UNREPORTED.match(why) is not None
