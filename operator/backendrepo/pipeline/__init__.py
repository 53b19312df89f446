"""What a repository runs: for `make TARGET` on a laptop, and for each pull request in its workflows.

It joins the readers of Makefiles, workflows, scripts and task runners, and says of each command that is a gate how it
is reached, and what can keep its failure from counting. Nothing is ever run.
"""

from backendrepo.pipeline.pipeline import Pipeline, pipeline
from backendrepo.pipeline.run import Opaque, Run, Weakness

__all__ = ["Opaque", "Pipeline", "Run", "Weakness", "pipeline"]
