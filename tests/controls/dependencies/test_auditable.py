import pytest
from tests.controls.dependencies.made import known, left, problem
from tests.snapshots import judged

from backendrepo.advisories import Advisories

CONTROL = "dependencies/auditable"
OPEN = "`flask>=3` is not pinned to one version"


def test_all_covered_passes():
    judgement = judged(CONTROL, advisories=known())
    assert judgement.outcome == "pass"
    assert judgement.summary == "PyPI was asked about all 2 dependencies of 1 manifests."
    assert [str(each) for each in judgement.evidence] == ["requirements.txt"]


def test_what_is_not_pinned_is_unknown_with_its_line_and_reason():
    judgement = judged(CONTROL, advisories=known(uncovered=left(OPEN, "`x` is not pinned to one version").uncovered))
    assert judgement.outcome == "unknown"
    assert judgement.summary.startswith(
        "2 of 4 dependencies could not be judged (not pinned to one version): left1, left2"
    )
    assert (str(judgement.evidence[0]), judgement.evidence[0].text) == ("requirements.txt:1", f"left1: {OPEN}")
    assert "uv lock" in judgement.fix


@pytest.mark.parametrize(
    ("advisories", "outcome", "says"),
    [
        (
            left("PyPI does not have it", OPEN, OPEN),
            "unknown",
            "3 of 3 dependencies could not be judged (mostly not pin",
        ),
        (
            left(*["PyPI does not have it"] * 7),
            "unknown",
            "(PyPI does not have it): left1, left2, left3, left4, left5 and 2",
        ),
        (
            left("x", "x", failure="pypi.org is away"),
            "unknown",
            "None of 2 dependencies could be judged: pypi.org is away.",
        ),
        (Advisories(problems=(problem(),)), "unknown", "Not read wholly: yarn.lock (locks of Yarn are not read here)."),
        (Advisories(problems=tuple(problem(f"{n}.lock") for n in range(7))), "unknown", "4.lock and 2 more (locks"),
        (Advisories(), "not-applicable", "No manifest names a dependency."),
    ],
)
def test_what_no_source_knows_is_unknown_never_clean(advisories: Advisories, outcome: str, says: str):
    judgement = judged(CONTROL, advisories=advisories)
    assert (judgement.outcome, says in judgement.summary) == (outcome, True)


def test_in_an_outage_of_the_source_nobody_is_told_to_pin_what_is_pinned():
    judgement = judged(CONTROL, advisories=left("x", failure="pypi.org is away"))
    assert judgement.fix.startswith("Let scans reach the advisory source")
