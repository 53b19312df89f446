"""`make ci` runs every other required command.

The standard: "Each backend repository must implement `make ci`", and "Local `make ci` must mirror CI quality checks".

It looks at everything that making `ci` runs: for each required command except `migration-apply`, which would change a
database, either that target is made on the way, or a command of its kind runs; and its failure fails `ci`.

Why: one command before the push saves a round through the pipeline; a part that it leaves out is found out there.

How to fix:

    ci: lint typecheck openapi-gate test migration-smoke security-audit

Known limits: what each of the targets does is judged by its own control.
"""

from collections.abc import Iterator

from backendrepo.controls.command import judge_target
from backendrepo.findings import Judgement, Severity, failed, passed
from backendrepo.pipeline import Pipeline, Weakness, pipeline
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.HIGH
PARTS = {
    "lint": (Kind.LINT,),
    "typecheck": (Kind.TYPECHECK,),
    "openapi-gate": (Kind.OPENAPI,),
    "test": (Kind.TEST,),
    "migration-smoke": (Kind.MIGRATION_SMOKE, Kind.MIGRATION_APPLY),
    "security-audit": (Kind.VULNERABILITY_SCAN,),
}
FIX = f"ci: {' '.join(PARTS)}"


def judge(snapshot: Snapshot) -> Judgement:
    """Judge what `make ci` reaches."""
    repository = pipeline(snapshot)
    if absent := judge_target(repository.makefile, "ci", FIX):
        return absent
    place = repository.makefile.targets["ci"].place
    lacking = dict(_lacking(repository))
    if lacking:
        told = "; ".join(f"{name} ({weak.why})" if weak else name for name, weak in lacking.items())
        places = (weak.place for weak in lacking.values() if weak)
        fixes = [weak.fix if weak else "" for weak in lacking.values()]
        fix = "\n".join(dict.fromkeys(fixes)) if all(fixes) else FIX
        return failed(f"`make ci` does not run, so that it can fail: {told}.", place, *places, fix=fix)
    return passed(f"`make ci` runs {', '.join(PARTS)}.", place)


def _lacking(repository: Pipeline) -> Iterator[tuple[str, Weakness | None]]:
    """Yield the commands that `ci` does not run so that they can fail it, each with the reason where there is one."""
    runs, made = repository.target("ci"), repository.makefile.closure("ci").targets
    for name, kinds in PARTS.items():
        found = [run for run in runs if run.kind in kinds]
        if any(run.holds for run in found) or (name in made and not found):
            continue
        yield name, found[0].weakness if found else None
