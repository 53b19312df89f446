"""Most tests are unit tests, fewer are of integration, few are end to end.

RFC-0057: of all tests 70 to 85 % are unit tests, 15 to 25 % integration, 5 to 10 % end to end. It is advice, and the
severity is low.

It counts the tests by reading their files: functions and methods that pytest or unittest would collect, and sets of
parameters where they are written out. The bucket of a test is told by its mark, then by its folder, then by the name of
its file; a test that nothing tells of is a unit test.

Why: a suite that is mostly end to end is slow, and fails without saying where.

How to fix: put tests into `tests/unit`, `tests/integration` and `tests/e2e`, or mark them

    pytestmark = pytest.mark.integration

and write what is missing at the level below.

Known limits: only Python is counted. Tests that a class inherits from another file, and parameters that are computed,
are not counted. Folders named functional, component or contract count as integration, acceptance and system as e2e.
"""

from collections.abc import Mapping
from dataclasses import replace

from backendrepo.controls.words import few
from backendrepo.findings import Evidence, Judgement, Severity, failed, partial, passed, unknown
from backendrepo.project import Bucket, Buckets, project
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.LOW
SHOWN = 5


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the shares of the buckets."""
    found = project(snapshot).buckets
    fix = "Put tests into tests/unit, tests/integration and tests/e2e, and write what is missing at the level below."
    if not found.count():
        return _none(found, fix)
    places = _places(found)
    if not found.told_apart:
        told = f"Nothing tells unit, integration and e2e tests apart ({found.count()} tests; no folder, mark or name)."
        return failed(told, *places, fix=fix)
    counts = _counts(found)
    outside = [said for bucket in Bucket if (said := _outside(bucket, found, snapshot.parameters.pyramid))]
    if outside:
        return failed(f"{counts}: {'; '.join(outside)}.", *places, *found.unread[:SHOWN], fix=fix)
    if found.unread:
        told = f"{counts}, but {_named(found.unread)} could not be counted."
        return partial(told, *found.unread[:SHOWN], *places, fix="Make the files ones that can be parsed.")
    return passed(f"{counts}.", *places)


def _none(found: Buckets, fix: str) -> Judgement:
    if found.unread:
        summary = f"No tests could be counted: {_named(found.unread)} could not be read."
        return unknown(summary, *found.unread[:SHOWN], fix="Make the files ones that can be parsed.")
    return failed(
        "There are no tests in Python (looked for test_*.py, *_test.py, and what pytest is configured to collect).",
        fix=fix,
    )


def _counts(found: Buckets) -> str:
    shares = (f"{bucket} {found.count(bucket)} ({_percent(found, bucket):.0f} %)" for bucket in Bucket)
    return f"{found.count()} tests: {', '.join(shares)}"


def _percent(found: Buckets, bucket: Bucket) -> float:
    return 100 * found.count(bucket) / found.count()


def _outside(bucket: Bucket, found: Buckets, bounds: Mapping[str, tuple[float, float]]) -> str:
    """Return how the share of a bucket is outside its bounds, empty where it is within."""
    share = _percent(found, bucket)
    least, most = bounds.get(bucket, (0.0, 100.0))
    if least <= share <= most:
        return ""
    return f"{bucket} is {'below' if share < least else 'above'} {least:g} to {most:g} %"


def _places(found: Buckets) -> tuple[Evidence, ...]:
    """Return one place of each bucket, with how it is told."""
    first = ({each.bucket: each for each in reversed(found.tests)}.get(bucket) for bucket in Bucket)
    return tuple(replace(each.place, text=f"{each.bucket}, {each.told}: {each.place.text}") for each in first if each)


def _named(unread: tuple[Evidence, ...]) -> str:
    return few([each.path for each in unread], SHOWN)
