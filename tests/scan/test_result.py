"""A result is the same after a journey as bytes, carries no secret, and has its bounds."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.findings import Evidence, Finding, Judgement, Outcome, Report, Severity, Waiver
from backendrepo.scan.frame import frame, unframe
from backendrepo.scan.result import LONGEST_TEXT, MOST_EVIDENCE, Failure, Malformed, read, write

NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
WAIVER = Waiver("gates/e2e-tests", "PAY-812", "payments", date(2027, 3, 31))
TOKEN = "ghp_" + "a1B2" * 9


def judgement(**more: Any) -> Judgement:
    return Judgement(**{"outcome": Outcome.FAIL, "summary": "No job runs it.", "fix": "Run it."} | more)


def report(*findings: Finding) -> Report:
    return Report("acme/a", "backend-foundation", NOW, findings, "0" * 40, {"governance/no-bypass": "needs settings"})


def finding(**more: Any) -> Finding:
    return Finding("gates/e2e-tests", Severity.HIGH, judgement(**more), WAIVER, waived=True)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
JUDGEMENTS = st.builds(
    Judgement,
    st.sampled_from(Outcome),
    TEXTS,
    st.lists(st.builds(Evidence, TEXTS, st.integers(0, 10**6), TEXTS), max_size=3).map(tuple),
    TEXTS,
)
FINDINGS = st.builds(
    Finding,
    TEXTS,
    st.sampled_from(Severity),
    JUDGEMENTS,
    st.none() | st.builds(Waiver, TEXTS, TEXTS, TEXTS, st.dates()),
    st.booleans(),
)


@given(st.lists(FINDINGS, max_size=5))
def test_a_report_comes_back_as_it_was(findings: list[Finding]):
    assert read(unframe(frame(write(report(*findings))))) == report(*findings)


def test_a_failure_comes_back_as_it_was():
    failure = Failure("RepositoryNotFound", "GitHub shows no repository acme/a.")
    assert read(write(failure)) == failure


def test_the_same_report_is_the_same_bytes():
    assert write(report(finding())) == write(report(finding()))


def test_no_secret_is_in_a_result_and_masking_one_leaves_the_rest():
    key = Evidence("key.pem", 1, "-----BEGIN RSA PRIVATE KEY-----")
    told = read(write(report(finding(summary=f"uses {TOKEN}.", evidence=(key,), fix="Take it out."))))
    assert isinstance(told, Report)
    assert told.findings[0].judgement.summary == "uses [redacted]."
    assert told.findings[0].judgement.evidence[0].text == "[redacted]"
    assert told.findings[0].judgement.fix == "Take it out."


def test_text_that_is_no_unicode_is_written_all_the_same():
    told = read(write(report(finding(summary="a\udc80b"))))
    assert isinstance(told, Report)
    assert told.findings[0].judgement.summary == "a?b"


def test_what_nobody_reads_to_its_end_is_cut_and_that_is_told():
    places = tuple(Evidence(f"f{number}", 1, "x" * 10_000) for number in range(MOST_EVIDENCE + 7))
    told = read(write(report(finding(evidence=places, summary="s" * 10_000))))
    assert isinstance(told, Report)
    cut = told.findings[0].judgement
    assert len(cut.evidence) == MOST_EVIDENCE
    assert len(cut.evidence[0].text) == LONGEST_TEXT
    assert cut.summary.endswith("… (7 more places are left out.)")


WHOLE = json.loads(write(report(finding())))


def changed(*path: str | int, value: Any) -> bytes:
    document = json.loads(json.dumps(WHOLE))
    *before, last = path
    inner = document
    for key in before:
        inner = inner[key]
    inner[last] = value
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"no json",
        b"\xff",
        b"[]",
        b"{}",
        b'{"version":1}',
        b'{"version":2,"report":{}}',
        b'{"version":[],"report":{}}',
        b"[" * 100_000,
        changed("report", value=[]),
        changed("report", "generated_at", value="yesterday"),
        changed("report", "generated_at", value=7),
        changed("report", "repository", value=["acme/a"]),
        changed("report", "left_out", value=[]),
        changed("report", "findings", value={"a": 1}),
        changed("report", "findings", 0, "severity", value="awful"),
        changed("report", "findings", 0, "waived", value="yes"),
        changed("report", "findings", 0, "judgement", "outcome", value="good"),
        b'{"version":1,"failure":[]}',
        changed("report", "findings", 0, "waiver", "expires", value="never"),
        b'{"version":1,"failure":{"reason":1,"message":""}}',
    ],
)
def test_what_is_no_result_is_refused_and_not_repeated(written: bytes):
    with pytest.raises(Malformed) as refusal:
        read(written)
    assert len(str(refusal.value)) < 80


def test_a_result_of_a_later_version_says_which():
    with pytest.raises(Malformed, match="version 2"):
        read(b'{"version":2,"report":{}}')
