"""Where a repository has an OpenAPI contract: documents of it, and applications whose framework makes one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.sources import Sources, Text

DOCUMENTS = regex(r"(.*/)?[^/]*(open-?api|swagger|api[-_.]?(schema|spec)|schema)[^/]*\.(ya?ml|json)", re.IGNORECASE)
"""Paths of documents that may be one."""

_HEAD = regex(r"^[ \t{]*[\"']?(openapi|swagger)[\"']?[ \t]*:[ \t]*[\"']?[23]\.\d", re.MULTILINE)
_NEAR = 20_000
"""Characters at the beginning of a document in which its version has to stand."""

FRAMEWORKS = {
    "FastAPI(": "FastAPI",
    "Litestar(": "Litestar",
    "connexion.": "Connexion",
    "drf_spectacular": "drf-spectacular",
    "drf_yasg": "drf-yasg",
    "NinjaAPI(": "django-ninja",
    "NinjaExtraAPI(": "django-ninja",
    "flask_smorest": "flask-smorest",
    "APIFlask(": "APIFlask",
    "flask_restx": "Flask-RESTX",
    "flask_openapi3": "flask-openapi3",
    "APISpec(": "apispec",
    "SpecTree(": "SpecTree",
    "aiohttp_apispec": "aiohttp-apispec",
    "QuartSchema(": "Quart-Schema",
    "blacksheep.server.openapi": "BlackSheep",
    "pyramid_openapi3": "pyramid_openapi3",
}
"""What in a source tells of a framework that makes or serves an OpenAPI document."""


@dataclass(frozen=True)
class Contract:
    """A document, or an application that makes one."""

    place: Evidence
    framework: str = ""
    """What makes it; empty for a document."""

    @property
    def path(self) -> str:
        """Where it stands."""
        return self.place.path


def documents(sources: Sources) -> Iterator[Contract]:
    """Yield the OpenAPI documents of a repository."""
    for path in sources.paths:
        if (
            DOCUMENTS.fullmatch(path)
            and (source := sources.text(path))
            and (found := _HEAD.search(source.text[:_NEAR]))
        ):
            yield Contract(source.within(found.start(1)))


def applications(sources: Sources, paths: list[str]) -> Iterator[Contract]:
    """Yield the first application among some Python sources whose framework makes a document."""
    found = (_application(source) for path in paths if (source := sources.text(path)))
    yield from islice((each for each in found if each), 1)


def _application(source: Text) -> Contract | None:
    places = {at: name for word, name in FRAMEWORKS.items() if (at := source.text.find(word)) >= 0}
    return Contract(source.within(min(places)), places[min(places)]) if places else None
