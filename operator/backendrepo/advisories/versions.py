"""Whether a record affects a version of a Python project, as OSV's own evaluation says.

Source: ossf.github.io/osv-schema, "Evaluation".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from packaging.version import InvalidVersion, Version

from backendrepo.advisories.record import dicts, texts
from backendrepo.manifests.dependency import PYPI
from backendrepo.manifests.requirement import canonical


def names(record: Mapping[str, Any]) -> frozenset[str]:
    """Return the projects of PyPI that a record is about."""
    return frozenset(name for name, _ in _affected(record))


def affects(record: Mapping[str, Any], name: str, version: str) -> bool:
    """Whether a record is about this version of this project."""
    at = parsed(version)
    return any(_lists(entry, version, at) for about, entry in _affected(record) if about == name)


def parsed(version: str) -> Version | None:
    """Return a version as PyPI compares it, None where it is none. What a local build adds is left aside."""
    try:
        return Version(Version(version).public)
    except InvalidVersion:
        return None


def _affected(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for entry in dicts(record.get("affected")):
        package = entry.get("package")
        if isinstance(package, dict) and package.get("ecosystem") == PYPI and isinstance(package.get("name"), str):
            yield canonical(package["name"]), entry


def _lists(entry: Mapping[str, Any], version: str, at: Version | None) -> bool:
    listed = texts(entry.get("versions"))
    if version in listed or (at is not None and any(parsed(each) == at for each in listed)):
        return True
    ranges = [each for each in dicts(entry.get("ranges")) if each.get("type") == "ECOSYSTEM"]
    return at is not None and any(_within(each, at) for each in ranges)


def _within(versions: Mapping[str, Any], at: Version) -> bool:
    """Whether a version lies in a range: the last of the events up to it decides."""
    inside = False
    for version, event in sorted(_events(versions), key=lambda each: (each[0], each[1] != "introduced")):
        if event == "introduced" and at >= version:
            inside = True
        elif (event == "fixed" and at >= version) or (event == "last_affected" and at > version):
            inside = False
    return inside


def _events(versions: Mapping[str, Any]) -> Iterator[tuple[Version, str]]:
    for event in dicts(versions.get("events")):
        for kind in ("introduced", "fixed", "last_affected"):
            version = parsed(event[kind]) if isinstance(event.get(kind), str) else None
            if version is not None:
                yield version, kind
