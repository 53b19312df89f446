"""The test files of a repository by bucket, told apart by their marks, folders and names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import translate
from functools import lru_cache
from posixpath import basename, dirname, join, normpath

from backendrepo.findings import Evidence
from backendrepo.project.counting import SKIPPED, Conventions, Counted, counted
from backendrepo.project.pytest_settings import Pytest, pytest_settings
from backendrepo.project.python_source import Unparsable, quiet
from backendrepo.project.sources import Sources, Text


class Bucket(StrEnum):
    """The standard's buckets of tests."""

    UNIT = "unit"
    INTEGRATION = "integration"
    E2E = "e2e"


class Told(StrEnum):
    """How a bucket is told."""

    MARK = "by a mark"
    FOLDER = "by its folder"
    NAME = "by its name"
    DEFAULT = "by nothing, so as unit tests"


WORDS = {
    **dict.fromkeys(("unit", "units", "unittest", "unittests"), Bucket.UNIT),
    **dict.fromkeys(
        ("integration", "integ", "int", "it", "itest", "itests", "component", "functional", "func", "contract"),
        Bucket.INTEGRATION,
    ),
    **dict.fromkeys(("e2e", "end_to_end", "endtoend", "end2end", "acceptance", "system"), Bucket.E2E),
}
"""Words for the buckets, in lower case, hyphens as underscores."""

ANYWHERE = frozenset({"e2e", "end_to_end", "end2end"})
"""Names of folders that mean tests wherever they are."""

NOTHING = "(?!)"
"""Matches nothing, not even an empty text."""

TESTS = frozenset({"test", "tests", "testing", "spec", "specs"})
"""Names of folders of tests."""


@dataclass(frozen=True)
class Tests:
    """Tests of one file that are in the same bucket and have the same marks."""

    path: str
    bucket: Bucket
    told: Told
    count: int
    place: Evidence
    """The first of them."""
    marks: frozenset[str] = frozenset()

    @property
    def skipped(self) -> bool:
        """Whether they never run, wherever they are collected."""
        return SKIPPED in self.marks


@dataclass(frozen=True)
class Buckets:
    """All tests of a repository, and the files that could not be read."""

    tests: tuple[Tests, ...] = ()
    unread: tuple[Evidence, ...] = ()
    """Test files that could not be parsed; the text of each says why."""

    def of(self, bucket: Bucket) -> tuple[Tests, ...]:
        """Return the tests of a bucket, by file."""
        return tuple(each for each in self.tests if each.bucket is bucket)

    def count(self, bucket: Bucket | None = None) -> int:
        """Return how many tests a bucket has, or all."""
        return sum(each.count for each in self.tests if bucket in (None, each.bucket))

    def files(self, bucket: Bucket) -> tuple[str, ...]:
        """Return the files of a bucket, each once."""
        return tuple(dict.fromkeys(each.path for each in self.of(bucket)))

    def told(self, bucket: Bucket) -> tuple[Told, ...]:
        """Return how the tests of a bucket are told, each way once."""
        return tuple(dict.fromkeys(each.told for each in self.of(bucket)))

    @property
    def told_apart(self) -> bool:
        """Whether anything tells which bucket a test is in."""
        return any(each.told is not Told.DEFAULT for each in self.tests)


def buckets(sources: Sources) -> Buckets:
    """Return the tests of a repository."""
    tests: list[Tests] = []
    unread: list[Evidence] = []
    with quiet():
        for source, conventions in _files(sources):
            try:
                tests += _tests(source, conventions)
            except Unparsable as error:
                unread.append(Evidence(source.path, 0, str(error)))
    return Buckets(tuple(tests), tuple(unread))


def _tests(source: Text, conventions: Conventions) -> list[Tests]:
    """Return the tests of a file. Raises `Unparsable`."""
    if source.problem:
        raise Unparsable(source.problem)
    return [_sorted(source, each) for each in counted(source.text, conventions)]


