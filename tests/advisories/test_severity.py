from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.osv.records import V3_CRITICAL, V3_HIGH, V3_MEDIUM, record

from backendrepo.advisories.severity import base_score, highest, of_record, of_score
from backendrepo.findings import Severity


@pytest.mark.parametrize(
    ("vector", "score"),
    [  # as published: NVD for v2 and v3, first.org's examples for v4.0
        ("AV:N/AC:L/Au:N/C:N/I:N/A:C", 7.8),  # CVE-2002-0392
        ("AV:N/AC:L/Au:N/C:C/I:C/A:C", 10.0),  # CVE-2003-0818
        ("AV:L/AC:H/Au:N/C:C/I:C/A:C", 6.2),  # CVE-2003-0062
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),  # CVE-2013-1937
        ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4),  # CVE-2013-0375
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1),  # CVE-2014-3566
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0),  # CVE-2021-44228
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5),  # CVE-2014-0160
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0),
        ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3),  # CVE-2022-41741
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7),  # CVE-2020-3549
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.8),  # CVE-2014-0160
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0),  # CVE-2021-44228
    ],
)
def test_published_vectors_have_their_published_score(vector: str, score: float):
    assert base_score(vector) == score


def test_what_exploits_there_are_does_not_lower_a_base_score():
    base = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
    assert base_score(f"{base}/E:U") == base_score(base) == 9.3


@pytest.mark.parametrize(
    "vector",
    ["", "7.5", "CVSS:3.1/AV:N", "CVSS:4.0/AV:N/AC:L", "CVSS:9.9/AV:N", "AV:X/AC:L/Au:N/C:N/I:N/A:C", V3_HIGH * 99],
)
def test_what_is_no_vector_has_no_score(vector: str):
    assert base_score(vector) is None


PARTS = ["CVSS:3.1", "CVSS:4.0", "AV:N", "AC:L", "PR:N", "UI:N", "S:U", "C:H", "I:H", "A:H", "AT:N", "E:U", "Au:N"]


@given(st.lists(st.sampled_from(PARTS)))
def test_no_vector_ends_the_look_up(parts: list[str]):
    score = base_score("/".join(parts))
    assert score is None or 0 <= score <= 10


@pytest.mark.parametrize(
    ("score", "severity"),
    [(10, "critical"), (9, "critical"), (8.9, "high"), (7, "high"), (6.9, "medium"), (4, "medium"), (3.9, "low")],
)
def test_scores_have_the_words_of_the_specification(score: float, severity: str):
    assert of_score(score) == severity


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ({"label": "MODERATE"}, "medium"),
        ({"label": "low"}, "low"),
        ({"label": "LOW", "vectors": (V3_CRITICAL,)}, "critical"),
        ({"label": "HIGH", "vectors": (V3_MEDIUM,)}, "high"),
        ({"vectors": (V3_MEDIUM, "AV:N/AC:L/Au:N/C:N/I:N/A:C")}, "high"),
        ({"affected": [{"severity": [{"type": "CVSS_V3", "score": V3_HIGH}]}]}, "high"),
        ({"affected": [{"ecosystem_specific": {"severity": "CRITICAL"}}]}, "critical"),
        ({}, None),
        ({"label": "DREADFUL"}, None),
        ({"severity": [{"type": "CVSS_V3"}, {"score": 9}, "x"], "database_specific": []}, None),
    ],
)
def test_the_highest_of_word_and_scores_counts(said: dict[str, Any], severity: str | None):
    assert of_record(record("GHSA-aaaa-bbbb-cccc", **said)) == severity


def test_nothing_has_no_highest():
    assert highest([]) is None
    assert highest([Severity.LOW, Severity.HIGH]) is Severity.HIGH
