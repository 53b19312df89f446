"""Conditions after the Kubernetes API conventions."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from backendrepo.api.conditions import Condition, Status, Truth, Type

THEN = datetime(2026, 11, 24, 12, tzinfo=UTC)


def condition(kind: Type, **changes) -> Condition:
    fields = {
        "type": kind,
        "status": Truth.TRUE,
        "reason": "InSync",
        "message": "Every managed setting is on the standard.",
        "last_transition_time": THEN,
        "observed_generation": 1,
    }
    return Condition.model_validate({**fields, **changes})


def test_a_condition_is_found_by_its_type():
    status = Status(conditions=(condition(Type.READY), condition(Type.STALLED, reason="PlanLimit")))
    assert status.condition(Type.STALLED).reason == "PlanLimit"
    assert status.condition(Type.RECONCILING) is None


def test_before_the_first_look_nothing_is_observed_so_that_nobody_takes_the_object_for_a_good_one():
    assert Status().observed_generation == -1
    assert Status().conditions == ()
    assert Status.model_validate({}) == Status()


def test_a_condition_is_written_as_every_tool_of_kubernetes_reads_it():
    assert condition(Type.READY).manifest() == {
        "type": "Ready",
        "status": "True",
        "reason": "InSync",
        "message": "Every managed setting is on the standard.",
        "lastTransitionTime": "2026-11-24T12:00:00Z",
        "observedGeneration": 1,
    }


def test_what_is_written_is_read_back_the_same():
    status = Status(observed_generation=3, conditions=(condition(Type.READY), condition(Type.GOVERNANCE_IN_SYNC)))
    assert Status.model_validate(status.manifest()) == status


def test_a_message_has_the_length_that_the_api_server_takes():
    assert condition(Type.READY, message="x" * 2048)
    with pytest.raises(ValidationError):
        condition(Type.READY, message="x" * 2049)


@pytest.mark.parametrize("changes", [{"status": "true"}, {"type": "Healthy"}, {"last_transition_time": None}])
def test_what_is_no_condition_is_refused(changes: dict):
    with pytest.raises(ValidationError):
        condition(Type.READY, **changes)


def test_ready_comes_first_where_people_look():
    assert next(iter(Type)) is Type.READY
