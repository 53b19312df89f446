"""What judging a repository comes to: outcomes with evidence, and the report that joins them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What a control comes to. Unknown is never pass."""

    PASS = "pass"  # noqa: S105 - no password
    PARTIAL = "partial"
    """The thing is there, its scope is not whole; the summary says what is left out."""
    FAIL = "fail"
    UNKNOWN = "unknown"
    """It could not be judged; the summary says why."""
    NOT_APPLICABLE = "not-applicable"


GOOD = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})


class Severity(StrEnum):
    """How much a finding weighs."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Level(StrEnum):
    """How far a repository has come."""

    NONE = "None"
    BRONZE = "Bronze"
    """Every critical control and all of `commands/*` are good."""
    SILVER = "Silver"
    """Every high control too."""
    GOLD = "Gold"
    """Everything passes or does not apply."""


@dataclass(frozen=True)
class Evidence:
    """A place in the repository at its commit. `line` counts from 1; 0 means the file as a whole."""

    path: str
    line: int = 0
    text: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True)
class Judgement:
    """What one control says of one repository: the deciding evidence first, and a fix where there is one."""

    outcome: Outcome
    summary: str
    evidence: tuple[Evidence, ...] = ()
    fix: str = ""


def passed(summary: str, *evidence: Evidence) -> Judgement:
    """Return a pass."""
    return Judgement(Outcome.PASS, summary, evidence)


def partial(summary: str, *evidence: Evidence, fix: str) -> Judgement:
    """Return that the thing is there, but not whole."""
    return Judgement(Outcome.PARTIAL, summary, evidence, fix)


def failed(summary: str, *evidence: Evidence, fix: str) -> Judgement:
    """Return a fail, and what would pass."""
    return Judgement(Outcome.FAIL, summary, evidence, fix)


def unknown(summary: str, *evidence: Evidence, fix: str = "") -> Judgement:
    """Return that it could not be judged, and why."""
    return Judgement(Outcome.UNKNOWN, summary, evidence, fix)


def not_applicable(summary: str, *evidence: Evidence) -> Judgement:
    """Return that the control asks for something that this repository does not need, and why."""
    return Judgement(Outcome.NOT_APPLICABLE, summary, evidence)


@dataclass(frozen=True)
class Waiver:
    """A control that may fail until a day, with somebody who answers for it."""

    control: str
    reason: str
    owner: str
    expires: date

    def holds(self, today: date) -> bool:
        """Whether it is in force; the day of its expiry is its last."""
        return today <= self.expires

    def told(self, today: date) -> str:
        """Return how it stands: in force, soon to expire, or expired."""
        days = (self.expires - today).days
        if days < 0:
            return f"expired on {self.expires}"
        return f"{'only ' if days <= SOON else ''}until {self.expires}"


SOON = 14
"""Days before its expiry from which on a waiver says so."""


@dataclass(frozen=True)
class Finding:
    """One control's judgement of one repository, and the waiver that lies over it."""

    control: str
    severity: Severity
    judgement: Judgement
    waiver: Waiver | None = None
    waived: bool = False
    """Whether the waiver is in force. The outcome stays what it is."""

    @property
    def family(self) -> str:
        """The first part of the control's id."""
        return self.control.partition("/")[0]

    @property
    def good(self) -> bool:
        """Whether nothing is left to do."""
        return self.judgement.outcome in GOOD


@dataclass(frozen=True)
class Report:
    """One repository, judged at one commit."""

    repository: str
    standard: str
    generated_at: datetime
    findings: tuple[Finding, ...]
    commit: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Controls that were not judged, with what they would have needed."""
    day: date | None = field(default=None, compare=False)
    """The day that waivers are held against, where it is not that of the judging."""

    @property
    def today(self) -> date:
        """The day that waivers are held against."""
        return self.day or self.generated_at.date()

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many controls came to each outcome."""
        counted = Counter(finding.judgement.outcome for finding in self.findings)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def passed(self) -> str:
        """How many controls pass, of those that apply: `31/38`."""
        applying = len(self.findings) - self.counts[Outcome.NOT_APPLICABLE]
        return f"{self.counts[Outcome.PASS]}/{applying}"

    @property
    def waived(self) -> int:
        """How many findings a waiver in force lies over."""
        return sum(finding.waived for finding in self.findings)

    @property
    def open(self) -> tuple[Finding, ...]:
        """What is left to do: neither good nor waived."""
        return tuple(finding for finding in self.findings if not finding.good and not finding.waived)

    @property
    def holding_back(self) -> tuple[Finding, ...]:
        """What holds the next level back. A waiver does not lift a level."""
        bad = [finding for finding in self.findings if not finding.good]
        for holds in (_bronze, _silver):
            if held := tuple(finding for finding in bad if holds(finding)):
                return held
        return tuple(bad)

    @property
    def level(self) -> Level:
        """How far the repository has come."""
        bad = [finding for finding in self.findings if not finding.good]
        if any(map(_bronze, bad)):
            return Level.NONE
        if any(map(_silver, bad)):
            return Level.BRONZE
        return Level.SILVER if bad else Level.GOLD

    @property
    def status(self) -> str:
        """The one word of the original report: `ok`, `partial` (only medium and low ones fail) or `gap`."""
        failing = {finding.severity for finding in self.findings if finding.judgement.outcome is Outcome.FAIL}
        if not failing:
            return "ok"
        return "gap" if failing & {Severity.CRITICAL, Severity.HIGH} else "partial"


def _bronze(finding: Finding) -> bool:
    return finding.severity is Severity.CRITICAL or finding.family == "commands"


def _silver(finding: Finding) -> bool:
    return finding.severity is Severity.HIGH
