"""Pull requests as JSON."""

from typing import Any

from tests.github.clock import timestamp
from tests.github.shapes.activity import STAMPS
from tests.github.shapes.owners import WEB, node_id, simple_user
from tests.github.shapes.repositories import repository
from tests.github.state.activity import Pull
from tests.github.state.git import BORN
from tests.github.state.repositories import Repository
from tests.github.state.world import World


def pull(api: str, world: World, repo: Repository, held: Pull) -> dict[str, Any]:
    """`pull-request-simple`."""
    here = f"{api}/repos/{repo.full_name}"
    site, issue = f"{WEB}/{repo.full_name}/pull/{held.number}", f"{here}/issues/{held.number}"
    url = f"{here}/pulls/{held.number}"
    links = {
        "self": url,
        "html": site,
        "issue": issue,
        "comments": f"{issue}/comments",
        "review_comments": f"{url}/comments",
        "review_comment": f"{here}/pulls/comments{{/number}}",
        "commits": f"{url}/commits",
        "statuses": f"{here}/statuses/{held.head_sha}",
    }
    nothing = ("body", "milestone", "assignee", "auto_merge", "merge_commit_sha", "active_lock_reason")
    merged = None if held.merged_at is None else timestamp(held.merged_at)
    return {
        **dict.fromkeys(nothing),
        **{f"{name}_url": link for name, link in links.items() if name not in ("self", "html")},
        **{"id": held.id, "node_id": node_id("PullRequest", held.id), "number": held.number},
        **{"url": url, "html_url": site, "diff_url": f"{site}.diff", "patch_url": f"{site}.patch"},
        **{"state": held.state, "locked": False, "title": held.title, "draft": held.draft},
        **{"user": simple_user(api, world.owner(held.author)), "author_association": "MEMBER"},
        **{"labels": [], "assignees": [], "requested_reviewers": [], "requested_teams": []},
        **STAMPS,
        "updated_at": timestamp(BORN + held.updated),
        "closed_at": merged if held.state == "open" or merged else timestamp(BORN),
        "merged_at": merged,
        "head": _end(api, repo, held.head, held.head_sha),
        "base": _end(api, repo, held.base, repo.branches[held.base].sha),
        "_links": {name: {"href": link} for name, link in links.items()},
    }


def _end(api: str, repo: Repository, branch: str, sha: str) -> dict[str, Any]:
    owner = repo.owner
    return {
        "label": f"{owner.login}:{branch}",
        "ref": branch,
        "sha": sha,
        "user": simple_user(api, owner),
        "repo": repository(api, repo),
    }
