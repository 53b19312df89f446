import pytest
from tests.governance.cases import PUT, at_least, exactly, live, outcome, rule, sent

PATH = "requiredLinearHistory"


@pytest.mark.parametrize(
    ("settings", "policy", "becomes"),
    [
        (live(), at_least(True), True),
        (live(required_linear_history=False), at_least(True), True),
        (live(required_linear_history=True), at_least(True), None),
        (live(required_linear_history=True), at_least(False), None),  # stricter stays
        (live(required_linear_history=True), exactly(False), False),
        (live(required_linear_history=False), exactly(False), None),
        (live(rule("required_linear_history")), at_least(True), None),  # a ruleset enforces it already
        (live(rule("required_linear_history", bypassable=True)), at_least(True), True),  # … but somebody may bypass it
        (
            live(rule("required_linear_history")),
            exactly(False),
            None,
        ),  # classic protection has it so; rulesets are not written
    ],
)
def test_what_is_there_and_what_is_asked_for(settings, policy, becomes):
    assert outcome(PATH, settings, policy) is becomes


@pytest.mark.parametrize(
    ("settings", "policy", "sends"),
    [
        (live(), at_least(True), {PUT: {"required_linear_history": True}}),
        (live(required_linear_history=True), exactly(False), {PUT: {"required_linear_history": False}}),
        (live(required_linear_history=True), at_least(False), {}),
    ],
)
def test_what_is_sent(settings, policy, sends):
    assert sent(PATH, settings, policy) == sends
