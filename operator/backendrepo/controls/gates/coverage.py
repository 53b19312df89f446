"""The tests have to cover what the standard asks for.

The standard: "All backend CI pipelines must enforce: 6. Coverage gate `>=99%`."

It looks for a job of each pull request that measures the coverage and fails below a threshold. Which threshold holds
is found as the tools find it: the command line, then the environment, `addopts` of pytest, the configuration of
coverage.py, and the literal in a script of the repository. Several places that differ are all named, the one that holds
first.

Why: what no test runs breaks unseen.

How to fix:

    - run: pytest --cov --cov-branch --cov-fail-under=99

Known limits: coverage.py rounds before it compares, so that a floor of 99 lets 98.5 through with its default precision;
that passes with a remark. Whether the tests assert anything is not seen, nor what `coverage run` alone is told to
measure on its command line, nor which of several numbers in a script is the one that is compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join, normpath

from backendrepo.controls.command import aside, evidence
from backendrepo.controls.gate import Gate
from backendrepo.controls.scope import SHOWN, Left, covers, whole_roots
from backendrepo.controls.words import few
from backendrepo.findings import Evidence, Judgement, Outcome, Severity, failed, partial, passed, unknown
from backendrepo.pipeline import Run, pipeline
from backendrepo.project import Coverage, Floor, Project, Root, least, project
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.CRITICAL
FIX = "- run: pytest --cov --cov-branch --cov-fail-under=99"
GATE = Gate("a coverage threshold", (Kind.COVERAGE,), r"coverage|codecov|test|pytest", FIX)


@dataclass(frozen=True)
class Threshold:
    """A threshold that holds for a run, or would if none before it did."""

    value: float
    place: Evidence
    precision: int = 0

    def __str__(self) -> str:
        return f"{self.value:g} ({self.place})"


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the threshold that holds, of the run that asks for most."""
    known, wanted = project(snapshot), snapshot.parameters.coverage_floor
    runs = [run for run in pipeline(snapshot).gates(Kind.COVERAGE) if run.holds and not run.use.aspect]
    if not runs:
        return GATE.absent(snapshot)
    found = [(run, thresholds) for run in runs if (thresholds := list(_thresholds(run, known)))]
    if not found:
        told = "Each pull request measures coverage, and no threshold can fail it."
        return failed(told, *evidence(runs), fix=FIX)
    run, thresholds = max(found, key=lambda each: each[1][0].value)
    judgement = _against(wanted, run, thresholds, known)
    if judgement.outcome is not Outcome.PASS:
        return judgement
    enough = tuple(each for each, (holds, *_) in found if holds.value >= wanted)
    left = whole_roots(_unmeasured, FIX)(snapshot, enough)
    if left and (unresolved := [each for run in enough for each in run.use.paths if "$" in each]):
        told = f"What is measured is told only in a run (`{unresolved[0]}`), so whether it is all that is shipped"
        return unknown(f"{told} is not certain.", *left.evidence, fix=FIX)
    return left or judgement


def _unmeasured(known: Project, run: Run, root: Root) -> Left:
    """Yield the setting by which coverage.py leaves a root out: what it is told to measure, and what not to."""
    coverage = _coverage(run, known)
    if coverage is None:
        return
    sources = () if run.use.paths else coverage.source
    if sources and not any(covers(each, root) for name in sources for each in (name, join(run.cwd or "", name))):
        yield f"coverage.py measures {few(sources, SHOWN)}, and not {root.path}", coverage.place
    if why := coverage.leaves_out(root.module):
        yield f"coverage.py leaves {root.path} out (`{why}`)", coverage.place


def _coverage(run: Run, known: Project) -> Coverage | None:
    """Return the configuration of coverage.py for a run: the file that it names, or else of its folder."""
    return known.coverage(run.cwd or "", named=_named(run))


def _named(run: Run) -> str:
    """Return the configuration that a run names for coverage.py by option or by its environment; empty for none."""
    if run.use.files or not (given := run.env.get("COVERAGE_RCFILE")):
        return "".join(run.use.files[-1:])
    return normpath(join(run.cwd or "", given))


def _thresholds(run: Run, known: Project) -> Iterator[Threshold]:
    """Yield the thresholds of a run, the one that holds first."""
    floors = known.floors_of(run.cwd or "", named=_named(run)) if run.use.language == "python" else ()
    if run.use.threshold is not None:
        yield _told(run, run.use.threshold, floors, known)
    for floor in floors:
        outdone = run.pytest and run.use.threshold is not None
        if (floor.tool == "coverage" or outdone) and (value := floor.given(run.env)) is not None:
            yield Threshold(value, floor.place, floor.precision)


def _told(run: Run, value: float, floors: tuple[Floor, ...], known: Project) -> Threshold:
    """Return the threshold of a run's options, at the place where it is written: those of `addopts` are among them."""
    for floor in floors:
        if floor.tool != "coverage" and floor.value == value and "--cov-fail-under" not in run.text:
            return Threshold(value, floor.place, floor.precision)
    coverage = _coverage(run, known)
    return Threshold(value, run.place, coverage.precision if coverage else 0)


def _against(wanted: float, run: Run, thresholds: list[Threshold], known: Project) -> Judgement:
    holds, *others = thresholds
    differing = [other for other in others if other.value != holds.value]
    more = f" It wins over {', '.join(map(str, differing))}." if differing else ""
    places = (holds.place, *evidence([run]), *(other.place for other in differing))
    if holds.value < wanted:
        told = f"The coverage threshold is {holds.value:g}, and {wanted:g} is asked for.{more}"
        return failed(told, *places, fix=FIX)
    coverage = _coverage(run, known)
    if coverage and (hides := coverage.hides):
        what, at = hides[0]
        return partial(f"The threshold is {holds.value:g}, but {what}.", at, *places, fix="Measure what is shipped.")
    lets_through = least(holds.value, holds.precision)
    rounds = f" It is rounded: {lets_through:g} passes." if lets_through < wanted else ""
    return passed(f"Each pull request asks for {holds.value:g} % coverage.{rounds}{more}{aside([run])}", *places)
