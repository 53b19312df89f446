"""HTML: one page to send to a team, without scripts or anything from elsewhere."""

from collections.abc import Iterator, Sequence
from html import escape

from backendrepo.findings import GOOD, Finding, Outcome, Report

STYLE = """
:root { color-scheme: light dark; --good: #1a7f37; --bad: #cf222e; --half: #9a6700; --quiet: #656d76; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #f85149; --half: #d29922; --quiet: #8b949e; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 3rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .3rem .6rem .3rem 0; }
tr { border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); vertical-align: top; }
code, pre { font: 13px/1.5 ui-monospace, monospace; } pre { overflow-x: auto; padding: .6rem; margin: .3rem 0;
background: color-mix(in srgb, currentColor 7%, transparent); border-radius: .3rem; white-space: pre-wrap; }
.pass { color: var(--good); } .fail { color: var(--bad); } .partial, .unknown { color: var(--half); }
.not-applicable, .quiet { color: var(--quiet); } .outcome { white-space: nowrap; font-weight: 600; }
article { margin: 1.5rem 0; padding-left: 1rem; border-left: 4px solid currentColor; }
article > * { color: CanvasText; }
"""


HEAD = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Backend standards conformance</title>
<style>{STYLE}</style>
<h1>Backend standards conformance</h1>
"""


def render(reports: Sequence[Report]) -> str:
    """Return the reports as one page."""
    body = "\n".join(line for report in reports for line in _report(report))
    return f"{HEAD}{body}\n</html>\n"


def _report(report: Report) -> Iterator[str]:
    commit = f" at <code>{escape(report.commit[:12])}</code>" if report.commit else ""
    yield f"<h2>{escape(report.repository)}</h2>"
    yield f"<p>Level <strong>{report.level}</strong> of {escape(report.standard)}{commit}, {_counts(report)}.</p>"
    left = [finding for finding in report.findings if finding.judgement.outcome not in GOOD]
    for finding in left:
        yield from _article(finding, report)
    yield f"<details{'' if left else ' open'}><summary>All controls</summary><table>"
    for finding in report.findings:
        judged = finding.judgement
        yield f"<tr><td class='outcome {judged.outcome}'>{judged.outcome}<td><code>{finding.control}</code>"
        yield f"<td>{escape(judged.summary)}"
    yield "</table></details>"
    if report.left_out:
        names = ", ".join(
            f"<code>{escape(control)}</code> ({escape(lack)})" for control, lack in report.left_out.items()
        )
        yield f"<p class=quiet>Not judged here: {names}.</p>"


def _counts(report: Report) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in report.counts.items() if count) or "nothing judged"


def _article(finding: Finding, report: Report) -> Iterator[str]:
    judged = finding.judgement
    yield f"<article class={judged.outcome}><h3><span class='outcome {judged.outcome}'>{judged.outcome}</span> "
    yield f"{finding.control} <small class=quiet>{finding.severity}</small></h3><p>{escape(judged.summary)}</p>"
    if judged.evidence:
        lines = "\n".join(f"{evidence}  {evidence.text}".rstrip() for evidence in judged.evidence[:10])
        yield f"<pre>{escape(lines)}</pre>"
    if judged.fix and judged.outcome is not Outcome.PASS:
        yield f"<p>How to fix:</p><pre>{escape(judged.fix)}</pre>"
    if finding.waiver:
        told = finding.waiver.told(report.generated_at.date())
        yield f"<p>Waived {told} by {escape(finding.waiver.owner)}: {escape(finding.waiver.reason)}</p>"
    yield "</article>"
