"""Classic protection: total replacement, omitted keys, and GitHub's words for what it refuses."""

import pytest
from tests.github.standin import GitHub
from tests.github.state.protection import Actors

RULE = "/repos/acme/payments/branches/main/protection"
NOTHING = {
    "required_status_checks": None,
    "enforce_admins": None,
    "required_pull_request_reviews": None,
    "restrictions": None,
}
CHECK = {"strict": True, "checks": [{"context": "lint"}]}


def test_three_kinds_of_404(client):
    assert client.get(RULE).message == "Branch not protected"
    assert client.get(RULE.replace("main", "gone")).message == "Branch not found"
    assert client.get(RULE.replace("payments", "gone")).message == "Not Found"


def test_what_is_off_is_left_out(client):
    body = client.put(RULE, NOTHING).body
    assert not {"required_status_checks", "required_pull_request_reviews", "restrictions"} & body.keys()
    assert body["enforce_admins"]["enabled"] is False
    assert None not in body.values()


def test_put_replaces_everything(client, repo):
    repo.protect(required_linear_history=True, lock_branch=True, checks=["lint"], reviews={}, enforce_admins=True)
    client.put(RULE, NOTHING | {"allow_deletions": True})
    rule = repo.protection()
    assert (rule.required_linear_history, rule.lock_branch, rule.enforce_admins) == (False, False, False)
    assert rule.required_status_checks is None
    assert rule.allow_deletions


def test_every_field_is_stored(client, repo, github):
    github.owner("ada", kind="User")
    repo.owner.team("core")
    github.add_app(7, {"contents": "write"}, slug="merger")
    people = {"users": ["ada"], "teams": ["core"], "apps": ["merger"]}
    reviews = {
        "required_approving_review_count": 2,
        "dismiss_stale_reviews": True,
        "require_code_owner_reviews": True,
        "require_last_push_approval": True,
        "dismissal_restrictions": people,
        "bypass_pull_request_allowances": people,
    }
    flags = dict.fromkeys(("required_linear_history", "block_creations", "required_conversation_resolution"), True)
    wanted = NOTHING | flags | {"required_pull_request_reviews": reviews, "restrictions": people}
    body = client.put(RULE, wanted | {"required_status_checks": CHECK, "enforce_admins": True}).body
    shown = body["required_pull_request_reviews"]
    assert [shown["dismissal_restrictions"][kind][0].get("login", "") for kind in ("users",)] == ["ada"]
    assert body["restrictions"]["teams"][0]["slug"] == "core"
    assert body["restrictions"]["apps"][0]["slug"] == "merger"
    assert {name: shown[name] for name in list(reviews)[:4]} == {k: reviews[k] for k in list(reviews)[:4]}
    assert all(body[flag]["enabled"] for flag in flags)
    assert repo.protection().restrictions == Actors(["ada"], ["core"], ["merger"])


def test_unknown_people_are_dropped(client, repo):
    client.put(RULE, NOTHING | {"restrictions": {"users": ["nobody"], "teams": ["none"], "apps": ["no"]}})
    assert repo.protection().restrictions == Actors()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"required_status_checks": CHECK | {"contexts": []}}, 'More than one subschema in "oneOf" matched'),
        ({"required_status_checks": {"strict": True}}, 'No subschema in "anyOf" matched'),
        ({"required_status_checks": {"checks": []}}, 'No subschema in "anyOf" matched'),
        ({"required_status_checks": {"strict": True, "checks": None}}, 'No subschema in "anyOf" matched'),
        ({"required_pull_request_reviews": {"required_approving_review_count": 7}}, "between 0 and 6"),
        ({"required_pull_request_reviews": {"required_approving_review_count": -1}}, "between 0 and 6"),
        ({"restrictions": {"users": []}}, "is not a null"),
        ({"enforce_admins": "yes"}, '"yes" is not a boolean'),
        ({"required_status_checks": {"strict": True, "contexts": None}}, "nil is not allowed"),
        ({"required_status_checks": {"strict": True, "checks": ["lint"]}}, '["lint"] is not allowed'),
        ({"required_pull_request_reviews": [1]}, "[1] is not a null"),
        ({"required_pull_request_reviews": {"dismiss_stale_reviews": 1}}, "1 is not a boolean"),
        ({"restrictions": {"users": [1], "teams": []}}, "is not allowed"),
    ],
)
def test_refused_bodies(client, github, change, words):
    reply = client.put(RULE, NOTHING | change)
    assert reply.status == 422
    assert words in reply.message
    github.violations.clear()  # GitHub's description refuses most of them too


def test_a_body_is_an_object(client, github):
    assert client.put(RULE, []).message == "Invalid request.\n\n[] is not an object."
    github.violations.clear()


def test_at_most_a_hundred_people(client):
    people = {"users": [f"user-{n}" for n in range(101)], "teams": []}
    assert client.put(RULE, NOTHING | {"restrictions": people}).status == 422


