"""`Conformant`: a team that has just been told reads what is left to do, where, how to fix it, and where more is."""

import json
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from tests.learnt_made import COMMIT, SCAN, SCANNED, finding, learnt, learnts, report
from tests.strategies import NOW, plan_of

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Condition, Truth, Type
from backendrepo.api.conformance import WaiverState, WaiverStatus
from backendrepo.artifacts import artifacts
from backendrepo.findings import Evidence, Finding, Outcome, Severity, Waiver
from backendrepo.formats import to_do
from backendrepo.status import LONGEST_MESSAGE, Governed, Learnt, summarise

IN_SYNC = Governed(1, plan_of())
LATER = Waiver("gates/openapi", "PAY-812", "payments-team", date(2027, 3, 31))
C, H, M, L = Severity
PASS, PARTIAL, FAIL, UNKNOWN, NONE = Outcome


def after(*turns: Learnt | None) -> BackendRepoStatus:
    status = BackendRepoStatus()
    for minute, each in enumerate(turns):
        now = NOW + timedelta(minutes=minute)
        status = summarise(status, IN_SYNC, generation=1, requested_at=None, now=now, learnt=each)
    return status


def conformant(*turns: Learnt | None) -> Condition:
    found = after(*turns).condition(Type.CONFORMANT)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("findings", "truth", "reason"),
    [
        ([], Truth.TRUE, "Conformant"),
        ([finding("a/x", PASS), finding("a/y", NONE)], Truth.TRUE, "Conformant"),
        ([finding("a/x", FAIL, until=LATER)], Truth.TRUE, "Conformant"),
        ([finding("a/x", FAIL, L)], Truth.FALSE, "ControlsFail"),
        ([finding("a/x", PARTIAL)], Truth.FALSE, "ControlsFail"),
        ([finding("a/x", UNKNOWN)], Truth.UNKNOWN, "NotJudged"),
        ([finding("a/x", UNKNOWN, C), finding("a/y", PARTIAL, L)], Truth.FALSE, "ControlsFail"),
    ],
)
def test_what_is_left_to_do_makes_it_false_and_what_is_unknown_never_true(
    findings: list[Finding], truth: Truth, reason: str
):
    found = conformant(learnt(report(*findings)))
    assert (found.status, found.reason) == (truth, reason)


def test_it_tells_the_first_with_place_and_fix_then_names_the_others_and_where_the_whole_report_is():
    judged = report(
        finding("testing/pyramid", FAIL, L),
        finding("gates/docker-build", PARTIAL, H, places=(Evidence("Dockerfile"),)),
        finding("gates/typecheck", FAIL, H, places=(Evidence("Makefile", 12, "mypy"), Evidence("x")), fix="Run mypy."),
        finding("gates/unit-tests", PASS, C),
        finding("gates/coverage", UNKNOWN, C, fix="- run: |\n    pytest --cov\n"),
    )
    assert conformant(learnt(judged)).message == (
        "4 controls are left to do, those for Bronze first."
        " 1. gates/coverage (critical, not judged): What gates/coverage says. Fix: - run: | pytest --cov."
        " 2. gates/typecheck (high): What gates/typecheck says (Makefile:12). Fix: Run mypy."
        " 3. gates/docker-build (high, in part): What gates/docker-build says (Dockerfile)."
        " Then testing/pyramid."
        " All of it, with each place and fix: kubectl get configmap -n team payments-api-conformance"
        r" -o jsonpath='{.data.backend-standards-conformance\.md}'"
    )


