"""Hooks check a change before it is pushed.

The standard: "Pre-commit hooks should run lint + format + typecheck gates before push."

It looks at the hooks of pre-commit, husky, Lefthook, simple-git-hooks, and scripts that are named for their stage
(`.githooks/pre-push`): whether a linter, a check of the formatting and a type checker run at commit or at push, whether
a script or a document installs them, and whether the versions that pre-commit pins are those of the pipeline.

Why: what a hook finds in seconds costs a round of review when the pipeline finds it.

How to fix:

    default_install_hook_types: [pre-commit, pre-push]
    repos:
      - repo: local
        hooks:
          - {id: lint, name: lint, entry: make lint typecheck, language: system, stages: [pre-push]}

and `pre-commit install` in the Makefile's `setup`, or in CONTRIBUTING.md.

Known limits: whether each developer has installed the hooks is not in the repository. A version is compared where a
manifest pins it; a hook that runs what is installed has no other.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backendrepo import manifests, shell
from backendrepo.findings import Evidence, Judgement, Severity, failed, partial, passed, unknown
from backendrepo.pipeline import Run, pipeline
from backendrepo.pipeline.commands import Commands, Way
from backendrepo.project import Project, project
from backendrepo.project.hooks import STAGES, HookScript, Install, PreCommit, Revision
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.MEDIUM
NEEDED = {Kind.LINT: "a linter", Kind.FORMAT: "a check of the formatting", Kind.TYPECHECK: "a type checker"}
LOOKED = ".pre-commit-config.yaml, .husky, lefthook.yml, package.json, and scripts named pre-commit or pre-push"
FIX = """default_install_hook_types: [pre-push]
repos:
  - repo: local
    hooks:
      - {id: gates, name: gates, entry: make lint typecheck, language: system, stages: [pre-push]}"""
STEPS = {"pre-commit": "pre-commit install", "git": "git config core.hooksPath .githooks", "husky": "husky"}


@dataclass(frozen=True)
class Lack:
    """What is not as it should be, in words, with its places, and what would be."""

    told: str
    fix: str
    places: tuple[Evidence, ...] = ()


def judge(snapshot: Snapshot) -> Judgement:
    """Judge what runs before a push."""
    known = project(snapshot)
    configured, scripts = known.pre_commit, known.hook_scripts
    if configured and configured.problem and not scripts:
        return unknown(f"{configured.path} cannot be read: {configured.problem.text}.", configured.problem, fix=FIX)
    if not configured and not scripts:
        return failed(f"No hooks are kept (looked for {LOOKED}).", fix=FIX)
    runs = [*_of_pre_commit(snapshot, known), *_of_scripts(snapshot, scripts)]
    gates = [run for run in runs if _counts(run, known)]
    if not gates:
        kept = [configured.path] if configured else [script.path for script in scripts]
        told = f"Hooks are kept, and none that gets installed runs {', '.join(NEEDED.values())} before a push"
        return failed(f"{told}.", *map(Evidence, dict.fromkeys(kept)), fix=FIX)
    places = tuple(dict.fromkeys(run.place for run in gates))
    lacks = [*_kinds(gates), *_installed(known), *_versions(snapshot, known, gates)]
    if lacks:
        told = "; ".join(lack.told for lack in lacks)
        fix = "\n".join(dict.fromkeys(lack.fix for lack in lacks))
        deciding = (place for lack in lacks for place in lack.places)
        return partial(f"{told[0].upper()}{told[1:]}.", *deciding, *places, fix=fix)
    names = ", ".join(dict.fromkeys(run.use.tool for run in gates))
    return passed(f"Hooks run {names} before a push.", *places, *(each.place for each in known.hook_installs[:1]))


def _of_pre_commit(snapshot: Snapshot, known: Project) -> Iterator[Run]:
    """Yield the gates of pre-commit's hooks, at the stages that are installed."""
    if known.pre_commit:
        types = _types(known.pre_commit, known.hook_installs)
        for stage in (stage for stage in STAGES if stage in types):
            yield from pipeline(snapshot).command(f"pre-commit run --all-files --hook-stage {stage}")


