"""The report of now is what judging everything at once would give; nothing but the scan has seen the files."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from tests.controls.governance.parts import CI, FILES, GOOD, required
from tests.snapshots import snapshot
from tests.strategies import lives

from backendrepo.advisories import Advisories
from backendrepo.checks import checks_of
from backendrepo.conclude import UNSCANNED, conclude
from backendrepo.controls import catalogue
from backendrepo.findings import Finding, Outcome, Report, Waiver
from backendrepo.freshness import Freshness
from backendrepo.judge import judge
from backendrepo.parameters import Parameters
from backendrepo.scan.result import read, write
from backendrepo.scanned import Scanned
from backendrepo.settings import Settings
from backendrepo.settings.effective import hidden, settings

SCANNED_AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
NOW = SCANNED_AT + timedelta(hours=10)
TODAY = NOW.date()
SETTINGS = Settings(**GOOD)
FRESH = Freshness(NOW, SCANNED_AT)
KNOWN = Advisories(source="OSV", asked_at=SCANNED_AT, fetched_at=SCANNED_AT)
MERGE = """
on: pull_request_target
jobs:
  merge:
    runs-on: x
    steps: [{run: gh pr merge --auto 7}]
"""


def scan(files: dict[str, str] | None = None, **more: Any) -> Scanned:
    """Return what a scan of these files hands over, after its journey."""
    seen = snapshot(FILES if files is None else files, commit="0" * 40, **{"advisories": KNOWN, **more})
    handed = read(write(Scanned(judge(seen, now=SCANNED_AT), checks_of(seen), seen.advisories)))
    assert isinstance(handed, Scanned)
    return handed


def concluded(known: Scanned, **more: Any) -> Report:
    given = {"settings": SETTINGS, "freshness": FRESH, "waivers": (), "parameters": Parameters(), "now": NOW}
    return conclude(known, **{**given, **more})


def outcome(report: Report, control: str) -> Finding:
    (found,) = [finding for finding in report.findings if finding.control == control]
    return found


@pytest.mark.parametrize(
    "files",
    [
        FILES,
        {},
        {**FILES, ".github/workflows/merge.yml": MERGE},
        {".github/workflows/merge.yml": MERGE.replace("--auto", "--admin")},
        {".github/workflows/ci.yml": CI.replace("pull_request:", "pull_request:\n    paths: [src/**]")},
        {".github/workflows/ci.yml": "on: pull_request\njobs: {ci: {uses: a/b/.github/workflows/c.yml@v1}}"},
        {".github/workflows/ci.yml": CI, ".github/workflows/other.yml": CI},
    ],
)
@pytest.mark.parametrize(
    "live",
    [
        SETTINGS,
        Settings(),
        Settings(auto_merge=True),
        replace(SETTINGS, required=required("lint", "tests", "ci / test"), strict=False),
        replace(SETTINGS, merge_queue=True),
        hidden("administration: read"),
    ],
)
def test_a_report_is_what_judging_the_files_and_the_settings_together_gives(files: dict[str, str], live: Settings):
    evidence = replace(FRESH, advisories=SCANNED_AT)
    whole = snapshot(files, commit="0" * 40, advisories=KNOWN, settings=live, evidence=evidence)
    assert concluded(scan(files), settings=live) == judge(whole, now=SCANNED_AT)


ONCE = scan()


@given(lives)
def test_whatever_github_says_every_control_of_the_catalogue_has_its_outcome(live):
    report = concluded(ONCE, settings=settings(live))
    assert [finding.control for finding in report.findings] == [control.id for control in catalogue()]
    assert not [finding for finding in report.findings if "itself failed" in finding.judgement.summary]
    assert report.generated_at == SCANNED_AT
    assert (report.repository, report.commit) == ("acme/payments", "0" * 40)


def test_the_governed_branch_is_the_one_that_is_told_of():
    known = scan({".github/workflows/ci.yml": CI}, branch="release")
    assert "Changes of release need" in outcome(concluded(known), "governance/pull-requests-only").judgement.summary


def test_what_could_not_be_read_is_left_out_by_name():
    report = concluded(scan(advisories=None), settings=None, freshness=None)
    assert report.left_out["governance/no-bypass"] == "needs settings"
    assert report.left_out["evidence/fresh"] == "needs evidence"
    assert report.left_out["dependencies/no-critical"] == "needs advisories"
    assert not set(report.left_out) & {finding.control for finding in report.findings}


def test_settings_that_an_earlier_scan_was_given_do_not_stand_in_for_those_of_now():
    before = judge(snapshot(FILES, settings=SETTINGS), now=SCANNED_AT)
    report = concluded(replace(ONCE, report=before), settings=None)
    assert not [finding.control for finding in report.findings if finding.family == "governance"]
    assert report.left_out["governance/no-bypass"] == "needs settings"


def test_a_permission_that_is_missing_is_named_and_nothing_passes_for_it():
    report = concluded(ONCE, settings=hidden("administration: read"))
    found = [finding.judgement for finding in report.findings if finding.family == "governance"]
    assert {judgement.outcome for judgement in found} == {Outcome.UNKNOWN}
    assert all("`administration: read`" in judgement.summary for judgement in found)


# Waivers


def waiver(control: str = "gates/coverage", expires: date = TODAY) -> Waiver:
    return Waiver(control, "PAY-812", "payments", expires)


@pytest.mark.parametrize(
    ("now", "waived"),
    [(datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC), True), (datetime(2026, 11, 25, tzinfo=UTC), False)],
)
def test_a_waiver_expires_at_midnight_without_another_scan(now: datetime, waived: bool):
    found = outcome(concluded(ONCE, waivers=[waiver()], now=now), "gates/coverage")
    assert (found.judgement.outcome, found.waived, found.waiver) == (Outcome.FAIL, waived, waiver())


def test_a_waiver_lies_over_a_live_finding_too_and_never_changes_an_outcome():
    report = concluded(ONCE, settings=Settings(), waivers=[waiver("governance/no-bypass")])
    found = outcome(report, "governance/no-bypass")
    assert (found.judgement.outcome, found.waived) == (Outcome.FAIL, True)
    assert report.counts == concluded(ONCE, settings=Settings()).counts


def test_the_waivers_that_a_scan_was_given_do_not_count():
    known = scan()
    before = judge(snapshot(FILES), now=SCANNED_AT, waivers=[waiver(expires=date(2027, 1, 1))])
    found = outcome(concluded(replace(known, report=before)), "gates/coverage")
    assert (found.waiver, found.waived) == (None, False)


# Parameters and versions


def test_a_control_that_is_disabled_since_the_scan_is_gone_at_once():
    disabled = frozenset({"gates/coverage", "governance/no-bypass"})
    report = concluded(ONCE, parameters=Parameters(standard="ours", disabled=disabled))
    assert not disabled & ({finding.control for finding in report.findings} | set(report.left_out))
    assert report.standard == "ours"


def test_a_control_that_the_scan_did_not_know_is_left_out_and_one_that_is_no_more_is_gone():
    known = scan()
    findings = tuple(each for each in known.report.findings if each.control != "gates/openapi")
    gone = replace(findings[0], control="gates/of-old")
    report = concluded(replace(known, report=replace(known.report, findings=(gone, *findings))))
    assert report.left_out == {"gates/openapi": UNSCANNED}
    assert "gates/of-old" not in {finding.control for finding in report.findings}


# The age of the evidence


def fresh(advisories: Advisories | None, now: datetime = NOW) -> tuple[Outcome, str]:
    known = replace(ONCE, advisories=advisories)
    judged = outcome(concluded(known, freshness=Freshness(now, SCANNED_AT), now=now), "evidence/fresh").judgement
    return judged.outcome, judged.summary + judged.fix


@pytest.mark.parametrize(
    ("advisories", "days", "expected", "says"),
    [
        (KNOWN, 0, "pass", "younger than 7 days"),
        (KNOWN, 8, "fail", "The last scan is 8 days old and the last advisory data are 8 days old"),
        (replace(KNOWN, fetched_at=SCANNED_AT - timedelta(days=30)), 0, "fail", "advisory data are 30 days old"),
        (replace(KNOWN, fetched_at=None), 0, "pass", "younger than 7 days"),
        (replace(KNOWN, fetched_at=None, failure="it is down"), 0, "unknown", "no advisory data yet that succeeded"),
        (None, 0, "unknown", "nobody is asked for them.Name an OSV endpoint in the standard"),
    ],
    ids=["fresh", "old", "old data", "nothing to ask about", "source is down", "nobody is asked"],
)
def test_the_age_of_the_evidence_is_that_of_the_scan_and_of_what_it_was_told(
    advisories: Advisories | None, days: int, expected: str, says: str
):
    result, told = fresh(advisories, NOW + timedelta(days=days))
    assert (result, says in told) == (expected, True), told


@pytest.mark.parametrize("look", [lambda seen: seen.paths, lambda seen: seen.files.read("Makefile")])
def test_a_control_that_looks_for_files_after_the_scan_does_not_take_them_for_absent(
    look: Any, monkeypatch: pytest.MonkeyPatch
):
    broken = [replace(each, judge=look) if each.id == "governance/no-bypass" else each for each in catalogue()]
    monkeypatch.setattr("backendrepo.conclude.catalogue", lambda: broken)
    found = outcome(concluded(ONCE), "governance/no-bypass").judgement
    assert (found.outcome, "not at hand after the scan" in found.summary) == (Outcome.UNKNOWN, True)
