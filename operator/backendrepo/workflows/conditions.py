"""What an `if` decides: whether a job or a step runs, for which pull requests."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from backendrepo.findings import Evidence
from backendrepo.workflows.expressions import ALL_WELL, Answer, ExpressionError, Scope, templates, truth
from backendrepo.workflows.expressions.syntax import Call, walk
from backendrepo.workflows.obstacles import Kind, Obstacle, Reach
from backendrepo.workflows.worlds import Start, World

START_AGAIN = "on:\n  pull_request:\n    types: [opened, synchronize, reopened, ready_for_review]"
"""What starts a workflow when a draft becomes ready for review as well."""

Scopes = Callable[[World], Scope]
"""Gives what is known in a world."""


class Condition(NamedTuple):
    """An `if` as it is written; an empty one, like none, asks that all went well before it."""

    written: str = ""

    def holds(self, scope: Scope) -> Answer:
        """Return whether it is true, None where it may be or is too long to be read here.

        Unless it asks how things went, it also asks that they went well.
        """
        asked = _asked(self.written) if len(self.written) <= templates.SHORT else None
        if asked is None:
            return None
        answer = truth(templates.filled(self.written, asked.parts, scope)) if asked.parts else True
        if asked.status:
            return answer
        well = scope.status["success"]
        return False if well is False or answer is False else None if well is None or answer is None else True


class _Asked(NamedTuple):
    """What an `if` asks, and whether it asks how things went."""

    parts: templates.Template = ()
    status: bool = False


@lru_cache(maxsize=2048)
def _asked(written: str) -> _Asked | None:
    """Return what an `if` asks, None where it is no expression."""
    if not written.strip():
        return _Asked()
    try:
        parts = templates.condition(written)
    except ExpressionError:
        return None
    within = (each for tree in templates.trees(parts) for each in walk(tree))
    return _Asked(parts, any(isinstance(each, Call) and each.name in ALL_WELL for each in within))


def obstacles(condition: Condition, start: Start, scopes: Scopes, place: Evidence) -> Iterator[Obstacle]:
    """Yield what a condition leaves out of the pull requests that start the workflow."""
    answers = {condition.holds(scopes(world)) for world in start.ordinary(condition.written)}
    shown = " ".join(condition.written.split())[:120]
    if answers == {False}:
        yield Obstacle(Kind.CONDITION, f"`if: {shown}` is false for every pull request", place)
    elif answers != {True}:
        yield Obstacle(Kind.CONDITION, f"it may be skipped: `if: {shown}`", place, Reach.MAYBE)
    else:
        for kind, whom, world in start.others(condition.written):
            if condition.holds(scopes(world)) is not True:
                drafts = kind is Kind.DRAFTS  # each may become an ordinary one, with the check that was skipped
                reach, fix = (Reach.MAYBE, START_AGAIN) if drafts else (Reach.ASIDE, "")
                yield Obstacle(kind, f"`if: {shown}` skips {whom}", place, reach, fix)


def status(*, success: Answer = True, failure: Answer = False) -> Mapping[str, Answer]:
    """Return the functions of status where things went so."""
    return {**ALL_WELL, "success": success, "failure": failure}
