"""Which BackendRepos an object concerns: those that refer to it, and those that want the same repository."""

from backendrepo.api.kinds import BACKEND_REPO, BACKEND_STANDARD, Kind
from backendrepo.api.objects import Metadata
from backendrepo.store import Raw, Store


def concerned(kind: Kind, raw: Raw, store: Store) -> list[Raw]:
    """Return the BackendRepos that a change of an object gives a turn: what refers to it, or wants the same."""
    if kind is BACKEND_REPO:
        return rivals(raw["spec"]["repository"], raw["metadata"]["uid"], store)
    reference = "standardRef" if kind is BACKEND_STANDARD else "connectionRef"
    name = raw["metadata"]["name"]
    return [repo for repo in store.all(BACKEND_REPO) if repo["spec"][reference]["name"] == name]


def rivals(repository: str, uid: str, store: Store) -> list[Raw]:
    """Return the BackendRepos other than that of `uid` that name the same repository, the oldest first."""
    wanted = repository.casefold()
    return sorted(
        (
            repo
            for repo in store.all(BACKEND_REPO)
            if repo["spec"]["repository"].casefold() == wanted and repo["metadata"]["uid"] != uid
        ),
        key=lambda repo: Metadata.model_validate(repo["metadata"]).seniority,
    )
