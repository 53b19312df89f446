"""The steps of a job, expanded: local composite actions in their place, expressions filled in."""

from collections.abc import Iterator
from dataclasses import replace

from backendrepo.workflows.actions import local
from backendrepo.workflows.checkouts import after
from backendrepo.workflows.conditions import Condition, obstacles
from backendrepo.workflows.environments import LEAST, Around
from backendrepo.workflows.obstacles import Kind, Obstacle, Reach
from backendrepo.workflows.outcomes import Siblings, let_pass
from backendrepo.workflows.scalars import value_of
from backendrepo.workflows.shells import shell
from backendrepo.workflows.source import weight
from backendrepo.workflows.step import Step
from backendrepo.yaml12 import Node, Scalar, entries, field_of, items, text_of

DEEPEST = 10
"""Local actions within each other: GitHub runs no deeper ones."""


def expand(node: Node | None, around: Around) -> Iterator[Step]:
    """Yield the steps of a list, in their order."""
    siblings = Siblings(tuple(_flat(node)))
    weights = (LEAST + (len(around.env.values) if field_of(each, "env") else 0) for each in siblings.nodes)
    if node and not around.budget.take(weight(node) + sum(weights)):
        yield Step(around.source.at(node), obstacles=(_unreadable(node, around, "there is more than is read here"),))
        return
    for index in range(len(siblings.nodes)):
        yield from _step(siblings, index, around)
        around = after(siblings.nodes[index], around)


def _flat(node: Node | None) -> Iterator[Node]:
    """Yield steps, those of a `parallel` group in its place."""
    for each in items(node):
        group = field_of(each, "parallel")
        yield from items(group) if group else (each,)


def _step(siblings: Siblings, index: int, around: Around) -> Iterator[Step]:
    node = siblings.nodes[index]
    inner = around.with_env(field_of(node, "env"))
    soft = tuple(let_pass(node, inner))
    watched = siblings.asserted(index, inner) if soft else None
    condition = field_of(node, "if")
    place = around.source.at(condition or node)
    asked = obstacles(Condition(text_of(condition) or ""), around.start, inner.scope, place)
    mine = (*asked, *(() if watched else soft), *siblings.unwatched(node, around.source))
    inner = replace(inner, obstacles=(*around.obstacles, *mine))
    made = Step(
        place=around.source.at(node),
        name=inner.text(field_of(node, "name")),
        id=text_of(field_of(node, "id")) or "",
        env=inner.env.texts,
        via=around.via,
        obstacles=inner.obstacles,
        asserted=watched,
    )
    if field_of(node, "run"):
        yield _script(node, made, inner)
    elif uses := text_of(field_of(node, "uses")):
        yield from _action(node, uses, made, inner)


def _script(node: Node, made: Step, around: Around) -> Step:
    run = field_of(node, "run")
    script = around.text(run)
    first = run.first if isinstance(run, Scalar) else made.place.line
    asked = field_of(node, "shell")
    named = value_of(asked, around.any) if asked else around.shell
    return replace(
        made,
        place=around.source.at(run or node),
        run=script,
        shell=shell(named, windows=around.windows, container=around.container) if isinstance(named, str) else None,
        cwd=around.folder(field_of(node, "working-directory")),
        first=first,
        lines=around.source.lines[first - 1 : first + script.count("\n")],
    )


def _action(node: Node, uses: str, made: Step, around: Around) -> Iterator[Step]:
    given = {key.text: around.text(each) for key, each in entries(field_of(node, "with"))}
    place = around.source.at(field_of(node, "uses") or node)
    step = replace(made, place=place, uses=uses, given=given)
    action = local(uses, around)
    if action is None or (action.source and not action.steps):
        yield step
    elif action.source is None or len(around.via) >= DEEPEST:
        why = "is not in the repository" if action.source is None else "is called too deep to be read here"
        yield replace(step, obstacles=(*step.obstacles, _unreadable(node, around, f"`{uses}` {why}")))
    else:
        inputs = action.inputs(field_of(node, "with"), around)
        within = replace(
            around,
            source=action.source,
            contexts={**around.contexts, "inputs": inputs},
            shell="",
            cwd="",
            action=action.folder,
            via=(*around.via, place),
        )
        yield from expand(action.steps, within)


def _unreadable(node: Node, around: Around, why: str) -> Obstacle:
    return Obstacle(Kind.UNREADABLE, why, around.source.at(node), Reach.MAYBE)
