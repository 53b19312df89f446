"""The only module that knows Kopf: it brings events and the life of the process, and decides nothing.

Kopf's handlers for creation, update and resumption are left alone: they are triggered by edges and write
bookkeeping onto objects. `on.event` alone writes nothing.
"""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import kopf

from backendrepo.api.kinds import KINDS, Kind
from backendrepo.api.objects import GROUP, VERSION
from backendrepo.engine import Engine

STUCK = 60.0
"""Seconds without a turn of the event loop after which the process counts as stuck."""


class Backoffs:
    """Pauses between tries of a failing request to the API server: growing to half a minute, without an end.

    Kopf iterates anew for each request, and ends the process where the pauses end.
    """

    def __iter__(self) -> Iterator[float]:
        """Return the pauses, in seconds."""
        return itertools.chain((1, 1, 2, 3, 5, 8, 13, 21), itertools.repeat(30))


def settings() -> kopf.OperatorSettings:
    """Return Kopf's settings; each differs from the default for a reason measured or documented."""
    chosen = kopf.OperatorSettings()
    chosen.posting.enabled = False  # the operator posts Events of its own, on transitions only
    chosen.scanning.disabled = True  # no list or watch on CRDs and namespaces, so no rights for it
    chosen.peering.standalone = True  # a foreign peering object in the cluster would pause the operator
    chosen.watching.server_timeout = 300  # a bounded life for each stream, in case bookmarks fail
    chosen.watching.client_timeout = 330
    chosen.watching.connect_timeout = 30
    chosen.watching.reconnect_backoff = 1.0
    chosen.watching.chunk_size = 500  # no spike of memory at the start
    chosen.networking.request_timeout = 30
    chosen.networking.connect_timeout = 10
    chosen.networking.error_backoffs = Backoffs()  # the default ends the process after 54 s of an outage
    chosen.queueing.exit_timeout = 5
    return chosen


def registry(make_engine: Callable[[], Engine]) -> kopf.OperatorRegistry:
    """Return Kopf's handlers around an engine, which is made in Kopf's event loop at the start."""
    handlers = kopf.OperatorRegistry()
    memo: dict[str, Any] = {}

    @kopf.on.login(registry=handlers)
    def login(**kwargs: Any) -> kopf.ConnectionInfo | None:
        return kopf.login_with_service_account(**kwargs) or kopf.login_with_kubeconfig(**kwargs)

    @kopf.on.startup(registry=handlers)
    async def start(**_: Any) -> None:
        memo["engine"] = make_engine()
        memo["run"] = asyncio.create_task(memo["engine"].run())

    @kopf.on.cleanup(registry=handlers)
    async def stop(**_: Any) -> None:
        memo["run"].cancel()
        with suppress(asyncio.CancelledError):
            await memo["run"]

    @kopf.on.probe(registry=handlers, id="turns")
    async def alive(**_: Any) -> str:
        if memo["run"].done():
            raise kopf.PermanentError("The work queue has ended.")
        return "ok"

    for kind in KINDS:
        _watch(kind, handlers, memo)
    return handlers


def _watch(kind: Kind, handlers: kopf.OperatorRegistry, memo: dict[str, Any]) -> None:
    @kopf.on.event(GROUP, VERSION, kind.plural, registry=handlers)
    async def told(type: str | None, body: kopf.Body, **_: Any) -> None:  # noqa: A002 - Kopf's name
        raw = dict(body)
        if type == "DELETED":
            memo["engine"].forget(kind, raw)
        else:
            memo["engine"].observe(kind, raw, listed=type is None)
