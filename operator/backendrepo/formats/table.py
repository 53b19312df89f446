"""A table for terminals: what is left to do, where, and how to do it; then the level."""

from collections.abc import Iterator, Sequence

from backendrepo.findings import GOOD, Finding, Outcome, Report

SIGNS = {
    Outcome.PASS: "✓",
    Outcome.PARTIAL: "◐",
    Outcome.FAIL: "✗",
    Outcome.UNKNOWN: "?",
    Outcome.NOT_APPLICABLE: "·",
}
MOST_EVIDENCE = 3


def render(reports: Sequence[Report]) -> str:
    """Return the reports as text, one after the other."""
    return "\n".join(line for report in reports for line in _report(report)) + "\n"


def _report(report: Report) -> Iterator[str]:
    at = f" at {report.commit[:12]}" if report.commit else ""
    yield f"{report.repository}{at} against {report.standard}"
    yield ""
    width = max((len(finding.control) for finding in report.findings), default=0)
    for finding in report.findings:
        yield from _finding(finding, width, report)
    yield ""
    counts = ", ".join(f"{count} {outcome}" for outcome, count in report.counts.items() if count)
    yield f"Level {report.level} · {counts or 'nothing judged'}"
    if report.holding_back:
        yield f"Held back by {', '.join(finding.control for finding in report.holding_back)}"
    if report.left_out:
        yield f"Left out here: {', '.join(f'{control} ({lack})' for control, lack in report.left_out.items())}"


def _finding(finding: Finding, width: int, report: Report) -> Iterator[str]:
    judged = finding.judgement
    waived = f" [waived {finding.waiver.told(report.generated_at.date())}]" if finding.waiver else ""
    yield f"  {SIGNS[judged.outcome]} {finding.control:<{width}}  {finding.severity:<8}  {judged.summary}{waived}"
    if judged.outcome in GOOD:
        return
    margin = " " * (width + 16)
    for evidence in judged.evidence[:MOST_EVIDENCE]:
        yield f"{margin}{evidence}  {_shortened(evidence.text)}".rstrip()
    if len(judged.evidence) > MOST_EVIDENCE:
        yield f"{margin}and {len(judged.evidence) - MOST_EVIDENCE} more"
    for line in judged.fix.splitlines():
        yield f"{margin}→ {line}".rstrip()


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
