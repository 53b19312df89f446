"""The only module that knows Kopf: it brings events and the life of the process, and decides nothing.

Kopf's handlers for creation, update and resumption are left alone: they are triggered by edges and write
bookkeeping onto objects. `on.event` alone writes nothing. Its indexers would
wait for all objects before the first event, but wake each waiting object for each one that comes: twelve seconds for
a thousand objects, so `World.fill` lists them beforehand.
"""

import asyncio
import itertools
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import kopf

from backendrepo.api.kinds import KINDS, Kind
from backendrepo.api.objects import GROUP, VERSION
from backendrepo.engine import Engine


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


def run(
    make_engine: Callable[[], Engine],
    *,
    namespaces: Sequence[str] = (),
    liveness: str | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Run an engine, which is made in Kopf's event loop, until a signal or `stop`; raise what ends it otherwise.

    Without `namespaces` all are watched. `liveness` is a URL on which probes are answered.
    """
    life = Life(make_engine, stop or threading.Event())
    kopf.run(
        registry=registry(life),
        settings=settings(),
        standalone=True,
        clusterwide=not namespaces,
        namespaces=namespaces,
        liveness_endpoint=liveness,
        stop_flag=life.stop,
    )
    if life.failure:
        raise life.failure


def server(environment: Mapping[str, str]) -> str:
    """Return the address of the API server that a pod is told. Source: Kubernetes, "Accessing the API from a Pod"."""
    host, port = environment["KUBERNETES_SERVICE_HOST"], environment["KUBERNETES_SERVICE_PORT"]
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


class Life:
    """The engine from start to stop. A failure of the engine is the end of the process, which restarts it clean."""

    def __init__(self, make_engine: Callable[[], Engine], stop: threading.Event) -> None:
        self._make_engine = make_engine
        self.stop = stop
        self.failure: BaseException | None = None

    def begin(self) -> None:
        """Start the engine in the running event loop."""
        self.engine = self._make_engine()
        self._task = asyncio.create_task(self.engine.run())
        self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.failure = None if task.cancelled() else task.exception()
        self.stop.set()

    async def end(self) -> None:
        """Stop the engine; turns under way are finished first."""
        self._task.cancel()
        await asyncio.wait([self._task])


def registry(life: Life) -> kopf.OperatorRegistry:
    """Return Kopf's handlers around an engine."""
    handlers = kopf.OperatorRegistry()

    @kopf.on.login(registry=handlers)
    def login(**kwargs: Any) -> kopf.ConnectionInfo | None:
        if found := kopf.login_with_service_account(**kwargs):
            # Kopf asks the cluster's DNS for a name, which it would not come by while that is down.
            return replace(found, server=server(os.environ))
        return kopf.login_with_kubeconfig(**kwargs)

    @kopf.on.startup(registry=handlers)
    async def start(**_: Any) -> None:
        life.begin()

    @kopf.on.cleanup(registry=handlers)
    async def stop(**_: Any) -> None:
        await life.end()

    @kopf.on.probe(registry=handlers, id="turns")
    async def alive(**_: Any) -> str:
        return "ok"  # the answer itself shows that the event loop turns

    for kind in KINDS:
        _watch(kind, handlers, life)
    return handlers


def _watch(kind: Kind, handlers: kopf.OperatorRegistry, life: Life) -> None:
    @kopf.on.event(GROUP, VERSION, kind.plural, registry=handlers)
    async def told(type: str | None, body: kopf.Body, **_: Any) -> None:  # noqa: A002 - Kopf's name
        raw = dict(body)
        if type == "DELETED":
            life.engine.forget(kind, raw)
        else:
            life.engine.observe(kind, raw, listed=type is None)
