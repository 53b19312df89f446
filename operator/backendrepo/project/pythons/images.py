"""The versions of images: `FROM python:3.11-slim`, containers of workflows' jobs and of development.

Arguments of a Dockerfile have their defaults.
"""

import re
from collections.abc import Iterable, Iterator

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.dockerfiles import Dockerfile
from backendrepo.project.json_source import load
from backendrepo.project.pythons.statement import Python, Role, Where
from backendrepo.project.pythons.versions import Minor, compact, minors
from backendrepo.project.sources import Sources
from backendrepo.workflows import Workflows
from backendrepo.yaml12 import entries, field_of, text_of

DEVELOPMENT = (".devcontainer/devcontainer.json", ".devcontainer.json")

_PYTHON = regex(r"python[-:]?v?(?:\d-)?(\d\.\d{1,2}|\d{3})(?:\D|$)", re.IGNORECASE)
_OFFICIAL = regex(r"(?:.*/)?python(?::(.*))?")


def images(dockerfiles: Iterable[Dockerfile]) -> Iterator[Python]:
    """Yield the versions of the images that stages begin with, each once for a Dockerfile."""
    for dockerfile in dockerfiles:
        seen: set[str] = set()
        for stage in dockerfile.stages:
            if stage.base is None and stage.image not in seen:
                seen.add(stage.image)
                yield from _stated(stage.image, stage.place, Where.IMAGE, unresolved=stage.unresolved)


def containers(workflows: Workflows) -> Iterator[Python]:
    """Yield the versions of the containers that jobs of workflows run in."""
    for workflow in workflows.workflows:
        for _, job in entries(field_of(workflow.source.root, "jobs")):
            container = field_of(job, "container")
            image = text_of(container) or text_of(field_of(container, "image"))
            if container and image:
                place = workflow.source.at(container)
                yield from _stated(image, place, Where.PIPELINE, unresolved="${{" in image)


def of_development(sources: Sources) -> Iterator[Python]:
    """Yield the versions of the containers that developers work in."""
    for section in filter(None, (load(sources, path) for path in DEVELOPMENT)):
        yield from _stated(section.text("image"), section.at("image"), Where.LAPTOP, unresolved=False)


def _stated(image: str, place: Evidence, where: Where, *, unresolved: bool) -> Iterator[Python]:
    """Yield what the name of an image says, nothing where it is none of Python."""
    name = image.partition("@")[0]
    named = frozenset(_named(name))
    role = Role.RUNS if named else Role.UNKNOWN if unresolved else Role.MOVING
    if named or (unresolved and "python" in name.lower()) or _OFFICIAL.fullmatch(name):
        yield Python("the image", image, place, role, where, named)


def _named(image: str) -> Iterator[Minor]:
    """Yield the version of an image: of `python:3.11-slim`, `uv:python3.11-alpine`, `ubi9/python-311`."""
    if found := _PYTHON.search(image):
        yield from minors(found[1]) or ([minor] if (minor := compact(found[1])) else [])
