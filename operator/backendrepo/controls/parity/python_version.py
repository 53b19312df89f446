"""Every place names the same version of Python.

The standard: "Python versions must be explicit and consistent in CI and local setup docs."

It looks at every place that names one: `.python-version` and its like, `requires-python`, classifiers, what workflows
set up (their matrix expanded), the images that Dockerfiles begin with, the targets of mypy, pyright, Ruff and Black,
tox, and documents on setting a laptop up. They have to agree on one minor version, or on one matrix that some place
lists on purpose. A range agrees with every version that it allows, the target of a linter with the oldest of a matrix.

Why: what passes on one version of Python may not even start on another.

How to fix:

    echo 3.11 > .python-version      # and in workflows: python-version-file: .python-version

Known limits: services of one repository that are meant to differ are told as disagreeing. Of documents only those on
setting up are read, and lines that tell of other times are left aside.
"""

from collections import Counter
from collections.abc import Iterable

from backendrepo.findings import Evidence, Judgement, Severity, failed, not_applicable, partial, passed, unknown
from backendrepo.pipeline import pipeline
from backendrepo.project import project
from backendrepo.project.pythons import Minor, Python, Role, Where, shown
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.MEDIUM
SHOWN = 5
LOCAL = frozenset({Where.LAPTOP, Where.PACKAGE})
OLDEST = frozenset({"Ruff's target", "Black's target"})
"""Places that name the oldest version of a matrix."""


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether the places agree."""
    if not snapshot.files.glob("**/*.py"):
        return not_applicable("There is no Python in the repository.")
    found = project(snapshot).pythons(pipeline(snapshot).workflows, snapshot.branch)
    agreed = _agreed(found)
    if not agreed:
        fix = "echo 3.11 > .python-version"
        told = "Nothing names the minor version of Python that is meant"
        looked = "looked in .python-version, pyproject.toml, workflows, Dockerfiles, tox.ini and README.md"
        return failed(f"{told} ({looked}).", *(each.place for each in found[:SHOWN]), fix=fix)
    differing = [(each, why) for each in found if (why := _differs(each, agreed))]
    if differing:
        return _disagreeing(differing, found, agreed)
    return _explicit(found, agreed)


def _agreed(found: Iterable[Python]) -> frozenset[Minor]:
    """Return the matrix that some place runs, else the version that most files run; nothing where none is named."""
    running = [each for each in found if each.role is Role.RUNS]
    matrices = [each for each in running if len(each.minors) > 1]
    if matrices:
        return max(matrices, key=lambda each: (each.where is Where.PIPELINE, len(each.minors))).minors
    by_file = {(each.place.path, minor) for each in running for minor in each.minors}
    counts = Counter(minor for _, minor in by_file)
    pinned = [minor for each in running if each.what == "`.python-version`" for minor in each.minors]
    if counts:
        return frozenset({max(counts, key=lambda minor: (counts[minor], minor in pinned, minor))})
    listed = [each for each in found if each.role in (Role.LISTED, Role.TARGET)]
    return listed[0].minors if listed else frozenset()


def _differs(each: Python, agreed: frozenset[Minor]) -> str:
    """Return how a place differs from what is agreed, empty where it does not."""
    match each.role:
        case Role.MOVING:
            return f"{each.what} names no minor version ({each.written or 'it leaves it open'})"
        case Role.RANGE if agreed - each.minors:
            return f"{each.what} says {each.written}, which leaves {shown(agreed - each.minors)} out"
        case Role.LISTED if each.minors != agreed:
            more = each.minors - agreed
            lacks = f"lacks {shown(agreed - each.minors)}"
            return f"the list of {each.what} {f'has {shown(more)}, which nothing runs' if more else lacks}"
        case Role.TARGET if not each.minors <= (oldest := frozenset({min(agreed)}) if each.what in OLDEST else agreed):
            return f"{each.what} is {shown(each.minors)}, not {shown(oldest)}"
        case Role.RUNS if each.minors - agreed:
            return f"{each.what} says {shown(each.minors)}"
    return ""


def _disagreeing(differing: list[tuple[Python, str]], found: Iterable[Python], agreed: frozenset[Minor]) -> Judgement:
    places: dict[str, list[Evidence]] = {}
    for each, why in differing:
        places.setdefault(why, []).append(each.place)
    whys = [f"{why} ({at[0]}{f' and {len(at) - 1} more' if len(at) > 1 else ''})" for why, at in places.items()]
    more = f"; and {len(whys) - SHOWN} more" if len(whys) > SHOWN else ""
    told = f"Not every place means Python {shown(agreed)}: {'; '.join(whys[:SHOWN])}{more}."
    agreeing = (each.place for each in found if each.role is Role.RUNS and each.minors <= agreed)
    fix = f"Name {shown(agreed)} there, or list every version that is meant in one matrix of a workflow."
    return failed(told, *_unique(each.place for each, _ in differing), *list(agreeing)[:SHOWN], fix=fix)


def _explicit(found: tuple[Python, ...], agreed: frozenset[Minor]) -> Judgement:
    """Judge whether it is said where it has to be, once nothing disagrees."""
    places = _unique(each.place for each in found)
    if unknowns := [each for each in found if each.role is Role.UNKNOWN]:
        first = unknowns[0]
        told = f"{first.what} says {first.written or 'nothing'}, and only a run could tell which version that is."
        return unknown(told, *(each.place for each in unknowns), *places[:SHOWN], fix=f"Write {shown(agreed)} there.")
    if not any(each.where is Where.PIPELINE for each in found):
        fix = f'- uses: actions/setup-python@v5\n  with:\n    python-version: "{shown(list(agreed)[:1])}"'
        return partial(f"Python {shown(agreed)} is named, but by no workflow.", *places, fix=fix)
    if not any(each.where in LOCAL for each in found):
        fix = f"echo {shown([min(agreed)])} > .python-version"
        return partial(f"Workflows run Python {shown(agreed)}; nothing tells a developer so.", *places, fix=fix)
    return passed(f"{len(places)} places mean Python {shown(agreed)}.", *places)


def _unique(places: Iterable[Evidence]) -> list[Evidence]:
    return list(dict.fromkeys(places))
