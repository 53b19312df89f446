"""Users, organisations and teams as JSON."""

from base64 import b64encode
from typing import Any

from tests.github.clock import timestamp
from tests.github.state.git import BORN
from tests.github.state.owners import Owner, Team

WEB = "https://github.com"


def node_id(kind: str, number: int) -> str:
    """An opaque id of the GraphQL kind."""
    return b64encode(f"0:{kind}{number}".encode()).decode()


def simple_user(api: str, owner: Owner) -> dict[str, Any]:
    """`simple-user`: also how an organisation shows as an owner."""
    me = f"{api}/users/{owner.login}"
    return {
        "login": owner.login,
        "id": owner.id,
        "node_id": node_id(owner.kind, owner.id),
        "avatar_url": f"https://avatars.githubusercontent.com/u/{owner.id}?v=4",
        "gravatar_id": "",
        "url": me,
        "html_url": f"{WEB}/{owner.login}",
        "followers_url": f"{me}/followers",
        "following_url": f"{me}/following{{/other_user}}",
        "gists_url": f"{me}/gists{{/gist_id}}",
        "starred_url": f"{me}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{me}/subscriptions",
        "organizations_url": f"{me}/orgs",
        "repos_url": f"{me}/repos",
        "events_url": f"{me}/events{{/privacy}}",
        "received_events_url": f"{me}/received_events",
        "type": owner.kind,
        "site_admin": False,
    }


def public_user(api: str, owner: Owner) -> dict[str, Any]:
    """`public-user`: what `GET /user` says."""
    nothing = dict.fromkeys(("bio", "company", "email", "hireable", "location", "name"))
    counts = dict.fromkeys(("followers", "following", "public_gists", "public_repos"), 0)
    born = {"created_at": timestamp(BORN), "updated_at": timestamp(BORN)}
    return simple_user(api, owner) | nothing | counts | born | {"blog": ""}


def organization(api: str, owner: Owner) -> dict[str, Any]:
    """`organization-full`."""
    me = f"{api}/orgs/{owner.login}"
    return {
        "login": owner.login,
        "id": owner.id,
        "node_id": node_id(owner.kind, owner.id),
        "url": me,
        "repos_url": f"{me}/repos",
        "events_url": f"{me}/events",
        "hooks_url": f"{me}/hooks",
        "issues_url": f"{me}/issues",
        "members_url": f"{me}/members{{/member}}",
        "public_members_url": f"{me}/public_members{{/member}}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{owner.id}?v=4",
        "description": None,
        "is_verified": False,
        "has_organization_projects": True,
        "has_repository_projects": True,
        **dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0),
        "html_url": f"{WEB}/{owner.login}",
        "created_at": timestamp(BORN),
        "updated_at": timestamp(BORN),
        "archived_at": None,
        "type": "Organization",
        "web_commit_signoff_required": False,
        "plan": {"name": owner.plan, "space": 976562499, "private_repos": 999999, "filled_seats": 1, "seats": 5},
    }


def team(api: str, group: Team) -> dict[str, Any]:
    """`team`, as it stands in restrictions."""
    me = f"{api}/organizations/{group.organization}/team/{group.id}"
    return {
        "name": group.slug,
        "id": group.id,
        "node_id": node_id("Team", group.id),
        "slug": group.slug,
        "description": "",
        "privacy": "closed",
        "notification_setting": "notifications_enabled",
        "type": "organization",
        "url": me,
        "html_url": f"{WEB}/orgs/{group.organization}/teams/{group.slug}",
        "members_url": f"{me}/members{{/member}}",
        "repositories_url": f"{me}/repos",
        "permission": "push",
        "parent": None,
    }
