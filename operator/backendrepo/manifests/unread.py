"""Manifests that are there and not read here: a repository that has them is not judged wholly, and is told so."""

import posixpath
from collections.abc import Collection, Iterator, Mapping

from backendrepo.findings import Evidence
from backendrepo.manifests.dependency import NPM, PYPI, Manifest, Problem
from backendrepo.snapshot import Files, Unreadable

OTHERS: Mapping[str, tuple[str, str]] = {
    "yarn.lock": (NPM, "locks of Yarn are not read here"),
    "pnpm-lock.yaml": (NPM, "locks of pnpm are not read here"),
    "bun.lock": (NPM, "locks of Bun are not read here"),
    "Cargo.lock": ("crates.io", "locks of Cargo are not read here"),
    "Gemfile.lock": ("RubyGems", "locks of Bundler are not read here"),
    "composer.lock": ("Packagist", "locks of Composer are not read here"),
    "pom.xml": ("Maven", "Maven's files are not read here"),
    "build.gradle": ("Maven", "Gradle's files are not read here"),
    "build.gradle.kts": ("Maven", "Gradle's files are not read here"),
    "environment.yml": ("conda", "environments of conda are not read here"),
    "environment.yaml": ("conda", "environments of conda are not read here"),
    "conda-lock.yml": ("conda", "environments of conda are not read here"),
}

UNLOCKED: Mapping[str, tuple[str, str]] = {
    "Pipfile": (PYPI, "it has no Pipfile.lock beside it, so that no version is known"),
    "setup.py": (PYPI, "what a setup.py requires is only known by running it, and no lock or requirements file has it"),
    "setup.cfg": (PYPI, "no lock or requirements file has the versions of what it requires"),
    "package.json": (NPM, "it has no lock beside it, so that no version is known"),
}
"""What says which dependencies, and leaves their versions to a lock."""

MOST = 100


def unread(files: Files, known: list[Manifest], skipped: Collection[str]) -> Iterator[Manifest]:
    """Yield the manifests that are there beside those that were read."""
    read = {(posixpath.dirname(each.path), each.ecosystem) for each in known}
    for name, (ecosystem, why) in OTHERS.items():
        for path in _found(files, name, skipped):
            read.add((posixpath.dirname(path), ecosystem))
            yield _told(path, ecosystem, why)
    for name, (ecosystem, why) in UNLOCKED.items():
        for path in _found(files, name, skipped):
            folder = posixpath.dirname(path)
            if not any(other == ecosystem and _above(place, folder) for place, other in read) and _says(files, path):
                yield _told(path, ecosystem, why)


def _found(files: Files, name: str, skipped: Collection[str]) -> list[str]:
    paths = files.glob(f"**/{name}")
    return [path for path in paths if not {*path.split("/")[:-1]} & {*skipped}][:MOST]


def _told(path: str, ecosystem: str, why: str) -> Manifest:
    return Manifest(path, ecosystem, problems=(Problem(why, Evidence(path)),))


def _above(place: str, folder: str) -> bool:
    """Whether what stands in one folder is for another: the same, one above, or one below as `requirements/` is."""
    return (
        not place or place == folder or folder.startswith(f"{place}/") or not folder or place.startswith(f"{folder}/")
    )


def _says(files: Files, path: str) -> bool:
    """Whether a manifest names dependencies at all; a setup.py or package.json often has none."""
    try:
        text = files.read(path) or ""
    except Unreadable:
        return True
    word = {"setup.py": "install_requires", "setup.cfg": "install_requires", "package.json": "ependencies"}
    return word.get(posixpath.basename(path), "") in text
