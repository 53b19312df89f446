"""What GitHub answers, read into `Live`. What does not look as documented raises an error, never a guess.

Sources: docs.github.com, REST, "Get a repository", "Get branch protection", "Get rules for a branch".
"""

from collections.abc import Iterable, Mapping
from typing import Any

from backendrepo.governance.live import (
    ANY_APP,
    Actors,
    Check,
    MergeSettings,
    Protection,
    RequiredChecks,
    Reviews,
    Rule,
)
from backendrepo.governance.required_checks import ordered

_SWITCHES = (
    "enforce_admins",
    "required_linear_history",
    "allow_force_pushes",
    "allow_deletions",
    "block_creations",
    "required_conversation_resolution",
    "lock_branch",
    "allow_fork_syncing",
    "required_signatures",
)
_LISTS = ("required_status_checks", "required_pull_request_reviews", "restrictions")
_DECORATION = ("url", "name", "protection_url", "enabled")


def merge_settings(repository: Mapping[str, Any]) -> MergeSettings | None:
    """Return the merge settings of a repository's answer, None where the credential may not see them."""
    if any(field not in repository for field in MergeSettings.model_fields):
        return None
    return MergeSettings.model_validate({field: repository[field] for field in MergeSettings.model_fields})


def protection(answer: Mapping[str, Any]) -> Protection:
    """Return classic protection as GitHub describes it: switches as `{enabled: …}`, what is off left out."""
    known = {*_SWITCHES, *_LISTS, *_DECORATION}
    return Protection(
        required_status_checks=_checks(answer.get("required_status_checks")),
        required_pull_request_reviews=_reviews(answer.get("required_pull_request_reviews")),
        restrictions=_actors(answer.get("restrictions")),
        unknown=tuple(sorted(name for name, value in answer.items() if name not in known and _in_force(value))),
        **{name: _in_force(answer.get(name)) for name in _SWITCHES},
    )


def _in_force(value: Any) -> bool:
    return bool(value.get("enabled", True) if isinstance(value, Mapping) else value)


def _checks(answer: Mapping[str, Any] | None) -> RequiredChecks | None:
    if not answer:
        return None
    checks = [
        Check(context=check["context"], app_id=ANY_APP if check.get("app_id") is None else check["app_id"])
        for check in answer.get("checks", [])
    ]
    # An Enterprise Server too old for `checks` has `contexts` alone.
    contexts = [] if "checks" in answer else [Check(context=name) for name in answer.get("contexts", [])]
    return RequiredChecks(strict=answer.get("strict", False), checks=ordered((*checks, *contexts)))


def _reviews(answer: Mapping[str, Any] | None) -> Reviews | None:
    if answer is None:
        return None
    lists = ("dismissal_restrictions", "bypass_pull_request_allowances")
    return Reviews.model_validate(
        {field: answer[field] for field in Reviews.model_fields if field in answer and field not in lists}
        | {field: _actors(answer.get(field)) for field in lists}
    )


def _actors(answer: Mapping[str, Any] | None) -> Actors | None:
    if answer is None:
        return None
    return Actors(
        users=tuple(user["login"] for user in answer.get("users", [])),
        teams=tuple(team["slug"] for team in answer.get("teams", [])),
        apps=tuple(app["slug"] for app in answer.get("apps", [])),
    )


def rules(answers: Iterable[Mapping[str, Any]], bypassable: Mapping[int, bool | None]) -> tuple[Rule, ...]:
    """Return the active rules of a branch.

    `bypassable` says of each ruleset whether somebody may bypass it, None where that cannot be seen.
    """
    return tuple(_rule(answer, bypassable.get(answer["ruleset_id"])) for answer in answers)


def _rule(answer: Mapping[str, Any], bypassable: bool | None) -> Rule:
    return Rule(
        type=answer["type"],
        ruleset=answer["ruleset_id"],
        parameters=answer.get("parameters") or {},
        bypassable=bypassable is not False,
        bypass_seen=bypassable is not None,
    )
