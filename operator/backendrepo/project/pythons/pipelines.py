"""The versions that workflows set up: by actions that take a `python-version`, by uv, and by containers' commands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from posixpath import normpath

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.pythons.statement import Python, Role, Where
from backendrepo.project.pythons.versions import Minor, allowed, minors
from backendrepo.shell.marks import shown
from backendrepo.workflows import Step, Workflow, Workflows
from backendrepo.workflows.triggers import CALL, PULL_REQUEST

_COMMAND = regex(r"\buv (?:python (?:install|pin)|(?:venv|sync|run)\b[^\n;&|]{0,300}? --python)[ =]+([^\s;&|]+)")
_SETS_UP = regex(r"(^|/)setup-(python|uv|pdm|poetry|conda|miniconda|micromamba)\b")
_VARIABLE = regex(r"\$\{?(\w+)\}?")
_OF_A_STEP = regex(r"\bsteps\.[\w-]+\.outputs\.python-version\b")
"""What another step has set up."""
_SPECIFIER = regex(r"[<>~^=!]")


@dataclass
class _Said:
    """What one step sets up, over all combinations of its job's matrix."""

    what: str
    written: dict[str, None] = field(default_factory=dict)


def pipelines(workflows: Workflows, branch: str, pinned: Iterable[Python]) -> Iterator[Python]:
    """Yield what the jobs of all workflows set up. `pinned` is what files say, for steps that read one."""
    said: dict[tuple[Evidence, ...], _Said] = {}
    for workflow in workflows.workflows:
        for step in _steps(workflows, workflow, branch):
            for what, written in _written(step):
                said.setdefault((*step.via, step.place), _Said(what)).written[shown(written)] = None
    by_file: dict[str, Python] = {}
    for each in pinned:
        by_file.setdefault(each.place.path, each)
    for (place, *_), setup in said.items():
        if stated := _stated(setup.what, list(setup.written), place, by_file):
            yield stated


def _steps(workflows: Workflows, workflow: Workflow, branch: str) -> Iterator[Step]:
    """Yield the steps of a workflow under the event that tells most of it: a pull request's, else its first."""
    events = [event for event in workflow.triggers.by_event if event != CALL]
    for event in sorted(events, key=lambda event: event != PULL_REQUEST)[:1]:
        for job in workflows.started(workflow, event, branch).jobs:
            for check in job.checks:
                yield from check.steps


def _written(step: Step) -> Iterator[tuple[str, str]]:
    """Yield the versions of a step as they are written; a file that it reads them from as `file:` and its path."""
    name = step.uses.partition("@")[0]
    if versions := step.given.get("python-version", "").strip():
        yield from ((f"`{name}`", each) for line in versions.splitlines() if (each := line.strip()))
    elif file := step.given.get("python-version-file", "").strip():
        yield f"`{name}`", f"file:{normpath(file)}"
    elif _SETS_UP.search(name):
        yield f"`{name}`", step.env.get("UV_PYTHON", "") or "file:"
    for found in _COMMAND.finditer(step.run or ""):
        version = _VARIABLE.sub(lambda name: step.env.get(name[1], name[0]), found[1].strip("\"'"))
        if not version.startswith("$"):
            yield "`uv`", version


def _stated(what: str, written: list[str], place: Evidence, by_file: dict[str, Python]) -> Python | None:
    """Return what a step sets up; None where it leaves that to others."""
    found: set[Minor] = set()
    told = ", ".join(each.removeprefix("file:") for each in written)
    stated = partial(Python, what, told, place, where=Where.PIPELINE)
    for each in written:
        if _OF_A_STEP.search(each):
            return None
        if each == "file:" and not _default(by_file):
            return None if "setup-python" not in what else stated(role=Role.MOVING)
        if each.startswith("file:"):
            read = by_file.get(each.removeprefix("file:")) or (_default(by_file) if each == "file:" else None)
            role, minors_ = (read.role, read.minors) if read else (Role.UNKNOWN, frozenset[Minor]())
        else:
            role, minors_ = _read(each)
        if role is not Role.RUNS:
            return stated(role=role, minors=minors_)
        found |= minors_
    return stated(role=Role.RUNS, minors=frozenset(found))


def _read(written: str) -> tuple[Role, frozenset[Minor]]:
    """Return what a version means as it is written: `3.11`, `>=3.11`, `3.x`, `pypy3.10`."""
    if "$" in written:
        return Role.UNKNOWN, frozenset()
    if _SPECIFIER.search(written):
        within = allowed(written)
        return (Role.RANGE, within) if within else (Role.UNKNOWN, frozenset())
    named = frozenset(minors(written))
    return (Role.RUNS, named) if named else (Role.MOVING, named)


def _default(by_file: dict[str, Python]) -> Python | None:
    """Return what setup-python and uv look at where they are told nothing."""
    return next((by_file[name] for name in (".python-version", "pyproject.toml") if name in by_file), None)
