"""`package-lock.json` and `npm-shrinkwrap.json`, in each version. Source: docs.npmjs.com, "package-lock.json"."""

from collections.abc import Iterator

from backendrepo.findings import Evidence
from backendrepo.manifests.dependency import MOST, NPM, Dependency, Manifest, bounded
from backendrepo.manifests.indexes import NPM_HOST
from backendrepo.manifests.text import Malformed, Table, json_object, keys, table, text_of


def package_lock(path: str, text: str) -> Manifest:
    """Return what the lock locks."""
    try:
        lock = json_object(text)
    except Malformed as error:
        return Manifest.unread(path, NPM, str(error))
    lines = keys(text)
    packages = _packages(lock) if "packages" in lock else _nested(lock)
    found = [
        _dependency(name, package, Evidence(path, lines.get(key, 0), key[:200])) for key, name, package in packages
    ]
    problems, count = bounded(path, found, [])
    return Manifest(path, NPM, tuple(found[:count]), problems)


def _packages(lock: Table) -> Iterator[tuple[str, str, Table]]:
    """Yield key, name and facts of each package; the workspace's own have no `node_modules` in their path."""
    for key, value in table(lock.get("packages")).items():
        package = table(value)
        if "node_modules/" in key and not package.get("link"):
            yield key, text_of(package.get("name")) or key.rpartition("node_modules/")[2], package


def _nested(lock: Table) -> Iterator[tuple[str, str, Table]]:
    """Yield the packages of the first version, whose dependencies are within each other."""
    waiting = [lock]
    count = 0
    while waiting and count <= MOST:
        for name, value in table(waiting.pop().get("dependencies")).items():
            package = table(value)
            waiting.append(package)
            count += 1
            yield name, name, package


def _dependency(name: str, package: Table, place: Evidence) -> Dependency:
    version, resolved = text_of(package.get("version")), text_of(package.get("resolved"))
    why = "" if version else "the lock names no version of it"
    if ":" in version or resolved.startswith(("git", "file:")):
        why = "it comes from git, an address or a file, which no advisory names a version of"
    other = resolved.startswith("https://") and not resolved.startswith(NPM_HOST)
    return Dependency(name, version or None, NPM, place, index=resolved.split("/")[2][:200] if other else "", why=why)
