"""Reading the workflows of a repository."""

from backendrepo.snapshot import Files
from backendrepo.workflows.source import Library
from backendrepo.workflows.workflow import Settings, Workflow, Workflows

FOLDER = ".github/workflows"

MOST = 500
"""Files that are read."""


def read(files: Files, settings: Settings | None = None) -> Workflows:
    """Return the workflows of a repository: every `.yml` and `.yaml` directly under `.github/workflows`.

    Only files are read; nothing is run, and nothing is asked of GitHub. It never raises: what cannot be read, or what
    GitHub would refuse, is an obstacle of the workflow.
    """
    library = Library(files)
    paths = sorted(path for ending in ("yml", "yaml") for path in files.glob(f"{FOLDER}/*.{ending}"))
    sources = (library.find(path) for path in paths[:MOST])
    return Workflows(library, tuple(Workflow(source, library) for source in sources if source), settings or Settings())
