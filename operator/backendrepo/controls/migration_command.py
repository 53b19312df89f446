"""Judging a migration command: of the framework that is there, or a check that there is no schema."""

import re
from collections.abc import Iterable

from backendrepo import chains
from backendrepo.controls.command import judge_command, named
from backendrepo.controls.migrations.versioned_or_no_schema import no_schema
from backendrepo.findings import Judgement, Outcome, failed, passed
from backendrepo.lazy import regex
from backendrepo.makefile import TELLING, Reached
from backendrepo.pipeline import Run, pipeline
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

_ABOUT_SCHEMA = regex(r"schema|migration", re.IGNORECASE)


def judge_migration_command(snapshot: Snapshot, target: str, kinds: Iterable[Kind], example: str) -> Judgement:
    """Judge `make TARGET`, which is about migrations."""
    judgement = judge_command(snapshot, target, kinds, what="about migrations", example=example)
    if judgement.outcome is Outcome.PASS:
        return _other_framework(snapshot, target, kinds, judgement) or judgement
    declared = no_schema(snapshot)
    check = declared and _no_schema_check(snapshot, target)
    if declared and check:
        told = f"`make {target}` runs `{check.command.program}`, a check of the no-schema declaration."
        return passed(told, check.command.place, declared)
    return judgement


def _other_framework(snapshot: Snapshot, target: str, kinds: Iterable[Kind], found: Judgement) -> Judgement | None:
    """Return the fail of a command for another framework than the repository has."""
    there = {chain.framework.lower() for chain in chains.known(snapshot)}
    runs = [run for run in pipeline(snapshot).target(target) if run.kind in kinds and run.holds]
    if not there or any(_of(run, there) for run in runs):
        return None
    told = f"`make {target}` runs {named(runs)}, but the migrations are of {' and '.join(sorted(there))}."
    return failed(told, *found.evidence, fix=f"Run the command of {' and '.join(sorted(there))}.")


def _of(run: Run, frameworks: set[str]) -> bool:
    """Whether a run is of one of these frameworks; a script is of any, and numbered files are of many tools."""
    return not run.use.framework or "numbered" in frameworks or run.use.framework.lower() in frameworks


def _no_schema_check(snapshot: Snapshot, target: str) -> Reached | None:
    """Return a command that looks at whether there is a schema, and fails the target where there is one."""
    for reached in pipeline(snapshot).makefile.closure(target).commands:
        command = reached.command
        about = _ABOUT_SCHEMA.search(" ".join(map(str, command.argv)))
        if about and command.gates and command.program not in TELLING:
            return reached
    return None
