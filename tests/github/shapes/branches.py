"""Branches and commits as JSON."""

from typing import Any
from urllib.parse import quote

from tests.github.clock import timestamp
from tests.github.shapes.owners import WEB, node_id
from tests.github.shapes.protection import protection_url
from tests.github.state.content import Branch
from tests.github.state.git import Commit
from tests.github.state.protection import Protection
from tests.github.state.repositories import Repository


def short_branch(api: str, repo: Repository, branch: Branch) -> dict[str, Any]:
    """`short-branch`: a branch in a list."""
    return {
        "name": branch.name,
        "commit": {"sha": branch.sha, "url": f"{api}/repos/{repo.full_name}/commits/{branch.sha}"},
        "protected": branch.protection is not None,
        "protection": _enforcement(branch.protection),
        "protection_url": protection_url(api, repo, branch.name),
    }


def full_branch(api: str, repo: Repository, branch: Branch) -> dict[str, Any]:
    """`branch-with-protection`."""
    here = f"/{repo.full_name}/tree/{branch.name}"
    address = f"{api}/repos/{repo.full_name}/branches/{quote(branch.name, safe='')}"
    return short_branch(api, repo, branch) | {
        "commit": commit(api, repo, repo.commits[branch.sha]),
        "_links": {"self": address, "html": WEB + here},
    }


def _enforcement(rule: Protection | None) -> dict[str, Any]:
    checks = rule.required_status_checks if rule else None
    level = "off" if rule is None or checks is None else "everyone" if rule.enforce_admins else "non_admins"
    held = checks.checks if checks else {}
    return {
        "enabled": rule is not None,
        "required_status_checks": {
            "enforcement_level": level,
            "contexts": list(held),
            "checks": [{"context": name, "app_id": app} for name, app in held.items()],
        },
    }


def commit(api: str, repo: Repository, held: Commit) -> dict[str, Any]:
    """`commit`."""
    here = f"{api}/repos/{repo.full_name}"
    site = f"{WEB}/{repo.full_name}/commit"
    parents = [held.parent] if held.parent else []
    return {
        "sha": held.sha,
        "node_id": node_id("Commit", repo.id),
        "commit": _git_part(here, held),
        "url": f"{here}/commits/{held.sha}",
        "html_url": f"{site}/{held.sha}",
        "comments_url": f"{here}/commits/{held.sha}/comments",
        "author": None,
        "committer": None,
        "parents": [{"sha": sha, "url": f"{here}/commits/{sha}", "html_url": f"{site}/{sha}"} for sha in parents],
    }


def _git_part(here: str, held: Commit) -> dict[str, Any]:
    who = {
        "name": held.author,
        "email": f"{held.author}@users.noreply.github.com",
        "date": timestamp(held.moment),
    }
    return {
        "author": who,
        "committer": who,
        "message": held.message,
        "tree": {"sha": held.tree.sha, "url": f"{here}/git/trees/{held.tree.sha}"},
        "url": f"{here}/git/commits/{held.sha}",
        "comment_count": 0,
        "verification": {
            "verified": False,
            "reason": "unsigned",
            "signature": None,
            "payload": None,
            "verified_at": None,
        },
    }
