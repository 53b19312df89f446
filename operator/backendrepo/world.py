"""What a reconcile may reach: the objects that are known, GitHub, Kubernetes and the clock."""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from backendrepo.api.backendrepo import Adoption, BackendRepo, BackendRepoStatus
from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.conditions import Status
from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.api.kinds import BACKEND_REPO, BACKEND_STANDARD, GITHUB_CONNECTION, KINDS, Kind
from backendrepo.api.objects import RESTORE_FINALIZER, Metadata
from backendrepo.cluster import Cluster, Raw
from backendrepo.errors import (
    ConnectionNotAllowed,
    ConnectionNotFound,
    InvalidSpec,
    KubernetesUnavailable,
    RepositoryTaken,
    Stalled,
    StandardNotFound,
    Superseded,
)
from backendrepo.hub.hub import Found, Hub
from backendrepo.hub.hubs import Hubs
from backendrepo.model import seconds
from backendrepo.plan import Plan
from backendrepo.relations import rivals
from backendrepo.reports.reports import Reports
from backendrepo.reports.rollups import Rollups
from backendrepo.scans.scans import Scans
from backendrepo.standards import BUILT_IN, built_in
from backendrepo.status import Event
from backendrepo.store import Store

Object = TypeVar("Object", BackendRepo, BackendStandard, GitHubConnection)

logger = logging.getLogger(__name__)


