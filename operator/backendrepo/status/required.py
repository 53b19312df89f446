"""What is told of checks that not every pull request gets: in messages, and of each once in an Event."""

from collections.abc import Iterator, Sequence

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.checks_status import RequiredChecksStatus, UnreachableCheck
from backendrepo.derivation.standing import NOT_YET, unreported
from backendrepo.formats.plain import plain

SHOWN = 3
"""Checks that a message tells of; `status.governance.requiredChecks` has more."""


def unreachable(required: RequiredChecksStatus | None) -> str:
    """Return what is to be said of checks that not every pull request gets, a sentence each: required ones first."""
    return "".join(f" {each}" for each in _sentences(required.unreachable)) if required else ""


def lost(previous: BackendRepoStatus, current: BackendRepoStatus) -> str:
    """Return what is to be said of checks that are asked for and have become unreachable since; empty: of none.

    One that was told of while it was not required is told of again where merges wait for it now.
    """
    known = {each.name: each.enforced for each in _asked_for(previous)}
    new = [each for each in _asked_for(current) if each.enforced > known.get(each.name, -1)]
    of_branch = f" of the branch {current.governance.branch}" if current.governance else ""
    more = f" And {len(new) - SHOWN} more: status.governance.requiredChecks names them." if new[SHOWN:] else ""
    return " ".join(_sentences(new, of_branch)) + more


def _asked_for(status: BackendRepoStatus) -> Iterator[UnreachableCheck]:
    """Yield the checks that are required or listed; not the gates that only cannot be required.

    Of one that any App may report nothing is certain before a pull request has had its checks.
    """
    required = status.governance.required_checks if status.governance else None
    for each in required.unreachable if required else ():
        if (each.enforced or unreported(each.why)) and NOT_YET not in each.why:
            yield each


def _sentences(found: Sequence[UnreachableCheck], of_branch: str = "") -> Iterator[str]:
    for each in sorted(found, key=lambda check: not check.enforced)[:SHOWN]:
        yield plain(_told(each, of_branch))


def _told(check: UnreachableCheck, of_branch: str) -> str:
    likely = f" Is “{check.suggestion}” meant?" if check.suggestion else ""
    holds = (
        "required all the same, and a pull request without it cannot be merged" if check.enforced else "not required"
    )
    return f"The check “{check.name}”{of_branch} is {holds}: {check.why.rstrip('.')}.{likely}"
