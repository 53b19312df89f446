"""Text for terminals: what is left to do, where, and how to do it; then what is good, the level, and what lifts it."""

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import TypeAlias

from backendrepo.findings import GOOD, Evidence, Finding, Level, Outcome, Report
from backendrepo.formats import NEXT, Judged, Missing, left_out, places, to_do, waived
from backendrepo.formats.plain import lines, plain, shortened

SIGNS = {
    Outcome.PASS: "✓",
    Outcome.PARTIAL: "◐",
    Outcome.FAIL: "✗",
    Outcome.UNKNOWN: "?",
    Outcome.NOT_APPLICABLE: "·",
}
COLOURS = {
    Outcome.PASS: "32",
    Outcome.PARTIAL: "33",
    Outcome.FAIL: "31",
    Outcome.UNKNOWN: "35",
    Outcome.NOT_APPLICABLE: "2",
}
"""Select Graphic Rendition parameters (ECMA-48, 8.3.117)."""
BOLD, FAINT, RED = "1", "2", "31"
MOST_EVIDENCE = 3
LONGEST_LINE = 100


Paint: TypeAlias = Callable[[str, str], str]
"""Takes a text and its colour."""


def render(reports: Sequence[Judged], *, colour: bool = False) -> str:
    """Return the reports as text, one after the other, and an overview where there are several."""
    paint = _coloured if colour else _plain
    parts = ["\n".join(_repository(report, paint)) for report in reports]
    if len(reports) > 1:
        parts.append("\n".join(_overview(reports, paint)))
    return "\n\n".join(parts) + "\n"


def _coloured(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"


def _plain(text: str, _: str) -> str:
    return text


def _repository(report: Judged, paint: Paint) -> Iterator[str]:
    name = paint(plain(report.repository), BOLD)
    if isinstance(report, Missing):
        yield f"{name} could not be judged: {plain(report.why)}"
        return
    at = f" at {plain(report.commit[:12])}" if report.commit else ""
    yield f"{name}{at} against {plain(report.standard)}"
    for finding in to_do(report):
        yield from _open(finding, report, paint)
    yield from _good(report, paint)
    yield ""
    yield from _level(report, paint)


def _open(finding: Finding, report: Report, paint: Paint) -> Iterator[str]:
    judged = finding.judgement
    head = f"{SIGNS[judged.outcome]} {judged.outcome}  {finding.control}"
    yield ""
    yield f"{paint(head, COLOURS[judged.outcome])}  {paint(finding.severity, FAINT)}"
    yield f"    {plain(judged.summary)}"
    found, more = places(finding, MOST_EVIDENCE)
    for evidence in found:
        yield f"      {_place(evidence, paint)}"
    if more:
        yield f"      and {more} more"
    for number, line in enumerate(lines(judged.fix) if judged.fix else ()):
        yield f"    {'→' if number == 0 else ' '} {line}".rstrip()
    if told := waived(finding, report):
        yield f"    {plain(told)}"


def _place(evidence: Evidence, paint: Paint) -> str:
    """Return where it is, as terminals and editors open it, and what stands there."""
    text = paint(shortened(evidence.text, LONGEST_LINE), FAINT) if evidence.text else ""
    return f"{plain(str(evidence))}  {text}".rstrip()


def _good(report: Report, paint: Paint) -> Iterator[str]:
    good = [finding for finding in report.findings if finding.good]
    width = max((len(finding.control) for finding in good), default=0)
    if good:
        yield ""
    for finding in sorted(good, key=lambda found: list(Outcome).index(found.judgement.outcome)):
        judged = finding.judgement
        sign = paint(SIGNS[judged.outcome], COLOURS[judged.outcome])
        yield f"{sign} {finding.control:<{width}}  {paint(shortened(judged.summary, LONGEST_LINE), FAINT)}"


def _level(report: Report, paint: Paint) -> Iterator[str]:
    yield f"{paint(f'Level {report.level}', BOLD)}: {counts(report)}."
    if report.level is not Level.GOLD:
        held = ", ".join(finding.control for finding in report.holding_back)
        held = f"{NEXT[report.level]} is held back by {held}."
        yield from wrap(held, LONGEST_LINE, subsequent_indent="    ", break_on_hyphens=False)
    for phrase in left_out(report):
        yield paint(f"Not judged here: {plain(phrase)}.", FAINT)
    if doubtful := to_do(report):
        yield paint(f"`backendrepo check --explain {doubtful[0].control}` says why it matters.", FAINT)


def counts(report: Report) -> str:
    """Return how many controls came to what."""
    told = [f"{count} {outcome}" for outcome, count in report.counts.items() if count]
    if number := sum(finding.waived for finding in report.findings):
        told.append(f"{number} of them waived")
    return ", ".join(told) or "nothing judged"


def _overview(reports: Sequence[Judged], paint: Paint) -> Iterator[str]:
    """Yield a line for each repository."""
    names = [shortened(report.repository, 40) for report in reports]
    width = max(10, *map(len, names))
    yield paint(f"{'REPOSITORY':<{width}}  STATUS        LEVEL   PASSED  OPEN  WAIVED", BOLD)
    for name, report in zip(names, reports, strict=True):
        yield f"{name:<{width}}  {_row(report)}"


def _row(report: Judged) -> str:
    if isinstance(report, Missing):
        return f"{report.status:<12}  {'-':<6}  {'-':<6}  {'-':<4}  -"
    passed = f"{sum(report.counts[outcome] for outcome in GOOD)}/{len(report.findings)}"
    waivers = sum(finding.waived for finding in report.findings)
    return f"{report.status:<12}  {report.level:<6}  {passed:<6}  {len(report.open):<4}  {waivers}"
