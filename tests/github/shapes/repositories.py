"""Repositories as JSON."""

from typing import Any

from tests.github.clock import timestamp
from tests.github.shapes.owners import WEB, node_id, simple_user
from tests.github.state.git import BORN
from tests.github.state.repositories import Repository
from tests.github.state.tokens import Token

MERGE_SETTINGS = (
    "allow_squash_merge",
    "allow_merge_commit",
    "allow_rebase_merge",
    "allow_auto_merge",
    "delete_branch_on_merge",
    "allow_update_branch",
    "squash_merge_commit_title",
    "squash_merge_commit_message",
    "merge_commit_title",
    "merge_commit_message",
)
PLAIN = (
    *("id", "name", "full_name", "private", "description", "homepage", "topics", "archived", "default_branch"),
    *("has_issues", "has_projects", "has_wiki", "has_discussions", "is_template", "allow_forking"),
    "web_commit_signoff_required",
)
LINKS = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}
COUNTS = (
    *("forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count"),
    *("watchers", "watchers_count"),
)


def repository(api: str, repo: Repository) -> dict[str, Any]:
    """`repository` without merge settings: how it stands inside other answers."""
    here = f"{api}/repos/{repo.full_name}"
    site = f"github.com/{repo.full_name}"
    return {
        **{name: getattr(repo, name) for name in PLAIN},
        "node_id": node_id("Repository", repo.id),
        "owner": simple_user(api, repo.owner),
        "visibility": "private" if repo.private else "public",
        "html_url": f"{WEB}/{repo.full_name}",
        "url": here,
        **{name: here + path for name, path in LINKS.items()},
        "clone_url": f"https://{site}.git",
        "git_url": f"git://{site}.git",
        "ssh_url": f"git@github.com:{repo.full_name}.git",
        "svn_url": f"https://{site}",
        **dict.fromkeys(COUNTS, 0),
        "fork": False,
        "disabled": False,
        "has_downloads": True,
        "has_pages": False,
        "language": None,
        "license": None,
        "mirror_url": None,
        "created_at": timestamp(BORN),
        "updated_at": timestamp(repo.updated_at),
        "pushed_at": timestamp(BORN),
    }


def full_repository(api: str, repo: Repository, token: Token | None) -> dict[str, Any]:
    """`full-repository`.

    "To view merge-related settings, you must have the contents:read and contents:write permissions":
    https://docs.github.com/rest/repos/repos#get-a-repository
    """
    body = repository(api, repo) | {"network_count": 0, "subscribers_count": 0, "temp_clone_token": ""}
    if repo.owner.is_organization:
        body["organization"] = simple_user(api, repo.owner)
    if token and token.reaches(repo):
        body["permissions"] = _permissions(token)
        if token.allows("contents", "write"):
            body |= {name: getattr(repo, name) for name in MERGE_SETTINGS}
            body["use_squash_pr_title_as_default"] = repo.squash_merge_commit_title == "PR_TITLE"
    return body


def _permissions(token: Token) -> dict[str, bool]:
    push = token.allows("contents", "write")
    admin = token.allows("administration", "write")
    return {"admin": admin, "maintain": admin, "push": push, "triage": push, "pull": True}
