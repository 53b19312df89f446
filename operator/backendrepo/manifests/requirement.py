"""One requirement, as pip takes it, as a dependency. Nothing is fetched, evaluated or looked up.

Sources: the packaging user guide's "Dependency specifiers" (PEP 508) and "Version specifiers" (PEP 440); pip's
documentation, "Requirements File Format", "VCS Support".
"""

import re
from functools import cache
from typing import Any

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.manifests.dependency import PYPI, Dependency
from backendrepo.redaction import MASK, redact

_VCS = regex(r"(?:git|hg|svn|bzr)\+", re.IGNORECASE)
_URL = regex(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_EGG = regex(r"[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]*)")
_NAME = regex(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_ARCHIVE = (".whl", ".tar.gz", ".zip", ".tar.bz2", ".tgz")

LONGEST = 4096
"""Characters of a requirement that are read, its hashes aside."""


class Invalid(Exception):
    """A text that is no requirement. The message says why, in a phrase."""


def parse(text: str, place: Evidence) -> Dependency:
    """Return the dependency that a requirement names. Raises `Invalid`."""
    if len(text) > LONGEST:
        raise Invalid(f"it is longer than {LONGEST} characters")
    if _VCS.match(text) or (_URL.match(text) and "://" in text):
        return _addressed(text, place)
    requirement = _requirement(text)
    name = canonical(requirement.name)
    marker = str(requirement.marker or "")
    if requirement.url:
        return Dependency(name, None, PYPI, place, marker, why=origin(requirement.url))
    version = exact(requirement.specifier)
    why = "" if version else f"`{text.partition(';')[0].strip()[:80]}` is not pinned to one version"
    return Dependency(name, version, PYPI, place, marker, why=why)


def local(text: str) -> bool:
    """Whether a requirement is a folder or an archive rather than a name."""
    path = text.partition(";")[0].strip().partition("[")[0]
    return path.startswith((".", "/", "~", "file:")) or path.endswith(_ARCHIVE) or ("/" in path and "@" not in path)


def origin(address: str) -> str:
    """Return why what comes from an address cannot be judged."""
    if _VCS.match(address):
        return f"it comes from {address.partition('+')[0].lower()}, which no advisory names a version of"
    return "it comes from an address instead of an index, which no advisory names a version of"


def exact(specifier: Any) -> str | None:
    """Return the one version that a set of specifiers allows, None where there are more."""
    for each in specifier:
        if each.operator == "===" or (each.operator == "==" and not each.version.endswith(".*")):
            version: str = each.version
            return version
    return None


@cache
def canonical(name: str) -> str:
    """Return a name as PyPI compares it. Source: "Names and normalization" (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named(name: str) -> bool:
    """Whether a text can be the name of a project."""
    return _NAME.fullmatch(name) is not None


def _addressed(address: str, place: Evidence) -> Dependency:
    egg = _EGG.search(address)
    bare = redact(address.partition("#")[0].partition("?")[0]).rpartition("://")[2].rpartition(f"{MASK}@")[2]
    return Dependency(canonical(egg[1]) if egg else bare[:80], None, PYPI, place, why=origin(address))


def _requirement(text: str) -> Any:
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - a hook without any saves it

    try:
        return Requirement(text)
    except (InvalidRequirement, RecursionError) as error:
        raise Invalid(f"`{text[:80]}` is no requirement") from error
