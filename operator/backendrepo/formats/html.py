"""HTML: one page to send to a team, without scripts or anything from elsewhere; what is most urgent comes first."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape

from backendrepo.controls import Control, catalogue
from backendrepo.findings import GOOD, Evidence, Finding, Level, Outcome, Report, Severity
from backendrepo.formats import SIGNS, Judged, Missing, left_out, places, steps, waived
from backendrepo.formats.plain import lines, plain
from backendrepo.formats.style import STYLE

HEAD = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>%s</title>
<style>{STYLE}</style>
"""
SHOWN_EVIDENCE, MOST_EVIDENCE = 3, 10
MOST_COMMON = 10
"""Controls that the overview of a fleet names."""


def render(reports: Sequence[Judged]) -> str:
    """Return the reports as one page, the repositories that are furthest from the standard first."""
    return "\n".join(_page(reports)) + "\n"


def _page(reports: Sequence[Judged]) -> Iterator[str]:
    numbered = list(enumerate(sorted(reports, key=_urgency)))
    latest = max(report.generated_at for report in reports)
    alone = len(reports) == 1
    name = _text(reports[0].repository) if alone else f"{len(reports)} repositories"
    yield HEAD.replace("%s", f"{name}: backend standards conformance")
    yield f"<header><p class=kicker>Backend standards conformance</p><h1>{name}</h1>"
    yield f"<p class=quiet>Judged by {_text(reports[0].standard)}, {latest:%Y-%m-%d %H:%M} UTC</p></header>"
    if not alone:
        yield from _overview(numbered)
    for number, report in numbered:
        yield from _repository(number, report, alone=alone)
    yield "<footer class=quiet><code>backendrepo check --explain CONTROL</code> prints the page of a control.</footer>"
    yield "</html>"


def _urgency(report: Judged) -> tuple[int, ...]:
    if isinstance(report, Missing):
        return (-1,)
    severities = Counter(finding.severity for finding in report.open)
    return (list(Level).index(report.level), *(-severities[severity] for severity in Severity))


# A fleet


def _overview(numbered: Sequence[tuple[int, Judged]]) -> Iterator[str]:
    yield "<table class=stacked><thead><tr><th>Repository<th>Status<th>Level<th>Passed<th>Open<th>Waived</thead><tbody>"
    for number, report in numbered:
        name = f"<a href='#r{number}'>{_text(report.repository)}</a>"
        if isinstance(report, Missing):
            yield f"<tr><td class=said>{name}<td class='number fail' data-name=Status>{report.status}<td><td><td><td>"
            continue
        cells = "".join(_cells(report))
        yield f"<tr><td class=said>{name}{cells}{''.join(_numbers(report))}"
    yield "</tbody></table>"
    yield from _common([report for _, report in numbered if isinstance(report, Report)])


def _numbers(report: Report) -> Iterator[str]:
    passed = sum(report.counts[outcome] for outcome in GOOD)
    told = {
        "Status": report.status,
        "Level": report.level,
        "Passed": f"{passed}/{len(report.findings)}",
        "Open": str(len(report.open)),
        "Waived": str(report.waived),
    }
    return (f"<td class=number data-name={name}>{value}" for name, value in told.items())


def _common(reports: Sequence[Report]) -> Iterator[str]:
    """Yield the controls that are open in several repositories, the most severe first, then the most common."""
    found = [finding for report in reports for finding in report.open]
    severities = {finding.control: finding.severity for finding in found}
    shared = {name: count for name, count in Counter(finding.control for finding in found).items() if count > 1}
    if not shared:
        return
    order = sorted(shared, key=lambda name: (list(Severity).index(severities[name]), -shared[name]))
    yield "<h3>Open in several repositories</h3><table class=stacked><tbody>"
    for name in order[:MOST_COMMON]:
        yield f"<tr><td class=number>{shared[name]} of {len(reports)}<td class=number>{severities[name]}"
        yield f"<td class=said>{_title(name)}"
    yield "</tbody></table>"
    if (more := len(order) - MOST_COMMON) > 0:
        yield f"<p class=quiet>and {more} more</p>"


# One repository


def _repository(number: int, report: Judged, *, alone: bool) -> Iterator[str]:
    shape = " alone" if alone else " short" if isinstance(report, Missing) else ""
    yield f"<section class='repository{shape}' id=r{number}>"
    if not alone:
        yield f"<h2>{_text(report.repository)}</h2>"
    if isinstance(report, Missing):
        yield f"<p class=fail>It could not be judged: {_prose(report.why)}</p>"
    else:
        yield from _report(number, report, alone=alone)
    yield "</section>"


