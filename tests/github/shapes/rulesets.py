"""Rulesets and the rules of a branch as JSON."""

from typing import Any

from tests.github.clock import timestamp
from tests.github.shapes.owners import WEB, node_id
from tests.github.state.git import BORN
from tests.github.state.rulesets import Ruleset


def summary(api: str, held: Ruleset) -> dict[str, Any]:
    """A ruleset in a list: without rules, conditions and bypass actors."""
    kind = "repos" if held.source_type == "Repository" else "orgs"
    site = held.source if kind == "repos" else f"organizations/{held.source}/settings"
    return {
        "id": held.id,
        "name": held.name,
        "target": held.target,
        "source_type": held.source_type,
        "source": held.source,
        "enforcement": held.enforcement,
        "node_id": node_id("RepositoryRuleset", held.id),
        "_links": {
            "self": {"href": f"{api}/{kind}/{held.source}/rulesets/{held.id}"},
            "html": {"href": f"{WEB}/{site}/rules/{held.id}"},
        },
        "created_at": timestamp(BORN),
        "updated_at": timestamp(BORN),
    }


def detail(api: str, held: Ruleset, *, may_edit: bool) -> dict[str, Any]:
    """A whole ruleset; bypass actors only for who may edit it.

    https://docs.github.com/rest/repos/rules#get-a-repository-ruleset
    """
    body = summary(api, held) | {"conditions": held.conditions, "rules": held.rules}
    if may_edit:
        body["bypass_actors"] = held.bypass_actors
    return body | {"current_user_can_bypass": "never"}


def rules_of_branch(rulesets: list[Ruleset]) -> list[dict[str, Any]]:
    """Each rule with the ruleset that it comes from."""
    return [
        rule
        | {
            "ruleset_source_type": held.source_type,
            "ruleset_source": held.source,
            "ruleset_id": held.id,
        }
        for held in rulesets
        for rule in held.rules
    ]
