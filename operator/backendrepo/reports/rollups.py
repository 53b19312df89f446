"""The rollups of the cluster: one for each namespace with BackendRepos, one for the fleet."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from backendrepo.api.kinds import BACKEND_REPO, BACKEND_STANDARD
from backendrepo.cluster import Cluster, Raw
from backendrepo.reports.documents import weight
from backendrepo.reports.rows import Row, aged, row
from backendrepo.reports.sharded import Sharded
from backendrepo.standards import built_in
from backendrepo.store import Name, Store

OF_NAMESPACE, OF_FLEET = "backendrepos", "backendrepos-fleet"


def _now() -> datetime:
    return datetime.now(UTC)


class Rollups:
    """The rollups as the known BackendRepos make them. Different ones may be written by different threads."""

    def __init__(self, cluster: Cluster, store: Store, now: Callable[[], datetime] = _now) -> None:
        self._cluster = cluster
        self._store = store
        self._now = now
        self._rollups: dict[Name, Sharded] = {}
        self._known: dict[str, tuple[Raw, timedelta, Row]] = {}
        """What each row was made of: most are as they were."""

    def write(self, namespace: str | None) -> int:
        """Have the rollup of a namespace, or for None that of the fleet, tell of the BackendRepos that are known.

        Where there are none the rollup goes. Returns how many ConfigMaps were written. Raises `Taken` where somebody
        else's has its name, and `KubernetesUnavailable`.
        """
        place = (self._cluster.namespace, OF_FLEET) if namespace is None else (namespace, OF_NAMESPACE)
        rollup = self._rollups.setdefault(place, Sharded(self._cluster, *place))
        rows = rows_of(self._store, self._now(), namespace, self._row)
        if rows:
            return rollup.write(rows, [weight(each) for each in rows])
        rollup.remove()
        del self._rollups[place]
        return 0

    def forget(self, uid: str) -> None:
        """Let go of what is known of a BackendRepo."""
        self._known.pop(uid, None)

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


def _oldest(repo: Raw, store: Store) -> timedelta:
    """Return how old a scan may be by the standard of a BackendRepo, as far as that is known."""
    standard = store.get(BACKEND_STANDARD, ("", repo["spec"]["standardRef"]["name"])) or {}
    days = standard.get("spec", {}).get("controls", {}).get("oldestEvidenceDays")
    return timedelta(days=days or built_in().spec.controls.oldest_evidence_days)
