"""Turns: watches tell of changes, the queue gives each object its turn, threads work on them."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.kinds import BACKEND_REPO, GITHUB_CONNECTION, KINDS, Kind
from backendrepo.api.objects import Metadata
from backendrepo.cluster import Raw
from backendrepo.errors import InternalError, InvalidSpec, KubernetesUnavailable, Paced, Superseded
from backendrepo.learning import Seen
from backendrepo.reconcile import reconcile
from backendrepo.relations import concerned
from backendrepo.report import report
from backendrepo.reports.pace import Pace
from backendrepo.reports.shelf import Taken
from backendrepo.status import Failed, Outcome, Released
from backendrepo.store import Name, name_of
from backendrepo.turns import first_turn, jittered, pause, sooner
from backendrepo.verify import verify
from backendrepo.workqueue import WorkQueue
from backendrepo.world import World, parse

logger = logging.getLogger(__name__)

Key = tuple[str, Name]
"""Kind and name of an object."""

SOON = 5.0
"""Seconds to the next try where the API server did not take what was to be written down."""

WRITERS = 2
"""Rollups that are written at once: a namespace's, and that of the fleet."""

_KINDS = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True)
class Turn:
    """What became of a turn."""

    again: float | None
    """Seconds to the next one, None where only a change brings one."""
    news: bool
    """Whether the status tells something that rollups tell as well."""


class Engine:
    """Gives each object its turns. All but the work itself belongs to one event loop."""

    def __init__(self, world: World, workers: int) -> None:
        self._world = world
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="turn")
        self._queue: WorkQueue[Key] = WorkQueue(self._work, workers)
        self._writer = ThreadPoolExecutor(WRITERS, thread_name_prefix="rollup")
        self._rollups: WorkQueue[str] = WorkQueue(self._write, WRITERS)
        """Namespaces, empty for the fleet. In a line of their own: turns may fill the other for many minutes."""
        self._paces: dict[str, Pace] = {}
        self._start = Pace(monotonic())  # a start counts as a write, so that the first one gathers what it brings
        self._unnamed: set[str] = set()
        """Namespaces whose rollup waits for that of the fleet, which names them first."""
        self._asked: dict[Key, object] = {}
        self._failures: dict[Key, int] = {}

    async def run(self) -> None:
        """Work until cancelled; turns under way are finished first."""
        loop = asyncio.get_running_loop()
        self._world.hubs.listen(lambda name: _call(loop, self._queue.add, (GITHUB_CONNECTION.name, ("", name))))
        if self._world.scans:
            self._world.scans.listen(lambda name: _call(loop, self._queue.add, (BACKEND_REPO.name, name)))
        self._pool.submit(_sweep, self._world)
        self._roll_up(raw["metadata"]["namespace"] for raw in self._world.store.all(BACKEND_REPO))
        try:
            async with asyncio.TaskGroup() as lines:
                lines.create_task(self._queue.run())
                lines.create_task(self._rollups.run())
        finally:
            for pool in (self._pool, self._writer):
                pool.shutdown(wait=True, cancel_futures=True)

    def observe(self, kind: Kind, raw: Raw, *, listed: bool) -> None:
        """Give an object its turn if a user asks for one; `listed` says that a list tells of it, not a change."""
        self._world.store.put(kind, raw)
        key = (kind.name, name_of(raw))
        earlier, self._asked[key] = self._asked.get(key), Metadata.model_validate(raw["metadata"]).asked
        if earlier == self._asked[key]:
            return
        first = kind is BACKEND_REPO and earlier is None
        self._queue.add(key, self._first_turn(raw) if first else 0.0)
        if not (listed and earlier is None):
            self._schedule(concerned(kind, raw, self._world.store))

    def forget(self, kind: Kind, raw: Raw) -> None:
        """Take note of a deletion."""
        key = (kind.name, name_of(raw))
        self._world.store.remove(kind, key[1], raw["metadata"]["uid"])
        self._queue.forget(key)
        self._asked.pop(key, None)
        if kind is GITHUB_CONNECTION:
            self._world.hubs.forget(key[1][1])
        if kind is BACKEND_REPO:
            self._roll_up([key[1][0]])
            self._pool.submit(_forget, raw["metadata"]["uid"], self._world)
        self._schedule(concerned(kind, raw, self._world.store))

    def _first_turn(self, raw: Raw) -> float:
        try:
            return first_turn(parse(BackendRepo, raw), self._world.drift_interval(raw))
        except InvalidSpec:
            return 0.0  # its turn will say what is wrong

    def _roll_up(self, namespaces: Iterable[str]) -> None:
        """Have the rollups of namespaces, and that of the fleet, written anew at their pace."""
        if self._world.scans:
            for namespace in {*namespaces, ""}:
                now = monotonic()
                self._rollups.add(namespace, self._paces.get(namespace, self._start).due(now) - now)

    def _schedule(self, repositories: Iterable[Raw]) -> None:
        for raw in repositories:
            self._queue.add((BACKEND_REPO.name, name_of(raw)))

    async def _work(self, key: Key) -> float | None:
        """Give one object its turn; return the seconds to the next one."""
        try:
            return await self._given(key)
        except Superseded:
            return 0.0
        except Paced as pace:
            return jittered(max((pace.until - self._world.now()).total_seconds(), 1.0))
        except KubernetesUnavailable as error:
            logger.warning("%s %s: %s", key[0], "/".join(key[1]), error)
            return jittered(SOON)

    async def _write(self, namespace: str) -> float | None:
        """Write the rollup of a namespace, of the fleet where it is empty; return the seconds to the next try."""
        if namespace and not self._world.rollups.named(namespace):
            self._unnamed.add(namespace)  # whatever asks for its rollup asks for that of the fleet
            return None
        pace = self._paces[namespace] = self._paces.get(namespace, self._start).begun(monotonic())
        try:
            write = partial(_write_rollup, namespace, self._world)
            return await asyncio.get_running_loop().run_in_executor(self._writer, write)
        except KubernetesUnavailable as error:
            logger.warning("The rollup of %s: %s", namespace or "the fleet", error)
            return jittered(SOON)
        finally:
            self._paces[namespace] = pace.done(monotonic())
            while not namespace and self._unnamed:
                self._rollups.add(self._unnamed.pop())

    async def _given(self, key: Key) -> float | None:
        in_thread = partial(asyncio.get_running_loop().run_in_executor, self._pool)
        kind, name = _KINDS[key[0]], key[1]
        raw = self._world.store.get(kind, name)
        if raw is None:
            self._failures.pop(key, None)
            return None
        if kind is BACKEND_REPO:
            turn = await in_thread(self._turn, key, raw)
            if turn.news:
                self._roll_up([name[0]])
            return turn.again
        verified = await in_thread(verify, kind, raw, self._world)
        if verified.recovered:
            self._schedule(concerned(kind, raw, self._world.store))
        return verified.again

    def _turn(self, key: Key, raw: Raw) -> Turn:
        outcome, seen = _outcome(raw, self._world)
        if self._world.scans and not (seen and seen.step):
            self._world.scans.leave(raw["metadata"]["uid"])
        told = not isinstance(outcome, Released) and report(raw, outcome, seen, self._world)
        self._failures[key] = self._failures.get(key, 0) + 1 if isinstance(outcome, Failed) else 0
        interval, now = self._world.drift_interval(raw), self._world.now()
        again = pause(outcome, interval=interval, failures=self._failures[key], now=now)
        return Turn(sooner(again, seen.again(now) if seen else None, now), told and self._world.rollups.news(key[1]))


