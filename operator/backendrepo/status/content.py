"""What a scan's content comes to by the standard: `Conformant` and `status.conformance`."""

from collections.abc import Iterator
from difflib import get_close_matches

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Truth, Type
from backendrepo.api.conformance import ConformanceStatus, Reference, WaiverState
from backendrepo.api.reasons import Reason
from backendrepo.controls.words import few
from backendrepo.findings import Finding, Outcome, Report
from backendrepo.formats import left_out, ordered, steps
from backendrepo.formats.plain import plain, shortened
from backendrepo.status.conditions import Verdict, kept
from backendrepo.status.outcomes import Learnt
from backendrepo.status.reference import CONFORMANCE, as_of, pointer
from backendrepo.status.waivers import judged, matched

SHOWN = 3
"""Controls that a message tells of; the report has all."""
MOST_FAILING, MOST_HOLDING, MOST_NAMED = 32, 16, 5
LONGEST_SUMMARY, LONGEST_PLACE, LONGEST_FIX = 180, 80, 120
"""Letters of what is said of one control, so that three fit into a message."""

NOT_SCANNED = "Nothing is known of the content yet: the condition ScanSucceeded says why."

_WORDS = {Outcome.PARTIAL: ", in part", Outcome.UNKNOWN: ", not judged"}


def verdict(previous: BackendRepoStatus, learnt: Learnt | None, scan: Verdict) -> Verdict:
    """Return `Conformant`; without a report what was known before stands. `scan` is `ScanSucceeded`."""
    if learnt is None or learnt.report is None:
        unknown = Verdict(Type.CONFORMANT, Truth.UNKNOWN, Reason.NOT_SCANNED, NOT_SCANNED)
        return kept(previous, Type.CONFORMANT) or unknown
    truth, reason = _judged(learnt.report)
    told = " ".join(_told(learnt.report, learnt))
    more = pointer("All of it, with each place and fix", learnt, CONFORMANCE) if learnt.report.open else ""
    return Verdict(Type.CONFORMANT, truth, reason, f"{as_of(learnt.report, scan)}{told}{more}")


def _judged(report: Report) -> tuple[Truth, Reason]:
    outcomes = {finding.judgement.outcome for finding in report.open}
    if not outcomes:
        return Truth.TRUE, Reason.CONFORMANT
    if outcomes == {Outcome.UNKNOWN}:
        return Truth.UNKNOWN, Reason.NOT_JUDGED
    return Truth.FALSE, Reason.CONTROLS_FAIL


def _told(report: Report, learnt: Learnt) -> Iterator[str]:
    left = ordered(report)
    if left:
        yield _left(report)
        yield from (f"{number}. {_finding(each)}" for number, each in enumerate(left[:SHOWN], 1))
        if more := [each.control for each in left[SHOWN:]]:
            yield f"Then {few(more, MOST_NAMED)}."
    else:
        yield f"Nothing is left to do: level {report.level}."
    yield from _exceptions(report, learnt)


def _left(report: Report) -> str:
    """Return how much is left to do, and for which level the first of it is."""
    (level, _), *later = steps(report)
    number = len(report.open)
    controls = "1 control is" if number == 1 else f"{number} controls are"
    return f"{controls} left to do, {f'those for {level} first' if later else f'for {level}'}."


def _finding(finding: Finding) -> str:
    judged = finding.judgement
    place = f" ({shortened(str(judged.evidence[0]), LONGEST_PLACE)})" if judged.evidence else ""
    summary = shortened(judged.summary, LONGEST_SUMMARY).rstrip(".")
    fix = f" Fix: {shortened(judged.fix, LONGEST_FIX).rstrip('.')}." if judged.fix else ""
    return f"{finding.control} ({finding.severity}{_WORDS.get(judged.outcome, '')}): {summary}{place}.{fix}"


def _exceptions(report: Report, learnt: Learnt) -> Iterator[str]:
    """Tell of what does not count, or was not looked at."""
    waived = [
        f"{each.control} (until {each.waiver.expires})" for each in report.findings if each.waived and each.waiver
    ]
    if waived:
        yield f"Waived: {few(waived, MOST_NAMED)}."
    states = matched(learnt.waivers, report)
    if unmatched := [_meant(each.control, report) for each in states if each.state is WaiverState.UNMATCHED]:
        yield f"The standard judges no control of these names, which spec.waivers has: {few(unmatched, MOST_NAMED)}."
    still_open = {each.control for each in report.open}
    ended = [each for each in states if each.state is WaiverState.EXPIRED and each.control in still_open]
    if ended:
        over = few([f"{each.control} (until {each.expires})" for each in ended], MOST_NAMED)
        yield f"Not waived any more: {over}."
    if too_long := [plain(each.control) for each in states if each.state is WaiverState.TOO_LONG]:
        yield f"Waived for longer than the standard allows, and so not waived: {few(too_long, MOST_NAMED)}."
    if report.left_out:
        yield f"Not judged: {'; '.join(left_out(report))}."


def _meant(control: str, report: Report) -> str:
    """Return a name that no control has, with the one that is likely meant."""
    close = get_close_matches(control, judged(report), 1)
    return plain(control) + (f" (is {close[0]} meant?)" if close else "")


def conformance(previous: ConformanceStatus | None, learnt: Learnt | None) -> ConformanceStatus | None:
    """Return what the repository comes to, None before the first report."""
    if learnt is None or learnt.report is None:
        return previous and previous.model_copy(update={"waivers": learnt.waivers} if learnt else {})
    report, left = learnt.report, ordered(learnt.report)[:MOST_FAILING]
    return ConformanceStatus(
        commit=report.commit or None,
        status=report.status,
        level=report.level.value,
        passed=report.passed,
        counts=_counts(report),
        failing=tuple(each.control for each in left),
        partial=_of(Outcome.PARTIAL, left),
        unknown=_of(Outcome.UNKNOWN, left),
        held_back_by=tuple(each.control for each in report.holding_back[:MOST_HOLDING]),
        waivers=matched(learnt.waivers, report),
        report_ref=Reference(name=learnt.report_ref) if learnt.report_ref else None,
    )


def _of(outcome: Outcome, findings: list[Finding]) -> tuple[str, ...]:
    return tuple(each.control for each in findings if each.judgement.outcome is outcome)


def _counts(report: Report) -> dict[str, int]:
    return {
        "pass": report.counts[Outcome.PASS],
        "partial": report.counts[Outcome.PARTIAL],
        "fail": report.counts[Outcome.FAIL],
        "unknown": report.counts[Outcome.UNKNOWN],
        "notApplicable": report.counts[Outcome.NOT_APPLICABLE],
        "waived": report.waived,
    }
