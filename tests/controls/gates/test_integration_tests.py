"""The bucket of integration tests, told by marks."""

import pytest
from tests.snapshots import judged
from tests.workflows_made import pipeline

CONTROL = "gates/integration-tests"
MARKED = {"tests/test_a.py": "import pytest\n\npytestmark = pytest.mark.integration\n\ndef test_a(): pass\n"}
ADDOPTS = {"pytest.ini": "[pytest]\naddopts = -m 'not integration'\n"}


@pytest.mark.parametrize(
    ("step", "files", "outcome"),
    [
        ("pytest", {}, "pass"),
        ("pytest -m integration", {}, "pass"),
        ("pytest -m 'integration and not slow'", {}, "pass"),
        ("pytest -m 'integration or e2e'", {}, "pass"),
        ("pytest -m 'not ('", {}, "pass"),
        ("pytest -m 'not integration'", {}, "fail"),
        ("pytest -m 'unit'", {}, "fail"),
        ("pytest -m 'slow(1)'", {}, "fail"),
        ("pytest -m 1", {}, "pass"),
        ("pytest", ADDOPTS, "fail"),
        ("pytest -m integration", ADDOPTS, "pass"),
    ],
)
def test_the_expression_of_marks_decides(step: str, files: dict[str, str], outcome: str):
    judgement = judged(CONTROL, pipeline(step) | MARKED | files)
    assert judgement.outcome == outcome, judgement.summary
