"""What a command or an action is as a gate: its kind, what it looks at, and whether it can fail."""

from dataclasses import dataclass
from enum import StrEnum

UNTOLD = "only a run could tell"
"""How a reason begins that is none for sure."""


class Kind(StrEnum):
    """What a gate is about; the value is how a sentence names it."""

    WORKFLOW_LINT = "workflow lint"
    LINT = "lint"
    FORMAT = "format check"
    TYPECHECK = "type check"
    OPENAPI = "OpenAPI check"
    TEST = "tests"
    COVERAGE = "coverage threshold"
    VULNERABILITY_SCAN = "vulnerability scan"
    DOCKER_BUILD = "image build"
    MIGRATION_SMOKE = "migration smoke"
    """It verifies migrations without a lasting database."""
    MIGRATION_APPLY = "migration apply"
    """It applies migrations to the database that it is given; on a scratch one that is the best smoke."""


@dataclass(frozen=True)
class Use:
    """One use of a tool as a gate of one kind. Paths are from the root of the repository, as far as that is known."""

    kind: Kind
    tool: str
    """The tool by its own name: `ruff format`, `pip-audit`."""
    language: str
    """What the looked-at files are written in, in lower case: `python`, `yaml`, `docker`; empty for any."""
    paths: tuple[str, ...] = ()
    """Its scope; empty for the tool's own default, as its configuration may say. `.` is the whole repository."""
    excluded: tuple[str, ...] = ()
    """What is left out by option, as written."""
    harmless: str = ""
    """Why it cannot fail however bad the code is, in a sentence without its full stop; empty where it can."""
    spares: tuple[str, ...] = ()
    """Grave severities of vulnerabilities that it lets pass: `high` where it fails at critical ones alone."""
    threshold: float | None = None
    """Least coverage in percent; None where configuration decides."""
    files: tuple[str, ...] = ()
    """What it reads by option: manifests, Dockerfiles, configuration."""
    select: tuple[str, ...] = ()
    """What narrows it to some of its tests, as written: `-m e2e`."""
    framework: str = ""
    """Whose migrations they are; empty where only the repository knows."""
    aspect: str = ""
    """What alone it looks at: `security`, `import order`, rules by name; empty for a whole linter."""
    context: str = ""
    """The folder that an image is built from."""
    target: str = ""
    """The stage of a Dockerfile that is built; empty for the last."""
    image: str = ""
    """The image that is scanned."""
    remark: str = ""
    """What a reader should know: that it was told by its name, say."""
    unresolved: tuple[str, ...] = ()
    """Its words that only a run could tell."""
