"""`make test`; what is true of each command is in test_lint.py."""

import pytest
from tests.snapshots import judged

CONTROL = "commands/test"


@pytest.mark.parametrize("command", ["pytest", "python manage.py test", "go test ./..."])
def test_a_command_of_its_kind_passes(command: str):
    judgement = judged(CONTROL, {"Makefile": f"test:\n\t{command}\n", **FILES})
    assert judgement.outcome == "pass", judgement.summary


@pytest.mark.parametrize("command", ["mypy", "ruff check ."])
def test_another_command_fails(command: str):
    judgement = judged(CONTROL, {"Makefile": f"test:\n\t{command}\n", **FILES})
    assert judgement.outcome == "fail"
    assert judgement.summary.endswith("and nothing that is a test runner.")


FILES = {"scripts/openapi_gate.py": "print()\n", "scripts/other.py": "print()\n"}
