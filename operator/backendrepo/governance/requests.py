"""What to send to GitHub to get from one state of the settings to another."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from backendrepo.governance.live import Actors, Live, Protection, RequiredChecks, Reviews


@dataclass(frozen=True)
class Request:
    """One request, its path relative to the repository (`/repos/{owner}/{name}`)."""

    method: str
    path: str
    body: dict[str, Any] | None = None


def requests(before: Live, after: Live, branch: str) -> tuple[Request, ...]:
    """Return the requests that turn `before` into `after`.

    Protection goes first, so that auto-merge is never allowed on a branch without its checks; unless linear
    history needs a merge method that is still off, which GitHub insists on.
    """
    protection = (*_protection(before, after, branch), *_signatures(before, after, branch))
    merge = _merge(before, after)
    return (*merge, *protection) if _needs_method_first(before, after) else (*protection, *merge)


def _needs_method_first(before: Live, after: Live) -> bool:
    linear = after.classic.required_linear_history and not before.classic.required_linear_history
    merge = before.merge
    return linear and merge is not None and not (merge.allow_squash_merge or merge.allow_rebase_merge)


def _merge(before: Live, after: Live) -> tuple[Request, ...]:
    if after.merge == before.merge:
        return ()
    live = before.visible_merge.model_dump()
    changed = {field: value for field, value in after.visible_merge.model_dump().items() if value != live[field]}
    return (Request("PATCH", "", changed),)


def protection_path(branch: str) -> str:
    """Return the path of a branch's classic protection below the repository."""
    return f"/branches/{quote(branch, safe='')}/protection"


def _protection(before: Live, after: Live, branch: str) -> tuple[Request, ...]:
    path = protection_path(branch)
    if after.protection is None:
        return (Request("DELETE", path),) if before.protection else ()
    body = _put(after.protection)
    unchanged = before.protection is not None and _put(before.protection) == body
    return () if unchanged else (Request("PUT", path, body),)


def _signatures(before: Live, after: Live, branch: str) -> tuple[Request, ...]:
    wanted = after.classic.required_signatures
    if wanted == before.classic.required_signatures or after.protection is None:
        return ()
    return (Request("POST" if wanted else "DELETE", f"{protection_path(branch)}/required_signatures"),)


def _put(protection: Protection) -> dict[str, Any]:
    """Return the whole body: GitHub replaces everything, and takes what is left out as switched off."""
    flags = protection.model_dump(
        exclude={
            "required_status_checks",
            "required_pull_request_reviews",
            "restrictions",
            "required_signatures",
            "unknown",
        }
    )
    return {
        "required_status_checks": _checks(protection.required_status_checks),
        "required_pull_request_reviews": _reviews(protection.required_pull_request_reviews),
        "restrictions": _actors(protection.restrictions),
        **flags,
    }


def _checks(required: RequiredChecks | None) -> dict[str, Any] | None:
    # GitHub takes exactly one of `contexts` and `checks`; only the latter says which app has to report.
    return required.model_dump(mode="json") if required else None


def _reviews(reviews: Reviews | None) -> dict[str, Any] | None:
    if reviews is None:
        return None
    # Left out where there are none: a repository of a person, not of an organisation, must not send the lists.
    return reviews.model_dump(mode="json", exclude_none=True)


def _actors(actors: Actors | None) -> dict[str, Any] | None:
    return actors.model_dump(mode="json") if actors else None