def test_the_command_in_the_message_prints_an_artifact_that_the_configmap_has():
    (path,) = re.findall(r"jsonpath='\{\.data\.(.*)\}'$", conformant(learnt(report(finding("a/x")))).message)
    assert path.replace("\\.", ".") in artifacts([report()])


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        ([finding("a/x", FAIL, M)], "1 control is left to do, for Gold. 1. a/x (medium)"),
        ([finding("a/x", FAIL, H), finding("a/y", UNKNOWN, H)], "2 controls are left to do, for Silver. 1. a/x (high)"),
        (
            [finding("a/x", FAIL, C, until=LATER), finding("a/y", FAIL, L), finding("a/z", FAIL, H)],
            "2 controls are left to do, those for Silver first. 1. a/z (high)",
        ),
    ],
)
def test_it_says_how_much_is_left_to_do_and_for_which_level_first(findings: list[Finding], told: str):
    assert conformant(learnt(report(*findings))).message.startswith(told)


def test_the_condition_the_status_and_every_report_have_one_order():
    """By what the next level waits for, then by severity, then as the catalogue has it."""
    judged = report(
        finding("commands/test", PARTIAL, M),
        finding("dependencies/auditable", FAIL, L),
        finding("gates/typecheck", FAIL, H),
        finding("gates/coverage", FAIL, C),
        finding("gates/openapi", FAIL, H),
    )
    order = ["gates/coverage", "commands/test", "gates/typecheck", "gates/openapi", "dependencies/auditable"]
    status = after(learnt(judged))
    assert list(status.conformance.failing) == order
    assert [each.control for each in to_do(judged)] == order
    found = re.findall(r"\d\. (\S+)", status.condition(Type.CONFORMANT).message)
    assert found == order[:3]


def test_of_many_controls_a_few_are_named_and_the_others_counted():
    message = conformant(learnt(report(*(finding(f"a/x{number}") for number in range(20))))).message
    assert "Then a/x3, a/x4, a/x5, a/x6, a/x7 and 12 more." in message


def test_where_nobody_can_read_a_report_no_command_is_given():
    assert "kubectl" not in conformant(learnt(report(finding("a/x")), report_ref="")).message


def test_what_is_in_order_says_the_level_and_what_is_waived_or_was_not_judged():
    judged = report(
        finding("gates/openapi", FAIL, H, until=LATER), left_out={"dependencies/no-critical": "needs advisories"}
    )
    assert conformant(learnt(judged)).message == (
        "Nothing is left to do: level Bronze. Waived: gates/openapi (until 2027-03-31)."
        " Not judged: dependencies/no-critical: advisories were not read."
    )


def waiver(control: str, state: WaiverState) -> WaiverStatus:
    return WaiverStatus(control=control, expires="2027-03-31", state=state)


def test_a_waiver_that_does_nothing_is_named():
    judged = report(finding("gates/openapi", PASS), left_out={"governance/auto-merge": "needs settings"})
    written = (
        waiver("gates/open-api", WaiverState.IN_FORCE),
        waiver("house/style", WaiverState.EXPIRED),
        waiver("gates/openapi", WaiverState.TOO_LONG),
        waiver("governance/auto-merge", WaiverState.IN_FORCE),
    )
    known = learnt(judged, waivers=written)
    message = conformant(known).message
    assert "spec.waivers has: gates/open-api (is gates/openapi meant?), house/style." in message
    assert "Waived for longer than the standard allows, and so not waived: gates/openapi." in message
    assert [each.state for each in after(known).conformance.waivers] == [
        WaiverState.UNMATCHED,
        WaiverState.UNMATCHED,
        WaiverState.TOO_LONG,
        WaiverState.IN_FORCE,
    ]


def test_after_a_failed_scan_the_verdict_stands_and_says_of_when_it_is():
    judged = learnt(report(finding("a/x")))
    failed = learnt(report(finding("a/x")), SCAN, failure=("ScanLost", "Its pod is gone."))
    found = conformant(judged, failed)
    assert (
        found.message
        == f"As of the scan of 2026-11-24 03:00 UTC, of the commit {COMMIT[:12]}: " + conformant(judged).message
    )
    assert found.last_transition_time == NOW
    assert found == conformant(judged, failed, learnt(report(finding("a/x"))))  # no new scan since


