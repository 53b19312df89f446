"""A project as its files tell of it: what is shipped, its tests, floors, tools and versions. Nothing is ever run.

`read(files)` gives a `Project`, whose parts are read when they are asked for; each answer has its place.
"""

from backendrepo.project.buckets import Bucket, Buckets, Tests, Told
from backendrepo.project.coverage_settings import Coverage
from backendrepo.project.dockerfiles import Dockerfile, Stage
from backendrepo.project.expressions import leaves_out
from backendrepo.project.floors import Floor, least
from backendrepo.project.globs import anchored, any_matches
from backendrepo.project.linters import Linter, Pattern
from backendrepo.project.openapi import Contract
from backendrepo.project.project import Project
from backendrepo.project.pytest_settings import Pytest
from backendrepo.project.roots import Root
from backendrepo.project.type_checkers import Leniency, TypeChecker
from backendrepo.snapshot import Files, Snapshot


def read(files: Files) -> Project:
    """Return the project that a tree of files is."""
    return Project(files)


def project(snapshot: Snapshot) -> Project:
    """Return the project of a snapshot; read once, and shared between controls."""
    return snapshot.made(_of)


def _of(snapshot: Snapshot) -> Project:
    return Project(snapshot.files)


__all__ = [
    "Bucket",
    "Buckets",
    "Contract",
    "Coverage",
    "Dockerfile",
    "Floor",
    "Leniency",
    "Linter",
    "Pattern",
    "Project",
    "Pytest",
    "Root",
    "Stage",
    "Tests",
    "Told",
    "TypeChecker",
    "anchored",
    "any_matches",
    "least",
    "leaves_out",
    "project",
    "read",
]
