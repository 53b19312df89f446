"""Jobs and the checks that they report, as an event starts them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from backendrepo.findings import Evidence
from backendrepo.workflows.expressions import Record
from backendrepo.workflows.names import Name
from backendrepo.workflows.obstacles import Obstacle
from backendrepo.workflows.step import Step


@dataclass(frozen=True)
class Check:
    """One check run that GitHub reports: a job in one combination of its matrix."""

    name: str
    place: Evidence
    """The job's name, or its id."""
    doubt: str = ""
    """Why the name is not certain; empty where it is."""
    matrix: Record | None = None
    obstacles: tuple[Obstacle, ...] = ()
    """What can keep it from starting, or its failure from failing the pull request."""
    unreported: tuple[Obstacle, ...] = ()
    """What can keep a pull request from getting a check of this name. A skipped job is reported, as a success."""
    expand: Callable[[], tuple[Step, ...]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps, expanded; none for a called workflow that is not in the repository."""
        return self.expand()

    @property
    def reportable(self) -> bool:
        """Whether every pull request gets a check of this name."""
        return not self.unreported


@dataclass(frozen=True)
class Job:
    """A job with steps, as it is started directly or through calls of reusable workflows."""

    chain: tuple[str, ...]
    """The ids of the jobs that call it, the outermost first, and its own."""
    place: Evidence
    workflow: str = ""
    """The path of the workflow that is started."""
    event: str = ""
    """What starts it."""
    needs: tuple[str, ...] = ()
    """The ids of the jobs beside it that it waits for. It is skipped, and so passes, where one of them fails."""
    watches: tuple[str, ...] = ()
    """Those of them whose failure makes it fail itself."""
    uses: str = ""
    """The called workflow that is not in the repository; empty where there is none."""
    via: tuple[Evidence, ...] = ()
    """The calls that led here, the outermost first."""
    obstacles: tuple[Obstacle, ...] = ()
    """What concerns all of its checks."""
    checks: tuple[Check, ...] = ()

    @property
    def id(self) -> str:
        """Its own id."""
        return self.chain[-1]

    def check_names(self) -> tuple[Name, ...]:
        """Return the names that it is reported under, each with a doubt where it is not certain."""
        return tuple(Name(check.name, check.doubt) for check in self.checks)
