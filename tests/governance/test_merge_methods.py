import pytest
from tests.governance.cases import at_least, exactly, live, outcome, rule, sent

from backendrepo.api.governance import BY_PATH
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
        (
            live(rule("pull_request", allowed_merge_methods=["squash"], bypassable=True)),
            at_least(methods(SQUASH)),
            methods(SQUASH),
        ),
        # The ruleset and the standard contradict each other: there is nothing left to write.
        (
            live(rule("pull_request", allowed_merge_methods=["squash"]), merge=ONLY_MERGE),
            at_least(methods(MERGE)),
            None,
        ),
    ],
)
def test_what_is_there_and_what_is_asked_for(settings, policy, becomes):
    assert outcome(PATH, settings, policy) == becomes


@pytest.mark.parametrize(
    ("settings", "policy", "sends"),
    [
        (live(), at_least(methods(SQUASH)), {"PATCH": {"allow_merge_commit": False, "allow_rebase_merge": False}}),
        (
            live(merge=ONLY_MERGE),
            at_least(methods(SQUASH)),
            {"PATCH": {"allow_merge_commit": False, "allow_squash_merge": True}},
        ),
        (live(merge=ONLY_MERGE), exactly(methods(MERGE, SQUASH)), {"PATCH": {"allow_squash_merge": True}}),
        (live(), exactly(methods(MERGE, REBASE, SQUASH)), {}),
    ],
)
def test_what_is_sent(settings, policy, sends):
    assert sent(PATH, settings, policy) == sends


@pytest.mark.parametrize(
    ("before", "after", "loosens"),
    [
        (methods(SQUASH), methods(SQUASH, MERGE), True),
        (methods(SQUASH, MERGE), methods(SQUASH), False),
        (methods(MERGE), methods(SQUASH, REBASE), False),  # another choice, not a wider one
        (methods(), methods(SQUASH), False),  # nothing could be merged at all
    ],
)
def test_one_more_method_gives_protection_away(before, after, loosens):
    assert BY_PATH[PATH].loosens(before, after) is loosens
