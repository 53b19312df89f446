"""The gate; what is true of each gate is in test_workflow_lint.py."""

import pytest
from tests.snapshots import judged
from tests.workflows_made import pipeline

CONTROL = "gates/openapi"
MAKEFILE = {"Makefile": "openapi-gate:\n\tspectral lint api.yaml\nmigration-smoke:\n\talembic upgrade head\n"}


@pytest.mark.parametrize("step", ["spectral lint openapi.yaml", "make openapi-gate"])
def test_a_check_of_its_kind_passes(step: str):
    assert judged(CONTROL, pipeline(step) | MAKEFILE).outcome == "pass"


def test_nothing_of_its_kind_fails():
    judgement = judged(CONTROL, pipeline("pytest tests/unit", name="Tests") | MAKEFILE)
    assert judgement.outcome == "fail"
    assert judgement.fix == "- run: make openapi-gate"
