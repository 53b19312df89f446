"""Whether gates look at all that is shipped: what command lines, configurations and exclusions leave out."""

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from posixpath import dirname

from backendrepo.findings import Evidence, Judgement, partial
from backendrepo.pipeline import Run
from backendrepo.project import (
    Linter,
    Project,
    Root,
    TypeChecker,
    anchored,
    any_matches,
    leaves_out,
    project,
)
from backendrepo.snapshot import Snapshot

SHOWN = 3
REGULAR = frozenset({"black", "dmypy", "mypy", "zuban"})
"""Tools whose options exclude by regular expressions."""
Left = Iterator[tuple[str, Evidence]]
"""What is left out, in words, each with its place."""


def whole_roots(leaves_out: Callable[[Project, Run, Root], Left], fix: str) -> Callable[..., Judgement | None]:
    """Return a scope that is whole where some run leaves nothing of each Python root out."""

    def scope(snapshot: Snapshot, runs: tuple[Run, ...]) -> Judgement | None:
        known = project(snapshot)
        python = [run for run in runs if run.use.language == "python"]
        lacking = [
            min(lacks, key=len)
            for root in known.roots
            if python
            and root.language == "python"
            and all(lacks := [[*_narrowed(run, root), *leaves_out(known, run, root)] for run in python])
        ]
        if not lacking:
            return None
        told = "; ".join(dict.fromkeys(said for lacks in lacking[:SHOWN] for said, _ in lacks))
        return partial(f"Not all that is shipped is looked at: {told}.", *_places(lacking), fix=fix)

    return scope


def _places(lacking: Iterable[list[tuple[str, Evidence]]]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(place for lacks in lacking for _, place in lacks))


def _narrowed(run: Run, root: Root) -> Left:
    """Yield what of a root a command line leaves out."""
    if run.use.paths and not any(covers(path, root) for path in run.use.paths):
        yield f"`{run.use.tool}` is given {', '.join(run.use.paths[:SHOWN])}, and not {root.path}", run.place
    if any(_excludes(run, pattern, root) for pattern in run.use.excluded):
        yield f"`{run.use.tool}` is told to leave {root.path} out", run.place


def _excludes(run: Run, pattern: str, root: Root) -> bool:
    """Whether an option leaves a root out: by a regular expression, as some tools take them, or by a pattern."""
    folder = run.cwd or ""
    inside = root.module.removeprefix(f"{folder}/") if folder else root.module
    if run.use.tool.split()[0] in REGULAR:
        return leaves_out(pattern, f"/{dirname(inside)}" if run.use.tool == "black" else dirname(inside))
    return bool(any_matches([anchored(pattern)], inside))


def covers(path: str, root: Root) -> bool:
    """Whether a path is of a root as a whole: it is the root, around it, or a pattern or module that means it."""
    bare = path.rstrip("/")
    around = bare in (".", "", root.path) or root.path.startswith(f"{bare}/")
    return around or bare == root.name or ("*" in bare and (fnmatchcase(root.path, bare) or bare.startswith("*")))


def unlinted(known: Project, run: Run, root: Root) -> Left:
    """Yield what of a root the linter's configuration leaves out."""
    yield from _left(known, run, root, formatter=False)


def unformatted(known: Project, run: Run, root: Root) -> Left:
    """Yield what of a root the formatter's configuration leaves out."""
    yield from _left(known, run, root, formatter=True)


def _left(known: Project, run: Run, root: Root, *, formatter: bool) -> Left:
    tool, folder = run.use.tool.split()[0], run.cwd or ""
    named = [found for path in run.use.files if (found := known.linter(tool, path, folder))]
    for each in named or known.lint:
        if _configures(each, run, root):
            if not formatter:
                yield from each.nothing
            if pattern := each.leaves_out(root.module, formatter=formatter):
                yield f"the configuration of {each.tool} leaves {root.path} out (`{pattern.text}`)", pattern.place


def _configures(each: Linter | TypeChecker, run: Run, root: Root) -> bool:
    return each.tool == run.use.tool.split()[0] and (
        not each.folder or root.has(each.folder) or root.path.startswith(f"{each.folder}/")
    )


def unchecked(known: Project, run: Run, root: Root) -> Left:
    """Yield what of a root the type checker's configuration leaves out, or lets pass."""
    mypy = run.use.tool == "mypy"
    given = [found for path in run.use.files if mypy and (found := known.mypy(path, run.cwd or ""))]
    for each in given or known.typing:
        if not _configures(each, run, root):
            continue
        named = (*each.paths, *each.packages, *each.modules)
        if each.scoped and not run.use.paths and not any(covers(path, root) for path in named):
            yield f"the configuration of {each.tool} names {', '.join(named[:SHOWN])}, and not {root.path}", each.place
        if each.excluded_at and (pattern := each.leaves_out(root.module)):
            yield f"the configuration of {each.tool} leaves {root.path} out (`{pattern}`)", each.excluded_at
        for leniency in each.lenient:
            if root.name and leniency.concerns(root.name) and "silent" not in leniency.what:
                where = f" in {', '.join(leniency.modules[:SHOWN])}" if leniency.modules else ""
                yield f"{leniency.what}{where}", leniency.place
