"""`Pipfile.lock`. Source: pipenv.pypa.io, "Pipfile & Pipfile.lock"."""

from collections.abc import Mapping

from backendrepo.findings import Evidence
from backendrepo.manifests.dependency import PYPI, Dependency, Manifest, bounded
from backendrepo.manifests.indexes import index
from backendrepo.manifests.requirement import canonical
from backendrepo.manifests.text import Malformed, Table, json_object, keys, table, tables, text_of


def pipfile(path: str, text: str) -> Manifest:
    """Return what `Pipfile.lock` locks, for use and for development."""
    try:
        lock = json_object(text)
    except Malformed as error:
        return Manifest.unread(path, PYPI, str(error))
    sources = tables(table(lock.get("_meta")).get("sources"))
    indexes = {text_of(source.get("name")): index(text_of(source.get("url"))) for source in sources}
    lines = keys(text)
    found = [
        dependency
        for group, packages in lock.items()
        if group != "_meta"
        for name, package in table(packages).items()
        if (dependency := _dependency(name, table(package), Evidence(path, lines.get(name, 0), name[:200]), indexes))
    ]
    problems, count = bounded(path, found, [])
    return Manifest(path, PYPI, tuple(found[:count]), problems)


def _dependency(name: str, package: Table, place: Evidence, indexes: Mapping[str, str]) -> Dependency | None:
    if "path" in package:
        return None
    written = text_of(package.get("version"))
    version = written.removeprefix("==") if written.startswith("==") else ""
    why = ""
    if "git" in package:
        why = "it comes from git, which no advisory names a version of"
    elif package.keys() & {"file", "url"}:
        why = "it comes from an address instead of an index, which no advisory names a version of"
    elif not version:
        why = "the lock names no version of it"
    comes = indexes.get(text_of(package.get("index")), "")
    return Dependency(canonical(name), version or None, PYPI, place, text_of(package.get("markers")), comes, why)
