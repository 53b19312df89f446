"""`make openapi-gate`; what is true of each command is in test_lint.py."""

import pytest
from tests.snapshots import judged

CONTROL = "commands/openapi-gate"


@pytest.mark.parametrize(
    "command", ["python scripts/openapi_gate.py", "spectral lint openapi.yaml", "schemathesis run openapi.json"]
)
def test_a_command_of_its_kind_passes(command: str):
    judgement = judged(CONTROL, {"Makefile": f"openapi-gate:\n\t{command}\n", **FILES})
    assert judgement.outcome == "pass", judgement.summary


@pytest.mark.parametrize("command", ["python scripts/other.py", "pytest tests/unit"])
def test_another_command_fails(command: str):
    judgement = judged(CONTROL, {"Makefile": f"openapi-gate:\n\t{command}\n", **FILES})
    assert judgement.outcome == "fail"
    assert judgement.summary.endswith("and nothing that is a check of the OpenAPI contract.")


FILES = {"scripts/openapi_gate.py": "import sys\n\nsys.exit(1)\n", "scripts/other.py": "print()\n"}