@pytest.mark.parametrize("missing", NOTHING)
def test_four_keys_are_required(client, github, missing):
    reply = client.put(RULE, {name: None for name in NOTHING if name != missing})
    assert (reply.status, reply.message) == (422, f'Invalid request.\n\n"{missing}" wasn\'t supplied.')
    assert github.violations
    github.violations.clear()


def test_only_organizations_restrict_pushes(github, connect):
    github.owner("ada", kind="User")
    github.add_repository("ada/blog")
    body = NOTHING | {"restrictions": {"users": [], "teams": []}}
    reply = connect(github.add_token("ada")).put("/repos/ada/blog/branches/main/protection", body)
    assert (reply.status, len(reply.body["errors"])) == (422, 1)


@pytest.mark.parametrize("contexts", [True, False])
def test_a_check_binds_to_the_app_that_reported_it(client, repo, contexts):
    repo.report_check("lint", app_id=42)
    named = {"contexts": ["lint", "new"]} if contexts else {"checks": [{"context": "lint"}, {"context": "new"}]}
    body = client.put(RULE, NOTHING | {"required_status_checks": {"strict": False, **named}}).body
    assert body["required_status_checks"]["checks"] == [
        {"context": "lint", "app_id": 42},
        {"context": "new", "app_id": None},
    ]


def test_minus_one_is_any_app(client, repo):
    repo.report_check("lint", app_id=42)
    checks = [{"context": "lint", "app_id": -1}, {"context": "test", "app_id": 15368}]
    client.put(RULE, NOTHING | {"required_status_checks": {"strict": True, "checks": checks}})
    assert repo.protection().required_status_checks.checks == {"lint": None, "test": 15368}


def test_signatures_survive_a_put(client, repo):
    assert client.post(f"{RULE}/required_signatures").status == 404
    client.put(RULE, NOTHING)
    assert client.post(f"{RULE}/required_signatures").body["enabled"] is True
    client.put(RULE, NOTHING)
    assert client.get(RULE).body["required_signatures"]["enabled"] is True
    assert client.delete(f"{RULE}/required_signatures").status == 204
    assert repo.protection().required_signatures is False


def test_delete_twice(client):
    client.put(RULE, NOTHING)
    assert client.delete(RULE).status == 204
    assert client.delete(RULE).message == "Branch not protected"


@pytest.mark.parametrize("part", ["required_status_checks", "required_pull_request_reviews", "restrictions"])
def test_parts_can_be_read_and_removed(client, repo, part):
    repo.protect(checks=["lint"], reviews={}, restrictions={"users": []})
    assert client.get(f"{RULE}/{part}").body == client.get(RULE).body[part]
    assert client.delete(f"{RULE}/{part}").status == 204
    assert getattr(repo.protection(), part) is None
    assert client.get(f"{RULE}/{part}").message.endswith("not enabled")


def test_patch_of_checks_takes_both_forms(client, repo):
    repo.protect(checks=["lint"], strict=True)
    body = {"contexts": ["a"], "checks": [{"context": "b", "app_id": -1}]}
    assert client.patch(f"{RULE}/required_status_checks", body).body["contexts"] == ["b"]
    client.patch(f"{RULE}/required_status_checks", {"strict": False})
    assert repo.protection().required_status_checks.strict is False
    assert repo.protection().required_status_checks.checks == {"b": None}


def test_patch_of_reviews_keeps_the_rest(client, repo):
    repo.protect(reviews={"dismiss_stale_reviews": True})
    client.patch(f"{RULE}/required_pull_request_reviews", {"required_approving_review_count": 3})
    reviews = repo.protection().required_pull_request_reviews
    assert (reviews.required_approving_review_count, reviews.dismiss_stale_reviews) == (3, True)


def test_admins_are_a_switch(client, repo):
    repo.protect()
    assert client.post(f"{RULE}/enforce_admins").body["enabled"] is True
    assert client.delete(f"{RULE}/enforce_admins").status == 204
    assert client.get(f"{RULE}/enforce_admins").body["enabled"] is False


def test_branch_names_with_slashes(client, repo):
    repo.commit({}, "release/1.0")
    path = "/repos/acme/payments/branches/release%2F1.0/protection"
    assert client.put(path, NOTHING).status == 200
    assert client.get("/repos/acme/payments/branches/release/1.0").body["protected"] is True


def test_disabled_feature(client, repo):
    repo.disabled_protection = True
    assert client.get(RULE).message == "Branch protection has been disabled on this repository."


def test_free_plan(github: GitHub, client, repo):
    repo.owner.plan, repo.private = "free", True
    for path in (RULE, "/repos/acme/payments/rulesets", "/repos/acme/payments/rules/branches/main"):
        reply = client.get(path)
        assert (reply.status, reply.message.startswith("Upgrade to GitHub Pro")) == (403, True)
    assert client.put(RULE, NOTHING).status == 403
