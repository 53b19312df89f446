"""How reports are written: one file a format, each with `render(reports) -> str`. Text of a repository is foreign."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from typing import TypeAlias

from backendrepo.findings import Evidence, Finding, Level, Outcome, Report, Severity

NAMES = ("table", "json", "markdown", "sarif", "html")


@dataclass(frozen=True)
class Missing:
    """A repository that could not be judged at all: it is not there, or is none."""

    repository: str
    why: str
    """A sentence."""
    standard: str
    generated_at: datetime

    status = "missing-repo"


Judged: TypeAlias = Report | Missing


def renderer(name: str) -> Callable[[Sequence[Judged]], str]:
    """Return the function that writes reports, one at least, in a format."""
    render: Callable[[Sequence[Judged]], str] = import_module(f"{__name__}.{name}").render
    return render


SIGNS: Mapping[Outcome, str] = {
    Outcome.PASS: "✓",
    Outcome.PARTIAL: "◐",
    Outcome.FAIL: "✗",
    Outcome.UNKNOWN: "?",
    Outcome.NOT_APPLICABLE: "·",
}
"""Told apart without colours."""
NEXT: Mapping[Level, Level] = {Level.NONE: Level.BRONZE, Level.BRONZE: Level.SILVER, Level.SILVER: Level.GOLD}

_URGENCY = {outcome: rank for rank, outcome in enumerate((Outcome.FAIL, Outcome.PARTIAL, Outcome.UNKNOWN))}
_WEIGHT = {severity: rank for rank, severity in enumerate(Severity)}


def steps(report: Report) -> list[tuple[Level, list[Finding]]]:
    """Return what is left to do for each level, the next one first: by severity, and what fails before what may."""
    found = []
    left = report
    while held := left.holding_back:
        todo = [finding for finding in held if not finding.waived]
        if todo:
            found.append((NEXT[left.level], sorted(todo, key=_urgency)))
        left = replace(left, findings=tuple(finding for finding in left.findings if finding not in held))
    return found


def ordered(report: Report) -> list[Finding]:
    """Return what is left to do (`Report.open`), step by step; the order of the catalogue decides between equals."""
    return [finding for _, findings in steps(report) for finding in findings]


def to_do(report: Report) -> list[Finding]:
    """Return what is not good: what is left to do in its order, what is waived last."""
    waived = [finding for finding in report.findings if finding.waived and not finding.good]
    return [*ordered(report), *sorted(waived, key=_urgency)]


def _urgency(finding: Finding) -> tuple[int, int]:
    return _WEIGHT[finding.severity], _URGENCY[finding.judgement.outcome]


def places(finding: Finding, most: int) -> tuple[list[Evidence], int]:
    """Return the deciding places, each once and so many at most, and how many more there are."""
    each = list(dict.fromkeys(finding.judgement.evidence))
    return each[:most], max(0, len(each) - most)


def left_out(report: Report) -> list[str]:
    """Return what was not judged and why, a family in one phrase where its reason is one."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for control, lack in report.left_out.items():
        by_reason.setdefault((control.partition("/")[0], lack), []).append(control)
    return [
        f"{controls[0] if len(controls) == 1 else f'{family} ({len(controls)} controls)'}: {_WORDS.get(lack, lack)}"
        for (family, lack), controls in by_reason.items()
    ]


_WORDS = {
    "needs settings": "needs the settings on GitHub, which the operator reads",
    "needs advisories": "advisories were not read",
    "needs evidence": "needs the record of scans, which the operator keeps",
}


def counts(report: Report) -> str:
    """Return how many controls came to what."""
    told = [f"{count} {outcome}" for outcome, count in report.counts.items() if count]
    if number := report.waived:
        told.append(f"{number} of them waived")
    return ", ".join(told) or "nothing judged"


def waived(finding: Finding, report: Report) -> str:
    """Return how the waiver stands and who answers for it, empty where there is none."""
    waiver = finding.waiver
    if waiver is None:
        return ""
    told = waiver.told(report.today)
    state = f"Waived, {told}," if finding.waived else f"The waiver {told}"
    return f"{state} by {waiver.owner}: {waiver.reason}" if finding.waived else f"{state} ({waiver.owner})"
