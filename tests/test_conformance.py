"""This repository is on the standard that it judges others by."""

import json
from pathlib import Path

import pytest

from backendrepo.__main__ import main

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[1]


def test_this_repository_is_gold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ROOT), "--format", "json"]) == 0
    (result,) = json.loads(capsys.readouterr().out)["results"]
    assert (result["level"], result["missing"], result["status"]) == ("Gold", [], "ok")
