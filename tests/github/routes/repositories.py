"""Reading and changing a repository.

https://docs.github.com/rest/repos/repos#update-a-repository
"""

from typing import Any

from tests.github.answers import Answer, Refusal, invalid_request, ok, validation_failed
from tests.github.gates import ARCHIVED
from tests.github.registry import Call, route
from tests.github.shapes.repositories import full_repository
from tests.github.state.repositories import Repository

METHODS = ("allow_squash_merge", "allow_merge_commit", "allow_rebase_merge")
SWITCHES = (
    *METHODS,
    *("allow_auto_merge", "delete_branch_on_merge", "allow_update_branch", "web_commit_signoff_required"),
    *("has_issues", "has_projects", "has_wiki", "is_template", "allow_forking", "private", "archived"),
)
TEXTS = ("description", "homepage", "name", "default_branch")
CHOICES = {
    "squash_merge_commit_title": ("PR_TITLE", "COMMIT_OR_PR_TITLE"),
    "squash_merge_commit_message": ("PR_BODY", "COMMIT_MESSAGES", "BLANK"),
    "merge_commit_title": ("PR_TITLE", "MERGE_MESSAGE"),
    "merge_commit_message": ("PR_BODY", "PR_TITLE", "BLANK"),
}
# Titles and messages come in pairs; the web interface offers just these.
PAIRS = {
    "squash_merge_commit": {
        *(("PR_TITLE", message) for message in CHOICES["squash_merge_commit_message"]),
        ("COMMIT_OR_PR_TITLE", "COMMIT_MESSAGES"),
    },
    "merge_commit": {("MERGE_MESSAGE", "PR_TITLE"), ("PR_TITLE", "PR_BODY"), ("PR_TITLE", "BLANK")},
}


@route("GET /repos/{owner}/{repo}", docs="repos/repos#get-a-repository")
def get_repository(call: Call) -> Answer:
    """A repository with its settings."""
    return ok(full_repository(call.api, call.here, call.token))


@route("PATCH /repos/{owner}/{repo}", needs="administration=write", docs="repos/repos#update-a-repository")
def update_repository(call: Call) -> Answer:
    """Change what the body names; all of it or nothing."""
    repo, wanted = call.here, dict(call.body or {})
    if repo.archived and wanted.get("archived") is not False:
        raise Refusal(403, ARCHIVED)
    if "visibility" in wanted:
        wanted["private"] = wanted.pop("visibility") == "private"
    _check_types(wanted)
    _check_meaning(repo, wanted)
    _store(call, repo, wanted)
    return ok(full_repository(call.api, repo, call.token))


def _check_types(wanted: dict[str, Any]) -> None:
    for name, value in wanted.items():
        if name in SWITCHES and not isinstance(value, bool):
            raise invalid_request(f"For 'properties/{name}', {value!r} is not a boolean.")
        if name in TEXTS and not isinstance(value, str | None):
            raise invalid_request(f"For 'properties/{name}', {value!r} is not a string.")
        if name in CHOICES and value not in CHOICES[name]:
            raise invalid_request(f"{value!r} is not a member of {list(CHOICES[name])}.")


def _check_meaning(repo: Repository, wanted: dict[str, Any]) -> None:
    after = {name: wanted.get(name, getattr(repo, name)) for name in (*METHODS, *CHOICES)}
    if not any(after[name] for name in METHODS):
        sorry = "Sorry, you need to allow at least one merge strategy. (no_merge_method)"
        raise validation_failed("Repository", "merge_commit_allowed", "invalid", sorry)
    for prefix, allowed in PAIRS.items():
        if (after[f"{prefix}_title"], after[f"{prefix}_message"]) not in allowed:
            sorry = "Sorry, this combination of title and message is not allowed."
            raise validation_failed("Repository", f"{prefix}_message", "invalid", sorry)
    branch = wanted.get("default_branch")
    if branch is not None and branch not in repo.branches:
        sorry = f"The branch {branch} was not found. Please push that ref first or create it via the Git Data API."
        raise validation_failed("Repository", "default_branch", "invalid", sorry)


def _store(call: Call, repo: Repository, wanted: dict[str, Any]) -> None:
    name = wanted.pop("name", None)
    if name and name != repo.name:
        if call.world.find(f"{repo.owner.login}/{name}"):
            sorry = "name already exists on this account"
            raise validation_failed("Repository", "name", "custom", sorry)
        call.world.rename(repo.full_name, f"{repo.owner.login}/{name}")
    for field in {*SWITCHES, *TEXTS, *CHOICES} & wanted.keys():
        setattr(repo, field, wanted[field])
    # A plan without protected branches has no auto-merge either; GitHub ignores the wish in silence.
    repo.allow_auto_merge &= repo.plan_allows_protection
    repo.updated_at = call.world.clock.now()
