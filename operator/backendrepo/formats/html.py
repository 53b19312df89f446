"""HTML: one page to send to a team, without scripts or anything from elsewhere."""

from collections.abc import Iterator, Sequence
from html import escape

from backendrepo.findings import GOOD, Finding, Report
from backendrepo.formats import NEXT, Judged, Missing, left_out, places, to_do, waived
from backendrepo.formats.plain import lines, plain

STYLE = """
:root { color-scheme: light dark; --good: #1a7f37; --bad: #cf222e; --half: #9a6700; --quiet: #656d76; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #f85149; --half: #d29922; --quiet: #8b949e; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 3rem; } h3 { margin: 0; font-size: 1rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .3rem .6rem .3rem 0; }
tr { border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); vertical-align: top; }
td, p, code { overflow-wrap: anywhere; } a { color: inherit; }
code, pre { font: 13px/1.5 ui-monospace, monospace; } pre { overflow-x: auto; padding: .6rem; margin: .3rem 0;
background: color-mix(in srgb, currentColor 7%, transparent); border-radius: .3rem; white-space: pre-wrap; }
.pass { color: var(--good); } .fail { color: var(--bad); } .partial, .unknown { color: var(--half); }
.not-applicable, .quiet { color: var(--quiet); } .outcome { white-space: nowrap; font-weight: 600; }
article { margin: 1.5rem 0; padding-left: 1rem; border-left: 4px solid currentColor; break-inside: avoid; }
article > * { color: CanvasText; }
"""

HEAD = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Backend standards conformance</title>
<style>{STYLE}</style>
<h1>Backend standards conformance</h1>
"""
MOST_EVIDENCE = 10


def render(reports: Sequence[Judged]) -> str:
    """Return the reports as one page."""
    return f"{HEAD}{chr(10).join(_body(reports))}\n</html>\n"


def _body(reports: Sequence[Judged]) -> Iterator[str]:
    latest = max(report.generated_at for report in reports)
    yield f"<p class=quiet>Standard {_text(reports[0].standard)}, generated {latest:%Y-%m-%d %H:%M} UTC.</p>"
    if len(reports) > 1:
        yield from _overview(reports)
    for number, report in enumerate(reports):
        yield f"<h2 id=r{number}>{_text(report.repository)}</h2>"
        if isinstance(report, Missing):
            yield f"<p class=fail>It could not be judged: {_text(report.why)}</p>"
        else:
            yield from _report(report)


def _overview(reports: Sequence[Judged]) -> Iterator[str]:
    yield "<table><tr><th>Repository<th>Status<th>Level<th>Passed<th>Open<th>Waived"
    for number, report in enumerate(reports):
        cells = [f"<a href='#r{number}'>{_text(report.repository)}</a>", report.status, *_cells(report)]
        yield f"<tr><td>{'<td>'.join(cells)}"
    yield "</table>"


def _cells(report: Judged) -> tuple[str, ...]:
    if isinstance(report, Missing):
        return ("", "", "", "")
    passed = f"{sum(report.counts[outcome] for outcome in GOOD)}/{len(report.findings)}"
    return (report.level, passed, str(len(report.open)), str(sum(finding.waived for finding in report.findings)))


def _report(report: Report) -> Iterator[str]:
    commit = f" at <code>{_text(report.commit[:12])}</code>" if report.commit else ""
    yield f"<p>Level <strong>{report.level}</strong> of {_text(report.standard)}{commit}, {_counts(report)}.</p>"
    left = to_do(report)
    if left:
        held = ", ".join(f"<code>{finding.control}</code>" for finding in report.holding_back)
        yield f"<p>{NEXT[report.level]} is held back by {held}.</p>"
    for finding in left:
        yield from _article(finding, report)
    yield f"<details{'' if left else ' open'}><summary>All controls</summary><table>"
    for finding in report.findings:
        judged = finding.judgement
        yield f"<tr><td class='outcome {judged.outcome}'>{judged.outcome}<td><code>{finding.control}</code>"
        yield f"<td>{_text(judged.summary)}"
    yield "</table></details>"
    if report.left_out:
        yield f"<p class=quiet>Not judged here: {_text('; '.join(left_out(report)))}.</p>"


def _counts(report: Report) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in report.counts.items() if count) or "nothing judged"


def _article(finding: Finding, report: Report) -> Iterator[str]:
    judged = finding.judgement
    yield f"<article class={judged.outcome}><h3><span class='outcome {judged.outcome}'>{judged.outcome}</span> "
    yield f"{finding.control} <small class=quiet>{finding.severity}</small></h3><p>{_text(judged.summary)}</p>"
    found, more = places(finding, MOST_EVIDENCE)
    if found:
        told = [f"{plain(str(place))}  {plain(place.text)}".rstrip() for place in found]
        yield _block([*told, f"and {more} more"] if more else told)
    if judged.fix:
        yield f"<p>How to fix:</p>{_block(lines(judged.fix))}"
    if waiver := waived(finding, report):
        yield f"<p>{_text(waiver)}</p>"
    yield "</article>"


def _block(texts: Sequence[str]) -> str:
    return f"<pre>{escape(chr(10).join(texts))}</pre>"


def _text(text: str) -> str:
    """Return foreign text as a browser shows it, on one line."""
    return escape(plain(text))
