"""GitHub Actions workflows as a graph that can be asked; every answer has its place. Nothing is ever run.

`read(files)` gives the `Workflows`. Ask them for the `jobs(branch)` that a pull request starts: each has its
`checks`, one for each combination of its matrix, with the name that GitHub reports it under, the steps that it runs,
and the obstacles that can keep it from starting, or its failure from failing the pull request.
`reportable_on_every_pull_request` says what branch protection can require.

Known limits: what a step writes to `GITHUB_ENV` or to its outputs is not known; what the token of a caller may do is
not held against what a called workflow asks for; an `if` of more than 2,000 characters may be either; and what is
expanded of a repository is bounded by its weight, which is told where it is met.
"""

from backendrepo.workflows.job import Check, Job
from backendrepo.workflows.names import Name
from backendrepo.workflows.obstacles import Kind, Obstacle, Reach
from backendrepo.workflows.reader import read
from backendrepo.workflows.required import Reportable, reportable_on_every_pull_request
from backendrepo.workflows.shells import Shell
from backendrepo.workflows.step import Step
from backendrepo.workflows.workflow import Settings, Triggered, Workflow, Workflows

__all__ = [
    "Check",
    "Job",
    "Kind",
    "Name",
    "Obstacle",
    "Reach",
    "Reportable",
    "Settings",
    "Shell",
    "Step",
    "Triggered",
    "Workflow",
    "Workflows",
    "read",
    "reportable_on_every_pull_request",
]
