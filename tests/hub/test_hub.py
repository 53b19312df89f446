"""The story of a reconcile in requests: how many, in which order, and that any of them may be the last."""

from collections import Counter

import pytest
from tests.github.faults import Fault
from tests.hub.parts import governance, observe, planned, reconcile

from backendrepo.errors import BranchNotFound, GitHubUnavailable, Paced, RateLimited
from backendrepo.governance.live import Live

pytestmark = pytest.mark.integration

EVERYTHING = governance(
    requiredPullRequestReviews={"required": {"value": True}, "requiredApprovingReviewCount": {"value": 1}},
    requiredChecks={"strict": {"value": True}, "checks": {"value": [{"name": "ci"}]}},
    enforceAdmins={"value": True},
    requiredLinearHistory={"value": True},
    requiredSignatures={"value": True},
    mergeMethods={"value": ["Squash"]},
    allowAutoMerge={"value": True},
    deleteBranchOnMerge={"value": True},
)


def lines(github) -> list[str]:
    return [f"{exchange.method} {exchange.path}" for exchange in github.requests]


BASE = "/repos/acme/a"
READS = [f"GET {BASE}", f"GET {BASE}/branches/main/protection", f"GET {BASE}/rules/branches/main"]


@pytest.mark.parametrize("rulesets", [0, 1, 3])
def test_a_look_costs_three_requests_and_one_for_each_ruleset(hub, github, repo, rulesets):
    reconcile(hub, "acme/a")
    ids = [github.add_ruleset("acme/a", name=str(n), rules=[{"type": "deletion"}]).id for n in range(rulesets)]
    github.add_ruleset("acme/a", name="off", rules=[{"type": "deletion"}], enforcement="disabled")
    github.requests.clear()
    reconcile(hub, "acme/a")
    assert lines(github) == [*READS, *(f"GET {BASE}/rulesets/{number}" for number in ids)]


def test_the_next_look_is_answered_from_memory_and_costs_nothing_of_the_hour(hub, github, repo, token):
    github.add_ruleset("acme/a", name="own", rules=[{"type": "deletion"}])
    reconcile(hub, "acme/a")
    first = observe(hub, "acme/a")
    github.requests.clear()
    budget = github.limits.of(github.tokens[token].budget).primary
    used = budget.used
    second = observe(hub, "acme/a")
    assert Counter(e.status for e in github.requests) == {304: 4}
    assert budget.used == used
    assert second == first


def test_a_first_enforcement_of_everything_costs_seven_requests(hub, github, repo):
    after = reconcile(hub, "acme/a", EVERYTHING)
    assert lines(github) == [
        *READS,
        f"PUT {BASE}/branches/main/protection",
        f"POST {BASE}/branches/main/protection/required_signatures",
        f"PATCH {BASE}",
        READS[1],
    ]
    assert planned(after, EVERYTHING).changes == ()


@pytest.mark.parametrize(
    ("drift", "writes"),
    [
        (lambda repo: setattr(repo, "allow_auto_merge", False), ["PATCH"]),
        (lambda repo: setattr(repo.protection(), "enforce_admins", False), ["PUT"]),
        (lambda repo: setattr(repo.protection(), "required_signatures", False), ["POST"]),
        (
            lambda repo: (
                setattr(repo, "allow_merge_commit", True),
                setattr(repo.protection(), "enforce_admins", False),
            ),
            ["PUT", "PATCH"],
        ),
    ],
)
def test_a_repair_sends_what_differs_and_at_most_six_requests(hub, github, repo, drift, writes):
    reconcile(hub, "acme/a", EVERYTHING)
    drift(repo)
    github.requests.clear()
    after = reconcile(hub, "acme/a", EVERYTHING)
    assert [e.method for e in github.requests.writes()] == writes
    assert len(github.requests) <= 6
    assert planned(after, EVERYTHING).changes == ()


def test_what_was_applied_is_what_is_observed_next(hub, repo):
    after = reconcile(hub, "acme/a", EVERYTHING)
    assert observe(hub, "acme/a") == after


def test_nothing_is_written_where_nothing_is_to_do(hub, github, repo):
    found = observe(hub, "acme/a")
    github.requests.clear()
    assert hub.apply(found, ()) == found
    assert list(github.requests) == []


def test_the_default_branch_of_today_is_governed(hub, repo):
    repo.commit({}, "trunk")
    repo.default_branch = "trunk"
    assert observe(hub, "acme/a").branch == "trunk"
    assert observe(hub, "acme/a", "main").branch == "main"


