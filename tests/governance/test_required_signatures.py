import pytest
from tests.governance.cases import PUT, at_least, exactly, live, outcome, rule, sent

PATH = "requiredSignatures"
SIGNATURES = "/branches/main/protection/required_signatures"


@pytest.mark.parametrize(
    ("settings", "policy", "becomes"),
    [
        (live(), at_least(True), True),
        (live(required_signatures=False), at_least(True), True),
        (live(required_signatures=True), at_least(True), None),
        (live(required_signatures=True), at_least(False), None),  # stricter stays
        (live(required_signatures=True), exactly(False), False),
        (live(required_signatures=False), exactly(False), None),
        (live(rule("required_signatures")), at_least(True), None),  # a ruleset enforces it already
        (live(rule("required_signatures", bypassable=True)), at_least(True), True),  # … but somebody may bypass it
        (
            live(rule("required_signatures")),
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
        (live(required_signatures=False), at_least(True), {f"POST {SIGNATURES}": None}),
        (live(required_signatures=True), exactly(False), {f"DELETE {SIGNATURES}": None}),
        (live(), at_least(True), {PUT: {}, f"POST {SIGNATURES}": None}),
    ],
)
def test_what_is_sent(settings, policy, sends):
    assert sent(PATH, settings, policy) == sends
