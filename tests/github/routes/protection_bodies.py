"""What GitHub accepts as the body of a protection request, and in which words it refuses the rest.

https://docs.github.com/rest/branches/branch-protection#update-branch-protection
"""

from collections.abc import Mapping
from typing import Any

from tests.github.answers import Refusal, invalid_request
from tests.github.state.protection import FLAGS

REQUIRED = ("required_status_checks", "enforce_admins", "required_pull_request_reviews", "restrictions")
MOST_REVIEWERS = 6
MOST_ACTORS = 100
NO_MATCH = 'No subschema in "anyOf" matched.'
TWO_MATCHES = 'More than one subschema in "oneOf" matched.'
NOT_ALL = 'Not all subschemas of "allOf" matched.'


def check_protection(body: Any, *, organization: bool) -> None:
    """The body of the total replacement."""
    if not isinstance(body, dict):
        raise invalid_request(f"{_shown(body)} is not an object.")
    if missing := [name for name in REQUIRED if name not in body]:
        names = ", ".join(f'"{name}"' for name in missing)
        raise invalid_request(f"{names} {'wasn' if len(missing) == 1 else 'weren'}'t supplied.")
    for name in ("enforce_admins", *FLAGS):
        if not isinstance(body.get(name), bool | None):
            raise invalid_request(f"For 'properties/{name}', {_shown(body[name])} is not a boolean.")
    _check_status_checks(body["required_status_checks"])
    if body["required_pull_request_reviews"] is not None:
        check_reviews(body["required_pull_request_reviews"])
    _check_restrictions(body["restrictions"], organization=organization)


def _check_status_checks(checks: Any) -> None:
    """Exactly one of contexts and checks, and strict: ossf/allstar#155, google/go-github#2976."""
    if checks is None:
        return
    strict = isinstance(checks, dict) and isinstance(checks.get("strict"), bool)
    given = [name for name in ("contexts", "checks") if strict and name in checks]
    refused = f"For 'anyOf/1', {_shown(checks)} is not a null."
    if len(given) > 1:
        raise invalid_request(NO_MATCH, TWO_MATCHES, NOT_ALL, refused)
    if not given:
        raise invalid_request(NO_MATCH, NOT_ALL, refused)
    check_lists(checks)


def check_lists(checks: Mapping[str, Any]) -> None:
    """Names are strings, checks are objects with a context and perhaps a number."""
    for name in ("contexts", "checks"):
        if name in checks and not (isinstance(checks[name], list) and all(map(_GOOD[name], checks[name]))):
            raise invalid_request(NO_MATCH, f"For 'properties/{name}', {_shown(checks[name])} is not allowed.")


def _good_check(check: Any) -> bool:
    if not isinstance(check, dict) or not isinstance(check.get("context"), str):
        return False
    app_id = check.get("app_id", 0)
    return isinstance(app_id, int) and not isinstance(app_id, bool) and app_id >= -1


_GOOD = {"contexts": lambda context: isinstance(context, str), "checks": _good_check}


def check_reviews(reviews: Any) -> None:
    """A count of 0 to 6, booleans, and lists of logins and slugs."""
    if not isinstance(reviews, dict):
        raise invalid_request(NO_MATCH, f"For 'anyOf/1', {_shown(reviews)} is not a null.")
    count = reviews.get("required_approving_review_count", 0)
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST_REVIEWERS:
        at = "properties/required_approving_review_count"
        raise invalid_request(NO_MATCH, f"For '{at}', {_shown(count)} is not an integer between 0 and 6.")
    for name in ("dismiss_stale_reviews", "require_code_owner_reviews", "require_last_push_approval"):
        if not isinstance(reviews.get(name, False), bool):
            raise invalid_request(NO_MATCH, f"For 'properties/{name}', {_shown(reviews[name])} is not a boolean.")
    for name in ("dismissal_restrictions", "bypass_pull_request_allowances"):
        _check_actors(reviews.get(name, {}))


def _check_restrictions(restrictions: Any, *, organization: bool) -> None:
    if restrictions is None:
        return
    if not isinstance(restrictions, dict) or not {"users", "teams"} <= restrictions.keys():
        raise invalid_request(NO_MATCH, f"For 'anyOf/1', {_shown(restrictions)} is not a null.")
    _check_actors(restrictions)
    if not organization:
        sorry = "Only organization repositories can have users and team restrictions"
        raise Refusal(422, "Validation Failed", errors=[sorry])


def _check_actors(actors: Any) -> None:
    lists = actors.values() if isinstance(actors, dict) else [actors]
    if not all(isinstance(names, list) and all(isinstance(n, str) for n in names) for names in lists):
        raise invalid_request(NO_MATCH, f"{_shown(actors)} is not allowed.")
    if sum(map(len, lists)) > MOST_ACTORS:
        raise Refusal(422, "Validation Failed", errors=["Only 100 users, teams and apps can be specified."])


def _shown(value: Any) -> str:
    """A value as GitHub's validator, which is written in Ruby, prints it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" => {_shown(item)}' for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if isinstance(value, str):
        return f'"{value}"'
    return "nil" if value is None else str(value).lower()
