from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.findings import Finding, Judgement, Level, Outcome, Report, Severity, Waiver

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def report(*findings: tuple[str, Severity, Outcome], waived: tuple[str, ...] = ()) -> Report:
    return Report(
        "acme/a",
        "backend-foundation",
        NOW,
        tuple(
            Finding(id_, severity, Judgement(outcome, "."), waived=id_ in waived) for id_, severity, outcome in findings
        ),
    )


C, H, M, L = Severity
PASS, PARTIAL, FAIL, UNKNOWN, NONE = Outcome


@pytest.mark.parametrize(
    ("findings", "level", "status"),
    [
        ([], Level.GOLD, "ok"),
        ([("gates/coverage", C, PASS), ("testing/pyramid", L, NONE)], Level.GOLD, "ok"),
        ([("testing/pyramid", L, FAIL)], Level.SILVER, "partial"),
        ([("parity/x", M, PARTIAL)], Level.SILVER, "ok"),
        ([("gates/openapi", H, UNKNOWN)], Level.BRONZE, "ok"),
        ([("gates/openapi", H, FAIL)], Level.BRONZE, "gap"),
        ([("gates/coverage", C, PARTIAL)], Level.NONE, "ok"),
        ([("commands/lint", M, FAIL)], Level.NONE, "partial"),
    ],
)
def test_the_level_is_held_back_by_what_is_not_good(findings, level: Level, status: str):
    judged = report(*findings)
    assert (judged.level, judged.status) == (level, status)


def test_what_holds_the_next_level_back_is_named_and_no_more():
    judged = report(("a/low", L, FAIL), ("a/high", H, FAIL), ("commands/ci", H, FAIL))
    assert [finding.control for finding in judged.holding_back] == ["commands/ci"]
    assert [finding.control for finding in report(("a/low", L, FAIL), ("a/high", H, FAIL)).holding_back] == ["a/high"]
    assert [finding.control for finding in report(("a/low", L, FAIL)).holding_back] == ["a/low"]
    assert report().holding_back == ()


def test_a_waiver_takes_a_finding_off_the_list_and_never_out_of_the_counts():
    judged = report(("a/x", H, FAIL), waived=("a/x",))
    assert judged.open == ()
    assert judged.counts[FAIL] == 1
    assert judged.level is Level.BRONZE


@pytest.mark.parametrize(
    ("expires", "holds", "told"),
    [
        ("2026-12-31", True, "until 2026-12-31"),
        ("2026-12-08", True, "only until 2026-12-08"),
        ("2026-11-24", True, "only until 2026-11-24"),
        ("2026-11-23", False, "expired on 2026-11-23"),
    ],
)
def test_a_waiver_holds_to_the_end_of_its_last_day(expires: str, holds: bool, told: str):
    waiver = Waiver("a/x", "because", "team", date.fromisoformat(expires))
    assert (waiver.holds(NOW.date()), waiver.told(NOW.date())) == (holds, told)


findings = st.lists(
    st.tuples(
        st.sampled_from(["commands/ci", "gates/x", "parity/y"]), st.sampled_from(Severity), st.sampled_from(Outcome)
    )
)


@given(findings)
def test_gold_means_that_nothing_is_left_and_nothing_unknown_is_ever_gold(found):
    judged = report(*found)
    good = all(outcome in (PASS, NONE) for _, _, outcome in found)
    assert (judged.level is Level.GOLD) == good == (not judged.holding_back)
    assert sum(judged.counts.values()) == len(found)
