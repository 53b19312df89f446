"""One step as a run would see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backendrepo.findings import Evidence
from backendrepo.workflows.obstacles import Obstacle
from backendrepo.workflows.shells import Shell


@dataclass(frozen=True)
class Step:
    """A script or an action that a job runs, its expressions filled in as far as they are known.

    What only a run could tell stands as `${{ … }}`, or as the reader was told to show it.
    """

    place: Evidence
    name: str = ""
    id: str = ""
    run: str | None = None
    """The script, None for an action."""
    uses: str = ""
    """The action, as it is written; empty for a script."""
    given: Mapping[str, str] = field(default_factory=dict)
    """What an action is given: its `with`."""
    env: Mapping[str, str] = field(default_factory=dict)
    """The environment that the workflow, the job and the step set."""
    shell: Shell | None = None
    """What a script is run with; None for an action, and where only a run could tell."""
    cwd: str | None = ""
    """The folder that it runs in, from the root of the repository; None where that is not known."""
    lines: tuple[str, ...] = ()
    """The lines of the file that the script stands on, the first of them at `first`."""
    first: int = 0
    via: tuple[Evidence, ...] = ()
    """The steps whose local actions led here, the outermost first."""
    obstacles: tuple[Obstacle, ...] = ()
    """What can keep it from running, or its failure from failing the job; its job's own aside."""
    asserted: Evidence | None = None
    """Where a later step fails the job with its outcome, although it is let pass itself."""
