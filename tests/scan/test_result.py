"""What a scan learnt is the same after a journey as bytes, carries no secret, and has its bounds."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from tests.scan.parts import NOW, TOKEN, advisories, checks, finding, places, scanned
from tests.scan.strategies import SCANNED, TEXTS

from backendrepo.findings import Evidence
from backendrepo.scan.frame import TooLarge, frame, unframe
from backendrepo.scan.result import LARGEST, Failure, Malformed, read, write
from backendrepo.scanned import Scanned


def read_again(result: Scanned) -> Scanned:
    """Return what comes out of the log of a scan."""
    told = read(unframe(frame(write(result))))
    assert isinstance(told, Scanned)
    return told


@given(SCANNED)
def test_what_a_scan_learnt_comes_back_as_it_was(result: Scanned):
    assert read_again(result) == result


@given(TEXTS, TEXTS)
def test_a_failure_comes_back_as_it_was(reason: str, message: str):
    assert read(write(Failure(reason, message))) == Failure(reason, message)


def test_the_same_result_is_the_same_bytes():
    assert write(scanned(finding())) == write(scanned(finding()))


def test_a_dependency_without_a_version_comes_back():
    known = advisories(uncovered=1)
    open_ = replace(known.uncovered[0], dependency=replace(known.uncovered[0].dependency, version=None))
    result = scanned(advisories=replace(known, uncovered=(open_,)))
    assert read_again(result) == result


def test_no_secret_is_in_a_result_and_masking_one_leaves_the_rest():
    key = Evidence("key.pem", 1, "-----BEGIN RSA PRIVATE KEY-----")
    told = read_again(scanned(finding(summary=f"uses {TOKEN}.", evidence=(key,), fix="Take it out.")))
    judged = told.report.findings[0].judgement
    assert (judged.summary, judged.evidence[0].text, judged.fix) == ("uses [redacted].", "[redacted]", "Take it out.")
    assert read(write(Failure("InternalError", f"with {TOKEN} in it"))) == Failure(
        "InternalError", "with [redacted] in it"
    )


def test_text_that_is_no_unicode_is_written_all_the_same():
    assert read_again(scanned(finding(summary="a\udc80b"))).report.findings[0].judgement.summary == "a?b"


# Bounds. What is cut at which size is in test_bounds.py.


@pytest.mark.parametrize(
    "large",
    [
        scanned(*(finding(f"gates/a{number}", evidence=places(500, "é" * 400)) for number in range(60))),
        scanned(finding(summary="\0" * 10**6, fix="\\" * 10**6)),
        scanned(checks=checks(*(f"test ({number})" for number in range(20_000)))),
        scanned(advisories=advisories(clean=8_000)),
        scanned(advisories=advisories(hit=8_000)),
        scanned(advisories=advisories(uncovered=8_000, problems=8_000)),
        scanned(
            *(finding(f"gates/a{number}", evidence=places(250, "é" * 400)) for number in range(60)),
            checks=checks(*(f"{'long ' * 19}({number})" for number in range(5_000))),
            advisories=advisories(2_000, 2_000, 2_000, 2_000),
        ),
    ],
    ids=["places", "texts", "names", "clean", "vulnerable", "unjudged", "all"],
)
def test_a_result_is_bounded_whatever_was_learnt(large: Scanned):
    written = write(large)
    assert len(written) <= LARGEST
    told = read(unframe(frame(written)))
    assert isinstance(told, Scanned)
    assert [each.control for each in told.report.findings] == [each.control for each in large.report.findings]
    assert write(told) == written, "what is kept is not cut again"


def test_no_more_is_cut_than_has_to_be():
    told = read_again(scanned(finding(evidence=places(150)), advisories=advisories(clean=1_000)))
    assert len(told.report.findings[0].judgement.evidence) == 150
    assert told.advisories
    assert len(told.advisories.covered) == 1_000


def test_a_result_that_cannot_be_made_small_enough_is_refused():
    with pytest.raises(TooLarge, match=f"more than {LARGEST} bytes"):
        write(scanned(*(finding(f"gates/a{number}", summary="x" * 300) for number in range(3_000))))


# What is read may have been written by anybody.

WHOLE = json.loads(write(scanned(finding(), advisories=advisories(1, 1, 1, 1), checks=checks("lint"))))


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
        b'{"version":2}',
        b'{"version":2,"scanned":{}}',
        b'{"version":[],"scanned":{}}',
        b'{"version":true,"scanned":{}}',
        b"[" * 100_000,
        b'{"version":2,"scanned":' + b"[" * 100_000,
        b'{"version":2,"failure":[]}',
        b'{"version":2,"failure":{"reason":1,"message":""}}',
        b'{"version":2,"failure":{"reason":"\\ud800","message":""}}',
        changed("scanned", value=[]),
        changed("scanned", "report", value=None),
        changed("scanned", "report", "generated_at", value="yesterday"),
        changed("scanned", "report", "generated_at", value=7),
        changed("scanned", "report", "generated_at", value="2026-11-24T13:30:00"),
        changed("scanned", "report", "repository", value=["acme/a"]),
        changed("scanned", "report", "left_out", value=[]),
        changed("scanned", "report", "findings", value={"a": 1}),
        changed("scanned", "report", "findings", 0, "severity", value="awful"),
        changed("scanned", "report", "findings", 0, "waived", value="yes"),
        changed("scanned", "report", "findings", 0, "judgement", "outcome", value="good"),
        changed("scanned", "report", "findings", 0, "waiver", "expires", value="never"),
        changed("scanned", "checks", "gates", value="lint"),
        changed("scanned", "checks", "on_pull_requests", "names", value={"lint": "ci.yml:3"}),
        changed("scanned", "advisories", "asked_at", value="2026-11-24T13:30:00"),
        changed("scanned", "advisories", "covered", 0, "dependency", "place", "line", value="1"),
    ],
)
def test_what_is_no_result_is_refused_and_not_repeated(written: bytes):
    with pytest.raises(Malformed) as refusal:
        read(written)
    assert len(str(refusal.value)) < 80


@pytest.mark.parametrize(
    ("written", "version"),
    [(b'{"version":3,"learnt":{}}', 3), (b'{"version":1,"report":{}}', 1), (changed("version", value=7), 7)],
)
def test_a_result_of_another_version_says_which(written: bytes, version: int):
    with pytest.raises(Malformed, match=f"version {version}"):
        read(written)


def test_a_field_that_an_earlier_scan_did_not_have_takes_its_default():
    document = json.loads(json.dumps(WHOLE))
    del document["scanned"]["checks"]["merging"]
    del document["scanned"]["advisories"]
    told = read(json.dumps(document).encode())
    assert isinstance(told, Scanned)
    assert (told.checks.merging, told.advisories) == ((), None)


def test_moments_keep_their_zone():
    told = read_again(scanned())
    assert told.report.generated_at == NOW
    assert isinstance(told.report.generated_at, datetime)
    assert told.report.generated_at.tzinfo is not None
