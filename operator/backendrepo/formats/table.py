"""Text for terminals: what is left to do, where, and how to do it; then what is good, the level, and what lifts it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import TextWrapper

from backendrepo.findings import GOOD, Evidence, Finding, Level, Outcome, Report
from backendrepo.formats import NEXT, SIGNS, Judged, Missing, counts, left_out, places, to_do, waived
from backendrepo.formats.plain import lines, plain, shortened

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
"""Letters of one sentence or line of a file that is shortened."""
NARROWEST = 40
LEAST = 8
"""Letters of a shortened text that are worth a place."""


@dataclass(frozen=True)
class Terminal:
    """What the text is for."""

    colour: bool = False
    width: int = 0
    """Columns; 0 for a pipe, where a sentence stays on one line for those who search in it."""

    def paint(self, text: str, colour: str) -> str:
        """Return a text in a colour, where there are any."""
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour else text

    def wrapped(self, text: str, indent: str, hanging: str | None = None) -> list[str]:
        """Return a sentence as lines with a margin; paths and names stay whole, to be copied."""
        if not self.width:
            return [f"{indent}{text}"]
        wrapper = TextWrapper(max(self.width, NARROWEST), break_long_words=False, break_on_hyphens=False)
        wrapper.initial_indent = indent
        wrapper.subsequent_indent = indent if hanging is None else hanging
        return wrapper.wrap(text)

    def shortened(self, text: str, taken: int) -> str:
        """Return a text that fits on a line of which so many columns are taken."""
        room = max(self.width, NARROWEST) - taken if self.width else LONGEST_LINE
        return shortened(text, min(room, LONGEST_LINE)) if room >= LEAST else ""


def render(reports: Sequence[Judged], *, colour: bool = False, width: int = 0) -> str:
    """Return the reports as text, one after the other, and an overview where there are several."""
    on = Terminal(colour, width)
    parts = ["\n".join(_repository(report, on)) for report in reports]
    if len(reports) > 1:
        parts.append("\n".join(_overview(reports, on)))
    return "\n\n".join(parts) + "\n"


def _repository(report: Judged, on: Terminal) -> Iterator[str]:
    name = on.paint(plain(report.repository), BOLD)
    if isinstance(report, Missing):
        yield f"{name} could not be judged: {plain(report.why)}"
        return
    at = f" at {plain(report.commit[:12])}" if report.commit else ""
    yield f"{name}{at} against {plain(report.standard)}"
    for finding in to_do(report):
        yield from _open(finding, report, on)
    yield from _good(report, on)
    yield ""
    yield from _level(report, on)


def _open(finding: Finding, report: Report, on: Terminal) -> Iterator[str]:
    judged = finding.judgement
    head = f"{SIGNS[judged.outcome]} {judged.outcome}  {finding.control}"
    yield ""
    yield f"{on.paint(head, COLOURS[judged.outcome])}  {on.paint(finding.severity, FAINT)}"
    yield from on.wrapped(plain(judged.summary), "    ")
    found, more = places(finding, MOST_EVIDENCE)
    for evidence in found:
        yield f"      {_place(evidence, on)}"
    if more:
        yield f"      and {more} more"
    for number, line in enumerate(lines(judged.fix) if judged.fix else ()):
        yield f"    {'→' if number == 0 else ' '} {line}".rstrip()
    if told := waived(finding, report):
        yield from on.wrapped(plain(told), "    ")


def _place(evidence: Evidence, on: Terminal) -> str:
    """Return where it is, as terminals and editors open it, and what stands there."""
    where = plain(str(evidence))
    text = on.shortened(evidence.text, len(f"      {where}  "))
    return f"{where}  {on.paint(text, FAINT)}" if text else where


def _good(report: Report, on: Terminal) -> Iterator[str]:
    good = [finding for finding in report.findings if finding.good]
    width = max((len(finding.control) for finding in good), default=0)
    if good:
        yield ""
    for finding in sorted(good, key=lambda found: list(Outcome).index(found.judgement.outcome)):
        judged = finding.judgement
        sign = on.paint(SIGNS[judged.outcome], COLOURS[judged.outcome])
        yield f"{sign} {finding.control:<{width}}  {on.paint(on.shortened(judged.summary, width + 4), FAINT)}"


def _level(report: Report, on: Terminal) -> Iterator[str]:
    yield f"{on.paint(f'Level {report.level}', BOLD)}: {counts(report)}."
    if report.level is not Level.GOLD:
        held = ", ".join(finding.control for finding in report.holding_back)
        held = f"{NEXT[report.level]} is held back by {held}."
        yield from replace(on, width=on.width or LONGEST_LINE).wrapped(held, "", "    ")
    for phrase in left_out(report):
        yield from (on.paint(line, FAINT) for line in on.wrapped(f"Not judged here: {plain(phrase)}.", "", "    "))
    if doubtful := to_do(report):
        yield on.paint(f"`backendrepo check --explain {doubtful[0].control}` says why it matters.", FAINT)


def _overview(reports: Sequence[Judged], on: Terminal) -> Iterator[str]:
    """Yield a line for each repository."""
    names = [shortened(report.repository, 40) for report in reports]
    width = max(10, *map(len, names))
    yield on.paint(f"{'REPOSITORY':<{width}}  STATUS        LEVEL   PASSED  OPEN  WAIVED", BOLD)
    for name, report in zip(names, reports, strict=True):
        yield f"{name:<{width}}  {_row(report)}"


def _row(report: Judged) -> str:
    if isinstance(report, Missing):
        return f"{report.status:<12}  {'-':<6}  {'-':<6}  {'-':<4}  -"
    passed = f"{sum(report.counts[outcome] for outcome in GOOD)}/{len(report.findings)}"
    waivers = report.waived
    return f"{report.status:<12}  {report.level:<6}  {passed:<6}  {len(report.open):<4}  {waivers}"
