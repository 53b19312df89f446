"""The parts of a rule that have an address of their own.

https://docs.github.com/rest/branches/branch-protection
"""

from typing import Any

from tests.github.answers import Answer, no_content, not_found, ok
from tests.github.registry import Call, route
from tests.github.routes.protection import PAGE, READ, RULE, WRITE, rule_of, status_checks, update_reviews
from tests.github.routes.protection_bodies import check_lists, check_reviews
from tests.github.shapes import protection as shape
from tests.github.state.protection import Protection, Reviews

CHECKS = f"{RULE}/required_status_checks"
REVIEWS = f"{RULE}/required_pull_request_reviews"
ADMINS = f"{RULE}/enforce_admins"
SIGNATURES = f"{RULE}/required_signatures"
RESTRICTIONS = f"{RULE}/restrictions"
OFF = {
    "required_status_checks": "Required status checks not enabled",
    "restrictions": "Push restrictions not enabled",
    "required_pull_request_reviews": "Pull request reviews not enabled",  # our wording
}


def part_of(call: Call, branch: str, name: str) -> tuple[Protection, Any]:
    """The rule and one part of it, or the 404 that says the part is off."""
    rule = rule_of(call, branch)
    if getattr(rule, name) is None:
        raise not_found(OFF[name])
    return rule, getattr(rule, name)


def _url(call: Call, branch: str) -> str:
    return shape.protection_url(call.api, call.here, branch)


def _remove(call: Call, branch: str, name: str) -> Answer:
    rule, _ = part_of(call, branch, name)
    setattr(rule, name, None)
    return no_content()


@route(f"GET {CHECKS}", needs=READ, docs=f"{PAGE}#get-status-checks-protection")
def get_checks(call: Call, branch: str) -> Answer:
    """The required checks."""
    return ok(shape.status_checks(_url(call, branch), part_of(call, branch, "required_status_checks")[1]))


@route(f"PATCH {CHECKS}", needs=WRITE, docs=f"{PAGE}#update-status-check-protection")
def patch_checks(call: Call, branch: str) -> Answer:
    """Change what the body names; here `checks` beside `contexts` is allowed, and wins."""
    rule, held = part_of(call, branch, "required_status_checks")
    body = call.body or {}
    check_lists(body)
    rule.required_status_checks = status_checks(call.here, body, held)
    return get_checks(call, branch)


@route(f"DELETE {CHECKS}", needs=WRITE, docs=f"{PAGE}#remove-status-check-protection")
def delete_checks(call: Call, branch: str) -> Answer:
    """Require no checks."""
    return _remove(call, branch, "required_status_checks")


@route(f"GET {REVIEWS}", needs=READ, docs=f"{PAGE}#get-pull-request-review-protection")
def get_reviews(call: Call, branch: str) -> Answer:
    """The required reviews."""
    held = part_of(call, branch, "required_pull_request_reviews")[1]
    return ok(shape.reviews(call.api, call.world, call.here, _url(call, branch), held))


@route(f"PATCH {REVIEWS}", needs=WRITE, docs=f"{PAGE}#update-pull-request-review-protection")
def patch_reviews(call: Call, branch: str) -> Answer:
    """Change what the body names, beginning to require reviews when none were."""
    rule, body = rule_of(call, branch), call.body or {}
    check_reviews(body)
    held = rule.required_pull_request_reviews or Reviews()
    rule.required_pull_request_reviews = update_reviews(call, held, body)
    return get_reviews(call, branch)


@route(f"DELETE {REVIEWS}", needs=WRITE, docs=f"{PAGE}#delete-pull-request-review-protection")
def delete_reviews(call: Call, branch: str) -> Answer:
    """Require no reviews."""
    return _remove(call, branch, "required_pull_request_reviews")


@route(f"GET {RESTRICTIONS}", needs=READ, docs=f"{PAGE}#get-access-restrictions")
def get_restrictions(call: Call, branch: str) -> Answer:
    """Who may push."""
    held = part_of(call, branch, "restrictions")[1]
    return ok(shape.restrictions(call.api, call.world, call.here, _url(call, branch), held))


@route(f"DELETE {RESTRICTIONS}", needs=WRITE, docs=f"{PAGE}#delete-access-restrictions")
def delete_restrictions(call: Call, branch: str) -> Answer:
    """Let everyone with write access push."""
    return _remove(call, branch, "restrictions")


def _switch(call: Call, branch: str, name: str, enabled: bool | None = None) -> Answer:
    rule = rule_of(call, branch)
    if enabled is not None:
        setattr(rule, name, enabled)
    return no_content() if enabled is False else ok(shape.switch(_url(call, branch), name, rule))


@route(f"GET {ADMINS}", needs=READ, docs=f"{PAGE}#get-admin-branch-protection")
def get_admins(call: Call, branch: str) -> Answer:
    """Whether the rule binds administrators."""
    return _switch(call, branch, "enforce_admins")


@route(f"POST {ADMINS}", needs=WRITE, docs=f"{PAGE}#set-admin-branch-protection")
def post_admins(call: Call, branch: str) -> Answer:
    """Bind administrators."""
    return _switch(call, branch, "enforce_admins", enabled=True)


@route(f"DELETE {ADMINS}", needs=WRITE, docs=f"{PAGE}#delete-admin-branch-protection")
def delete_admins(call: Call, branch: str) -> Answer:
    """Let administrators pass."""
    return _switch(call, branch, "enforce_admins", enabled=False)


@route(f"GET {SIGNATURES}", needs=READ, docs=f"{PAGE}#get-commit-signature-protection")
def get_signatures(call: Call, branch: str) -> Answer:
    """Whether commits must be signed."""
    return _switch(call, branch, "required_signatures")


@route(f"POST {SIGNATURES}", needs=WRITE, docs=f"{PAGE}#create-commit-signature-protection")
def post_signatures(call: Call, branch: str) -> Answer:
    """Require signed commits."""
    return _switch(call, branch, "required_signatures", enabled=True)


@route(f"DELETE {SIGNATURES}", needs=WRITE, docs=f"{PAGE}#delete-commit-signature-protection")
def delete_signatures(call: Call, branch: str) -> Answer:
    """Allow unsigned commits."""
    return _switch(call, branch, "required_signatures", enabled=False)
