"""Turns: watches tell of changes, the queue gives each object its turn, threads work on them."""

import asyncio
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.kinds import BACKEND_REPO, GITHUB_CONNECTION, KINDS, Kind
from backendrepo.api.objects import Metadata
from backendrepo.cluster import Raw
from backendrepo.errors import InternalError, InvalidSpec, KubernetesUnavailable, Paced, Superseded
from backendrepo.reconcile import reconcile
from backendrepo.relations import concerned
from backendrepo.report import report
from backendrepo.status import Failed, Outcome, Released
from backendrepo.store import Name, name_of
from backendrepo.turns import first_turn, jittered, pause
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
        self._asked: dict[Key, object] = {}
        self._failures: dict[Key, int] = {}

    async def run(self) -> None:
        """Work until cancelled; turns under way are finished first."""
        try:
            await self._queue.run()
        finally:
            self._pool.shutdown(wait=True, cancel_futures=True)

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
        self._schedule(concerned(kind, raw, self._world.store))

    def _first_turn(self, raw: Raw) -> float:
        try:
            return first_turn(parse(BackendRepo, raw), self._world.drift_interval(raw))
        except InvalidSpec:
            return 0.0  # its turn will say what is wrong

    def _schedule(self, repositories: Iterable[Raw]) -> None:
        for raw in repositories:
            self._queue.add((BACKEND_REPO.name, name_of(raw)))

    async def _work(self, key: Key) -> float | None:
        """Give one object its turn; return the seconds to the next one."""
        kind, name = _KINDS[key[0]], key[1]
        raw = self._world.store.get(kind, name)
        if raw is None:
            self._failures.pop(key, None)
            return None
        in_thread = partial(asyncio.get_running_loop().run_in_executor, self._pool)
        try:
            if kind is BACKEND_REPO:
                return await in_thread(self._turn, key, raw)
            verified = await in_thread(verify, kind, raw, self._world)
        except Superseded:
            return 0.0
        except Paced as pace:
            return jittered(max((pace.until - self._world.now()).total_seconds(), 1.0))
        except KubernetesUnavailable as error:
            logger.warning("%s %s: %s", kind.name, "/".join(name), error)
            return jittered(SOON)
        if verified.recovered:
            self._schedule(concerned(kind, raw, self._world.store))
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
    except (Paced, Superseded):
        raise
    except Exception as error:
        logger.exception("A mistake in the operator, at the BackendRepo %s", "/".join(name_of(raw)))
        return Failed(InternalError(type(error).__name__))
