"""The reports of BackendRepos: kept where people look, and what their scans learnt read back from there."""

import hashlib

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.cluster import Cluster
from backendrepo.findings import Report
from backendrepo.reports.configmap import belongs, kept_in, manifest, name_of, packed, unpacked
from backendrepo.reports.recent import Recent
from backendrepo.reports.shelf import Shelf, path
from backendrepo.scanned import Scanned
from backendrepo.store import Name


class Reports:
    """A ConfigMap for each BackendRepo. Safe to share between threads."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._shelf = Shelf(cluster)
        self._recent = Recent()
        self._places: dict[str, Name] = {}

    def name(self, repo: BackendRepo) -> str:
        """Return the name of the ConfigMap, which is in the namespace of the BackendRepo."""
        return name_of(repo.metadata)

    def scanned(self, repo: BackendRepo, digest: str | None = None) -> Scanned | None:
        """Return what the latest scan learnt, None where that is not known (any more).

        Whoever may edit ConfigMaps of the namespace may have put something else there. Where a digest is given, what
        is read there counts only if it has that one.
        """
        uid = repo.metadata.uid
        kept = self._recent.get(uid) or self._read(repo, digest)
        scanned = unpacked(kept) if kept else None
        if scanned is None or not _of(repo, scanned):
            return None
        self._recent.put(uid, kept or b"")
        return scanned

    def keep(self, repo: BackendRepo, report: Report, scanned: Scanned) -> bool:
        """Have the ConfigMap hold a report and what it is of; return whether it was written.

        Raises `Taken` where somebody else's has its name, and `KubernetesUnavailable`.
        """
        self._recent.put(repo.metadata.uid, packed(scanned))
        self._places[repo.metadata.uid] = repo.metadata.namespace, name_of(repo.metadata)
        return self._shelf.put(manifest(repo, report, scanned), lambda found: belongs(found, repo.metadata))

    def forget(self, uid: str) -> None:
        """Let go of what is known of a BackendRepo; its ConfigMap goes with the object."""
        self._recent.forget(uid)
        if place := self._places.pop(uid, None):
            self._shelf.forget(*place)

    def _read(self, repo: BackendRepo, digest: str | None) -> bytes | None:
        raw = self._cluster.get(path(repo.metadata.namespace, name_of(repo.metadata)))
        kept = kept_in(raw, repo.metadata) if raw else None
        return kept if kept and digest in (None, _digest(kept)) else None


def digest(scanned: Scanned) -> str:
    """Return a digest of what a scan learnt, by which it is known again."""
    return _digest(packed(scanned))


def _digest(kept: bytes) -> str:
    return hashlib.sha256(kept).hexdigest()[:32]


def _of(repo: BackendRepo, scanned: Scanned) -> bool:
    """Whether something is of the repository; names of GitHub differ in more than their case."""
    return scanned.report.repository.casefold() == repo.spec.repository.casefold()
