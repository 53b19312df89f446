import pytest
from tests.governance.cases import PUT, at_least, exactly, live, outcome, rule, sent

PATH = "allowForcePushes"


@pytest.mark.parametrize(
    ("settings", "policy", "becomes"),
    [
        (live(), at_least(False), False),
        (live(allow_force_pushes=True), at_least(False), False),
        (live(allow_force_pushes=False), at_least(False), None),
        (live(allow_force_pushes=False), at_least(True), None),  # stricter stays
        (live(allow_force_pushes=False), exactly(True), True),
        (live(allow_force_pushes=True), exactly(True), None),
        (live(rule("non_fast_forward")), at_least(False), None),  # a ruleset enforces it already
        (live(rule("non_fast_forward", bypassable=True)), at_least(False), False),  # … but somebody may bypass it
        (live(rule("non_fast_forward")), exactly(True), None),  # classic protection has it so; rulesets are not written
    ],
)
def test_what_is_there_and_what_is_asked_for(settings, policy, becomes):
    assert outcome(PATH, settings, policy) is becomes


@pytest.mark.parametrize(
    ("settings", "policy", "sends"),
    [
        (live(), at_least(False), {PUT: {"allow_force_pushes": False}}),
        (live(allow_force_pushes=False), exactly(True), {PUT: {"allow_force_pushes": True}}),
        (live(allow_force_pushes=False), at_least(False), {}),
    ],
)
def test_what_is_sent(settings, policy, sends):
    assert sent(PATH, settings, policy) == sends