def _outcome(raw: Raw, world: World) -> tuple[Outcome, Seen | None]:
    try:
        seen = Seen(parse(BackendRepo, raw))
    except InvalidSpec as error:
        return Failed(error), None
    try:
        return reconcile(seen, world), seen
    except (Paced, Superseded):
        raise
    except Exception as error:
        logger.exception("A mistake in the operator, at the BackendRepo %s", "/".join(name_of(raw)))
        return Failed(InternalError(type(error).__name__)), seen


def _write_rollup(namespace: str, world: World) -> None:
    """Write the rollup of a namespace, of the fleet where it is empty."""
    try:
        world.rollups.write(namespace or None)
    except Taken as error:
        logger.warning("%s", error)


def _sweep(world: World) -> None:
    """Let go of the scans of what was deleted meanwhile; those that cannot be now end by themselves."""
    with suppress(KubernetesUnavailable):
        world.sweep()


def _forget(uid: str, world: World) -> None:
    """Let go of what belongs to a BackendRepo that was deleted; a scan that cannot be now ends by itself."""
    world.reports.forget(uid)
    world.rollups.forget(uid)
    if world.scans:
        with suppress(KubernetesUnavailable):
            world.scans.forget(uid)


def _call(loop: asyncio.AbstractEventLoop, callback: Callable[..., object], *arguments: object) -> None:
    """Call back in the event loop from a thread; not after its end."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(callback, *arguments)
