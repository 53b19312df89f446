"""`make ci` checks what the pipeline checks.

The standard: "Local `make ci` must mirror CI quality checks."

It compares the gates in everything that `make ci` runs with those of the jobs of each pull request: their kinds, their
scopes, and the coverage thresholds. Workflow lint and the build of images may be the pipeline's alone.

Why: a developer whose `make ci` was green should not be told otherwise twenty minutes later.

How to fix:

    - run: make ci

Known limits: versions of tools are compared by `parity/pre-push-hooks` only.
"""

from collections.abc import Iterable, Iterator

from backendrepo.controls.command import judge_target
from backendrepo.controls.words import few
from backendrepo.findings import Evidence, Judgement, Severity, failed, passed
from backendrepo.pipeline import Run, pipeline
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.HIGH
PIPELINE_ONLY = frozenset({Kind.WORKFLOW_LINT, Kind.DOCKER_BUILD, Kind.MIGRATION_APPLY})
SHOWN = 3
FIX = "Run the same targets in both: `- run: make ci` in a job of each pull request."


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the two against each other."""
    repository = pipeline(snapshot)
    if absent := judge_target(repository.makefile, "ci", FIX):
        return absent
    local = [run for run in repository.target("ci") if run.holds]
    remote = [run for run in repository.pull_request if run.holds]
    if not remote:
        return failed("No job of each pull request runs a check that `make ci` could mirror.", fix=FIX)
    found = list(_differences(local, remote))
    if found:
        return failed(f"{'; '.join(said for said, _ in found)}.", *(at for _, at in found), fix=FIX)
    kinds = ", ".join(sorted({run.kind for run in local}))
    return passed(f"`make ci` and pull requests run the same: {kinds}.", *(run.place for run in local))


def _differences(local: list[Run], remote: list[Run]) -> Iterator[tuple[str, Evidence]]:
    yield from _alone(local, remote, "only `make ci` runs")
    yield from _alone(remote, local, "only pull requests run")
    for kind in sorted({run.kind for run in local} & {run.kind for run in remote}):
        here, there = ([run for run in runs if run.kind is kind] for runs in (local, remote))
        for what, of in (("scope", _scope), ("threshold", _threshold)):
            if of(here) != of(there):
                told = f"the {what} of {kind} is {_told(of(here))} in `make ci` and {_told(of(there))} in pull requests"
                yield told, here[0].place


def _alone(runs: list[Run], others: list[Run], who: str) -> Iterator[tuple[str, Evidence]]:
    """Yield each kind that is among some runs and not among others."""
    known = {run.kind for run in others} | PIPELINE_ONLY
    for kind in dict.fromkeys(run.kind for run in runs if run.kind not in known):
        first = next(run for run in runs if run.kind is kind)
        yield f"{who} {kind} (`{first.text}`)", first.place


def _scope(runs: Iterable[Run]) -> frozenset[str]:
    """Return what some runs look at; a path within another one adds nothing to it."""
    paths = {path.rstrip("/") or "." for run in runs for path in run.use.paths}
    return frozenset(path for path in paths if not any(_around(other, path) for other in paths))


def _around(folder: str, path: str) -> bool:
    return path != folder and (folder == "." or path.startswith(f"{folder}/"))


def _threshold(runs: Iterable[Run]) -> frozenset[str]:
    return frozenset(f"{run.use.threshold:g}" for run in runs if run.use.threshold is not None)


def _told(values: frozenset[str]) -> str:
    return few(sorted(values), SHOWN) or "the default"
