"""What `actions/checkout` puts there: the change of a pull request, or something else, which says nothing of it.

Source: the README of actions/checkout (`ref`, `repository`, `path`). Without `ref` it takes what the event is about.
"""

from dataclasses import replace
from posixpath import normpath

from backendrepo.lazy import regex
from backendrepo.workflows.conditions import Condition
from backendrepo.workflows.environments import Around
from backendrepo.workflows.expressions import Unknown, Value
from backendrepo.workflows.obstacles import Kind, Obstacle, Reach
from backendrepo.workflows.scalars import value_of
from backendrepo.workflows.worlds import World
from backendrepo.yaml12 import Node, field_of, text_of

_CHANGE = regex(r"head|merge|number|github\.sha|github\.ref\b|github\.repository|event\.repository\.full_name")
_BASE = regex(r"\bbase\b|base_ref|default_branch|event\.before")
FIX = "- uses: actions/checkout@v5  # without `ref` and `repository`: the change itself"


def checks_out(step: Node) -> bool:
    """Whether a step is a checkout."""
    return (text_of(field_of(step, "uses")) or "").lower().startswith("actions/checkout@")


def elsewhere(step: Node, around: Around) -> Obstacle | None:
    """Return why what a checkout puts there is not the change; None where it is, or where it is not run."""
    runs = Condition(text_of(field_of(step, "if")) or "").holds(around.scope(World()))
    for name, judge in (("repository", _other), ("ref", _commit)):
        node = field_of(step, "with", name)
        if node is None or runs is False:
            continue
        if reach := judge(value_of(node, around.any), text_of(node) or "", around):
            why = f"what is checked out is not the change: `{name}: {text_of(node)}`"
            return Obstacle(Kind.TREE, why, around.source.at(node), reach if runs else Reach.MAYBE, FIX)
    return None


def after(step: Node, around: Around) -> Around:
    """Return what surrounds the steps behind one: a checkout to the runner's folder decides what they see."""
    if not checks_out(step) or folder(step, around) != ".":
        return around
    found = elsewhere(step, around)
    before = tuple(each for each in around.obstacles if each.kind is not Kind.TREE)
    return replace(around, obstacles=(*before, found) if found else before)


def folder(step: Node, around: Around) -> str:
    """Return the folder that a checkout puts it to, `.` for the runner's own."""
    return normpath(around.text(field_of(step, "with", "path")) or ".")


def _commit(value: Value, written: str, around: Around) -> Reach | None:
    """Return how sure it is that a `ref` is not of the change; None where it is."""
    if not isinstance(value, Unknown):
        return Reach.ALWAYS if value and not str(value).startswith("refs/pull/") else None
    if _CHANGE.search(written):
        return None
    return Reach.ALWAYS if _BASE.search(written) else Reach.MAYBE


def _other(value: Value, written: str, around: Around) -> Reach | None:
    """Return how sure it is that a `repository` is another one; None where it is this one, or a fork of it."""
    home = around.start.repository
    if not isinstance(value, Unknown):
        same = not value or str(value).lower() == home.lower()
        return None if same else Reach.ALWAYS if home else Reach.MAYBE
    return None if _CHANGE.search(written) else Reach.MAYBE
