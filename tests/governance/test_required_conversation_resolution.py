import pytest
from tests.governance.cases import PUT, at_least, exactly, live, outcome, rule, sent

PATH = "requiredConversationResolution"
RESOLVED = rule("pull_request", required_review_thread_resolution=True)


@pytest.mark.parametrize(
    ("settings", "policy", "becomes"),
    [
        (live(), at_least(True), True),
        (live(required_conversation_resolution=True), at_least(False), None),  # stricter stays
        (live(required_conversation_resolution=True), exactly(False), False),
        (live(RESOLVED), at_least(True), None),  # a ruleset enforces it already
        (live(rule("pull_request")), at_least(True), True),  # the rule is there without the parameter
    ],
)
def test_what_is_there_and_what_is_asked_for(settings, policy, becomes):
    assert outcome(PATH, settings, policy) is becomes


@pytest.mark.parametrize(
    ("settings", "policy", "sends"),
    [
        (live(), at_least(True), {PUT: {"required_conversation_resolution": True}}),
        (
            live(required_conversation_resolution=True),
            exactly(False),
            {PUT: {"required_conversation_resolution": False}},
        ),
        (live(required_conversation_resolution=True), at_least(False), {}),
    ],
)
def test_what_is_sent(settings, policy, sends):
    assert sent(PATH, settings, policy) == sends
