"""Markdown: the standard's `backend-standards-conformance.md`, a fleet table and a section for each repository."""

from collections.abc import Iterator, Sequence

from backendrepo.findings import GOOD, Finding, Outcome, Report

MOST_EVIDENCE = 10


def render(reports: Sequence[Report]) -> str:
    """Return the reports as one page."""
    return "\n".join(_page(reports)) + "\n"


def _page(reports: Sequence[Report]) -> Iterator[str]:
    yield "# Backend standards conformance\n"
    latest = max(report.generated_at for report in reports)
    yield f"Standard {reports[0].standard}, generated {latest:%Y-%m-%d %H:%M} UTC.\n"
    yield "| Repository | Status | Level | Passed | Failing | Waived | Commit |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for report in reports:
        yield _row(report)
    for report in reports:
        yield from _section(report)


def _row(report: Report) -> str:
    passed, total = report.counts[Outcome.PASS], len(report.findings)
    waived = sum(finding.waived for finding in report.findings)
    cells = (
        *(escaped(report.repository), report.status, report.level, f"{passed}/{total}"),
        *(str(report.counts[Outcome.FAIL]), str(waived), report.commit[:12] or "working tree"),
    )
    return f"| {' | '.join(cells)} |"


def _section(report: Report) -> Iterator[str]:
    yield f"\n## {escaped(report.repository)}\n"
    yield f"Level {report.level}."
    if report.holding_back:
        held = ", ".join(f"`{finding.control}`" for finding in report.holding_back)
        yield f"Held back by {held}."
    if report.left_out:
        yield f"Not judged here: {', '.join(f'`{control}` ({lack})' for control, lack in report.left_out.items())}."
    yield "\n| Control | Severity | Outcome | What was found |"
    yield "| --- | --- | --- | --- |"
    for finding in report.findings:
        waived = f" (waived {finding.waiver.told(report.generated_at.date())})" if finding.waiver else ""
        outcome = f"{finding.judgement.outcome}{waived}"
        yield f"| `{finding.control}` | {finding.severity} | {outcome} | {escaped(finding.judgement.summary)} |"
    for finding in report.findings:
        if finding.judgement.outcome not in GOOD:
            yield from _details(finding)


def _details(finding: Finding) -> Iterator[str]:
    judged = finding.judgement
    yield f"\n### {finding.control}: {judged.outcome}\n"
    yield f"{escaped(judged.summary)}\n"
    for evidence in judged.evidence[:MOST_EVIDENCE]:
        yield f"- `{code(str(evidence))}`" + (f": `{code(evidence.text)}`" if evidence.text else "")
    if len(judged.evidence) > MOST_EVIDENCE:
        yield f"- and {len(judged.evidence) - MOST_EVIDENCE} more"
    if finding.waiver:
        yield f"\nWaived by {escaped(finding.waiver.owner)}: {escaped(finding.waiver.reason)}"
    if judged.fix:
        yield f"\nHow to fix:\n\n{_indented(judged.fix)}"


def escaped(text: str) -> str:
    """Return text of a repository as Markdown shows it, not as it may mean: no HTML, no links, no table cells."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{letter}" if letter in "\\`*_[]|" else letter for letter in plain)


def code(text: str) -> str:
    """Return text for a code span."""
    return " ".join(text.split()).replace("`", "'").replace("|", "¦")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
