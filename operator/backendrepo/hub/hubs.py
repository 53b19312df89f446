"""The hubs in use: one for each connection, made anew when the connection or its Secret changes."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.errors import BackendRepoError, CredentialMissing, CredentialRejected
from backendrepo.hub.hub import Hub

FRESH = 30.0
"""Seconds that a Secret once read counts as known, so that a fleet does not read it for each repository."""

REST = 300.0
"""Seconds that a rejected credential is left alone while its Secret stays the same: GitHub locks out who insists."""


class Secrets(Protocol):
    """Where the Secrets of connections come from."""

    def secret(self, connection: GitHubConnection) -> str:
        """Return the credential. Raises `CredentialMissing`."""
        ...

    def unusable(self, connection: GitHubConnection, problem: str) -> CredentialMissing:
        """Return the error that the Secret holds something of no use."""
        ...


@dataclass(frozen=True)
class _Entry:
    """What a connection came to: a hub, or the reason why there is none."""

    generation: tuple[str, int]
    secret: str = field(repr=False)
    result: Hub | BackendRepoError
    read: float
    made: float


class Hubs:
    """Hubs by connection. Safe to share between threads."""

    def __init__(self, secrets: Secrets, clock: Callable[[], float] = time.monotonic) -> None:
        self._secrets = secrets
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}
        self._rejected: Callable[[str], None] = lambda _: None

    def listen(self, rejected: Callable[[str], None]) -> None:
        """Have the name of a connection told whenever GitHub comes to reject its credential."""
        self._rejected = rejected

    def get(self, connection: GitHubConnection) -> Hub:
        """Return the hub of a connection. Raises `CredentialMissing` or `CredentialRejected` where there is none."""
        name = connection.metadata.name
        with self._lock:
            earlier = self._entries.get(name)
            self._entries[name] = entry = self._current(connection, earlier)
        if earlier and isinstance(earlier.result, Hub) and earlier.result is not entry.result:
            earlier.result.close()
        if isinstance(entry.result, BackendRepoError):
            raise entry.result.with_traceback(None)  # it would grow with each raise
        return entry.result

    def reject(self, connection: GitHubConnection, error: CredentialRejected) -> None:
        """Take note that GitHub rejects the credential: it is not used again until it changes, or a while later.

        Not where a credential that was replaced meanwhile is meant, or one owner's installation of an App.
        """
        name = connection.metadata.name
        with self._lock:
            entry = self._entries.get(name)
            if not (entry and isinstance(entry.result, Hub) and entry.result.refused):
                return
            entry.result.close()
            self._entries[name] = replace(entry, result=error, made=self._clock())
        self._rejected(name)

    def forget(self, name: str) -> None:
        """Let go of a connection that was deleted."""
        with self._lock:
            entry = self._entries.pop(name, None)
        if entry and isinstance(entry.result, Hub):
            entry.result.close()

    def _current(self, connection: GitHubConnection, entry: _Entry | None) -> _Entry:
        now, generation = self._clock(), (connection.metadata.uid, connection.metadata.generation)
        if entry and entry.generation == generation and now - entry.read < FRESH:
            return entry
        try:
            secret = self._secrets.secret(connection)
        except CredentialMissing as error:
            return _Entry(generation, "", error, now, now)
        if entry and (entry.generation, entry.secret) == (generation, secret) and not _rested(entry, now):
            return _Entry(generation, secret, entry.result, now, entry.made)
        return _Entry(generation, secret, self._made(connection, secret), now, now)

    def _made(self, connection: GitHubConnection, secret: str) -> Hub | CredentialMissing:
        try:
            return Hub(connection, secret)
        except ValueError as error:
            return self._secrets.unusable(connection, str(error))


def _rested(entry: _Entry, now: float) -> bool:
    """Whether a rejected credential may be tried again."""
    return isinstance(entry.result, CredentialRejected) and now - entry.made >= REST
