"""Who is asking, and whether they may: everything that GitHub checks before an operation."""

from tests.github.answers import Refusal, not_found
from tests.github.exchange import READS
from tests.github.faults import PLAN
from tests.github.registry import Call, Route
from tests.github.state.apps import App, app_of
from tests.github.state.repositories import Repository
from tests.github.state.tokens import Token
from tests.github.state.world import World

ARCHIVED = "Repository was archived so is read-only."
# Anyone may read these of a public repository.
PUBLIC = {"metadata", "contents", "checks", "statuses", "pull_requests", "actions"}


def authenticate(world: World, authorization: str) -> tuple[Token | None, App | None]:
    """The token or the App behind an Authorization header; both None when there is none."""
    if not authorization:
        return None, None
    secret = authorization.partition(" ")[2].strip()
    if secret.count(".") == 2:
        return None, app_of(world, secret)
    token = world.tokens.get(secret)
    expired = token and token.expires_at is not None and token.expires_at <= world.clock.now()
    if token is None or token.revoked or expired:
        raise Refusal(401, "Bad credentials")
    if token.installation_id and token.installation_id not in world.installations:
        raise Refusal(401, "Bad credentials")
    return token, None


def visible(call: Call, repo: Repository | None) -> Repository:
    """The repository, or 404 as if it did not exist."""
    if repo is None or (repo.private and not _sees(call, repo)):
        raise not_found()
    return repo


def _sees(call: Call, repo: Repository) -> bool:
    if call.app:
        return any(held.reaches(repo) for held in call.app.installations.values())
    return call.token is not None and call.token.reaches(repo)


def permit(call: Call, route: Route) -> None:
    """Refuse who lacks the operation's permission.

    https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#insufficient-permissions
    """
    if route.needs == "anyone":
        return
    if route.needs in _KINDS:
        _KINDS[route.needs](call)
        return
    name, level = route.needs.split("=")
    if call.repo is not None and not call.repo.private and level == "read" and name in PUBLIC:
        return
    if call.token is None:
        raise Refusal(401, "Requires authentication") if call.app is None else _inaccessible(call)
    reached = call.repo is None or call.token.reaches(call.repo)
    if not (reached and call.token.allows(name, level)):
        raise _inaccessible(call)


def _inaccessible(call: Call) -> Refusal:
    if call.token and call.token.kind == "classic":
        return not_found()  # a classic token without the right is told nothing
    fine_grained = call.token is not None and call.token.kind == "fine-grained"
    who = "personal access token" if fine_grained else "integration"
    return Refusal(403, f"Resource not accessible by {who}")


def _need_app(call: Call) -> None:
    if call.app is None:
        raise Refusal(401, "A JSON web token could not be decoded")


def _need_user(call: Call) -> None:
    if call.token is None:
        raise Refusal(401, "Requires authentication") if call.app is None else _inaccessible(call)
    if call.token.kind == "installation":
        raise _inaccessible(call)


def _need_installation(call: Call) -> None:
    if call.token is None or call.token.kind != "installation":
        message = "You must authenticate with an installation access token in order to list repositories"
        raise Refusal(403, f"{message} for an installation.")


_KINDS = {"app": _need_app, "user": _need_user, "installation": _need_installation}


def writable(call: Call, route: Route) -> None:
    """Refuse to change an archived repository; `PATCH /repos` decides itself, since it can unarchive."""
    changes = call.exchange.method not in READS and route.template != "/repos/{owner}/{repo}"
    if changes and call.repo is not None and call.repo.archived:
        raise Refusal(403, ARCHIVED)


def on_plan(repo: Repository) -> None:
    """Refuse protection and rulesets of a private repository on a free plan."""
    if not repo.plan_allows_protection:
        raise Refusal(403, PLAN)
