"""Branches.

https://docs.github.com/rest/branches/branches
"""

from tests.github.answers import Answer, not_found, ok
from tests.github.registry import Call, route
from tests.github.routes.pages import page
from tests.github.shapes.branches import full_branch, short_branch
from tests.github.state.content import Branch


def branch_of(call: Call, name: str) -> Branch:
    """The branch, or the 404 that is neither a missing rule nor a missing repository."""
    branch = call.here.branches.get(name)
    if branch is None:
        raise not_found("Branch not found")
    return branch


@route("GET /repos/{owner}/{repo}/branches", needs="contents=read", docs="branches/branches#list-branches")
def list_branches(call: Call) -> Answer:
    """The branches, or only the (un)protected ones."""
    wanted = call.exchange.query.get("protected")
    branches = [
        b for b in call.here.branches.values() if wanted is None or (b.protection is not None) == (wanted == "true")
    ]
    return page(call, branches, lambda b: short_branch(call.api, call.here, b))


@route("GET /repos/{owner}/{repo}/branches/{branch}", needs="contents=read", docs="branches/branches#get-a-branch")
def get_branch(call: Call, branch: str) -> Answer:
    """One branch."""
    return ok(full_branch(call.api, call.here, branch_of(call, branch)))
