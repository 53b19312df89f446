"""Verdicts as conditions: long messages keep what matters, and kinds without repositories are ready too."""

import hypothesis.strategies as st
from hypothesis import given
from tests.strategies import told

from backendrepo.api.conditions import Truth, Type
from backendrepo.errors import UnsafePlan
from backendrepo.status import Failed, ready, shortened


def test_the_other_kinds_are_ready_without_an_error():
    (verdict,) = ready(None, "Valid", "Manages 3 settings.")
    assert (verdict.type, verdict.status, verdict.reason, verdict.message) == (
        Type.READY,
        Truth.TRUE,
        "Valid",
        "Manages 3 settings.",
    )


@given(st.text(max_size=60), st.integers(10, 60))
def test_a_long_message_keeps_its_beginning_and_its_end(message: str, longest: int):
    cut = shortened(message, longest)
    assert len(cut) == min(len(message), longest)
    if len(message) > longest:
        end = longest // 2
        assert message.startswith(cut[: longest - end - 1])
        assert message.endswith(cut[-end:])


def test_a_message_that_is_cut_still_says_what_to_do():
    error = UnsafePlan(f"The plan would give protection away: {'a → b, ' * 1000} set spec.allowLoosening: true.")
    message = told(Failed(error)).condition(Type.READY).message
    assert message.startswith("The plan would give protection away")
    assert message.endswith("set spec.allowLoosening: true.")
