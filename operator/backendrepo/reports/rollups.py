"""The rollups of the cluster: one for each namespace with BackendRepos, one for the fleet."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from backendrepo.api.kinds import BACKEND_REPO, BACKEND_STANDARD
from backendrepo.cluster import Cluster, Raw
from backendrepo.errors import KubernetesRefused, KubernetesUnavailable
from backendrepo.reports.documents import weight
from backendrepo.reports.rows import Row, aged, row
from backendrepo.reports.sharded import Sharded
from backendrepo.reports.shelf import Taken
from backendrepo.standards import built_in
from backendrepo.store import Name, Store

logger = logging.getLogger(__name__)

OF_NAMESPACE, OF_FLEET = "backendrepos", "backendrepos-fleet"


def _now() -> datetime:
    return datetime.now(UTC)


class Rollups:
    """The rollups as the known BackendRepos make them. Safe to share between threads.

    The index of the fleet's names each namespace that has a rollup, from before that is written until after it is gone:
    nothing is left over where the last BackendRepo of a namespace goes while no operator runs, or where one is killed.
    """

    def __init__(self, cluster: Cluster, store: Store, now: Callable[[], datetime] = _now) -> None:
        self._cluster = cluster
        self._store = store
        self._now = now
        self._rollups: dict[Name, Sharded] = {}
        self._known: dict[str, tuple[Raw, timedelta, Row]] = {}
        """What each row was made of: most are as they were."""
        self._news: dict[str, int] = {}
        """A hash of the row of each BackendRepo that was last news."""
        self._listed: set[str] | None = None
        """The namespaces that the index of the fleet's rollup names; None before the first look."""
        self._kept: set[str] = set()
        """Those of them whose rollup is not this operator's to remove."""
        self._named: frozenset[str] = frozenset()

    def news(self, name: Name) -> bool:
        """Whether a BackendRepo has anything new to be told of since this was last asked; most changes are none."""
        raw = self._store.get(BACKEND_REPO, name)
        if raw is None:
            return False
        uid, told = raw["metadata"]["uid"], hash(row(raw, now=self._now(), oldest=_oldest(raw, self._store)))
        before, self._news[uid] = self._news.get(uid), told
        return told != before

    def named(self, namespace: str) -> bool:
        """Whether the fleet's rollup names a namespace, or could not be made to."""
        return namespace in self._named

    def write(self, namespace: str | None) -> int:
        """Have the rollup of a namespace, or for None that of the fleet, tell of the BackendRepos that are known.

        Where there are none the rollup goes. Returns how many ConfigMaps were written. Raises `Taken` where somebody
        else's has its name, and `KubernetesUnavailable`.
        """
        return self._write_fleet() if namespace is None else self._write(namespace) or 0

    def _write(self, namespace: str) -> int | None:
        """Write the rollup of a namespace; return None where it has no BackendRepo and so no rollup."""
        rollup = self._rollup(namespace, OF_NAMESPACE)
        with rollup.lock:
            if rows := rows_of(self._store, self._now(), namespace, self._row):
                return rollup.write(rows, _weights(rows))
            rollup.remove()
            return None

    def _write_fleet(self) -> int:
        rollup = self._rollup(self._cluster.namespace, OF_FLEET)
        with rollup.lock:
            present = {raw["metadata"]["namespace"] for raw in self._store.all(BACKEND_REPO)}
            try:
                names = present | self._left(present, rollup)
                done = self._tell(rollup, names, present)
            except (KubernetesUnavailable, Taken):
                self._named |= present
                raise
            self._listed, self._named = names, frozenset(names)
            return done

    def _tell(self, rollup: Sharded, names: set[str], present: set[str]) -> int:
        """Have the fleet's rollup tell of all and name namespaces; what it named goes before it."""
        if rows := rows_of(self._store, self._now(), None, self._row):
            return rollup.write(rows, _weights(rows), names)
        for namespace in present:  # whose BackendRepos are all being deleted
            self._write(namespace)
        rollup.remove()
        return 0

    def _left(self, present: set[str], rollup: Sharded) -> set[str]:
        """Remove the rollups of namespaces without BackendRepos; return the namespaces whose rollup has to stay."""
        if self._listed is None:
            self._listed = rollup.namespaces()
        self._kept -= present
        self._kept |= {each for each in self._listed - present - self._kept if not self._gone(each)}
        return self._kept

    def _gone(self, namespace: str) -> bool:
        """Have no rollup of a namespace; return False where it has BackendRepos that are not watched (yet)."""
        try:
            watched_by_others = next(self._cluster.list(BACKEND_REPO, namespace), None)
            return watched_by_others is None and self._write(namespace) is None
        except (KubernetesRefused, Taken) as error:
            logger.warning("The rollup of %s, which has no BackendRepo that is known: %s", namespace, error)
            return False

    def _rollup(self, namespace: str, name: str) -> Sharded:
        return self._rollups.setdefault((namespace, name), Sharded(self._cluster, namespace, name))

    def forget(self, uid: str) -> None:
        """Let go of what is known of a BackendRepo."""
        self._known.pop(uid, None)
        self._news.pop(uid, None)

    def _row(self, raw: Raw, *, now: datetime, oldest: timedelta) -> Row | None:
        uid = raw["metadata"]["uid"]
        before = self._known.get(uid)
        if before and before[0] is raw and before[1] == oldest:
            found: Row | None = aged(before[2], now, oldest)
        else:
            found = row(raw, now=now, oldest=oldest)
        if found:
            self._known[uid] = raw, oldest, found
        return found


def rows_of(
    store: Store, now: datetime, namespace: str | None = None, make: Callable[..., Row | None] = row
) -> list[Row]:
    """Return the rows of the known BackendRepos of a namespace, or of all, in the order of their names."""
    known = (raw for raw in store.all(BACKEND_REPO) if namespace in (None, raw["metadata"]["namespace"]))
    found = (make(raw, now=now, oldest=_oldest(raw, store)) for raw in known)
    return sorted((each for each in found if each), key=lambda each: each.key)


def _weights(rows: Sequence[Row]) -> list[int]:
    return [weight(each) for each in rows]


def _oldest(repo: Raw, store: Store) -> timedelta:
    """Return how old a scan may be by the standard of a BackendRepo, as far as that is known."""
    standard = store.get(BACKEND_STANDARD, ("", repo["spec"]["standardRef"]["name"])) or {}
    days = standard.get("spec", {}).get("controls", {}).get("oldestEvidenceDays")
    return timedelta(days=days or built_in().spec.controls.oldest_evidence_days)
