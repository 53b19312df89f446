"""What docs/guide.md tells Argo CD of health, run as Argo CD runs it (Lua 5.1), over what the operator writes."""

import re
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
import yaml
from hypothesis import given
from lupa import lua51
from tests.learnt_made import learnts
from tests.strategies import NOW, every_error, outcomes, plan_of, told

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Truth, Type
from backendrepo.errors import Stalled
from backendrepo.status import Failed, Governed, Told, summarise

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
HEALTH = "resource.customizations.health.backendrepo.dev_BackendRepo"


@pytest.fixture(scope="module")
def script() -> str:
    """The health check of the page's ConfigMap."""
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    (found,) = [yaml.safe_load(block)["data"][HEALTH] for block in blocks if HEALTH in block]
    return str(found)


def health(script: str, status: BackendRepoStatus | None, *, generation: int = 1, suspend: bool = False) -> Any:
    """Return the status and the message that Argo CD shows of a BackendRepo."""
    lua = lua51.LuaRuntime()
    obj = {"metadata": {"generation": generation}, "spec": {"suspend": True} if suspend else {}}
    if status is not None:
        obj["status"] = status.manifest()
    lua.globals().obj = lua.table_from(obj, recursive=True)
    found = lua.execute(script)
    return found.status, found.message


def test_what_is_carried_out_is_healthy(script: str) -> None:
    assert health(script, told(Governed(1, plan_of()))) == (
        "Healthy",
        "Every managed setting of the branch main is on the standard.",
    )


@pytest.mark.parametrize("error", every_error(), ids=lambda error: type(error).__name__)
def test_what_needs_a_person_is_degraded_and_the_rest_is_under_way(script: str, error: Exception) -> None:
    found, message = health(script, told(Failed(error)))
    assert found == ("Degraded" if isinstance(error, Stalled) else "Progressing")
    assert message == told(Failed(error)).condition(Type.READY).message


@pytest.mark.parametrize("status", [None, BackendRepoStatus()], ids=["no status", "an empty one"])
def test_what_nobody_has_looked_at_is_under_way(script: str, status: BackendRepoStatus | None) -> None:
    assert health(script, status) == ("Progressing", "Not observed yet")


def test_an_edit_that_was_not_observed_yet_is_under_way(script: str) -> None:
    assert health(script, told(Governed(1, plan_of())), generation=2)[0] == "Progressing"


def test_what_is_suspended_says_so(script: str) -> None:
    assert health(script, told(Governed(1, plan_of())), suspend=True)[0] == "Suspended"


@given(outcomes, st.none() | learnts)
def test_it_is_healthy_where_ready_is_true_and_nowhere_else(script: str, outcome: Told, learnt: Any) -> None:
    status = summarise(BackendRepoStatus(), outcome, generation=1, requested_at=None, now=NOW, learnt=learnt)
    ready = status.condition(Type.READY)
    assert (health(script, status)[0] == "Healthy") == (ready is not None and ready.status is Truth.TRUE)
