"""The versions that images are built from: `FROM python:3.11-slim`, arguments' defaults filled in."""

import re
from collections.abc import Iterable, Iterator

from backendrepo.findings import Evidence
from backendrepo.project.dockerfiles import Dockerfile
from backendrepo.project.pythons.statement import Python, Role, Where
from backendrepo.project.pythons.versions import Minor, compact, minors

_PYTHON = re.compile(r"python[-:]?v?(?:\d-)?(\d\.\d{1,2}|\d{3})(?:\D|$)", re.IGNORECASE)
_OFFICIAL = re.compile(r"(?:.*/)?python(?::(.*))?")


def images(dockerfiles: Iterable[Dockerfile]) -> Iterator[Python]:
    """Yield the versions of the images that stages begin with, each once for a Dockerfile."""
    for dockerfile in dockerfiles:
        seen: set[str] = set()
        for stage in dockerfile.stages:
            if stage.base is None and stage.image not in seen and "python" in stage.image.lower():
                seen.add(stage.image)
                yield from _stated(stage.image, stage.unresolved, stage.place)


def _stated(image: str, unresolved: bool, place: Evidence) -> Iterator[Python]:
    name = image.partition("@")[0]
    named = frozenset(_named(name))
    official = _OFFICIAL.fullmatch(name)
    if named:
        role = Role.RUNS
    elif unresolved:
        role = Role.UNKNOWN
    elif official:
        role = Role.MOVING
    else:
        return
    yield Python("the image", image, place, role, Where.IMAGE, named)


def _named(image: str) -> Iterator[Minor]:
    """Yield the version of an image: of `python:3.11-slim`, `uv:python3.11-alpine`, `ubi9/python-311`."""
    if found := _PYTHON.search(image):
        yield from minors(found[1]) or ([minor] if (minor := compact(found[1])) else [])
