"""GitHub Apps: who they are, where they are installed, and their tokens.

https://docs.github.com/rest/apps/apps
"""

from collections.abc import Callable
from typing import Any

from tests.github.answers import Answer, Refusal, created, no_content, not_found, ok
from tests.github.clock import timestamp
from tests.github.registry import Call, route
from tests.github.routes.pages import page
from tests.github.shapes import apps as shape
from tests.github.shapes.repositories import repository
from tests.github.state.apps import Installation
from tests.github.state.repositories import Repository
from tests.github.state.tokens import grants

MISSING = "There is at least one repository that does not exist or is not accessible to the parent installation."
UNGRANTED = "The permissions requested are not granted to this installation."


@route("GET /app", needs="app", docs="apps/apps#get-the-authenticated-app")
def get_app(call: Call) -> Answer:
    """The App that signed the JWT."""
    count = {"installations_count": len(call.app.installations)}
    return ok(shape.app(call.api, call.world, call.app) | count)


@route(
    "GET /app/installations",
    needs="app",
    docs="apps/apps#list-installations-for-the-authenticated-app",
)
def list_installations(call: Call) -> Answer:
    """Where the App is installed."""
    held = list(call.app.installations.values())
    return page(call, held, lambda one: shape.installation(call.api, call.world, one))


@route(
    "GET /app/installations/{installation_id}",
    needs="app",
    docs="apps/apps#get-an-installation-for-the-authenticated-app",
)
def get_installation(call: Call, installation_id: str) -> Answer:
    """One installation of the App."""
    return ok(shape.installation(call.api, call.world, _own(call, installation_id)))


def _first(call: Call, fits: Callable[[Installation], bool]) -> Answer:
    for held in call.app.installations.values():
        if fits(held):
            return ok(shape.installation(call.api, call.world, held))
    raise not_found()


@route(
    "GET /repos/{owner}/{repo}/installation",
    needs="app",
    docs="apps/apps#get-a-repository-installation-for-the-authenticated-app",
)
def repository_installation(call: Call) -> Answer:
    """The App's installation that reaches a repository."""
    return _first(call, lambda held: held.reaches(call.here))


@route(
    "GET /orgs/{org}/installation",
    needs="app",
    docs="apps/apps#get-an-organization-installation-for-the-authenticated-app",
)
def organization_installation(call: Call, org: str) -> Answer:
    """The App's installation on an organisation."""
    return _first(call, lambda held: held.owner == org)


@route(
    "GET /users/{username}/installation",
    needs="app",
    docs="apps/apps#get-a-user-installation-for-the-authenticated-app",
)
def user_installation(call: Call, username: str) -> Answer:
    """The App's installation on a user; an organisation is found too."""
    return _first(call, lambda held: held.owner == username)


@route(
    "POST /app/installations/{installation_id}/access_tokens",
    needs="app",
    docs="apps/apps#create-an-installation-access-token-for-an-app",
)
def create_token(call: Call, installation_id: str) -> Answer:
    """A token for an hour, narrowed to the named permissions and repositories."""
    held, body = _own(call, installation_id), call.body or {}
    if held.suspended:
        raise Refusal(403, "This installation has been suspended")
    # An empty object means all, as when it is missing: PyGithub sends one.
    permissions = body.get("permissions") or dict(held.app.permissions)
    if not all(grants(held.app.permissions, name, level) for name, level in permissions.items()):
        raise Refusal(422, UNGRANTED)
    named = _named(call, held, body)
    ids = held.repositories if named is None else {repo.id for repo in named}
    token = call.world.issue(held, {"metadata": "read", **permissions}, ids)
    answer = {
        "token": token.secret,
        "expires_at": timestamp(call.world.clock.told(token.expires_at)),
        "permissions": dict(token.permissions),
        "repository_selection": "all" if ids is None else "selected",
    }
    shown = {} if named is None else {"repositories": [repository(call.api, repo) for repo in named]}
    return created(answer | shown)


def _own(call: Call, installation_id: str) -> Installation:
    held = call.app.installations.get(int(installation_id)) if installation_id.isdigit() else None
    if held is None:
        raise not_found()
    return held


def _named(call: Call, held: Installation, body: dict[str, Any]) -> list[Repository] | None:
    """The repositories that the body names by name or id; None when it names none."""
    names, ids = body.get("repositories"), body.get("repository_ids")
    if not names and not ids:
        return None
    found = [call.world.find(f"{held.owner}/{name}") for name in names or []]
    found += [call.world.repositories.get(number) for number in ids or []]
    good = [repo for repo in found if repo is not None and held.reaches(repo)]
    if len(good) < len(found):
        raise Refusal(422, MISSING)
    return good


@route(
    "GET /installation/repositories",
    needs="installation",
    docs="apps/installations#list-repositories-accessible-to-the-app-installation",
)
def installation_repositories(call: Call) -> Answer:
    """The repositories that an installation token sees."""
    seen = [repo for repo in call.world.repositories.values() if call.token.reaches(repo)]
    answer = page(call, seen, lambda repo: repository(call.api, repo), wrap="repositories")
    answer.body["repository_selection"] = "all" if call.token.repositories is None else "selected"
    return answer


@route(
    "DELETE /installation/token",
    needs="installation",
    docs="apps/installations#revoke-an-installation-access-token",
)
def revoke_token(call: Call) -> Answer:
    """End the token that asks."""
    call.token.revoked = True
    return no_content()
