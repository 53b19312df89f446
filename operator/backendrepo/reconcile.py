"""The story of a reconcile: observe, plan, refuse what is unsafe, apply, read back.

A new or changed spec, a changed standard or connection, drift, a request by annotation, a restart and a deletion
all end in the same call; what happened before does not matter, only what is.
"""

from contextlib import suppress

from backendrepo.api.backendrepo import Adoption, BackendRepo, Mode
from backendrepo.api.objects import RESTORE_FINALIZER
from backendrepo.errors import (
    BackendRepoError,
    BranchNotFound,
    CredentialRejected,
    Paced,
    PermissionMissing,
    RepositoryArchived,
    RepositoryNotFound,
    RepositoryTaken,
    RestoreFailed,
    Stalled,
    WriteNotKept,
)
from backendrepo.governance.live import Live
from backendrepo.hub.hub import Hub
from backendrepo.learning import Seen, derived, look
from backendrepo.plan import plan, refuse_unsafe, restoration
from backendrepo.standards import policies
from backendrepo.status import Failed, Governed, Outcome, Released, Suspended
from backendrepo.world import World


def reconcile(seen: Seen, world: World) -> Outcome:
    """Bring one repository onto its standard, or find out why not. Raises `Paced` or `Superseded`, no other.

    What is learnt on the way is put into `seen`, however it ends.
    """
    repo, todo = seen.repo, None
    try:
        if repo.metadata.deleting:
            return release(repo, world)
        hold(repo, world)
        if repo.spec.suspend:
            return Suspended()
        seen.standard, seen.connection = standard, connection = world.standard(repo), world.connection(repo)
        world.claim(repo, connection)
        wanted = policies(standard, repo.spec.governance, connection.spec.actions_app_id)
        hub = world.hub(connection)

        head = hub.find(repo.spec.repository, repo.spec.branch)
        look(head, hub, seen, world)
        found = hub.observe(head)
        seen.live = found.live
        wanted = derived(wanted, found, hub, seen)
        todo = plan(found.live, wanted, found.branch)
        refuse_unsafe(todo, allow_loosening=repo.spec.allow_loosening)
        if not todo.changes or repo.spec.mode is Mode.OBSERVE:
            return Governed(found.id, todo, required=seen.required)

        world.adopt(repo, found, todo)
        found = hub.apply(found, todo.requests)
        seen.live = found.live
        left = plan(found.live, wanted, found.branch)
        if left.changes:
            raise WriteNotKept(str(left))
        return Governed(found.id, left, todo.changes, seen.required)
    except Paced:
        raise
    except BackendRepoError as error:
        if isinstance(error, CredentialRejected):
            world.hubs.reject(connection, error)
        if isinstance(error, PermissionMissing) and seen.live is None:
            seen.lacks = error.permission
        return Failed(error, todo, seen.required)


def hold(repo: BackendRepo, world: World) -> None:
    """Let a deletion wait where something is to be put back, and only there: the policy may change at any time."""
    if repo.held and not repo.restores:
        world.let_go(world.confirm(repo))
    elif repo.restores and repo.status.adopted and not repo.held:
        repo = world.confirm(repo)
        world.finalize(repo, (*repo.metadata.finalizers, RESTORE_FINALIZER))


def release(repo: BackendRepo, world: World) -> Outcome:
    """Let go of a repository whose object is being deleted, after putting back what was found if that is wanted."""
    if repo.held and repo.restores:
        try:
            connection = world.connection(repo)
            world.claim(repo, connection)
            hub = world.hub(connection)
            for adoption in reversed(repo.status.adopted):
                with suppress(BranchNotFound):  # the others may still be there
                    restore(repo.spec.repository, adoption, hub)
        except (RepositoryNotFound, RepositoryArchived, RepositoryTaken):
            pass  # nothing is left to put anything back into, or another object governs it
        except Stalled as error:
            raise RestoreFailed(error) from error
    if repo.held:
        world.let_go(repo)
    return Released()


def restore(repository: str, adoption: Adoption, hub: Hub) -> None:
    """Put back, on one branch, the settings that the operator has changed."""
    found = hub.observe(hub.find(repository, adoption.branch))
    earlier = Live(merge=adoption.merge, protection=adoption.protection)
    todo = restoration(found.live, earlier, adoption.changed, adoption.branch)
    refuse_unsafe(todo, allow_loosening=True)
    hub.apply(found, todo.requests)
