"""Reading a Makefile as a graph: targets, what each needs and runs, what becomes of failures. Make is never run.

Even `make -n` runs `$(shell …)` and makes what is included, so that somebody else's Makefile can only be read as text.
"""

from collections.abc import Mapping

from backendrepo.makefile.closure import Closure, Missing, Reached
from backendrepo.makefile.graph import TELLING, Makefile
from backendrepo.makefile.project import Project
from backendrepo.makefile.rules import Condition, Prerequisite, Problem, RecipeLine, Rule, Target
from backendrepo.snapshot import Files


def read(files: Files, directory: str = "", *, environment: Mapping[str, str] | None = None) -> Makefile:
    """Return the Makefile of a folder (from the root of the repository), without targets where there is none.

    `environment` is what is known of the environment that Make is started in. It never raises.
    """
    return Project(files, environment or {}).makefile(directory)


__all__ = [
    "TELLING",
    "Closure",
    "Condition",
    "Makefile",
    "Missing",
    "Prerequisite",
    "Problem",
    "Reached",
    "RecipeLine",
    "Rule",
    "Target",
    "read",
]
