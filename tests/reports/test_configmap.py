"""The ConfigMap of a report fits into one, whatever was found."""

import base64
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.reports import fleets
from tests.reports.made import ADVISORIES, LEAKY, NOW, REPORT, SCANNED, repo

from backendrepo.advisories import Advisories, Advisory, Covered
from backendrepo.artifacts import CONFORMANCE, ROLLUP
from backendrepo.checks import Checks
from backendrepo.cluster import Raw
from backendrepo.findings import Evidence, Finding, Judgement, Outcome, Report, Severity, Waiver
from backendrepo.formats import Missing
from backendrepo.reports.configmap import RESULT, kept_in, manifest, name_of, unpacked
from backendrepo.reports.shelf import DIGEST, LARGEST, size
from backendrepo.scanned import Scanned


def document(made: Raw, name: str = CONFORMANCE) -> dict:
    found: dict = json.loads(made["data"][f"{name}.json"])
    return found


def test_what_a_scan_learnt_comes_back():
    made = manifest(repo(), REPORT, SCANNED)
    assert unpacked(base64.b64decode(made["binaryData"][RESULT])) == SCANNED


def test_equal_reports_are_equal_to_the_byte_and_any_difference_shows_in_the_digest():
    def digest(report: Report = REPORT, scanned: Scanned = SCANNED, uid: str = "u-1") -> str:
        return manifest(repo(uid=uid), report, scanned)["metadata"]["annotations"][DIGEST]

    assert manifest(repo(), REPORT, SCANNED) == manifest(repo(resourceVersion="9"), REPORT, SCANNED)
    different = {
        digest(),
        digest(report=replace(REPORT, generated_at=NOW + timedelta(seconds=1))),
        digest(scanned=replace(SCANNED, checks=Checks())),
        digest(uid="u-2"),
    }
    assert len(different) == 4


def test_a_short_report_is_told_whole():
    result = document(manifest(repo(), REPORT, SCANNED))["results"][0]
    assert [control["id"] for control in result["controls"]] == [each.control for each in REPORT.findings]
    assert result["controls"][0]["evidence"] == [{"path": "Makefile", "line": 3, "text": "lint:"}]
    (entry,) = document(manifest(repo(), REPORT, SCANNED), ROLLUP)["repos"]
    assert (entry["status"], len(entry["advisories"]), "left_out" in entry) == ("gap", 1, False)


def found(places: int, text: str, findings: int = 60) -> Report:
    """A report with so many places for each finding, and texts of that kind."""
    evidence = tuple(Evidence(f"{text[:200]}{line}", line, text) for line in range(places))
    judgement = Judgement(Outcome.FAIL, text, evidence, fix=text)
    waiver = Waiver("gates/coverage", text[:1024], text[:253], NOW.date())
    each = (Finding(f"gates/coverage-{number}", Severity.HIGH, judgement, waiver) for number in range(findings))
    return replace(REPORT, findings=tuple(each))


def test_where_it_is_too_long_evidence_goes_first_and_that_is_told():
    made = manifest(repo(), found(200, "x" * 80), SCANNED)
    assert size(made) <= LARGEST
    first, *_ = document(made)["results"][0]["controls"]
    assert len(first["evidence"]) == 20
    assert first["summary"].endswith("x (180 more places are left out.)")
    assert first["fix"] == "x" * 80


def test_advisories_are_counted_even_where_they_are_not_listed():
    grave = tuple(Advisory(f"GHSA-{number}", severity=Severity.HIGH, fixed=("1" * 900,)) for number in range(500))
    known = replace(ADVISORIES, covered=(Covered(LEAKY, grave),))
    made = manifest(repo(), REPORT, replace(SCANNED, advisories=known))
    (entry,) = document(made, ROLLUP)["repos"]
    assert size(made) <= LARGEST
    assert entry["counts"]["high"] == 500 == len(entry["advisories"]) + entry["left_out"]["advisories"]
    assert f"{entry['left_out']['advisories']} more are left out here" in made["data"][f"{ROLLUP}.md"]


@pytest.mark.parametrize(("findings", "text"), [(501, ""), (500, "\x1b" * 80)], ids=["many", "long"])
def test_more_than_any_catalogue_comes_to_is_told_in_a_sentence(findings: int, text: str):
    made = manifest(repo(), found(0, text, findings), SCANNED)
    assert size(made) <= LARGEST
    (result,) = document(made)["results"]
    assert result["reason"] == f"The report, of {findings} findings, is larger than a ConfigMap may be."


letters = st.sampled_from(["x", "\x1b", "\u202e", "语", "\U0001f600", "|", '"', "\n", "`", "&", "@"])


sizes = st.tuples(st.integers(1, 2_000), st.integers(0, 200), st.integers(1, 80)).filter(
    lambda size: size[0] * size[1] * size[2] < 2**19  # a result is of 512 KiB at most
)


@settings(max_examples=12)
@given(letters, sizes, st.integers(0, 300))
def test_whatever_was_found_it_fits(letter: str, sizes: tuple[int, int, int], advisories: int):
    length, places, findings = sizes
    text = letter * length
    hit = Covered(LEAKY, tuple(Advisory(f"{text[:99]}{number}", fixed=(text[:99],)) for number in range(advisories)))
    known = Advisories((hit,), manifests=(text,), failure=text)
    report = found(places, text, findings)
    made = manifest(repo(), report, Scanned(replace(report, findings=report.findings[:3]), Checks(), known))
    assert size(made) <= LARGEST
    (result,) = document(made)["results"]
    assert len(result["controls"]) == findings


@given(fleets)
def test_the_same_holds_for_any_text(fleet):
    for report in fleet:
        if not isinstance(report, Missing):
            assert size(manifest(repo(), report, SCANNED)) <= LARGEST


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("payments", "payments-conformance"),
        ("p" * 241, "p" * 241 + "-conformance"),
        ("p" * 242, "p" * 228 + "-9f91b5a5aa46-conformance"),
    ],
    ids=len,
)
def test_the_name_of_the_report_is_one_that_an_object_can_have(name: str, report: str):
    assert len(name_of(repo(name).metadata)) <= 253
    assert name_of(repo(name).metadata).endswith("-conformance")
    assert len(name) > 241 or name_of(repo(name).metadata) == report


@pytest.mark.parametrize("kept", [{RESULT: "no base64"}, {RESULT: ""}, {}])
def test_what_is_no_result_is_none(kept: dict[str, str]):
    made = manifest(repo(), REPORT, SCANNED)
    assert kept_in(made, repo().metadata)
    assert kept_in(made | {"binaryData": kept}, repo().metadata) is None
    assert kept_in(made, repo(uid="another").metadata) is None
    assert kept_in(made, repo("another").metadata) is None


def test_two_long_names_have_two_reports():
    assert name_of(repo("p" * 252 + "a").metadata) != name_of(repo("p" * 252 + "b").metadata)
