"""Judging a required command: the target is there, and making it runs what it is for, and lets a failure count."""

from collections.abc import Iterable

from backendrepo.controls.words import few
from backendrepo.findings import Evidence, Judgement, failed, partial, passed, unknown
from backendrepo.makefile import Makefile
from backendrepo.pipeline import Run, pipeline
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SHOWN = 3
"""Commands that a sentence names."""


def judge_command(snapshot: Snapshot, target: str, kinds: Iterable[Kind], what: str, example: str) -> Judgement:
    """Judge `make TARGET`. `what` it has to run is a noun with its article, `example` a recipe line that would pass."""
    repository = pipeline(snapshot)
    fix = f"{target}:\n\t{example}"
    absent = judge_target(repository.makefile, target, fix)
    if absent:
        return absent
    place = _place(repository.makefile, target)
    found = [run for run in repository.target(target) if run.kind in kinds]
    holding = [run for run in found if run.holds]
    if whole := [run for run in holding if not run.use.aspect]:
        return passed(f"`make {target}` runs {named(whole)}.", *evidence(whole), place)
    if holding:
        told = f"`make {target}` runs {named(holding)}, which looks only at {holding[0].use.aspect}."
        return partial(told, *evidence(holding), place, fix=fix)
    if found:
        told = f"`make {target}` runs {named(found)}, but {found[0].why}."
        return failed(told, *evidence(found), place, fix=found[0].mended(fix))
    return _without(repository.makefile, target, what, fix)


def judge_target(makefile: Makefile, target: str, fix: str) -> Judgement | None:
    """Return what is to be said where a target is not there; None where it is."""
    if not makefile.path:
        return failed(f"There is no Makefile at the root, and so no `make {target}`.", fix=fix)
    if target in makefile.targets or makefile.closure(target).commands:
        return None
    problems = [problem.place for problem in makefile.unread]
    if problems:
        told = f"No target `{target}` was found, and not all of the Makefile could be read."
        return unknown(told, *problems[:SHOWN], Evidence(makefile.path), fix=fix)
    looked = few(makefile.paths, SHOWN)
    return failed(f"There is no target `{target}` (looked in {looked}).", Evidence(makefile.path), fix=fix)


def _without(makefile: Makefile, target: str, what: str, fix: str) -> Judgement:
    """Return what is to be said of a target that runs nothing of its kind."""
    place = _place(makefile, target)
    closure = makefile.closure(target)
    if makefile.is_empty(target):
        return failed(f"`make {target}` runs nothing, or only tells something.", place, fix=fix)
    if not closure.whole:
        return unknown(f"What `make {target}` runs cannot be read whole.", *closure.unknown[:SHOWN], place, fix=fix)
    unread = [reached.command for reached in closure.commands if reached.command.argv[0].unresolved]
    if unread:
        told = f"`make {target}` runs what only a run could tell, and nothing else that is {what}."
        return unknown(told, unread[0].place, place, fix=fix)
    ran = list(dict.fromkeys(reached.command.program for reached in closure.commands))
    more = " and others" if len(ran) > SHOWN else ""
    told = f"`make {target}` runs {', '.join(f'`{name}`' for name in ran[:SHOWN])}{more}, and nothing that is {what}."
    return failed(told, *(reached.command.place for reached in closure.commands[:SHOWN]), place, fix=fix)


def _place(makefile: Makefile, target: str) -> Evidence:
    """Return where a target stands; one that a pattern rule makes stands nowhere by its name."""
    found = makefile.target(target)
    return found.place if found else Evidence(makefile.path)


def named(runs: Iterable[Run]) -> str:
    """Return the tools of some runs, each once."""
    return " and ".join(f"`{tool}`" for tool in dict.fromkeys(run.use.tool for run in runs))


def aside(runs: Iterable[Run]) -> str:
    """Return which pull requests none of some runs is for, as a sentence to append; empty where all get one."""
    told = [run.aside for run in runs]
    return f" But {told[0][0]}." if told and all(told) else ""


def evidence(runs: Iterable[Run]) -> tuple[Evidence, ...]:
    """Return the places of some runs, the deciding ones first, each once."""
    return tuple(dict.fromkeys(place for run in list(runs)[:SHOWN] for place in run.evidence))
