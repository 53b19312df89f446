"""The other two kinds: is a connection's credential good, does a standard say what it may say."""

from collections.abc import Callable
from dataclasses import dataclass

from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.conditions import Status, Truth, Type
from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.api.governance import Governance
from backendrepo.api.kinds import BACKEND_STANDARD, GITHUB_CONNECTION, Kind
from backendrepo.api.reasons import Reason
from backendrepo.cluster import Raw
from backendrepo.errors import BackendRepoError, CredentialRejected
from backendrepo.report import report_reference
from backendrepo.standards import policies
from backendrepo.status import ready
from backendrepo.world import World, parse

SOON, INTERVAL = 60.0, 600.0
"""Seconds between two looks at a connection that is not good, and at one that is."""


def verify_standard(raw: Raw, _: World) -> str:
    """Return a sentence about a standard. Raises `InvalidSpec`."""
    standard = parse(BackendStandard, raw)
    managed = sum(policy.managed for policy in policies(standard, Governance()).values())
    return f"Manages {managed} setting{'s' if managed != 1 else ''}."


def verify_connection(raw: Raw, world: World) -> str:
    """Return a sentence about a connection's credential, which GitHub is asked about. Raises `BackendRepoError`."""
    connection = parse(GitHubConnection, raw)
    hub = world.hub(connection)
    try:
        return hub.verify()
    except CredentialRejected as error:
        world.hubs.reject(connection, error)
        raise


VERIFIERS: dict[Kind, Callable[[Raw, World], str]] = {
    BACKEND_STANDARD: verify_standard,
    GITHUB_CONNECTION: verify_connection,
}


@dataclass(frozen=True)
class Verified:
    """What a look at an object came to."""

    recovered: bool
    """Whether it is good now and was not before."""
    again: float | None
    """Seconds to the next look, None where only a change brings one."""


def verify(kind: Kind, raw: Raw, world: World) -> Verified:
    """Look at an object that repositories refer to, and tell of it in its status."""
    try:
        verdicts, good = ready(None, Reason.VALID, VERIFIERS[kind](raw, world)), True
    except BackendRepoError as error:
        verdicts, good = ready(error, "", ""), False
    report_reference(kind, raw, verdicts, world)
    if not good:
        return Verified(recovered=False, again=SOON)
    earlier = Status.model_validate(raw.get("status", {})).condition(Type.READY)
    recovered = earlier is not None and earlier.status is not Truth.TRUE
    return Verified(recovered, again=INTERVAL if kind is GITHUB_CONNECTION else None)