def now() -> datetime:
    """Return the time, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class World:
    """The outside, as the reconciles share it. Safe to share between threads."""

    cluster: Cluster
    hubs: Hubs
    store: Store = field(default_factory=Store)
    now: Callable[[], datetime] = now
    scans: Scans | None = None
    """None where content is not scanned."""

    @cached_property
    def reports(self) -> Reports:
        """The reports on repositories."""
        return Reports(self.cluster)

    @cached_property
    def rollups(self) -> Rollups:
        """What becomes of many reports."""
        return Rollups(self.cluster, self.store)

    def fill(self, namespaces: Iterable[str] = ()) -> None:
        """Learn of every object (of these namespaces, else of all), so that no turn decides on half a picture.

        Raises `KubernetesUnavailable`.
        """
        for kind in KINDS:
            for namespace in (kind.namespaced and tuple(namespaces)) or ("",):
                for raw in self.cluster.list(kind, namespace):
                    self.store.put(kind, raw)

    def standard(self, repo: BackendRepo) -> BackendStandard:
        """Return the standard of a repository. Raises `StandardNotFound`."""
        name = repo.spec.standard_ref.name
        raw = self._known(BACKEND_STANDARD, name)
        if raw is not None:
            return parse(BackendStandard, raw)
        if name == BUILT_IN:
            return built_in()
        raise StandardNotFound(name)

    def connection(self, repo: BackendRepo) -> GitHubConnection:
        """Return the connection of a repository. Raises `ConnectionNotFound` or `ConnectionNotAllowed`."""
        name = repo.spec.connection_ref.name
        raw = self._known(GITHUB_CONNECTION, name)
        if raw is None:
            raise ConnectionNotFound(name)
        connection = parse(GitHubConnection, raw)
        if not connection.spec.serves(repo.metadata.namespace):
            raise ConnectionNotAllowed(name, repo.metadata.namespace)
        return connection

    def claim(self, repo: BackendRepo, connection: GitHubConnection) -> None:
        """Raise `RepositoryTaken` where an older BackendRepo governs the same repository of the same GitHub."""
        for raw in rivals(repo.spec.repository, repo.metadata.uid, self.store):
            rival = Metadata.model_validate(raw["metadata"])
            older = rival.seniority < repo.metadata.seniority
            if older and self._reaches(raw, connection.spec.api_url) and self._exists(rival):
                raise RepositoryTaken(repo.spec.repository, f"{rival.namespace}/{rival.name}")

    def _reaches(self, repo: Raw, api_url: str) -> bool:
        """Whether a BackendRepo may use a GitHub; one that reaches none governs nothing."""
        try:
            return self.connection(parse(BackendRepo, repo)).spec.api_url == api_url
        except Stalled:
            return False

    def _exists(self, metadata: Metadata) -> bool:
        """Whether a BackendRepo is still there: a watch may have missed its deletion."""
        name = metadata.namespace, metadata.name
        raw = self.cluster.read(BACKEND_REPO, *name)
        if raw is not None and raw["metadata"]["uid"] == metadata.uid:
            return True
        self.store.remove(BACKEND_REPO, name, metadata.uid)
        return False

    def sweep(self) -> None:
        """Let go of the scans of BackendRepos that are gone. Raises `KubernetesUnavailable`."""
        if self.scans:
            self.scans.sweep(lambda scan: self._exists(Metadata(namespace=scan.of[0], name=scan.of[1], uid=scan.uid)))

    def hub(self, connection: GitHubConnection) -> Hub:
        """Return GitHub as the connection reaches it. Raises `CredentialMissing` or `CredentialRejected`."""
        return self.hubs.get(connection)

    def _known(self, kind: Kind, name: str) -> Raw | None:
        """Return a cluster-scoped object; one that no watch has told of yet is asked for."""
        return self.store.get(kind, ("", name)) or self.cluster.read(kind, "", name)

    def adopt(self, repo: BackendRepo, found: Found, todo: Plan) -> None:
        """Keep what was found before it is changed, and that a deletion has to wait where it is to be put back."""
        repo = self.confirm(repo)
        if repo.restores and not repo.held:
            self.finalize(repo, (*repo.metadata.finalizers, RESTORE_FINALIZER))
        status = self.status(repo.metadata)
        adopted = {adoption.branch: adoption for adoption in status.adopted}
        earlier = adopted.get(found.branch)
        first = earlier or Adoption(
            branch=found.branch, time=self.now(), merge=found.live.merge, protection=found.live.protection
        )
        changed = {*first.changed, *(change.setting for change in todo.changes)}
        adopted[found.branch] = first.model_copy(update={"changed": tuple(sorted(changed))})
        if adopted[found.branch] != earlier:
            kept = status.model_copy(update={"adopted": tuple(adopted.values())})
            self.write_status(BACKEND_REPO, repo.metadata, kept)

    def confirm(self, repo: BackendRepo) -> BackendRepo:
        """Return the object as the API server has it now. Raises `Superseded` where it asks for something else.

        A watch may lag behind, or miss a deletion: nothing is written to GitHub for an object that is gone.
        """
        raw = self.cluster.read(BACKEND_REPO, *repo.key)
        if raw is None:
            self.store.remove(BACKEND_REPO, repo.key, repo.metadata.uid)
            raise Superseded
        self.store.put(BACKEND_REPO, raw)
        now = parse(BackendRepo, raw)
        if now.metadata.asked != repo.metadata.asked:
            raise Superseded
        return now

    def let_go(self, repo: BackendRepo) -> None:
        """Let a deletion go on."""
        self.finalize(repo, tuple(name for name in repo.metadata.finalizers if name != RESTORE_FINALIZER))

    def finalize(self, repo: BackendRepo, finalizers: tuple[str, ...]) -> None:
        """Write the finalizers of a repository's object."""
        if raw := self.cluster.write_finalizers(repo, finalizers):
            self.store.put(BACKEND_REPO, raw)

    def status(self, metadata: Metadata) -> BackendRepoStatus:
        """Return the newest status that is known of a BackendRepo."""
        raw = self.store.get(BACKEND_REPO, (metadata.namespace, metadata.name)) or {}
        return BackendRepoStatus.model_validate(raw.get("status", {}))

    def drift_interval(self, repo: Raw) -> float:
        """Return the seconds between two looks at a repository; the built-in standard's where its own says nothing."""
        raw = self.store.get(BACKEND_STANDARD, ("", repo["spec"]["standardRef"]["name"]))
        standard = built_in()
        if raw:
            with suppress(InvalidSpec):  # which its turn tells of
                standard = parse(BackendStandard, raw)
        return seconds(standard.spec.drift_interval)

    def write_status(self, kind: Kind, metadata: Metadata, status: Status) -> None:
        """Write the status of an object."""
        if raw := self.cluster.write_status(kind, metadata, status):
            self.store.put(kind, raw)

    def post(self, kind: Kind, metadata: Metadata, event: Event) -> None:
        """Post an Event; one that cannot be posted is logged, for nothing depends on it."""
        logger.info("%s %s/%s: %s: %s", kind.name, metadata.namespace, metadata.name, event.reason, event.message)
        try:
            self.cluster.post(kind, metadata, event)
        except KubernetesUnavailable as error:
            logger.warning("An Event could not be posted: %s", error)


def parse(model: type[Object], raw: Raw) -> Object:
    """Return an object as its model. Raises `InvalidSpec`, naming each field that does not fit."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems = "; ".join(map(_problem, error.errors()[:8]))
        name = raw["metadata"]["name"]
        raise InvalidSpec(f"{model.__name__} {name} cannot be carried out by this version: {problems}.") from None


def _problem(error: ErrorDetails) -> str:
    return f"{'.'.join(map(str, error['loc']))}: {error['msg'].removeprefix('Value error, ')}"
