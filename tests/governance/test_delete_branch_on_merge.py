import pytest
from tests.governance.cases import at_least, exactly, live, outcome, sent

PATH = "deleteBranchOnMerge"


@pytest.mark.parametrize(
    ("settings", "policy", "becomes"),
    [
        (live(), at_least(True), True),
        (live(merge={"delete_branch_on_merge": True}), at_least(True), None),
        (live(merge={"delete_branch_on_merge": True}), exactly(False), False),
        (live(merge={"delete_branch_on_merge": True}), at_least(False), False),  # neither value is stricter
    ],
)
def test_what_is_there_and_what_is_asked_for(settings, policy, becomes):
    assert outcome(PATH, settings, policy) is becomes


@pytest.mark.parametrize(
    ("settings", "policy", "sends"),
    [
        (live(), at_least(True), {"PATCH": {"delete_branch_on_merge": True}}),
        (live(merge={"delete_branch_on_merge": True}), exactly(False), {"PATCH": {"delete_branch_on_merge": False}}),
        (live(), at_least(False), {}),
    ],
)
def test_what_is_sent(settings, policy, sends):
    assert sent(PATH, settings, policy) == sends