def _files(sources: Sources) -> Iterator[tuple[Text, Conventions]]:
    """Yield the files that hold tests, each with what pytest collects there."""
    by_folder: dict[str, tuple[Pytest | None, Conventions]] = {}
    django = bool(sources.named("manage.py"))
    for path in sources.paths:
        if not path.endswith(".py") or path.startswith(".") or "/." in path or "node_modules/" in path:
            continue
        folder = path.rpartition("/")[0]
        if folder not in by_folder:
            by_folder[folder] = _configured(sources, folder)
        settings, conventions = by_folder[folder]
        if _is_test(path, settings, django=django) and (source := sources.once(path)):
            yield source, conventions


def _configured(sources: Sources, folder: str) -> tuple[Pytest | None, Conventions]:
    settings = pytest_settings(sources, folder)
    return settings, Conventions(settings.classes, settings.functions) if settings else Conventions()


def _is_test(path: str, settings: Pytest | None, *, django: bool) -> bool:
    patterns = settings.files if settings else ("test_*.py", "*_test.py")
    if not _fits((*patterns, "test*.py") if django else patterns, path):
        return False
    return "/management/commands/" not in path and _collected(path, settings)


def _collected(path: str, settings: Pytest | None) -> bool:
    """Whether a file is where tests are: where pytest is told to look, or in a folder of tests."""
    if settings is None or not settings.testpaths:
        return True
    around = (normpath(join(settings.folder, each)) for each in settings.testpaths)
    return any(each == "." or path.startswith(f"{each}/") or "*" in each for each in around) or _in_tests(path)


def _in_tests(path: str) -> bool:
    return any(
        _word(part) in WORDS or part.lower() in TESTS or _word(part) != _low(part) for part in path.split("/")[:-1]
    )


def _fits(patterns: tuple[str, ...], path: str) -> bool:
    """Whether one of some patterns matches a file: its name, its path where the pattern has a slash."""
    names, paths = _compiled(patterns)
    return bool(names.match(path.rpartition("/")[2]) or paths.match(path))


@lru_cache(64)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = [translate(each) for each in patterns if "/" not in each]
    paths = [translate(f"*{each}") for each in patterns if "/" in each]
    return re.compile("|".join(names) or NOTHING), re.compile("|".join(paths) or NOTHING)


def _sorted(source: Text, found: Counted) -> Tests:
    bucket, told = sorted_by(source.path, found.marks)
    line = source.text.split("\n", found.line)[found.line - 1].strip()
    return Tests(source.path, bucket, told, found.count, source.at(found.line, line), found.marks)


def sorted_by(path: str, marks: frozenset[str] = frozenset()) -> tuple[Bucket, Told]:
    """Return the bucket of tests in a file with these marks, and how it is told: marks, then folders, then its name."""
    marked = {WORDS[word] for mark in marks if (word := _word(mark)) in WORDS}
    if marked:
        return max(marked, key=list(Bucket).index), Told.MARK
    if bucket := _of_folder(dirname(path)):
        return bucket, Told.FOLDER
    words = basename(path).removesuffix(".py").lower().split("_")
    ends = [word for word in words if word not in ("test", "tests")]
    for word in (*ends[:1], *ends[-1:]):
        if word in ("unit", "integration", "e2e"):
            return WORDS[word], Told.NAME
    return Bucket.UNIT, Told.DEFAULT


@lru_cache(1024)
def _of_folder(folder: str) -> Bucket | None:
    """Return the bucket that the outermost folder with a word for one says, within a folder of tests or as one."""
    inside = False
    for index, part in enumerate(folder.split("/")):
        word = _word(part)
        tests = part.lower() in TESTS or word != _low(part)
        if word in WORDS and (inside or tests or index == 0 or word in ANYWHERE):
            return WORDS[word]
        inside = inside or tests
    return None


def _word(name: str) -> str:
    """Return a name without what says that it is about tests: `integration` of `integration-tests`."""
    low = _low(name)
    for affix in ("tests", "test"):
        low = low.removesuffix(f"_{affix}").removeprefix(f"{affix}_")
    return low


def _low(name: str) -> str:
    return name.lower().replace("-", "_")
