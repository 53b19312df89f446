"""Every place of a repository that names a version of Python."""

from collections.abc import Iterable, Iterator

from backendrepo.project.dockerfiles import Dockerfile
from backendrepo.project.linters import Linter
from backendrepo.project.pythons.declared import environments, packages, sessions, targets
from backendrepo.project.pythons.documents import documents
from backendrepo.project.pythons.files import pinned
from backendrepo.project.pythons.images import containers, images, of_development
from backendrepo.project.pythons.pipelines import pipelines
from backendrepo.project.pythons.statement import Python, Role, Where
from backendrepo.project.pythons.versions import Minor, shown
from backendrepo.project.sources import Sources
from backendrepo.project.type_checkers import TypeChecker
from backendrepo.workflows import Workflows


def pythons(  # noqa: PLR0913 - each is read elsewhere, once
    sources: Sources,
    workflows: Workflows,
    branch: str,
    *,
    checkers: Iterable[TypeChecker],
    linters: Iterable[Linter],
    dockerfiles: Iterable[Dockerfile],
) -> Iterator[Python]:
    """Yield every place that names a version, those that developers set their laptops up by first."""
    local = (*pinned(sources), *packages(sources))
    yield from local
    yield from pipelines(workflows, branch, local)
    yield from containers(workflows)
    yield from images(dockerfiles)
    yield from of_development(sources)
    yield from targets(checkers, linters)
    yield from environments(sources)
    yield from sessions(sources)
    yield from documents(sources)


__all__ = ["Minor", "Python", "Role", "Where", "pythons", "shown"]
