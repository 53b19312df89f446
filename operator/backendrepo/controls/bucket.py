"""Judging a bucket of tests: there are some, and a job of each pull request runs all of them."""

import ast
import posixpath
from collections.abc import Iterable
from fnmatch import fnmatchcase

from backendrepo.controls.command import aside, evidence
from backendrepo.controls.gate import Gate, checks
from backendrepo.controls.words import few
from backendrepo.findings import Judgement, failed, partial, passed, unknown
from backendrepo.pipeline import Run, pipeline
from backendrepo.project import Bucket, Project, Tests, project
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SHOWN = 5
WORDS = r"test|pytest|tox|nox|unit|integration|e2e|quality"


def judge_bucket(snapshot: Snapshot, bucket: Bucket) -> Judgement:
    """Judge the tests of one bucket."""
    known = project(snapshot)
    tests = tuple(each for each in known.buckets.of(bucket) if not each.skipped)
    fix = f"- run: pytest tests/{bucket}"
    if not tests:
        return _none(known, bucket, fix)
    runs = pipeline(snapshot).gates(Kind.TEST)
    running = [run for run in runs if any(selects(run, each, known) for each in tests)]
    holding = [run for run in running if run.holds]
    if not holding:
        what = f"the {bucket} tests ({sum(each.count for each in tests)} in {tests[0].path}{_more(tests)})"
        if runs and not running:
            told = f"No job of a pull request runs {what}."
            return failed(told, tests[0].place, *evidence(runs), fix=fix)
        return Gate(what, (Kind.TEST,), WORDS, fix).absent(snapshot)
    left = [each for each in tests if not any(selects(run, each, known) for run in holding if not by_name(run))]
    if left:
        paths = list(dict.fromkeys(each.path for each in left))
        told = few(paths, SHOWN)
        places = (each.place for each in left[:SHOWN])
        if hidden := Gate("", (Kind.TEST,), WORDS, fix).hidden(snapshot):
            why = f"No job was seen to run all {bucket} tests ({told}), but {hidden[0].what}."
            return unknown(why, hidden[0].place, *places, *evidence(holding), fix=fix)
        return partial(
            f"Not all {bucket} tests run for each pull request: {told}.", *places, *evidence(holding), fix=fix
        )
    told = f"Each pull request runs {sum(each.count for each in tests)} {bucket} tests in {checks(holding)}."
    return passed(told + aside(holding), *evidence(holding), tests[0].place)


def _none(known: Project, bucket: Bucket, fix: str) -> Judgement:
    if skipped := known.buckets.of(bucket):
        told = f"All {known.buckets.count(bucket)} {bucket} tests are skipped (in {skipped[0].path}{_more(skipped)})."
        return failed(told, skipped[0].place, fix="Have the tests run: take their skips away.")
    where = f"looked for folders, marks and names such as tests/{bucket}"
    if known.buckets.unread:
        first = known.buckets.unread[0]
        return unknown(f"No {bucket} tests were found ({where}); {first.path} could not be read.", first, fix=fix)
    others = [each.place for each in known.buckets.tests[:1]]
    return failed(f"There are no {bucket} tests ({where}).", *others, fix=fix)


def _more(tests: tuple[Tests, ...]) -> str:
    files = len({each.path for each in tests})
    return f" and {files - 1} more files" if files > 1 else ""


def by_name(run: Run) -> bool:
    """Whether a run is narrowed by names (`-k`), so that nobody can say that it runs a file whole."""
    return any(each.startswith("-k ") for each in run.use.select)


def selects(run: Run, tests: Tests, known: Project) -> bool:
    """Whether a run takes tests: by its paths, what it ignores, and its marks."""
    if run.use.language not in ("python", ""):
        return False
    paths, ignored, marks = _asked(run, known)
    if paths and not any(_within(tests.path, path) for path in paths):
        return False
    if any(_within(tests.path, path) or fnmatchcase(tests.path, path) for path in ignored):
        return False
    return _marked(marks, tests.marks)


def _asked(run: Run, known: Project) -> tuple[list[str], list[str], str]:
    """Return the paths, the ignored paths and the expression of marks of a run."""
    folder = run.cwd or ""
    settings = known.pytest(folder, named="".join(run.use.files[-1:])) if run.pytest else None
    marks = next((each.removeprefix("-m ") for each in run.use.select if each.startswith("-m ")), "")
    paths = [each.partition("::")[0] for each in run.use.paths if each != folder or not settings]
    if settings is not None:
        paths = paths or (_below(settings.folder, settings.testpaths) if folder == settings.folder else [])
    ignored = [*_below(folder, run.use.excluded), *(known.uncollected if run.pytest else ())]
    return paths or [folder], ignored, marks


def _below(folder: str, paths: Iterable[str]) -> list[str]:
    return [posixpath.normpath(posixpath.join(folder, each)) for each in paths]


def _within(path: str, around: str) -> bool:
    bare = around.rstrip("/")
    if "*" in bare:
        return fnmatchcase(path, bare) or fnmatchcase(path, f"{bare}/*")
    return bare in ("", ".", path) or path.startswith(f"{bare}/")


def _marked(expression: str, marks: frozenset[str]) -> bool:
    """Whether an expression of pytest's `-m` takes tests with these marks; one that cannot be read takes all."""
    if not expression.strip():
        return True
    try:
        return _holds(ast.parse(expression.strip().strip("'\""), mode="eval").body, marks)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True


def _holds(node: ast.expr, marks: frozenset[str]) -> bool:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_holds(each, marks) for each in values)
        case ast.BoolOp(values=values):
            return any(_holds(each, marks) for each in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _holds(operand, marks)
        case ast.Call(func=ast.Name(id=name)) | ast.Name(id=name):
            return name in marks
    return True
