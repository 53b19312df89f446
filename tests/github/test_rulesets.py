"""Rulesets: which rules apply to a branch, who sees who may bypass them, and what is refused."""

import pytest

RULESETS = "/repos/acme/payments/rulesets"
RULES = "/repos/acme/payments/rules/branches"
LINEAR = {"type": "required_linear_history"}
PUSHES = {"type": "non_fast_forward"}
BYPASS = [{"actor_id": 1, "actor_type": "Team", "bypass_mode": "always"}]


def types(reply) -> list[str]:
    return [rule["type"] for rule in reply.body]


def test_rules_add_up_without_classic_ones(github, client, repo):
    own = github.add_ruleset("acme/payments", name="own", rules=[LINEAR])
    github.add_ruleset("acme", name="all", rules=[PUSHES])
    for state in ("evaluate", "disabled"):
        github.add_ruleset("acme/payments", name=state, rules=[{"type": "creation"}], enforcement=state)
    repo.protect(allow_force_pushes=True)
    reply = client.get(f"{RULES}/main")
    assert types(reply) == ["required_linear_history", "non_fast_forward"]
    assert reply.body[0] == LINEAR | {
        "ruleset_id": own.id,
        "ruleset_source": "acme/payments",
        "ruleset_source_type": "Repository",
    }
    assert reply.body[1]["ruleset_source_type"] == "Organization"


@pytest.mark.parametrize(
    ("include", "exclude", "branch", "applies"),
    [
        (["~DEFAULT_BRANCH"], [], "main", True),
        (["~DEFAULT_BRANCH"], [], "dev", False),
        (["~ALL"], ["refs/heads/dev"], "dev", False),
        (["refs/heads/release/*"], [], "release/1.0", True),  # the branch need not exist
        (["refs/heads/main"], [], "maintenance", False),
    ],
)
def test_conditions(github, client, include, exclude, branch, applies):
    conditions = {"ref_name": {"include": include, "exclude": exclude}}
    github.add_ruleset("acme/payments", name="some", rules=[LINEAR], conditions=conditions)
    assert bool(client.get(f"{RULES}/{branch}").body) is applies


def test_organization_ruleset_of_other_repositories(github, client):
    conditions = {
        "ref_name": {"include": ["~ALL"], "exclude": []},
        "repository_name": {"include": ["web-*"], "exclude": []},
    }
    github.add_ruleset("acme", name="web", rules=[LINEAR], conditions=conditions)
    assert client.get(f"{RULES}/main").body == []
    assert client.get(RULESETS).body == []


def test_parents_can_be_left_out(github, client):
    ruleset = github.add_ruleset("acme", name="all", rules=[LINEAR])
    assert [r["name"] for r in client.get(RULESETS).body] == ["all"]
    assert client.get(f"{RULESETS}?includes_parents=false").body == []
    assert client.get(f"{RULESETS}/{ruleset.id}").body["source"] == "acme"
    assert client.delete(f"{RULESETS}/{ruleset.id}").status == 404


def test_a_list_shows_no_rules(github, client):
    github.add_ruleset("acme/payments", name="own", rules=[LINEAR], bypass_actors=BYPASS)
    assert not {"rules", "conditions", "bypass_actors"} & client.get(RULESETS).body[0].keys()


def test_bypass_actors_show_to_editors_only(github, client, connect):
    ruleset = github.add_ruleset("acme/payments", name="own", rules=[LINEAR], bypass_actors=BYPASS)
    path = f"{RULESETS}/{ruleset.id}"
    assert client.get(path).body["bypass_actors"] == BYPASS
    reader = connect(github.add_token("bot", {"administration": "read"}))
    assert "bypass_actors" not in reader.get(path).body
    assert reader.get(path).body["rules"] == [LINEAR]


def test_create_change_remove(client, repo):
    body = {"name": "own", "enforcement": "active", "rules": [LINEAR], "bypass_actors": BYPASS}
    made = client.post(RULESETS, body | {"conditions": {"ref_name": {"include": ["~ALL"], "exclude": []}}})
    assert (made.status, made.body["rules"]) == (201, [LINEAR])
    path = f"{RULESETS}/{made.body['id']}"
    assert client.put(path, {"enforcement": "disabled"}).body["bypass_actors"] == BYPASS
    assert client.get(f"{RULES}/main").body == []
    assert client.delete(path).status == 204
    assert repo.rulesets == {}
    assert client.get(path).status == 404


def required(app_id: int) -> dict:
    checks = [{"context": "lint", "integration_id": app_id}]
    parameters = {"required_status_checks": checks, "strict_required_status_checks_policy": True}
    return {"type": "required_status_checks", "parameters": parameters}


def test_a_source_must_be_able_to_report(github, client):
    github.add_app(7, {"statuses": "write"})
    body = {"name": "own", "enforcement": "active"}
    assert client.post(RULESETS, body | {"rules": [required(7)]}).status == 201
    assert client.post(RULESETS, body | {"rules": [required(15368)]}).status == 201
    assert client.post(RULESETS, body | {"rules": [required(8)]}).status == 422


def test_evaluate_is_for_enterprises(client, repo):
    body = {"name": "own", "enforcement": "evaluate"}
    assert client.post(RULESETS, body).status == 422
    repo.owner.plan = "enterprise"
    assert client.post(RULESETS, body).status == 201


def test_unknown_enforcement(github, client):
    assert client.post(RULESETS, {"name": "own", "enforcement": "strict"}).status == 422
    assert github.violations.pop()


def test_at_most_75(github, client):
    for number in range(75):
        github.add_ruleset("acme/payments", name=str(number))
    assert client.post(RULESETS, {"name": "own", "enforcement": "active"}).status == 422


def test_ruleset_of_named_repositories(github, client, repo):
    ref = {"ref_name": {"include": ["~ALL"], "exclude": []}}
    for ids in ([repo.id], [1]):
        named = ref | {"repository_id": {"repository_ids": ids}}
        github.add_ruleset("acme", name="named", rules=[LINEAR], conditions=named)
    github.add_ruleset("acme/payments", name="nowhere", rules=[LINEAR], conditions={})
    assert len(client.get(f"{RULES}/main").body) == 1


def test_missing_name(github, client):
    assert client.post(RULESETS, {"enforcement": "active"}).status == 422
    assert github.violations.pop()


def test_organization_rulesets(github, client, connect):
    ruleset = github.add_ruleset("acme", name="all", rules=[LINEAR])
    assert [r["id"] for r in client.get("/orgs/acme/rulesets").body] == [ruleset.id]
    assert client.get(f"/orgs/acme/rulesets/{ruleset.id}").body["rules"] == [LINEAR]
    assert connect(github.add_token("bot", {})).get("/orgs/acme/rulesets").status == 403
    assert client.get("/orgs/gone/rulesets").status == 404
