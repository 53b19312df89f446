"""Rulesets and the rules of a branch.

https://docs.github.com/rest/repos/rules
"""

from typing import Any

from tests.github.answers import Answer, Refusal, created, invalid_request, no_content, not_found, ok
from tests.github.gates import on_plan
from tests.github.registry import Call, route
from tests.github.routes.pages import page
from tests.github.shapes.rulesets import detail, rules_of_branch, summary
from tests.github.state.apps import ACTIONS_APP
from tests.github.state.owners import Owner
from tests.github.state.rulesets import Ruleset

RULESETS = "/repos/{owner}/{repo}/rulesets"
ONE = f"{RULESETS}/{{ruleset_id}}"
WRITE = "administration=write"
EDITABLE = ("name", "target", "enforcement", "conditions", "rules", "bypass_actors")
ENFORCEMENTS = ("active", "evaluate", "disabled")
MOST_RULESETS = 75


@route("GET /repos/{owner}/{repo}/rules/branches/{branch}", docs="repos/rules#get-rules-for-a-branch")
def rules(call: Call, branch: str) -> Answer:
    """The active rules of every ruleset that applies; the branch need not exist, classic rules do not show."""
    on_plan(call.here)
    applying = [r for r in call.world.rulesets_of(call.here) if r.applies_to(call.here, branch)]
    return page(call, rules_of_branch(applying))


@route(f"GET {RULESETS}", docs="repos/rules#get-all-repository-rulesets")
def list_rulesets(call: Call) -> Answer:
    """The repository's rulesets, and by default those of its organisation."""
    on_plan(call.here)
    return page(call, call.world.rulesets_of(call.here, parents=_parents(call)), lambda r: summary(call.api, r))


@route(f"GET {ONE}", docs="repos/rules#get-a-repository-ruleset")
def get_ruleset(call: Call, ruleset_id: str) -> Answer:
    """One ruleset."""
    on_plan(call.here)
    found = _find(call.world.rulesets_of(call.here, parents=_parents(call)), ruleset_id)
    return ok(detail(call.api, found, may_edit=_may_edit(call, "administration")))


@route(f"POST {RULESETS}", needs=WRITE, docs="repos/rules#create-a-repository-ruleset")
def create_ruleset(call: Call) -> Answer:
    """Add a ruleset."""
    on_plan(call.here)
    body = call.body or {}
    if missing := [f'"{name}"' for name in ("name", "enforcement") if name not in body]:
        raise invalid_request(f"{', '.join(missing)} wasn't supplied.")
    if len(call.here.rulesets) >= MOST_RULESETS:
        raise Refusal(422, "Validation Failed", errors=["Only 75 rulesets are allowed."])
    _check(call, body)
    fields = {name: body[name] for name in EDITABLE if name in body}
    held = Ruleset(source=call.here.full_name, **fields)
    call.here.rulesets[held.id] = held
    return created(detail(call.api, held, may_edit=True))


@route(f"PUT {ONE}", needs=WRITE, docs="repos/rules#update-a-repository-ruleset")
def update_ruleset(call: Call, ruleset_id: str) -> Answer:
    """Change what the body names."""
    held = _find(call.here.rulesets.values(), ruleset_id)
    body = call.body or {}
    _check(call, body)
    for name in EDITABLE:
        if name in body:
            setattr(held, name, body[name])
    return ok(detail(call.api, held, may_edit=True))


@route(f"DELETE {ONE}", needs=WRITE, docs="repos/rules#delete-a-repository-ruleset")
def delete_ruleset(call: Call, ruleset_id: str) -> Answer:
    """Remove a ruleset; one of the organisation cannot be removed here."""
    del call.here.rulesets[_find(call.here.rulesets.values(), ruleset_id).id]
    return no_content()


ORG = "/orgs/{org}/rulesets"
ORG_READ = "organization_administration=read"


@route(f"GET {ORG}", needs=ORG_READ, docs="orgs/rules#get-all-organization-repository-rulesets")
def list_organization_rulesets(call: Call, org: str) -> Answer:
    """An organisation's rulesets."""
    return page(call, list(_organization(call, org).rulesets.values()), lambda r: summary(call.api, r))


@route(f"GET {ORG}/{{ruleset_id}}", needs=ORG_READ, docs="orgs/rules#get-an-organization-repository-ruleset")
def get_organization_ruleset(call: Call, org: str, ruleset_id: str) -> Answer:
    """One ruleset of an organisation."""
    found = _find(_organization(call, org).rulesets.values(), ruleset_id)
    return ok(detail(call.api, found, may_edit=_may_edit(call, "organization_administration")))


def _organization(call: Call, login: str) -> Owner:
    owner = call.world.owners.get(login)
    if owner is None or not owner.is_organization:
        raise not_found()
    return owner


def _parents(call: Call) -> bool:
    return call.exchange.query.get("includes_parents", "true") != "false"


def _find(rulesets, ruleset_id: str) -> Ruleset:
    for held in rulesets:
        if str(held.id) == ruleset_id:
            return held
    raise not_found()


def _may_edit(call: Call, permission: str) -> bool:
    token = call.token
    return token is not None and token.allows(permission, "write") and (not call.repo or token.reaches(call.repo))


def _check(call: Call, body: dict[str, Any]) -> None:
    enforcement = body.get("enforcement", "active")
    if enforcement not in ENFORCEMENTS:
        raise invalid_request(f'"{enforcement}" is not a member of {list(ENFORCEMENTS)}.')
    if enforcement == "evaluate" and call.here.owner.plan != "enterprise":
        sorry = "Enforcement evaluate option is not supported on this plan."  # our wording
        raise Refusal(422, "Validation Failed", errors=[sorry])
    for rule in body.get("rules") or []:
        parameters = rule.get("parameters") or {}
        for check in parameters.get("required_status_checks", []):
            _check_source(call, check.get("integration_id"))


def _check_source(call: Call, app_id: int | None) -> None:
    """An expected source is an App with statuses:write (eclipse-csi/otterdog#473)."""
    if app_id is None or app_id == ACTIONS_APP:
        return
    app = call.world.apps.get(app_id)
    if app is None or app.permissions.get("statuses") != "write":
        raise Refusal(422, "Validation Failed", errors=["Invalid integration id"])
