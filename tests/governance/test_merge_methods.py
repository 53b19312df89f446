import pytest
from tests.governance.cases import at_least, exactly, live, outcome, rule

from backendrepo.governance.merge_methods import MergeMethod

PATH = "mergeMethods"
MERGE, REBASE, SQUASH = MergeMethod.MERGE, MergeMethod.REBASE, MergeMethod.SQUASH
ONLY_MERGE = {"allow_squash_merge": False, "allow_rebase_merge": False}


def methods(*names: MergeMethod) -> frozenset[MergeMethod]:
    return frozenset(names)


@pytest.mark.parametrize(
    ("settings", "policy", "becomes"),
    [
        (live(), at_least(methods(SQUASH)), methods(SQUASH)),
        (live(), at_least(methods(SQUASH, REBASE)), methods(SQUASH, REBASE)),
        (
            live(merge={"allow_merge_commit": False, "allow_rebase_merge": False}),
            at_least(methods(SQUASH, REBASE)),
            None,
        ),
        (
            live(merge={"allow_merge_commit": False, "allow_rebase_merge": False}),
            exactly(methods(SQUASH, REBASE)),
            methods(SQUASH, REBASE),
        ),
        (live(merge=ONLY_MERGE), at_least(methods(SQUASH)), methods(SQUASH)),  # GitHub insists on one method
        (live(rule("pull_request", allowed_merge_methods=["squash"])), at_least(methods(SQUASH)), None),
        (live(rule("pull_request")), at_least(methods(SQUASH)), methods(SQUASH)),
    ],
)
def test_what_is_there_and_what_is_asked_for(settings, policy, becomes):
    assert outcome(PATH, settings, policy) == becomes
