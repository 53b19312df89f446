"""From a workflow and what starts it to its jobs: matrices and calls of workflows expanded."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from backendrepo.workflows import calls
from backendrepo.workflows.environments import Around
from backendrepo.workflows.expressions import Record, Scope, templates
from backendrepo.workflows.frames import Frame
from backendrepo.workflows.job import Check, Job
from backendrepo.workflows.matrix import Combination, Matrix, expand
from backendrepo.workflows.names import Name, named
from backendrepo.workflows.obstacles import Kind, Obstacle, Reach
from backendrepo.workflows.outcomes import let_pass
from backendrepo.workflows.step import Step
from backendrepo.workflows.steps import expand as expand_steps
from backendrepo.workflows.triggers import triggers
from backendrepo.workflows.watching import watched
from backendrepo.workflows.worlds import ANY
from backendrepo.yaml12 import Node, Scalar, field_of, text_of, texts_of


def jobs(frame: Frame) -> Iterator[Job]:
    """Yield the jobs with steps that a file starts, those of the workflows that it calls among them."""
    if not frame.taken(frame.source.root):
        return
    for key, node in frame.jobs:
        uses = text_of(field_of(node, "uses"))
        made = _Expanding(frame, key, node)
        yield from made.calls(uses) if uses else (made.job(),)


class _Expanding:
    """One job of a frame, on its way through its matrix."""

    def __init__(self, frame: Frame, key: Scalar, node: Node) -> None:
        self.frame, self.key, self.node = frame, key, node
        self.chain = (*frame.chain, key.text)
        self.starts = frame.starts.get(key.text.lower(), ())
        self.contexts = frame.contexts(key.text)
        self.place = frame.source.at(field_of(node, "name") or key)
        self.matrix = self._matrix()

    def _matrix(self) -> Matrix:
        strategy = field_of(self.node, "strategy")
        if isinstance(strategy, Scalar):
            return Matrix((), "`strategy` is only known in a run")
        node = field_of(strategy, "matrix")
        matrix = expand(node, self._scope(Combination()))
        if matrix.refused and node:
            why = f"GitHub starts none of its jobs: {matrix.unknown}"
            self.frame.reading.refused.append(Obstacle(Kind.INVALID, why, self.frame.source.at(node)))
        return matrix

    def _scope(self, combination: Combination) -> Scope:
        contexts = {**self.contexts, "matrix": combination.matrix, "github": self.frame.start.github(ANY)}
        return Scope(contexts)

    def _combinations(self) -> Iterator[tuple[Combination, Name]]:
        """Yield the combinations, with the name of each; one that stands for all where they are not known."""
        unknown = Combination(Record(open="matrix"))
        for combination in self.matrix.combinations or (unknown,):
            if not self.frame.taken(self.node):
                return
            name = named(field_of(self.node, "name"), self.key.text, combination, self._scope(combination))
            if combination is unknown:
                name = Name(name.text if name.doubt else f"{name.text} (…)", self.matrix.unknown)
            yield combination, name.within(self.frame.name)

    def _hidden(self) -> tuple[Obstacle, ...]:
        """Return what keeps its names from being reported: skipped, a job with a matrix is reported without it."""
        if not (self.matrix.many or templates.has_expression(text_of(field_of(self.node, "name")) or "")):
            return self.frame.skipped
        return (*self.frame.skipped, *self.starts)

    def job(self) -> Job:
        """Return the job with its checks."""
        needs = tuple(each.text for each in texts_of(field_of(self.node, "needs")))
        around = partial(self.frame.around, self.node)
        job = Job(
            chain=self.chain,
            place=self.place,
            needs=needs,
            watches=tuple(watched(self.frame, self.key.text, self.node)) if needs else (),
            via=self.frame.via,
            obstacles=(*self.frame.skipped, *self.starts),
        )
        return replace(job, checks=tuple(self._checks(job, around)))

    def _checks(self, job: Job, around: Callable[..., Around]) -> Iterator[Check]:
        for combination, name in self._combinations():
            contexts = {**self.contexts, "matrix": combination.matrix, "strategy": Record(open="strategy")}
            surrounding = around(contexts)
            yield Check(
                name=name.text,
                place=self.place,
                doubt=name.doubt,
                matrix=combination.matrix,
                obstacles=(*job.obstacles, *let_pass(self.node, surrounding)),
                unreported=(*self._hidden(), *_doubts(name, self)),
                expand=partial(_steps, field_of(self.node, "steps"), surrounding),
            )

    def calls(self, uses: str) -> Iterator[Job]:
        """Yield the jobs of the workflow that it calls, for each combination."""
        path = calls.local_path(uses)
        place = self.frame.source.at(field_of(self.node, "uses") or self.node)
        for combination, name in self._combinations():
            if path is None or len(self.chain) > calls.DEEPEST:
                yield self._unread(uses, name, "is called too deep to be read" if path else "is not in this repository")
                continue
            source, wrong = calls.called(path, place, self.frame.via, self.frame.reading.library)
            self.frame.reading.refused.extend(wrong)
            if source is None or calls.certain(wrong):
                continue
            declared = self.frame.reading.library.made(triggers, source).called
            inputs, refused = calls.inputs(self.node, declared, self._scope(combination), place)
            self.frame.reading.refused.extend(refused)
            yield from jobs(
                replace(
                    self.frame,
                    source=source,
                    inputs=inputs,
                    name=name,
                    chain=self.chain,
                    via=(*self.frame.via, place),
                    skipped=(*self.frame.skipped, *self.starts),
                )
            )

    def _unread(self, uses: str, name: Name, why: str) -> Job:
        place = self.frame.source.at(field_of(self.node, "uses") or self.node)
        obstacle = Obstacle(Kind.UNREADABLE, f"`{uses}` {why}", place, Reach.MAYBE)
        known = (*self.frame.skipped, *self.starts, obstacle)
        doubt = f"the jobs of `{uses}` are not known here"
        check = Check(f"{name.text} / …", place, doubt, obstacles=known, unreported=known)
        via = self.frame.via
        return Job(self.chain, place, uses=uses, via=via, obstacles=known, checks=(check,))


def _doubts(name: Name, job: _Expanding) -> Iterator[Obstacle]:
    if name.doubt:
        yield Obstacle(Kind.NAME, f"its name is not certain: {name.doubt}", job.place, Reach.MAYBE)


def _steps(node: Node | None, around: Around) -> tuple[Step, ...]:
    return tuple(expand_steps(node, around))
