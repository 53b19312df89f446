"""Projects for tests: files in memory, read."""

from collections.abc import Mapping

from tests.snapshots import Memory

from backendrepo.project import Project, read
from backendrepo.project.sources import Sources

PARTS = (
    "roots",
    "buckets",
    "floors",
    "typing",
    "lint",
    "dockerfiles",
    "openapi",
    "pre_commit",
    "hook_scripts",
    "hook_installs",
)
"""What a project is asked for."""


def project(files: Mapping[str, str | bytes]) -> Project:
    """Return the project of these files."""
    return read(Memory(files))


def sources(files: Mapping[str, str | bytes]) -> Sources:
    """Return the sources of these files."""
    return Sources(Memory(files))
