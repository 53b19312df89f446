import pytest
from tests.governance.cases import at_least, exactly, live, outcome

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
