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
that passes with a remark. Whether the tests assert anything is not seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from backendrepo.controls.command import evidence
from backendrepo.controls.gate import Gate
from backendrepo.findings import Evidence, Judgement, Severity, failed, partial, passed
from backendrepo.pipeline import Run, pipeline
from backendrepo.project import Floor, Project, least, project
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
    runs = [run for run in _measuring(snapshot, known) if run.holds and not run.use.aspect]
    if not runs:
        return GATE.absent(snapshot)
    found = [(run, thresholds) for run in runs if (thresholds := list(_thresholds(run, known)))]
    if not found:
        told = "Each pull request measures coverage, and no threshold can fail it."
        return failed(told, *evidence(runs), fix=FIX)
    run, thresholds = max(found, key=lambda each: each[1][0].value)
    return _against(wanted, run, thresholds, known)


def _measuring(snapshot: Snapshot, known: Project) -> Iterator[Run]:
    """Yield the runs that measure coverage: told to by the command line, or by `addopts` alone."""
    repository = pipeline(snapshot)
    yield from repository.gates(Kind.COVERAGE)
    for run in repository.gates(Kind.TEST):
        pytest = known.pytest(run.cwd or "") if run.pytest else None
        if pytest and any(option.startswith("--cov") for option in pytest.addopts):
            yield run


def _thresholds(run: Run, known: Project) -> Iterator[Threshold]:
    """Yield the thresholds of a run, the one that holds first."""
    folder = run.cwd or ""
    coverage = known.coverage(folder)
    precision = coverage.precision if coverage else 0
    if run.use.threshold is not None:
        yield Threshold(run.use.threshold, run.place, precision)
    if run.use.language == "python":
        floors: tuple[Floor, ...] = known.floors_of(folder)
        if run.use.tool.startswith("coverage"):
            floors = tuple(floor for floor in floors if floor.tool == "coverage")
        for floor in floors:
            value = floor.given(run.env)
            if value is not None:
                yield Threshold(value, floor.place, floor.precision)


def _against(wanted: float, run: Run, thresholds: list[Threshold], known: Project) -> Judgement:
    holds, *others = thresholds
    differing = [other for other in others if other.value != holds.value]
    more = f" It wins over {', '.join(map(str, differing))}." if differing else ""
    places = (holds.place, *evidence([run]), *(other.place for other in differing))
    if holds.value < wanted:
        told = f"The coverage threshold is {holds.value:g}, and {wanted:g} is asked for.{more}"
        return failed(told, *places, fix=FIX)
    coverage = known.coverage(run.cwd or "")
    if coverage and (hides := coverage.hides):
        what, at = hides[0]
        return partial(f"The threshold is {holds.value:g}, but {what}.", at, *places, fix="Measure what is shipped.")
    lets_through = least(holds.value, holds.precision)
    rounds = f" It is rounded: {lets_through:g} passes." if lets_through < wanted else ""
    return passed(f"Each pull request asks for {holds.value:g} % coverage.{rounds}{more}", *places)
