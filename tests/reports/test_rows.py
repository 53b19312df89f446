"""What a rollup tells of a BackendRepo follows from its status alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.reports.made import ADVISORIES, NOW, REPORT, raw

from backendrepo.advisories import Advisories
from backendrepo.reports.rows import NEVER, Row, Vulnerable, missing, of_report, row

WEEK = timedelta(days=7)
NOT_READY = {"type": "Ready", "status": "False", "message": "There is no repository acme/repo-1."}
READY = {"type": "Ready", "status": "True", "message": "Every managed setting is on the standard."}
WAITS = {"type": "ScanSucceeded", "status": "Unknown", "message": "A scan waits for its turn."}
NOT_ASKED = {"type": "DependenciesSecure", "status": "Unknown", "message": "Nobody was asked."}


def made(**status: Any) -> Row:
    found = row(raw(**status), now=NOW, oldest=WEEK)
    assert found
    return found


def test_a_row_tells_how_the_repository_stands_and_where_its_report_is():
    assert made() == Row(
        uid="uid-1",
        key=("team", "repo-1"),
        repository="acme/repo-1",
        standard="backend-foundation",
        moment="2026-11-24T11:00:00Z",
        report="team/repo-1-conformance",
        old=False,
        commit="0123456789abcdef",
        level="Silver",
        status="partial",
        passed="31/38",
        counts=(31, 1, 5, 1, 2),
        waived=3,
        open=(
            ("gates/coverage", "fail"),
            ("commands/lint", "fail"),
            ("parity/python-version", "unknown"),
            ("testing/pyramid", "partial"),
        ),
        held_back_by=("gates/coverage",),
        vulnerable=Vulnerable("gap", "", (1, 0, 2, 0, 0), "2026-11-24T10:00:00Z"),
    )
    assert made().missing == ("gates/coverage", "commands/lint")


@pytest.mark.parametrize(("hours", "old"), [(1, False), (24 * 7, False), (24 * 7 + 1, True)])
def test_a_scan_that_is_older_than_the_standard_allows_is_out_of_date(hours: int, old: bool):
    found = row(raw(), now=NOW - timedelta(hours=1) + timedelta(hours=hours), oldest=WEEK)
    assert found
    assert found.old is old


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ({"conditions": []}, NEVER),
        ({"conditions": [READY, WAITS]}, "A scan waits for its turn."),
        ({"conditions": [NOT_READY, WAITS]}, "There is no repository acme/repo-1."),
        ({"conditions": [READY, WAITS | {"message": "x" * 301}]}, "x" * 299 + "…"),
    ],
    ids=["nothing yet", "waiting", "not ready", "long"],
)
@pytest.mark.parametrize("lacking", [{"conformance": None}, {"scan": {}}])
def test_a_repository_without_a_report_says_why(status: dict[str, Any], why: str, lacking: dict[str, Any]):
    found = made(**status, **lacking)
    assert (found.status, found.why, found.old, found.report) == ("missing-repo", why, True, "")


def test_before_the_first_turn_there_is_a_row_too():
    created = raw()
    del created["status"]
    found = row(created, now=NOW, oldest=WEEK)
    assert found
    assert (found.moment, found.why) == ("2026-11-01T00:00:00Z", NEVER)


def test_what_is_being_deleted_has_none():
    deleted = raw()
    deleted["metadata"]["deletionTimestamp"] = "2026-11-24T11:00:00Z"
    assert row(deleted, now=NOW, oldest=WEEK) is None


@pytest.mark.parametrize(
    ("status", "word", "why"),
    [
        ({"vulnerabilities": {"grave": 0}}, "ok", ""),
        ({"vulnerabilities": {"grave": 2, "high": 2}}, "gap", ""),
        ({"vulnerabilities": {"low": 1}, "conditions": [NOT_ASKED]}, "unknown", "Nobody was asked."),
        ({"vulnerabilities": None, "conditions": [NOT_ASKED]}, "unknown", "Nobody was asked."),
        ({"vulnerabilities": None}, "unknown", "Advisories were not read."),
        ({"vulnerabilities": {}}, "unknown", "Advisories were not read."),
    ],
)
def test_dependencies_that_were_not_all_looked_up_are_not_called_clean(status: dict[str, Any], word: str, why: str):
    known = made(**status).vulnerable
    assert (known.word, known.why) == (word, why)


def test_a_status_of_an_earlier_version_is_read_with_care():
    early = {"level": "Gold", "passed": "38/38", "counts": {"pass": 38, "fail": 1}}
    assert made(conformance=early).status == "gap"
    assert made(conformance=early | {"counts": {}}).status == "ok"
    assert made(conformance=early).report == ""


def test_the_commit_is_that_of_the_report_and_not_of_a_later_scan_that_failed():
    conformance = raw()["status"]["conformance"]
    assert made(conformance=conformance | {"commit": "fedcba"}).commit == "fedcba"


def test_a_whole_report_is_told_as_its_status_would_be():
    found = of_report(made(), REPORT, ADVISORIES)
    assert (found.level, found.status, found.passed, found.counts) == ("None", "gap", "1/4", (1, 1, 2, 0, 0))
    assert (found.waived, found.missing, found.held_back_by) == (1, ("gates/coverage",), ("gates/coverage",))
    assert (found.moment, found.commit) == ("2026-11-24T12:00:00Z", REPORT.commit)
    assert found.vulnerable == Vulnerable("gap", "", (1, 0, 0, 0, 0), "2026-11-24T12:00:00+00:00")
    assert found.report == "team/repo-1-conformance"


def test_a_whole_report_without_advisories_says_so():
    assert of_report(made(), REPORT, None).vulnerable == Vulnerable()
    failed = of_report(made(), REPORT, Advisories(failure="pypi.org is away")).vulnerable
    assert failed.why == "The advisory source gave no answer: pypi.org is away."
    assert failed.advisories_at == ""


def test_a_report_that_is_gone_leaves_nothing_of_itself():
    assert missing(made(), "It is gone.") == replace(made(scan={}), why="It is gone.", moment=made().moment)
