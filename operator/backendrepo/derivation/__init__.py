"""Required checks from a repository's own workflows: which names to require, and which nothing can report.

A gate of the standard is required where every pull request gets one check of its name; what a required check watches
(the last job of a `re-actors/alls-green`) is covered by that and may be left out. A name that the list adds is required
once it is seen to be reported. A required name that nothing reports any more, as a renamed job leaves it behind, is let
go while a check that pull requests do get stays required, and no gate is without one. What cannot be told stays as it
is and is named.

No file of the repository has the jobs of GitHub's own workflows (CodeQL's default set-up, Dependabot) and of those that
an organisation requires. What recent pull requests got therefore counts beside the files: a name that a job reported is
let go only where the run of that job is known to be of a workflow file of the repository. A name that none of them got
is let go only where GitHub runs no workflow without a file here, and no ruleset requires one. To look takes the
permissions `pull_requests: read`, `checks: read`, `statuses: read` and `actions: read`; without one of them, a name
that it could tell of stays.

Sources: docs.github.com, "Troubleshooting required status checks": a check that is never reported stays pending, and
the pull request cannot be merged. "About code scanning", default setup; "Available rules for rulesets", "Require
workflows to pass before merging".
"""

from backendrepo.derivation.derived import Derived, Unreachable
from backendrepo.derivation.required import derive
from backendrepo.derivation.witness import Reported, Source, Witness

__all__ = ["Derived", "Reported", "Source", "Unreachable", "Witness", "derive"]
