"""One place that names a Python version, and what it means by it."""

from dataclasses import dataclass
from enum import StrEnum

from backendrepo.findings import Evidence
from backendrepo.project.pythons.versions import Minor


class Role(StrEnum):
    """What a place means by the versions that it names."""

    RUNS = "runs"
    """It is run with each of these."""
    TARGET = "target"
    """Code is written for this one and those after it: the oldest that has to work."""
    LISTED = "listed"
    """These are supported."""
    RANGE = "range"
    """Any of these is allowed."""
    MOVING = "moving"
    """No minor version is named: `3.x`, `latest`."""
    UNKNOWN = "unknown"
    """Only a run could tell."""


class Where(StrEnum):
    """Who looks at it."""

    PIPELINE = "the pipeline"
    IMAGE = "an image"
    LAPTOP = "a laptop"
    """Files and documents by which a developer sets a laptop up."""
    PACKAGE = "the package"
    TOOL = "a tool"


@dataclass(frozen=True)
class Python:
    """A place that names a version of Python."""

    what: str
    """The place in words: `requires-python`, ``mypy's `python_version` ``."""
    written: str
    place: Evidence
    role: Role
    where: Where
    minors: frozenset[Minor] = frozenset()