def test_what_is_not_kept_shows_in_what_is_read_back(hub, github):
    github.faults.add(method="PUT", status=200, body={})
    after = reconcile(hub, "acme/a")
    assert after.live.protection is None
    assert planned(after).changes


def test_a_protection_that_went_away_meanwhile_is_put_back_by_the_next_turn(hub, github, repo):
    reconcile(hub, "acme/a", EVERYTHING)
    repo.protection().required_signatures = False
    found = observe(hub, "acme/a")
    repo.branches["main"].protection = None
    with pytest.raises(GitHubUnavailable, match="404 to the request to change the protection of main"):
        hub.apply(found, planned(found, EVERYTHING).requests)
    assert planned(reconcile(hub, "acme/a", EVERYTHING), EVERYTHING).changes == ()


# Any request may be the last


def never_loose(before: Live, repo) -> bool:
    """Auto-merge is never allowed on a branch without its checks, and nothing is looser than it was."""
    rule = repo.protection()
    guarded = rule is not None and rule.required_status_checks is not None
    kept = before.protection is None or (rule is not None and rule.enforce_admins >= before.protection.enforce_admins)
    return kept and (guarded or not repo.allow_auto_merge)


@pytest.mark.parametrize("after", [False, True], ids=["lost on the way there", "lost on the way back"])
@pytest.mark.parametrize("number", range(7))
@pytest.mark.parametrize("protected", [False, True])
def test_an_enforcement_cut_off_anywhere_is_safe_and_the_next_completes_it(hub, github, repo, number, after, protected):
    if protected:
        repo.protect("main", enforce_admins=True, reviews={})
    before = observe(hub, "acme/a").live
    github.faults.add(close=True, skip=number, after=after, times=2)
    try:
        reconcile(hub, "acme/a", EVERYTHING)
    except GitHubUnavailable:
        assert never_loose(before, repo)
    github.faults.clear()
    assert planned(reconcile(hub, "acme/a", EVERYTHING), EVERYTHING).changes == ()
    assert never_loose(before, repo)


def test_linear_history_waits_for_a_merge_method_that_allows_it(hub, github, repo):
    repo.allow_squash_merge = repo.allow_rebase_merge = False
    reconcile(hub, "acme/a", EVERYTHING)
    assert [e.method for e in github.requests.writes()] == ["PATCH", "PUT", "POST"]


# Budgets


def test_a_spent_hour_stops_before_the_first_request(hubs, github, repo, token):
    hub = hubs(github.url, token, budget={"reserve": 200})
    github.leave_budget(token, 201)
    observe(hub, "acme/a")
    github.requests.clear()
    with pytest.raises(RateLimited, match="hourly request limit"):
        observe(hub, "acme/a")
    assert list(github.requests) == []


def test_a_reconcile_under_way_may_finish_on_the_reserve(hubs, github, repo, token):
    hub = hubs(github.url, token, budget={"reserve": 200})
    found = observe(hub, "acme/a")
    github.leave_budget(token, 100)
    assert planned(hub.apply(found, planned(found).requests)).changes == ()


def test_the_pace_of_the_connection_is_kept(hubs, github, repo, token):
    hub = hubs(github.url, token, budget={"pointsPerMinute": 60})
    for _ in range(14):  # of three points each, while nineteen are free
        observe(hub, "acme/a")
    with pytest.raises(Paced):
        observe(hub, "acme/a")


def test_a_limit_in_the_middle_ends_the_reconcile_and_the_next_completes_it(hubs, github, repo, token):
    hub = hubs(github.url, token)
    fault: Fault = github.faults.too_many_requests(1, method="PATCH")
    with pytest.raises(RateLimited):
        reconcile(hub, "acme/a", EVERYTHING)
    assert fault.hits == 1
    again = hubs(github.url, token)
    assert planned(reconcile(again, "acme/a", EVERYTHING), EVERYTHING).changes == ()


def test_the_commit_of_the_governed_branch_is_told(hub, repo):
    commit = repo.commit({"README.md": "Changed"})
    assert hub.commit(hub.find("acme/a", None)) == commit.sha


def test_a_branch_that_is_not_there_has_no_commit(hub):
    with pytest.raises(BranchNotFound, match="release"):
        hub.commit(hub.find("acme/a", "release"))


def test_a_token_is_what_a_scan_reads_with(hub, token):
    assert hub.reading_token("acme/a") == token