def _report(number: int, report: Report, *, alone: bool) -> Iterator[str]:
    commit = f" <span class=quiet>at commit {_text(report.commit[:12])}</span>" if report.commit else ""
    yield f"<p><span class=level>Level {report.level}</span> {_counts(report)}{commit}</p>"
    yield "".join(_cells(report))
    todo = steps(report)
    yield from _next(number, report)
    if todo and not alone:
        yield "<details><summary>What is left to do</summary>"
    for level, findings in todo:
        yield f"<h3>For {level} <span class=quiet>({len(findings)})</span></h3>"
        for finding in findings:
            yield from _article(number, finding, report)
    if waivers := [finding for finding in report.findings if finding.waived and not finding.good]:
        yield f"<h3>Waived <span class=quiet>({len(waivers)})</span></h3>"
        for finding in waivers:
            yield from _article(number, finding, report)
    if todo and not alone:
        yield "</details>"
    yield from _all(report, opened=alone and not todo)
    if report.left_out:
        yield f"<p class=quiet>Not judged here: {_text('; '.join(left_out(report)))}.</p>"


def _counts(report: Report) -> str:
    told = [
        f"<span class='outcome {outcome}'>{SIGNS[outcome]} {count} {outcome}</span>"
        for outcome, count in report.counts.items()
        if count
    ]
    return " · ".join(told) or "nothing judged"


def _cells(report: Report) -> Iterator[str]:
    """Yield a small square for each control, in the order of the catalogue, families a little apart."""
    yield "<div class=cells aria-hidden=true>"
    family = ""
    for finding in report.findings:
        if family and family != finding.family:
            yield "<i class=gap></i>"
        family = finding.family
        outcome = finding.judgement.outcome
        yield f"<i class={outcome} title='{_text(finding.control)}: {outcome}'></i>"
    yield "</div>"


def _next(number: int, report: Report) -> Iterator[str]:
    """Yield what to do next, in one sentence."""
    for level, findings in steps(report)[:1]:
        first, count = findings[0], len(findings)
        told = "1 control is" if count == 1 else f"{count} controls are"
        link = f"<a href='#{_anchor(number, first)}'>{_text(first.control)}</a>"
        yield f"<p class=next><strong>{told} left for {level}.</strong> Start with {link}:"
        yield f"{_prose(first.judgement.summary)}</p>"


def _all(report: Report, *, opened: bool) -> Iterator[str]:
    yield f"<details{' open' if opened else ''}><summary>All controls</summary>"
    yield "<table class=stacked><tbody>"
    for finding in report.findings:
        judged = finding.judgement
        place = f" <code>{_text(str(judged.evidence[0]))}</code>" if finding.good and judged.evidence else ""
        yield f"<tr><td>{_outcome(judged.outcome)}<td class=number><code>{_text(finding.control)}</code>"
        yield f"<td class=said>{_prose(judged.summary)}{place}"
    yield "</tbody></table></details>"


def _article(number: int, finding: Finding, report: Report) -> Iterator[str]:
    judged = finding.judgement
    shape = f"{judged.outcome} waived" if finding.waived else judged.outcome
    yield f"<article class='{shape}' id='{_anchor(number, finding)}'>"
    yield f"<h4>{_outcome(judged.outcome)} {_title(finding.control)} <small>· {finding.severity}</small></h4>"
    yield f"<p>{_prose(judged.summary)}</p><dl>"
    if told := waived(finding, report):
        yield f"<dt>Waiver<dd>{_text(told)}"
    if judged.evidence:
        yield f"<dt>Where<dd>{''.join(_evidence(finding))}"
    if judged.fix:
        yield f"<dt>How to fix<dd><pre>{escape(chr(10).join(lines(judged.fix)))}</pre>"
    if why := _why(finding.control):
        yield f"<dt>Why<dd>{_prose(why)}"
    yield "</dl></article>"


def _evidence(finding: Finding) -> Iterator[str]:
    """Yield the deciding places, and the others behind a fold."""
    found, more = places(finding, MOST_EVIDENCE)
    yield _listed(found[:SHOWN_EVIDENCE])
    if behind := found[SHOWN_EVIDENCE:]:
        yield f"<details><summary class=quiet>{len(behind) + more} more</summary>{_listed(behind)}"
        yield f"<p class=quiet>and {more} more</p></details>" if more else "</details>"


def _listed(found: Iterable[Evidence]) -> str:
    told = (f"<li><code>{_text(str(place))}</code> <span>{_text(place.text)}</span></li>" for place in found)
    return f"<ul class=places>{''.join(told)}</ul>"


# Words


def _outcome(outcome: Outcome) -> str:
    return f"<span class='outcome {outcome}'>{SIGNS[outcome]} {outcome}</span>"


def _anchor(number: int, finding: Finding) -> str:
    return f"r{number}-{_text(finding.control).replace('/', '-')}"


@cache
def _pages() -> Mapping[str, Control]:
    return {control.id: control for control in catalogue()}


def _title(control: str) -> str:
    """Return what a control asks for, with its id."""
    known = _pages().get(control)
    return f"{_prose(known.title)} <small>{_text(control)}</small>" if known else _text(control)


def _why(control: str) -> str:
    """Return why a control asks for it, as its page says."""
    known = _pages().get(control)
    found = re.search(r"^Why: (.+?)(?:\n\n|\Z)", known.page, re.MULTILINE | re.DOTALL) if known else None
    return f"{found[1][0].upper()}{found[1][1:]}" if found else ""


def _prose(text: str) -> str:
    """Return foreign text with what stands in backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _text(text))


def _text(text: str) -> str:
    """Return foreign text as a browser shows it, on one line."""
    return escape(plain(text))