@pytest.mark.parametrize("then", [None, learnt(None)], ids=["an outage", "the report is gone"])
def test_without_a_report_the_verdict_stands(then: Learnt | None):
    judged = learnt(report(finding("a/x")))
    assert conformant(judged, then) == conformant(judged)
    assert after(judged, then).conformance == after(judged).conformance


def test_before_the_first_scan_nothing_is_claimed():
    for status in (after(None), after(learnt(None))):
        found = status.condition(Type.CONFORMANT)
        assert (found.status, found.reason) == (Truth.UNKNOWN, "NotScanned")
        assert found.message == "Nothing is known of the content yet: the condition ScanSucceeded says why."
        assert status.conformance is None


def test_the_status_counts_controls_and_says_what_holds_the_next_level_back():
    judged = report(
        finding("gates/coverage", PASS, C),
        finding("gates/openapi", FAIL, H, until=LATER),
        finding("gates/typecheck", PARTIAL, H),
        finding("parity/python-version", UNKNOWN, M),
        finding("testing/pyramid", NONE, L),
    )
    found = after(learnt(judged)).conformance
    assert (found.level, found.status, found.passed) == ("Bronze", "gap", "1/4")
    assert found.commit == COMMIT
    assert found.counts == {"pass": 1, "partial": 1, "fail": 1, "unknown": 1, "notApplicable": 1, "waived": 1}
    assert found.failing == ("gates/typecheck", "parity/python-version")
    assert (found.partial, found.unknown) == (("gates/typecheck",), ("parity/python-version",))
    assert found.held_back_by == ("gates/openapi", "gates/typecheck")  # a waiver does not lift the level
    assert found.report_ref.name == "payments-api-conformance"


def test_lists_in_the_status_are_bounded():
    found = after(learnt(report(*(finding(f"a/x{number}") for number in range(50))))).conformance
    assert (len(found.failing), len(found.held_back_by)) == (32, 16)


def test_a_waivers_end_shows_without_a_scan():
    before, after_it = waiver("a/x", WaiverState.IN_FORCE), waiver("a/x", WaiverState.EXPIRED)
    for judged in (report(finding("a/x")), None):
        known = learnt(report(finding("a/x")), waivers=(before,)), learnt(judged, waivers=(after_it,))
        assert after(*known).conformance.waivers == (after_it,)


def test_a_control_that_is_left_to_do_says_that_it_was_waived():
    ended = waiver("a/x", WaiverState.EXPIRED), waiver("a/y", WaiverState.EXPIRED)
    message = conformant(learnt(report(finding("a/x"), finding("a/y", PASS)), waivers=ended)).message
    assert f"Not waived any more: a/x (until {ended[0].expires})." in message


def test_text_of_a_repository_is_harmless_in_a_message():
    place = Evidence("a\x1b[31m\nb", 1)
    message = conformant(learnt(report(finding("a/x", places=(place,), fix="\u202edrawkcab")))).message
    assert r"(a\x1b[31m b:1). Fix: \u202edrawkcab." in message


@given(learnts)
def test_every_message_has_a_length_that_the_api_server_takes_and_ends_with_what_to_do(known: Learnt):
    found = conformant(known)
    assert len(found.message) <= LONGEST_MESSAGE
    assert json.dumps(found.message, ensure_ascii=False).encode()
    if known.report and known.report.open and known.report_ref:
        assert found.message.endswith(r"-o jsonpath='{.data.backend-standards-conformance\.md}'")


def test_three_long_findings_fit_without_a_cut():
    places = (Evidence("services/payments/" * 9 + "Makefile", 1234),)
    long = [
        Finding(f"migrations/data-model-ownership-{n}", C, finding("x", places=places, fix="f " * 200).judgement)
        for n in range(3)
    ]
    assert len(conformant(learnt(report(*long, generated_at=SCANNED))).message) < LONGEST_MESSAGE
