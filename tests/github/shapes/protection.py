"""Classic protection as JSON: what is off is left out, never null (recorded in `branch-protection`)."""

from typing import Any

from tests.github.shapes.apps import app
from tests.github.shapes.owners import simple_user, team
from tests.github.state.protection import FLAGS, Actors, Protection, Reviews, StatusChecks
from tests.github.state.repositories import Repository
from tests.github.state.world import World


def protection(api: str, world: World, repo: Repository, branch: str, rule: Protection) -> dict[str, Any]:
    """`protected-branch`."""
    url = protection_url(api, repo, branch)
    body: dict[str, Any] = {"url": url}
    if rule.required_status_checks is not None:
        body["required_status_checks"] = status_checks(url, rule.required_status_checks)
    if rule.restrictions is not None:
        body["restrictions"] = restrictions(api, world, repo, url, rule.restrictions)
    if rule.required_pull_request_reviews is not None:
        body["required_pull_request_reviews"] = reviews(api, world, repo, url, rule.required_pull_request_reviews)
    body["required_signatures"] = switch(url, "required_signatures", rule)
    body["enforce_admins"] = switch(url, "enforce_admins", rule)
    return body | {name: {"enabled": getattr(rule, name)} for name in FLAGS}


def protection_url(api: str, repo: Repository, branch: str) -> str:
    """Where the rule of a branch lives."""
    return f"{api}/repos/{repo.full_name}/branches/{branch}/protection"


def switch(url: str, name: str, rule: Protection) -> dict[str, Any]:
    """A sub-resource that is only on or off."""
    return {"url": f"{url}/{name}", "enabled": getattr(rule, name)}


def status_checks(url: str, held: StatusChecks) -> dict[str, Any]:
    """`status-check-policy`."""
    url = f"{url}/required_status_checks"
    return {
        "url": url,
        "strict": held.strict,
        "contexts": list(held.checks),
        "contexts_url": f"{url}/contexts",
        "checks": [{"context": name, "app_id": app_id} for name, app_id in held.checks.items()],
    }


def reviews(api: str, world: World, repo: Repository, url: str, held: Reviews) -> dict[str, Any]:
    """`protected-branch-pull-request-review`."""
    body: dict[str, Any] = {
        "url": f"{url}/required_pull_request_reviews",
        "dismiss_stale_reviews": held.dismiss_stale_reviews,
        "require_code_owner_reviews": held.require_code_owner_reviews,
        "required_approving_review_count": held.required_approving_review_count,
        "require_last_push_approval": held.require_last_push_approval,
    }
    if held.dismissal_restrictions is not None:
        here = f"{url}/dismissal_restrictions"
        links = {"url": here, "users_url": f"{here}/users", "teams_url": f"{here}/teams"}
        body["dismissal_restrictions"] = links | actors(api, world, repo, held.dismissal_restrictions)
    if held.bypass_pull_request_allowances is not None:
        allowances = actors(api, world, repo, held.bypass_pull_request_allowances)
        body["bypass_pull_request_allowances"] = allowances
    return body


def restrictions(api: str, world: World, repo: Repository, url: str, held: Actors) -> dict[str, Any]:
    """`branch-restriction-policy`."""
    here = f"{url}/restrictions"
    links = {f"{kind}_url": f"{here}/{kind}" for kind in ("users", "teams", "apps")}
    return {"url": here, **links, **actors(api, world, repo, held)}


def actors(api: str, world: World, repo: Repository, held: Actors) -> dict[str, Any]:
    """Users, teams and apps as whole objects."""
    apps = [world.app_by_slug(slug) for slug in held.apps]
    return {
        "users": [simple_user(api, world.owner(login)) for login in held.users],
        "teams": [team(api, repo.owner.team(slug)) for slug in held.teams],
        "apps": [app(api, world, known) for known in apps if known],
    }
