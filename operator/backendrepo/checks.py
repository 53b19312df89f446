"""The checks of a repository's workflows, as branch protection is compared with them: which gate each one is.

A scan reads them from the files of the governed branch and hands them over; the operator, which has no files, judges
the live settings by them and derives the required checks from them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from backendrepo.workflows import Reportable


@dataclass(frozen=True)
class Checks:
    """What the workflows of one commit report on pull requests to the governed branch. Names are as GitHub shows them."""

    gates: tuple[str, ...] = ()
    """The check runs that fail where a gate of the standard fails, in the order of the workflows."""
    on_pull_requests: Reportable = field(default_factory=Reportable)
    """What every pull request reports."""
    in_merge_queue: Reportable = field(default_factory=Reportable)
    """What every pull request and its run in the merge queue report."""
    watched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For a check that fails with others (a last job of `re-actors/alls-green`), which those are."""
    opaque: tuple[str, ...] = ()
    """Why there may be names that are not known here, in sentences: a reusable workflow of another repository, say."""

    def reportable(self, *, merge_queue: bool = False) -> Reportable:
        """Return the names that can be required of every pull request."""
        return self.in_merge_queue if merge_queue else self.on_pull_requests

    def covered(self, required: Collection[str]) -> frozenset[str]:
        """Return the checks whose failure stops a merge: those that are required, and those that one of them watches."""
        return frozenset(required).union(*(self.watched.get(name, ()) for name in required))