def _types(configured: PreCommit, installs: Iterable[Install]) -> set[str]:
    """Return the types of hooks that are installed: as the steps say, else as the configuration does."""
    steps = [each for each in installs if each.manager == "pre-commit"]
    return {name for each in steps for name in (each.types or configured.types)} or set(configured.types)


def _of_scripts(snapshot: Snapshot, scripts: Iterable[HookScript]) -> Iterator[Run]:
    """Yield the gates of other managers' scripts."""
    commands = Commands(snapshot.files)
    for script in scripts:
        source = shell.Source(script.path, script.first, script.text.split("\n"))
        for command in shell.read(script.text, source=source, errexit=True, scripts=snapshot.files.read).commands:
            yield from commands.runs(command, Way())


def _counts(run: Run, known: Project) -> bool:
    """Whether a run is a gate of its kind: it can fail, and looks at more than one aspect of what is shipped."""
    python = any(root.language == "python" for root in known.roots)
    spoken = run.use.language in ("python", "") or not python
    return run.holds and run.kind in NEEDED and not run.use.aspect and spoken


def _kinds(gates: Iterable[Run]) -> Iterator[Lack]:
    """Yield the kinds of gates that no hook runs."""
    kinds = {run.kind for run in gates}
    if lacking := [what for kind, what in NEEDED.items() if kind not in kinds]:
        yield Lack(f"no hook runs {' or '.join(lacking)} before a push", FIX)


def _installed(known: Project) -> Iterator[Lack]:
    """Yield the managers whose hooks nothing installs."""
    steps = {each.manager for each in known.hook_installs}
    managers = [*(["pre-commit"] if known.pre_commit else []), *(script.manager for script in known.hook_scripts)]
    for manager in dict.fromkeys(managers):
        if not {manager, "git"} & steps:
            step = STEPS.get(manager, f"{manager} install")
            looked = f"looked for `{step}` in Makefiles, scripts, README, CONTRIBUTING and docs"
            yield Lack(f"no script or document installs the hooks of {manager} ({looked})", f"setup:\n\t{step}")


def _versions(snapshot: Snapshot, known: Project, gates: Iterable[Run]) -> Iterator[Lack]:
    """Yield the tools whose version in a hook is not that of the pipeline."""
    configured = known.pre_commit
    pinned = dict(_pinned(gates, configured.revisions)) if configured else {}
    elsewhere = {
        _name(run) for run in pipeline(snapshot).pull_request if configured and run.place.path != configured.path
    }
    installed = manifests.read(snapshot.files).dependencies if pinned else ()
    for tool, revision in pinned.items():
        hook = f"the hook runs {tool} {revision.version}"
        others = [each for each in installed if each.name == tool and each.version]
        if others and revision.version not in {each.version for each in others}:
            written = revision.place.text.partition("#")[0].strip()
            fix = f"{written.replace(revision.version, str(others[0].version))}  # of {revision.repository}"
            told = f"{hook}, and {others[0].place.path} installs {others[0].version}"
            yield Lack(told, fix, (revision.place, others[0].place))
        elif not others and tool in elsewhere:
            told = f"{hook}, and nothing pins the version that the pipeline installs"
            yield Lack(told, f"{tool}=={revision.version}  # in what the pipeline installs", (revision.place,))


def _pinned(gates: Iterable[Run], revisions: Iterable[Revision]) -> Iterator[tuple[str, Revision]]:
    """Yield the tools of hooks whose repository is pinned to a version of the tool."""
    for run in gates:
        for revision in revisions:
            named = _words(revision.repository) & {word for hook in revision.hooks for word in _words(hook)}
            if revision.version and _name(run) in named:
                yield _name(run), revision


def _name(run: Run) -> str:
    """Return the package that a tool is of: `ruff` of `ruff format`."""
    return run.use.tool.split()[0]


def _words(name: str) -> set[str]:
    return set(re.split(r"[^a-z0-9]+", name.lower()))
