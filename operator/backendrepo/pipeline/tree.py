"""Which commit the folder of a runner holds, as the steps of a job go on: the change, or something else.

A checkout puts one there (see `workflows.checkouts`), and git takes another: `git checkout main` judges main. What git
is told and is not the default branch is taken for the change, or for what leads back to it.
"""

from itertools import pairwise

from backendrepo.pipeline.run import Weakness
from backendrepo.shell import Command
from backendrepo.workflows import Kind, Obstacle, Reach, Step

_MOVES = frozenset({"checkout", "switch", "reset"})
_RETURNS = frozenset({"merge", "cherry-pick", "rebase", "pull", "am", "apply"})
"""What brings the change in again."""
_NAMING = frozenset({"-b", "-B", "-c", "-C", "--create", "--force-create", "--orphan"})
"""Options whose value is the name of a branch to be made."""


class Tree:
    """The folder of one job."""

    def __init__(self, branch: str) -> None:
        self._default = {branch, f"origin/{branch}", f"upstream/{branch}", f"refs/heads/{branch}"}
        self._put: Obstacle | None = None
        self._away: Weakness | None = None

    def enter(self, step: Step) -> None:
        """Go on to a step: what a checkout before it put there counts, once."""
        put = next((each for each in step.obstacles if each.kind is Kind.TREE), None)
        if put != self._put or (step.uses.lower().startswith("actions/checkout@") and not step.given.get("path")):
            self._put = put
            certain = put is not None and put.reach is Reach.ALWAYS
            self._away = Weakness(put.why, put.place, certain, put.fix) if put else None

    def run(self, command: Command) -> None:
        """Follow a command that may take another commit."""
        words = [str(each) for each in command.argv]
        if words[:3] == ["gh", "pr", "checkout"] or (words[0] == "git" and _RETURNS.intersection(words[1:2])):
            self._away = None
        elif words[0] == "git" and _MOVES.intersection(words[1:2]) and (target := _target(words[1:])):
            told = f"what is checked out is not the change: `{' '.join(words)}`"
            fix = (
                "Judge what the pull request changes: leave this command out, or go back to the change before the gate."
            )
            at_default = target in self._default
            self._away = Weakness(told, command.place, command.guard is None, fix) if at_default else None

    @property
    def weaknesses(self) -> tuple[Weakness, ...]:
        """Why what is judged here is not the change; nothing where it is."""
        return (self._away,) if self._away else ()


def _target(words: list[str]) -> str:
    """Return the commit that git is told to take; empty where it is told to take none, or single files."""
    if "--" in words:
        return ""
    kept = [word for before, word in pairwise(words) if before not in _NAMING]
    operands = [word for word in kept if word == "-" or not word.startswith("-")]
    return operands[0] if len(operands) == 1 else ""
