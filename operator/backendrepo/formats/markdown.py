"""Markdown: the standard's `backend-standards-conformance.md`, a fleet table and a section for each repository."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from backendrepo.findings import GOOD, Evidence, Finding, Outcome, Report
from backendrepo.formats import NEXT, SIGNS, Judged, Missing, counts, left_out, places, to_do, waived
from backendrepo.formats.plain import lines, plain
from backendrepo.lazy import regex

MOST_EVIDENCE = 10


def render(reports: Sequence[Judged]) -> str:
    """Return the reports as one page."""
    return "\n".join(_page(reports)) + "\n"


def _page(reports: Sequence[Judged]) -> Iterator[str]:
    latest = max(report.generated_at for report in reports)
    yield "# Backend standards conformance\n"
    yield f"Standard {escaped(reports[0].standard)}, generated {latest:%Y-%m-%d %H:%M} UTC.\n"
    yield "| Repository | Status | Level | Passed | Failing | Waived | Commit | Age |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for report in reports:
        cells = _missing(report) if isinstance(report, Missing) else _cells(report)
        yield f"| {' | '.join((escaped(report.repository), *cells, _age(latest - report.generated_at)))} |"
    for report in reports:
        yield f"\n## {escaped(report.repository)}\n"
        if isinstance(report, Missing):
            yield f"It could not be judged: {escaped(report.why)}"
        else:
            yield from _section(report)


def _missing(missing: Missing) -> tuple[str, ...]:
    return (missing.status, "", "", "", "", "")


def _cells(report: Report) -> tuple[str, ...]:
    passed, failing = report.counts[Outcome.PASS], report.counts[Outcome.FAIL]
    waivers = report.waived
    commit = escaped(report.commit[:12]) or "working tree"
    return (report.status, report.level, f"{passed}/{len(report.findings)}", str(failing), str(waivers), commit)


def _age(age: timedelta) -> str:
    """Return how much older than the latest report one is."""
    hours = int(age.total_seconds()) // 3600
    if hours < 1:
        return "now"
    return f"{hours} h" if hours < 48 else f"{hours // 24} d"


def _section(report: Report) -> Iterator[str]:
    yield f"**Level {report.level}**: {counts(report)}."
    if report.holding_back:
        held = ", ".join(f"`{finding.control}`" for finding in report.holding_back)
        yield f"{NEXT[report.level]} is held back by {held}."
    if report.left_out:
        yield f"Not judged here: {'; '.join(map(escaped, left_out(report)))}."
    for finding in to_do(report):
        yield from _details(finding, report)
    yield "\n### All controls\n"
    yield "| Control | Severity | Outcome | What was found |"
    yield "| --- | --- | --- | --- |"
    for finding in report.findings:
        yield _control(finding, report)


def _control(finding: Finding, report: Report) -> str:
    judged, place = finding.judgement, ""
    told = f" (waived {finding.waiver.told(report.today)})" if finding.waiver else ""
    if judged.outcome in GOOD and judged.evidence:
        place = f" {code(str(judged.evidence[0]))}"
    outcome = f"{judged.outcome}{told}"
    return f"| `{finding.control}` | {finding.severity} | {outcome} | {prose(judged.summary)}{place} |"


def _details(finding: Finding, report: Report) -> Iterator[str]:
    judged = finding.judgement
    yield f"\n### {SIGNS[judged.outcome]} {finding.control}: {judged.outcome} ({finding.severity})\n"
    yield f"{prose(judged.summary)}\n"
    found, more = places(finding, MOST_EVIDENCE)
    for evidence in found:
        yield f"- {_place(evidence)}"
    if more:
        yield f"- and {more} more"
    if told := waived(finding, report):
        yield f"\n{escaped(told)}"
    if judged.fix:
        fix = "\n".join(f"    {line}".rstrip() for line in lines(judged.fix))
        yield f"\nHow to fix:\n\n{fix}"


def _place(evidence: Evidence) -> str:
    return f"{code(str(evidence))}: {code(evidence.text)}" if evidence.text else code(str(evidence))


def escaped(text: str) -> str:
    """Return text of a repository as Markdown shows it, not as it may mean: no HTML, links, mentions, table cells."""
    return _escaped(plain(text))


def _escaped(text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
    marked = "".join(f"\\{letter}" if letter in "\\`*_[]|~#$!" else letter for letter in safe.replace("&#64;", "\0"))
    return marked.replace("://", "&#58;//").replace("\0", "&#64;")


def prose(text: str) -> str:
    """Return a sentence about a repository: what it has between backticks as code, the rest as text."""
    return "".join(code(part[1:-1]) if _CODE.fullmatch(part) else _escaped(part) for part in _CODE.split(plain(text)))


_CODE = regex(r"(`[^`]+`)")


def code(text: str) -> str:
    """Return text as a code span, which nothing inside it can end, nor the table cell around it."""
    return f"`{plain(text).replace('`', chr(39)).replace('|', chr(0xA6)) or ' '}`"
