"""One workflow file as it is started or called: which of its jobs start, and what their expressions see."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from backendrepo.findings import Evidence
from backendrepo.workflows.checkouts import checks_out, elsewhere
from backendrepo.workflows.conditions import Condition, obstacles, status
from backendrepo.workflows.environments import LEAST, Around, Budget
from backendrepo.workflows.expressions import Answer, Record, Scope, Value
from backendrepo.workflows.names import Name
from backendrepo.workflows.needs import Needs, needed, started
from backendrepo.workflows.obstacles import Kind, Obstacle, Reach
from backendrepo.workflows.scalars import Unresolved, value_of
from backendrepo.workflows.shells import windows
from backendrepo.workflows.source import Library, Source, weight
from backendrepo.workflows.worlds import Start, World
from backendrepo.yaml12 import Node, Scalar, entries, field_of, items, text_of

MOST_CAUSES = 3
"""Jobs that are told of where several can take one with them."""


@dataclass(frozen=True)
class Reading:
    """What is the same for all that is read of one workflow."""

    library: Library
    unresolved: Unresolved
    budget: Budget
    """How much of the repository may still be expanded."""
    refused: list[Obstacle] = field(default_factory=list)
    """Why GitHub starts none of it."""


@dataclass(frozen=True)
class Frame:
    """One file, in one call of it."""

    reading: Reading
    source: Source
    start: Start
    inputs: Record = field(default_factory=Record)
    name: Name | None = None
    """The name of the job that calls it."""
    chain: tuple[str, ...] = ()
    via: tuple[Evidence, ...] = ()
    skipped: tuple[Obstacle, ...] = ()
    """What can keep the jobs that call it from starting."""

    def taken(self, node: Node | None, times: int = 1) -> bool:
        """Return whether a node may be expanded so often; else say that it is not."""
        if self.reading.budget.take(times * (LEAST + weight(node))):
            return True
        place = self.source.at(node or 1)
        self.reading.refused.append(Obstacle(Kind.UNREADABLE, "there is more than is read here", place, Reach.MAYBE))
        return False

    @cached_property
    def jobs(self) -> tuple[tuple[Scalar, Node], ...]:
        """The jobs, by their ids."""
        return entries(field_of(self.source.root, "jobs"))

    @cached_property
    def needs(self) -> Needs:
        """What each job waits for."""
        return needed(field_of(self.source.root, "jobs"))

    def contexts(self, id_: str, results: Mapping[str, str] | None = None) -> dict[str, Value]:
        """Return what a job's expressions see besides `github`; every job that it needs did well, or as is given."""
        needs: dict[str, Value] = {}
        for name in self.needs.get(id_.lower(), {}):
            result = (results or {}).get(name, "success")
            outputs = Record(open=f"needs.{name}.outputs")
            needs[name] = Record({"result": result, "outputs": outputs}, f"needs.{name}")
        return {"inputs": self.inputs, "needs": Record(needs)}

    def scopes(
        self, id_: str, results: Mapping[str, str] | None = None, *, success: Answer = True, failure: Answer = False
    ) -> Callable[[World], Scope]:
        """Return what a job's `if` sees in a world."""
        contexts = self.contexts(id_, results)
        went = status(success=success, failure=failure)
        return lambda world: Scope({**contexts, "github": self.start.github(world)}, went)

    @cached_property
    def starts(self) -> Mapping[str, tuple[Obstacle, ...]]:
        """What can keep each job from starting: its own `if`, and jobs that it needs and that can be skipped."""
        by_id = {key.text.lower(): job for key, job in self.jobs}
        found: dict[str, tuple[Obstacle, ...]] = {}
        causes: dict[str, tuple[_Cause, ...]] = {}
        for id_ in started(self.needs):
            own = tuple(self._own(id_, by_id[id_]))
            behind = _worst(cause for name in self.needs[id_] for cause in causes[name])
            causes[id_] = _worst(chain(((id_, each) for each in own), behind))
            found[id_] = (*own, *(self._taken_along(id_, by_id[id_], behind, found) if behind else ()))
        return found

    def condition(self, job: Node) -> Condition:
        """Return a job's `if`."""
        return Condition(text_of(field_of(job, "if")) or "")

    def _own(self, id_: str, job: Node) -> Iterator[Obstacle]:
        place = self.source.at(field_of(job, "if") or job)
        return obstacles(self.condition(job), self.start, self.scopes(id_), place)

    def _taken_along(
        self, id_: str, job: Node, causes: tuple["_Cause", ...], found: Mapping[str, tuple[Obstacle, ...]]
    ) -> Iterator[Obstacle]:
        """Yield what skips a job with one that it waits for, however far away; a success anywhere between is none."""
        results = {name: "skipped" for name in self.needs[id_] if found[name]}
        condition, world = self.condition(job), World()
        skipped = condition.holds(self.scopes(id_, results, success=False)(world))
        if skipped is True or skipped is condition.holds(self.scopes(id_)(world)):
            return
        place = self.source.at(field_of(job, "needs") or job)
        for name, cause in causes:
            why = f"it is skipped with `{name}`, which it needs: {cause.why} ({cause.place})"
            yield Obstacle(Kind.NEEDS, why, place, cause.reach, cause.fix)

    def around(self, job: Node, contexts: Mapping[str, Value]) -> Around:
        """Return what surrounds the steps of a job in one combination."""
        made = Around(
            library=self.reading.library,
            source=self.source,
            start=self.start,
            unresolved=self.reading.unresolved,
            budget=self.reading.budget,
            contexts={**contexts, "runner": Record(open="runner"), "steps": Record(open="steps")},
            container=field_of(job, "container") is not None,
        )
        labels = runner(field_of(job, "runs-on"), made.any)
        os = "Windows" if windows(labels) else "macOS" if any("macos" in each for each in labels) else "Linux"
        known = os != "Linux" or any("ubuntu" in each or "linux" in each for each in labels)
        made = replace(
            made,
            contexts={**made.contexts, "runner": Record({"os": os} if known else {}, "runner")},
            windows=os == "Windows",
            mounts=mounts(field_of(job, "steps"), made),
        )
        for env in (field_of(job, "container"), self.source.root, job):
            made = made.with_env(field_of(env, "env"))
        return replace(made, shell=self._default("shell", job, made), cwd=self._default("working-directory", job, made))

    def _default(self, key: str, job: Node, around: Around) -> str | None:
        """Return a default for `run` steps: the job's, else the workflow's; None where only a run could tell."""
        for of in (job, self.source.root):
            if node := field_of(of, "defaults", "run", key):
                value = value_of(node, around.any)
                return value if isinstance(value, str) else None
        return ""


_Cause = tuple[str, Obstacle]
"""A job that may be skipped, and why."""


def _worst(causes: Iterable[_Cause]) -> tuple[_Cause, ...]:
    """Return a few causes: those that concern most pull requests, the nearest first."""
    return tuple(sorted(dict.fromkeys(causes), key=lambda each: list(Reach).index(each[1].reach))[:MOST_CAUSES])


def runner(node: Node | None, scope: Scope) -> tuple[str, ...]:
    """Return the labels that a job's runner has, in lower case, as far as they are known."""
    value = value_of(field_of(node, "labels") or node, scope) if node else ()
    return tuple(each.lower() for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, str))


def mounts(steps: Node | None, around: Around) -> tuple[str, ...]:
    """Return the folders that the steps check the change out to; its root where they do not say."""
    found = [
        around.text(field_of(step, "with", "path"))
        for step in items(steps)
        if checks_out(step) and not elsewhere(step, around)
    ]
    return tuple(sorted(found, key=len, reverse=True)) or ("",)
