"""The bucket of end-to-end tests."""

from tests.snapshots import judged
from tests.workflows_made import pipeline

CONTROL = "gates/e2e-tests"
E2E = {"e2e/test_journey.py": "def test_a(): pass\n"}


def test_all_of_them_pass():
    assert judged(CONTROL, pipeline("pytest e2e") | E2E).outcome == "pass"


def test_without_a_run_it_fails():
    judgement = judged(CONTROL, pipeline("pytest tests") | E2E)
    assert judgement.outcome == "fail"
    assert judgement.summary == "No job of a pull request runs the e2e tests (1 in e2e/test_journey.py)."
