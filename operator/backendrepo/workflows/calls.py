"""Reusable workflows: which file a job calls, and what that gets (documentation "Reuse workflows")."""

from collections.abc import Iterable, Iterator
from itertools import islice

from backendrepo.findings import Evidence
from backendrepo.workflows.expressions import Record, Scope, Unknown, Value, text
from backendrepo.workflows.obstacles import Kind, Obstacle, Reach
from backendrepo.workflows.scalars import value_of
from backendrepo.workflows.shape import flaws
from backendrepo.workflows.source import Library, Source
from backendrepo.workflows.triggers import CALL, triggers
from backendrepo.yaml12 import Node, Scalar, entries, field_of, text_of

DEEPEST = 10
"""Workflows within each other."""

MOST_FLAWS = 20
"""Reasons for refusing one file that are told."""

_EMPTY: dict[str, Value] = {"boolean": False, "number": 0.0}


def local_path(uses: str) -> str | None:
    """Return the path of a called workflow of this repository, None for one of another."""
    return uses[2:] if uses.startswith(("./", "$/")) else None


def refused(source: Source) -> tuple[Obstacle, ...]:
    """Return why GitHub starts nothing of a file: its text, or its shape."""
    return tuple(_refused(source))


def _refused(source: Source) -> Iterator[Obstacle]:
    for problem in source.problems[:MOST_FLAWS]:
        yield Obstacle(Kind.INVALID, f"GitHub refuses the workflow: {problem.text}", problem)
    if source.root is None and source.problems:
        return
    for flaw in islice(flaws(source.root), MOST_FLAWS):
        reach = Reach.ALWAYS if flaw.certain else Reach.MAYBE
        yield Obstacle(Kind.INVALID, f"GitHub refuses the workflow: {flaw.why}", source.at(flaw.node), reach)


def called(
    path: str, place: Evidence, callers: tuple[Evidence, ...], library: Library
) -> tuple[Source | None, tuple[Obstacle, ...]]:
    """Return the file that a job calls, and why GitHub refuses the call."""
    if path in {caller.path for caller in (place, *callers)}:
        return None, (Obstacle(Kind.INVALID, f"it calls {path}, and is called by it", place),)
    source = library.find(path)
    if source is None:
        return None, (Obstacle(Kind.INVALID, f"it calls {path}, which is not in the repository", place),)
    found = library.made(refused, source)
    if not certain(found) and CALL not in library.made(triggers, source):
        found = (*found, Obstacle(Kind.INVALID, f"it calls {path}, which has no `workflow_call`", place))
    return source, found


def certain(refused: Iterable[Obstacle]) -> bool:
    """Whether GitHub refuses a file for sure."""
    return any(each.reach is Reach.ALWAYS for each in refused)


def inputs(job: Node, declared: Node | None, scope: Scope, place: Evidence) -> tuple[Record, tuple[Obstacle, ...]]:
    """Return the called workflow's `inputs`, and why GitHub refuses what it is given."""
    given = Record({key.text: value_of(each, scope) for key, each in entries(field_of(job, "with"))})
    wrong = [*_mismatched(field_of(job, "with"), field_of(declared, "inputs"), "input"), *_secrets(job, declared)]
    known: dict[str, Value] = {}
    for key, each in entries(field_of(declared, "inputs")):
        type_, default = text_of(field_of(each, "type")) or "", field_of(each, "default")
        found = given.get(key.text)
        value = value_of(default, scope) if found is None and default else found
        known[key.text] = _EMPTY.get(type_, "") if value is None else _typed(value, type_)
        if known[key.text] is None:
            wrong.append(f"the input `{key.text}` is no {type_}")
    return Record(known), tuple(Obstacle(Kind.INVALID, f"GitHub refuses the call: {why}", place) for why in wrong)


def _secrets(job: Node, declared: Node | None) -> Iterator[str]:
    given = field_of(job, "secrets")
    if not isinstance(given, Scalar):
        yield from _mismatched(given, field_of(declared, "secrets"), "secret")


def _mismatched(given: Node | None, declared: Node | None, what: str) -> Iterator[str]:
    """Yield what a call gives that the workflow does not take, and what it needs and is not given."""
    names = {key.text.lower() for key, _ in entries(given)}
    known = {key.text.lower(): each for key, each in entries(declared)}
    yield from (f"`{name}` is no {what} of the called workflow" for name in sorted(names - known.keys()))
    for name in sorted(known.keys() - names):
        if text_of(field_of(known[name], "required")) == "true":
            yield f"the {what} `{name}` is required"


def _typed(value: Value, type_: str) -> Value:
    """Return a value as an input of a type has it, null where it is none of that type."""
    if isinstance(value, Unknown):
        return value
    if type_ == "boolean":
        return {"true": True, "false": False}.get(text(value) or "")
    if type_ == "number":
        return value if isinstance(value, float) else None
    return text(value)
