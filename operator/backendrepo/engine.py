"""Turns: watches tell of changes, the queue gives each object its turn, threads work on them."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.kinds import BACKEND_REPO, BACKEND_STANDARD, KINDS, Kind
from backendrepo.cluster import Raw
from backendrepo.errors import InternalError, InvalidSpec, KubernetesUnavailable, Paced
from backendrepo.reconcile import reconcile
from backendrepo.report import report
from backendrepo.status import Failed, Outcome, Released
from backendrepo.store import Name, name_of
from backendrepo.turns import changed, first_turn, jittered, pause
from backendrepo.verify import verify
from backendrepo.workqueue import WorkQueue
from backendrepo.world import World, parse

logger = logging.getLogger(__name__)

Key = tuple[str, Name]
"""Kind and name of an object."""

SOON = 5.0
"""Seconds to the next try where the API server did not take what was to be written down."""

_KINDS = {kind.name: kind for kind in KINDS}


class Engine:
    """Gives each object its turns. All but the work itself belongs to one event loop."""

    def __init__(self, world: World, workers: int) -> None:
        self._world = world
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="turn")
        self._queue: WorkQueue[Key] = WorkQueue(self._work, workers)
        self._failures: dict[Key, int] = {}

    async def run(self) -> None:
        """Work until cancelled; turns under way are finished first."""
        try:
            await self._queue.run()
        finally:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def observe(self, kind: Kind, raw: Raw, *, listed: bool) -> None:
        """Take note of an object; `listed` says that it is told of by the list at the start, not by a change."""
        known = self._world.store.put(kind, raw)
        if kind is BACKEND_REPO:
            self._schedule(known, raw)
        elif known is None or _generation(known) != _generation(raw):
            self._queue.add((kind.name, name_of(raw)))
            if not listed:
                self._schedule_dependents(kind, raw)

    def forget(self, kind: Kind, raw: Raw) -> None:
        """Take note of a deletion."""
        key = (kind.name, name_of(raw))
        self._world.store.remove(kind, raw)
        self._queue.forget(key)
        self._failures.pop(key, None)
        if kind is not BACKEND_REPO:
            self._schedule_dependents(kind, raw)

    def _schedule(self, known: Raw | None, raw: Raw) -> None:
        """Give a repository a turn if something is to do, or if it has never had one."""
        key = (BACKEND_REPO.name, name_of(raw))
        try:
            repo = parse(BackendRepo, raw)
            earlier = parse(BackendRepo, known) if known else None
        except InvalidSpec:
            self._queue.add(key)  # its turn will say what is wrong
            return
        if earlier is None:
            self._queue.add(key, first_turn(repo, self._world.drift_interval(raw)))
        elif changed(earlier, repo):
            self._queue.add(key)

    def _schedule_dependents(self, kind: Kind, raw: Raw) -> None:
        """Give a turn to each repository that refers to a standard or a connection."""
        reference = "standardRef" if kind is BACKEND_STANDARD else "connectionRef"
        for repo in self._world.store.all(BACKEND_REPO):
            if repo["spec"][reference]["name"] == raw["metadata"]["name"]:
                self._queue.add((BACKEND_REPO.name, name_of(repo)))

    async def _work(self, key: Key) -> float | None:
        """Give one object its turn; return the seconds to the next one."""
        kind, name = _KINDS[key[0]], key[1]
        raw = self._world.store.get(kind, name)
        if raw is None:
            return None
        in_thread = partial(asyncio.get_running_loop().run_in_executor, self._pool)
        try:
            if kind is BACKEND_REPO:
                return await in_thread(self._turn, key, raw)
            verified = await in_thread(verify, kind, raw, self._world)
        except Paced as pace:
            return jittered(max((pace.until - self._world.now()).total_seconds(), 1.0))
        except KubernetesUnavailable as error:
            logger.warning("%s %s: %s", kind.name, "/".join(name), error)
            return jittered(SOON)
        if verified.recovered:
            self._schedule_dependents(kind, raw)
        return verified.again

    def _turn(self, key: Key, raw: Raw) -> float | None:
        outcome = _outcome(raw, self._world)
        if not isinstance(outcome, Released):
            report(raw, outcome, self._world)
        self._failures[key] = self._failures.get(key, 0) + 1 if isinstance(outcome, Failed) else 0
        interval = self._world.drift_interval(raw)
        return pause(outcome, interval=interval, failures=self._failures[key], now=self._world.now())


def _outcome(raw: Raw, world: World) -> Outcome:
    try:
        return reconcile(parse(BackendRepo, raw), world)
    except InvalidSpec as error:
        return Failed(error)
    except Paced:
        raise
    except Exception as error:
        logger.exception("A mistake in the operator, at the BackendRepo %s", "/".join(name_of(raw)))
        return Failed(InternalError(type(error).__name__))


def _generation(raw: Raw) -> tuple[str, int]:
    return raw["metadata"]["uid"], raw["metadata"]["generation"]
