"""The reports of BackendRepos: kept where people look, and what their scans learnt read back from there."""

import hashlib
from dataclasses import fields
from functools import partial

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.cluster import Cluster
from backendrepo.findings import Report
from backendrepo.reports.configmap import belongs, kept_in, manifest, name_of, packed, unpacked
from backendrepo.reports.recent import Recent
from backendrepo.reports.shelf import DIGEST, Shelf, path
from backendrepo.scanned import Scanned
from backendrepo.store import Name


class Reports:
    """A ConfigMap for each BackendRepo. Safe to share between threads."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._shelf = Shelf(cluster)
        self._recent = Recent()
        self._places: dict[str, Name] = {}
        self._content: dict[str, tuple[int, str]] = {}
        """A hash of what each ConfigMap was last made of, and its digest then: to make it takes far longer."""

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

    def keep(self, repo: BackendRepo, report: Report, scanned: Scanned, *, fresh: bool = True) -> bool:
        """Have the ConfigMap hold a report and what it is of; return whether it was written.

        `fresh` says that a scan has just learnt this; else it is what `scanned` returned. Raises `Taken` where somebody
        else's has its name, and `KubernetesUnavailable`.
        """
        uid, place = repo.metadata.uid, (repo.metadata.namespace, name_of(repo.metadata))
        kept = (not fresh and self._recent.get(uid)) or packed(scanned)
        self._recent.put(uid, kept)
        self._places[uid] = place
        ours = partial(belongs, repo=repo.metadata)
        content, (before, digest) = _hash(report, kept), self._content.get(uid, (0, ""))
        if content == before and self._shelf.holds(*place, digest, ours):
            return False
        made = manifest(repo, report, scanned, kept)
        written = self._shelf.put(made, ours)
        self._content[uid] = content, made["metadata"]["annotations"][DIGEST]
        return written

    def forget(self, uid: str) -> None:
        """Let go of what is known of a BackendRepo; its ConfigMap goes with the object."""
        self._recent.forget(uid)
        self._content.pop(uid, None)
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


def _hash(report: Report, kept: bytes) -> int:
    """Return a hash of all that a ConfigMap follows from, its BackendRepo aside."""
    parts = (getattr(report, each.name) for each in fields(report) if each.name != "left_out")
    return hash((*parts, *sorted(report.left_out.items()), kept))


def _of(repo: BackendRepo, scanned: Scanned) -> bool:
    """Whether something is of the repository; names of GitHub differ in more than their case."""
    return scanned.report.repository.casefold() == repo.spec.repository.casefold()
