"""The classic protection of a branch as a whole.

https://docs.github.com/rest/branches/branch-protection
"""

from collections.abc import Mapping
from typing import Any

from tests.github.answers import Answer, no_content, not_found, ok
from tests.github.gates import on_plan
from tests.github.registry import Call, route
from tests.github.routes.branches import branch_of
from tests.github.routes.protection_bodies import check_protection
from tests.github.shapes.protection import protection
from tests.github.state.content import Branch
from tests.github.state.protection import FLAGS, Actors, Protection, Reviews, StatusChecks, named_checks
from tests.github.state.repositories import Repository

RULE = "/repos/{owner}/{repo}/branches/{branch}/protection"
READ, WRITE = "administration=read", "administration=write"
PAGE = "branches/branch-protection"


def protectable(call: Call, name: str) -> Branch:
    """A branch that can have a rule."""
    on_plan(call.here)
    if call.here.disabled_protection:
        raise not_found("Branch protection has been disabled on this repository.")
    return branch_of(call, name)


def rule_of(call: Call, name: str) -> Protection:
    """The rule of a branch, or the 404 that says there is none."""
    rule = protectable(call, name).protection
    if rule is None:
        raise not_found("Branch not protected")
    return rule


@route(f"GET {RULE}", needs=READ, docs=f"{PAGE}#get-branch-protection")
def get_protection(call: Call, branch: str) -> Answer:
    """The rule, without the parts that are off."""
    return ok(protection(call.api, call.world, call.here, branch, rule_of(call, branch)))


@route(f"PUT {RULE}", needs=WRITE, docs=f"{PAGE}#update-branch-protection")
def put_protection(call: Call, branch: str) -> Answer:
    """Replace the rule: what the body leaves out falls to its default."""
    held = protectable(call, branch)
    check_protection(call.body, organization=call.here.owner.is_organization)
    rule = _from_body(call, call.body)
    # Signed commits have their own endpoint, which this one does not touch.
    rule.required_signatures = held.protection.required_signatures if held.protection else False
    held.protection = rule
    return get_protection(call, branch)


@route(f"DELETE {RULE}", needs=WRITE, docs=f"{PAGE}#delete-branch-protection")
def delete_protection(call: Call, branch: str) -> Answer:
    """Remove the rule."""
    rule_of(call, branch)
    call.here.branches[branch].protection = None
    return no_content()


def _from_body(call: Call, body: Mapping[str, Any]) -> Protection:
    checks, reviews, pushers = (body[part] for part in ("required_status_checks", *_ACTOR_PARTS))
    return Protection(
        required_status_checks=None if checks is None else status_checks(call.here, checks),
        enforce_admins=bool(body["enforce_admins"]),
        required_pull_request_reviews=None if reviews is None else update_reviews(call, Reviews(), reviews),
        restrictions=None if pushers is None else known(call, pushers),
        **{flag: bool(body.get(flag)) for flag in FLAGS},
    )


_ACTOR_PARTS = ("required_pull_request_reviews", "restrictions")


def status_checks(repo: Repository, body: Mapping[str, Any], held: StatusChecks | None = None) -> StatusChecks:
    """Required checks from a body; `checks` wins over `contexts`, what is missing stays as held."""
    held = held or StatusChecks()
    listed = body.get("checks", body.get("contexts"))
    checks = held.checks if listed is None else named_checks(listed, repo.reported_by)
    return StatusChecks(body.get("strict", held.strict), checks)


def update_reviews(call: Call, held: Reviews, body: Mapping[str, Any]) -> Reviews:
    """Required reviews after a body, with only the people that exist."""
    held.update(body)
    for name in ("dismissal_restrictions", "bypass_pull_request_allowances"):
        if body.get(name):
            setattr(held, name, known(call, body[name]))
    return held


def known(call: Call, body: Mapping[str, list[str]]) -> Actors:
    """The actors that exist. GitHub drops the others in silence (reported, not measured)."""
    world, teams = call.world, call.here.owner.teams
    return Actors(
        [login for login in body.get("users", []) if login in world.owners],
        [slug for slug in body.get("teams", []) if slug in teams],
        [slug for slug in body.get("apps", []) if world.app_by_slug(slug)],
    )
