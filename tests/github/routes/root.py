"""The root, the rate limit and the caller."""

from tests.github.answers import Answer, not_found, ok
from tests.github.limits import ANONYMOUS
from tests.github.registry import Call, route
from tests.github.shapes.owners import organization, public_user

PAGE = "{&page,per_page,sort,order}"
LISTED = "{?type,page,per_page,sort}"
LINKS = {
    "current_user_url": "/user",
    "authorizations_url": "/authorizations",
    "code_search_url": "/search/code?q={query}" + PAGE,
    "commit_search_url": "/search/commits?q={query}" + PAGE,
    "emails_url": "/user/emails",
    "emojis_url": "/emojis",
    "events_url": "/events",
    "feeds_url": "/feeds",
    "followers_url": "/user/followers",
    "following_url": "/user/following{/target}",
    "gists_url": "/gists{/gist_id}",
    "hub_url": "/hub",
    "issue_search_url": "/search/issues?q={query}" + PAGE,
    "issues_url": "/issues",
    "keys_url": "/user/keys",
    "label_search_url": "/search/labels?q={query}&repository_id={repository_id}{&page,per_page}",
    "notifications_url": "/notifications",
    "organization_url": "/orgs/{org}",
    "organization_repositories_url": "/orgs/{org}/repos" + LISTED,
    "organization_teams_url": "/orgs/{org}/teams",
    "public_gists_url": "/gists/public",
    "rate_limit_url": "/rate_limit",
    "repository_url": "/repos/{owner}/{repo}",
    "repository_search_url": "/search/repositories?q={query}" + PAGE,
    "current_user_repositories_url": "/user/repos" + LISTED,
    "starred_url": "/user/starred{/owner}{/repo}",
    "starred_gists_url": "/gists/starred",
    "topic_search_url": "/search/topics?q={query}{&page,per_page}",
    "user_url": "/users/{user}",
    "user_organizations_url": "/user/orgs",
    "user_repositories_url": "/users/{user}/repos" + LISTED,
    "user_search_url": "/search/users?q={query}" + PAGE,
}


@route("GET /", needs="anyone", docs="meta/meta#github-api-root")
def root(call: Call) -> Answer:
    """What the API offers."""
    site = "https://github.com/settings/connections/applications{/client_id}"
    links = {name: call.api + path for name, path in LINKS.items()}
    return ok(links | {"current_user_authorizations_html_url": site})


@route("GET /rate_limit", needs="anyone", docs="rate-limit/rate-limit")
def rate_limit(call: Call) -> Answer:
    """What is left of the hour; asking costs nothing."""
    core = call.limits.status(call.token.budget if call.token else ANONYMOUS)
    untouched = {"limit": 30, "used": 0, "remaining": 30, "reset": core["reset"]}
    return ok({"resources": {"core": core, "search": untouched}, "rate": core})


@route("GET /user", needs="user", docs="users/users#get-the-authenticated-user")
def user(call: Call) -> Answer:
    """The owner of a personal token."""
    return ok(public_user(call.api, call.world.owner(call.token.login)))


@route("GET /users/{username}", needs="anyone", docs="users/users#get-a-user")
def any_user(call: Call, username: str) -> Answer:
    """A user or an organisation by login."""
    if username not in call.world.owners:
        raise not_found()
    return ok(public_user(call.api, call.world.owners[username]))


@route("GET /orgs/{org}", needs="anyone", docs="orgs/orgs#get-an-organization")
def one_organization(call: Call, org: str) -> Answer:
    """An organisation."""
    owner = call.world.owners.get(org)
    if owner is None or not owner.is_organization:
        raise not_found()
    return ok(organization(call.api, owner))
