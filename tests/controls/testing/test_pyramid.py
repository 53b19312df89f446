"""Most tests are to be unit tests, fewer of integration, few end to end."""

import pytest
from tests.snapshots import judged

from backendrepo.parameters import Parameters

CONTROL = "testing/pyramid"


def suite(unit: int, integration: int, e2e: int) -> dict[str, str]:
    counts = {"unit": unit, "integration": integration, "e2e": e2e}
    return {
        f"tests/{name}/test_{name}.py": "".join(f"def test_{number}(): pass\n" for number in range(count))
        for name, count in counts.items()
    }


@pytest.mark.parametrize("counts", [(75, 18, 7), (70, 20, 10), (80, 15, 5), (70, 25, 5)])
def test_shares_within_the_bounds_pass(counts: tuple[int, int, int]):
    judgement = judged(CONTROL, suite(*counts))
    unit, integration, e2e = counts
    told = f"100 tests: unit {unit} ({unit} %), integration {integration} ({integration} %), e2e {e2e} ({e2e} %)."
    assert (judgement.outcome, judgement.summary) == ("pass", told)
    assert [(str(each), each.text) for each in judgement.evidence] == [
        ("tests/unit/test_unit.py:1", "unit, by its folder: def test_0(): pass"),
        ("tests/integration/test_integration.py:1", "integration, by its folder: def test_0(): pass"),
        ("tests/e2e/test_e2e.py:1", "e2e, by its folder: def test_0(): pass"),
    ]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((60, 30, 10), "unit is below 70 to 85 %; integration is above 15 to 25 %."),
        ((86, 9, 5), "unit is above 70 to 85 %; integration is below 15 to 25 %."),
        ((75, 25, 0), "e2e is below 5 to 10 %."),
        ((70, 15, 15), "e2e is above 5 to 10 %."),
    ],
)
def test_a_share_outside_its_bounds_is_told(counts: tuple[int, int, int], told: str):
    judgement = judged(CONTROL, suite(*counts))
    assert (judgement.outcome, judgement.summary.endswith(told)) == ("fail", True)
    assert judgement.fix


def test_the_bounds_are_those_of_the_standard():
    bounds = {"unit": (0.0, 50.0), "integration": (50.0, 100.0)}
    assert judged(CONTROL, suite(40, 60, 0), parameters=Parameters(pyramid=bounds)).outcome == "pass"


def test_marks_tell_the_buckets_too():
    text = "import pytest\n" + "".join(f"def test_u{number}(): pass\n" for number in range(75))
    text += "".join(f"@pytest.mark.integration\ndef test_i{number}(): pass\n" for number in range(18))
    text += "".join(f"@pytest.mark.e2e\ndef test_e{number}(): pass\n" for number in range(7))
    judgement = judged(CONTROL, {"tests/test_all.py": text})
    assert judgement.outcome == "pass"
    assert judgement.evidence[1].text.startswith("integration, by a mark")
    assert judgement.evidence[0].text.startswith("unit, by nothing, so as unit tests")


def test_tests_that_nothing_tells_apart_fail_and_say_so():
    judgement = judged(CONTROL, {"tests/test_a.py": "def test_a(): pass\ndef test_b(): pass\n"})
    assert judgement.outcome == "fail"
    assert (
        judgement.summary == "Nothing tells unit, integration and e2e tests apart (2 tests; no folder, mark or name)."
    )


@pytest.mark.parametrize("files", [{}, {"app/main.py": "def test_a(): pass\n"}])
def test_without_tests_it_fails_and_says_where_it_looked(files: dict[str, str]):
    judgement = judged(CONTROL, files)
    assert (judgement.outcome, "looked for test_*.py" in judgement.summary) == ("fail", True)


@pytest.mark.parametrize(("count", "end"), [(1, "test_0.py"), (5, "test_4.py"), (6, "test_4.py and 1 more")])
def test_files_that_cannot_be_counted_are_named(count: int, end: str):
    broken = {f"tests/unit/test_{number}.py": "def test_a(:\n" for number in range(count)}
    judgement = judged(CONTROL, {**suite(75, 18, 7), **broken})
    assert judgement.summary.endswith(f"{end} could not be counted.")


def test_a_file_that_cannot_be_counted_makes_the_rest_partial():
    broken = {f"tests/unit/test_broken{number}.py": "def test_a(:\n" for number in range(7)}
    judgement = judged(CONTROL, {**suite(75, 18, 7), **broken})
    assert judgement.outcome == "partial"
    assert judgement.summary.endswith("and 2 more could not be counted.")
    assert judgement.evidence[0].path == "tests/unit/test_broken0.py"
    assert "it is no Python" in judgement.evidence[0].text


def test_where_no_file_can_be_read_nothing_is_known():
    judgement = judged(CONTROL, {"tests/unit/test_a.py": "def test_a(:\n"})
    assert (judgement.outcome, judgement.summary) == (
        "unknown",
        "No tests could be counted: tests/unit/test_a.py could not be read.",
    )
