"""Judging a gate: a job of each pull request runs a command of its kind, and its failure fails the pull request."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backendrepo.controls.command import aside, evidence, named
from backendrepo.controls.words import few
from backendrepo.findings import Evidence, Judgement, Outcome, failed, partial, passed, unknown
from backendrepo.pipeline import Opaque, Run, pipeline
from backendrepo.project import project
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SHOWN = 3
"""Weaknesses and opaque places that a sentence names."""

PYTHON = "python"

Scope = Callable[[Snapshot, tuple[Run, ...]], Judgement | None]
"""Looks at gates that hold; returns what else is to be said of them, None where they are whole."""


@dataclass(frozen=True)
class Gate:
    """What is asked for."""

    what: str
    """A noun with its article, such as `a linter`."""
    kinds: tuple[Kind, ...]
    words: str
    """A pattern of names under which one may hide: of actions, steps and jobs that cannot be read."""
    fix: str
    of_source: bool = False
    """Whether only tools for a language of what is shipped count: a linter of Dockerfiles lints no service."""

    def judge(self, snapshot: Snapshot, *scopes: Scope) -> Judgement:
        """Judge the gates of a snapshot: whether one holds, then whether those that do are whole."""
        found = tuple(run for run in self._runs(snapshot) if run.holds)
        if not found:
            return self.absent(snapshot)
        holding = tuple(run for run in found if not run.use.aspect)
        if not holding:
            told = " and ".join(dict.fromkeys(f"`{run.use.tool}` at {run.use.aspect}" for run in found))
            return partial(f"Each pull request looks only at a part: {told}.", *evidence(found), fix=self.fix)
        lacking = (lack for scope in scopes if (lack := scope(snapshot, holding)))
        told = f"Each pull request runs {named(holding)} in {checks(holding)}"
        if (
            self.of_source
            and (left := _python(snapshot))
            and not any(run.use.language in ("", PYTHON) for run in holding)
        ):
            return partial(
                f"{told}, which does not look at Python ({few(left, SHOWN)}).", *evidence(holding), fix=self.fix
            )
        return next(lacking, None) or passed(f"{told}.{aside(holding)}", *evidence(holding))

    def absent(self, snapshot: Snapshot) -> Judgement:
        """Return what is to be said where no gate holds."""
        repository = pipeline(snapshot)
        if not repository.triggered:
            told = f"No workflow is started by pull requests to {snapshot.branch}, so none runs {self.what}."
            return failed(told, fix=self.fix)
        weak = tuple(run for run in self._runs(snapshot) if not run.holds)
        if doubtful := tuple(run for run in weak if run.doubtful):
            told = f"Whether each pull request runs {self.what} is not certain: {_whys(doubtful)}."
            return unknown(told, *evidence(doubtful), fix=self.fix)
        if weak:
            told = f"No run of {self.what} can fail each pull request: {_whys(weak)}."
            return failed(told, *evidence(weak), fix=weak[0].mended(self.fix))
        if hidden := self.hidden(snapshot):
            told = _clauses(each.what for each in hidden)
            return unknown(f"No job was seen to run {self.what}, but {told}.", *_places(hidden), fix=self.fix)
        return failed(f"No job of a pull request runs {self.what}.", *repository.places, fix=self.fix)

    def _runs(self, snapshot: Snapshot) -> tuple[Run, ...]:
        found = pipeline(snapshot).gates(*self.kinds)
        languages = {root.language for root in project(snapshot).roots} if self.of_source else set()
        return tuple(run for run in found if not languages or run.use.language in ("", *languages))

    def hidden(self, snapshot: Snapshot) -> tuple[Opaque, ...]:
        """Return what cannot be read and may be one."""
        return tuple(each for each in pipeline(snapshot).opaque if each.anything or re.search(self.words, each.words))


def _python(snapshot: Snapshot) -> list[str]:
    """Return the folders of Python that are shipped."""
    return [root.path or "." for root in project(snapshot).roots if root.language == PYTHON]


def worst(*judgements: Judgement) -> Judgement:
    """Return one judgement for several that all have to be good: the worst outcome, and what is said of each such."""
    order = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PARTIAL, Outcome.PASS, Outcome.NOT_APPLICABLE)
    outcome = min((each.outcome for each in judgements), key=order.index)
    told = [each for each in judgements if each.outcome is outcome]
    return Judgement(
        outcome,
        " ".join(dict.fromkeys(each.summary for each in told)),
        tuple(dict.fromkeys(place for each in told for place in each.evidence)),
        told[0].fix,
    )


def checks(runs: tuple[Run, ...] | list[Run]) -> str:
    """Return the names of the checks that some runs report to, each once."""
    names = list(dict.fromkeys(run.check for run in runs))
    return f"the check {few([f'“{name}”' for name in names], SHOWN)}"


def _whys(weak: tuple[Run, ...]) -> str:
    return _clauses(f"{named([run])} in {checks([run])}: {run.why}" for run in weak)


def _clauses(told: Iterable[str]) -> str:
    """Return the first clauses, each once, and the count of the others where there are any."""
    each = list(dict.fromkeys(told))
    more = f"; and {len(each) - SHOWN} more" if len(each) > SHOWN else ""
    return f"{'; '.join(each[:SHOWN])}{more}"


def _places(hidden: tuple[Opaque, ...]) -> tuple[Evidence, ...]:
    return tuple(each.place for each in hidden[:SHOWN])
