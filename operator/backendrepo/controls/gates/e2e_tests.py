"""End-to-end tests run.

The standard: "All backend CI pipelines must enforce: 5. Unit, integration, and e2e buckets."

It counts the tests of the bucket, told by their folder, their marks or the names of their files, and looks for jobs of
each pull request that run all of them: by their paths, by what they ignore, and by their marks.

Why: a bucket that no job runs says nothing about the change.

How to fix:

    - run: pytest tests/e2e

Known limits: tests are counted by reading, in Python alone; those that are made when they are collected count once.
Tests that are skipped in any case do not count. What is skipped, not collected, or has its failure taken back by a hook
of `conftest.py` only in some cases is not seen.
"""

from backendrepo.controls.bucket import judge_bucket
from backendrepo.findings import Judgement, Severity
from backendrepo.project import Bucket
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.HIGH


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the bucket."""
    return judge_bucket(snapshot, Bucket.E2E)
