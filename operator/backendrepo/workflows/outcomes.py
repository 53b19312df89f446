"""What becomes of a step's failure: whether it is let pass, and whether another step looks at it after all."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.workflows.conditions import Condition
from backendrepo.workflows.environments import Around
from backendrepo.workflows.expressions import Record, truth
from backendrepo.workflows.obstacles import Kind, Obstacle, Reach
from backendrepo.workflows.scalars import value_of
from backendrepo.workflows.source import Source
from backendrepo.yaml12 import Node, field_of, text_of, texts_of

FAILS = regex(r"\bexit\s+[1-9$]|^\s*false\b|\bsetFailed\b|\bsys\.exit\b", re.MULTILINE)
"""What fails a script on purpose."""


LONGEST = 21_000
"""Characters of a script that is looked at: as many as one with an expression in it may have."""

MOST = 5
"""Steps that are asked whether they look at one: the last of them."""

_ASKS = regex(r"\bsteps\.([a-z_][a-z0-9_-]*)\.(?:outcome|conclusion)\b", re.IGNORECASE)


def let_pass(node: Node, around: Around) -> Iterator[Obstacle]:
    """Yield what `continue-on-error` of a job or a step makes of its failure."""
    allowed = field_of(node, "continue-on-error")
    value = value_of(allowed, around.any) if allowed else False
    answer = truth(value)
    if allowed and answer is not False:
        reach = Reach.MAYBE if answer is None else Reach.ALWAYS
        shown = f"`continue-on-error: {text_of(allowed)}`"
        yield Obstacle(Kind.CONTINUE_ON_ERROR, f"{shown} lets its failure pass", around.source.at(allowed), reach)


class _Later(NamedTuple):
    """A step that fails on purpose and asks how another went: in its script, or in its `if`."""

    at: int
    node: Node
    written: str
    """Its `if`, where that decides."""


@dataclass(frozen=True)
class Siblings:
    """The steps of a list, and those of them that look at others."""

    nodes: tuple[Node, ...]

    @cached_property
    def _asking(self) -> Mapping[str, list[_Later]]:
        """Steps that fail on purpose, by the ids of those that they ask about."""
        found = defaultdict[str, list[_Later]](list)
        for index, node in enumerate(self.nodes):
            script, written = script_of(node), text_of(field_of(node, "if")) or ""
            if len(script) <= LONGEST and FAILS.search(script):
                for text, decides in ((script, ""), (written, written)):
                    for id_ in {match[1].lower() for match in _ASKS.finditer(text)}:
                        found[id_].append(_Later(index, node, decides))
        return found

    @cached_property
    def _losing(self) -> Mapping[str, tuple[Kind, str, Node]]:
        """What can lose the failure of a step in the background, by its id; `*` stands for all of them."""
        found: dict[str, tuple[Kind, str, Node]] = {}
        for node in self.nodes:
            for id_ in _named(node, "cancel"):
                found[id_] = Kind.CANCELLED, "a later step stops it", node
            if soft(node):
                for id_ in (*_named(node, "wait"), *(["*"] if field_of(node, "wait-all") else [])):
                    found[id_] = Kind.CONTINUE_ON_ERROR, "the step that waits for it lets its failure pass", node
        return found

    def asserted(self, index: int, around: Around) -> Evidence | None:
        """Return the later step that fails the job where this one failed, None where there is none."""
        id_ = text_of(field_of(self.nodes[index], "id")) or ""
        for later in self._asking.get(id_.lower(), [])[-MOST:]:
            if later.at > index and (not later.written or _decides(later.written, id_, around)):
                return around.source.at(later.node)
        return None

    def unwatched(self, node: Node, source: Source) -> Iterator[Obstacle]:
        """Yield what can lose the failure of a step that runs in the background: being stopped, or a soft wait."""
        if field_of(node, "background"):
            for id_ in (text_of(field_of(node, "id")) or "", "*"):
                if id_ in self._losing:
                    kind, why, place = self._losing[id_]
                    yield Obstacle(kind, why, source.at(place))


def script_of(step: Node) -> str:
    """Return what a step runs: its own script, or one that its action is given."""
    return text_of(field_of(step, "run")) or text_of(field_of(step, "with", "script")) or ""


def _named(node: Node, key: str) -> set[str]:
    return {each.text for each in texts_of(field_of(node, key))}


def soft(step: Node) -> bool:
    """Return whether the failure of a step may be let pass."""
    return (text_of(field_of(step, "continue-on-error")) or "false").lower() != "false"


def _decides(written: str, id_: str, around: Around) -> bool:
    """Whether an `if` is true where a step failed, and is not where it did well."""
    answers = {}
    for outcome in ("failure", "success"):
        step = Record({"outcome": outcome, "conclusion": "success"}, f"steps.{id_}")
        answers[outcome] = Condition(written).holds(around.any.of(steps=Record({id_: step}, "steps")))
    return answers["failure"] is True and answers["success"] is not True
