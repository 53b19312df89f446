import pytest
from tests.governance.cases import PUT, at_least, exactly, live, outcome, sent

PATH = "enforceAdmins"


@pytest.mark.parametrize(
    ("settings", "policy", "becomes"),
    [
        (live(), at_least(True), None),  # nothing that an administrator could step over
        (live(enforce_admins=False), at_least(True), True),
        (live(enforce_admins=True), at_least(False), None),  # stricter stays
        (live(enforce_admins=True), exactly(False), False),
    ],
)
def test_what_is_there_and_what_is_asked_for(settings, policy, becomes):
    assert outcome(PATH, settings, policy) is becomes


@pytest.mark.parametrize(
    ("settings", "policy", "sends"),
    [
        (live(), at_least(True), {}),
        (live(enforce_admins=False), at_least(True), {PUT: {"enforce_admins": True}}),
        (live(enforce_admins=True), exactly(False), {PUT: {"enforce_admins": False}}),
    ],
)
def test_what_is_sent(settings, policy, sends):
    assert sent(PATH, settings, policy) == sends
