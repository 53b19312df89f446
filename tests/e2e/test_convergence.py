"""For any sequence of spec edits, changes on GitHub and faults: the world converges, and then nothing is written."""

import json
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings
from tests.e2e.rig import Rig

GOVERNANCE = {
    "enforceAdmins": [None, {"value": True}],
    "requiredSignatures": [None, {"value": True}, {"policy": "Unmanaged"}],
    "requiredConversationResolution": [None, {"value": True}, {"value": False, "policy": "Exactly"}],
    "deleteBranchOnMerge": [None, {"value": True, "policy": "Exactly"}],
    "mergeMethods": [None, {"value": ["Squash"]}],
    "requiredPullRequestReviews": [None, {"requiredApprovingReviewCount": {"value": 2}}],
    "requiredChecks": [None, {"checks": {"value": [{"name": "lint"}, {"name": "test", "app": "Any"}]}}],
}

edits = st.sampled_from(sorted(GOVERNANCE)).flatmap(
    lambda name: st.sampled_from(GOVERNANCE[name]).map(lambda value: ("edit", {"governance": {name: value}}))
)
modes = st.sampled_from(["Enforce", "Observe"]).map(lambda mode: ("edit", {"mode": mode}))
drifts = st.fixed_dictionaries(
    {
        "checks": st.sampled_from([None, ["security"], ["lint", "old"]]),
        "reviews": st.sampled_from([None, {}, {"required_approving_review_count": 1}]),
        "allow_force_pushes": st.booleans(),
        "lock_branch": st.booleans(),
    }
).map(lambda protection: ("drift", protection))
merges = st.booleans().map(lambda on: ("merge", on))
unprotected = st.just(("unprotect", None))
faults = st.sampled_from(["bad_gateway", "malformed_json", "empty_body", "html_page", "plan"]).flatmap(
    lambda name: st.integers(1, 3).map(lambda times: ("fault", (name, times)))
)
steps = st.lists(st.one_of(edits, modes, drifts, merges, unprotected, faults), min_size=1, max_size=8)


def take(rig: Rig, kind: str, value: Any) -> None:
    repository = rig.github.repository("acme/a")
    match kind:
        case "edit":
            rig.patch(**value)
        case "drift":
            repository.protect("main", **value)
        case "unprotect":
            repository.branches["main"].protection = None
        case "merge":
            repository.allow_merge_commit = repository.allow_rebase_merge = value
        case "fault":
            name, times = value
            getattr(rig.github.faults, name)(times=times, path="/repos/acme/a")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_the_world_converges_and_comes_to_rest(running: Rig, steps: list[tuple[str, Any]]):
    running.apply(running.repo())
    for kind, value in steps:
        take(running, kind, value)
        running.kubectl("annotate", "--overwrite", "br", "a", f"backendrepo.dev/requestedAt={kind}")
    running.github.faults.clear()
    running.patch(mode="Enforce")
    running.ready()
    running.request()
    running.ready()
    kept = json.dumps(vars(running.github.repository("acme/a").protection()), default=vars, sort_keys=True)
    running.github.requests.clear()
    running.request()
    assert running.writes() == []
    assert kept == json.dumps(vars(running.github.repository("acme/a").protection()), default=vars, sort_keys=True)
