"""The checks of workflows: which are gates, what every pull request reports, and what may be reported unseen."""

import pytest
from tests.controls.governance.parts import CI
from tests.snapshots import snapshot

from backendrepo.checks import Checks, checks_of

PATH = ".github/workflows/ci.yml"
GREEN = """
  green:
    needs: [lint, test]
    if: always()
    runs-on: ubuntu-latest
    steps:
    - uses: re-actors/alls-green@release/v1
      with:
        jobs: ${{ toJSON(needs) }}
"""
REMOTE = "on: pull_request\njobs:\n  ci:\n    uses: acme/shared/.github/workflows/ci.yml@v1\n"


def checks(ci: str = CI, *, branch: str = "main", **files: str) -> Checks:
    return checks_of(snapshot({PATH: ci, **files}, branch=branch))


def test_gates_are_the_checks_that_fail_where_a_gate_fails_in_the_order_of_the_workflows():
    advice = "  advice:\n    runs-on: x\n    continue-on-error: true\n    steps: [{run: ruff check .}]\n"
    greeting = "  greeting:\n    runs-on: x\n    steps: [{run: echo hello}]\n"
    found = checks(CI + advice + greeting)
    assert found.gates == ("lint", "test (3.11)")
    assert list(found.on_pull_requests.names) == ["lint", "test (3.11)", "advice", "greeting"]
    assert found.opaque == found.unread == ()


def test_they_are_those_of_pull_requests_to_the_governed_branch():
    ci = CI.replace("pull_request:", "pull_request:\n    branches: [release]")
    assert checks(ci, branch="release").gates == ("lint", "test (3.11)")
    other = checks(ci)
    assert (other.branch, other.gates, dict(other.on_pull_requests.names)) == ("main", (), {})


def test_a_merge_queue_reports_what_its_own_runs_do():
    found = checks()
    assert not found.reportable(merge_queue=True).names
    assert list(found.reportable(merge_queue=True).others) == list(found.reportable().names)
    queued = checks(CI.replace("pull_request:", "pull_request:\n  merge_group:"))
    assert queued.reportable(merge_queue=True).names == queued.reportable().names


def test_a_check_that_fails_with_others_stands_for_them():
    found = checks(CI + GREEN)
    assert found.watched == {"green": ("lint", "test (3.11)")}
    assert found.covered(["green"]) == {"green", "lint", "test (3.11)"}
    assert found.covered(["lint"]) == {"lint"}
    assert checks().watched == {}


@pytest.mark.parametrize("name", ["ci / lint", "ci / build / test (3.11)"])
def test_a_job_of_another_repositorys_workflow_may_report_any_name_below_its_own(name: str):
    (why,) = checks(REMOTE).doubts(name)
    assert why == f"`acme/shared/.github/workflows/ci.yml@v1` is not in this repository ({PATH}:4)"
    assert checks(REMOTE).opaque == (why,)


@pytest.mark.parametrize("name", ["lint", "ci", "cii / lint", "ci/lint", "other / ci / lint"])
def test_and_no_other(name: str):
    assert checks(REMOTE).doubts(name) == ()


@pytest.mark.parametrize(
    ("job", "possible", "impossible"),
    [
        ("name: test ${{ github.sha }} on linux", "test 0a1b on linux", "test 0a1b on windows"),
        ("name: test ${{ github.sha", "test 0a1b", "lint"),
        (
            "name: shard\n    strategy: {matrix: {shard: '${{ fromJSON(needs.plan.outputs.shards) }}'}}",
            "shard (7)",
            "shards (7)",
        ),
        (f"name: {'long ' * 19}${{{{ github.ref_name }}}}", f"{'long ' * 19}main", "long"),
        ("name: '[*] ${{ github.sha }}'", "[*] 0a1b", "any 0a1b"),
    ],
)
def test_a_name_that_only_a_run_makes_may_be_reported_as_it_could_come_to(job: str, possible: str, impossible: str):
    found = checks(CI.replace("  lint:\n", f"  lint:\n    {job}\n"))
    assert found.doubts(possible)
    assert found.doubts(impossible) == ()
    assert found.opaque


def test_a_workflow_that_cannot_be_read_may_report_anything():
    found = checks(**{".github/workflows/large.yml": "#" * (1024 * 1024 + 1)})
    (why,) = found.unread
    assert why == ".github/workflows/large.yml could not be read: larger than 1024 KiB"
    assert found.opaque == found.doubts("whatever") == (why,)
    assert found.gates == ("lint", "test (3.11)")


def test_a_workflow_that_github_cannot_read_either_reports_nothing():
    assert checks(**{".github/workflows/broken.yml": "on: [pull_request\njobs: }"}).opaque == ()


def test_a_workflow_with_more_jobs_than_are_read_may_report_anything():
    steps = f"    steps:\n    - run: ruff check .\n      env: {{A: {'a' * 200_000}}}\n"
    wide = f"  wide:\n    runs-on: x\n    strategy: {{matrix: {{number: {list(range(256))}}}}}\n{steps}"
    found = checks(f"on: pull_request\njobs:\n{wide}")
    assert found.unread == (f"there is more than is read here ({PATH}:4)",)
    assert found.doubts("wide (255)") == found.unread


def test_a_workflow_that_is_only_called_reports_nothing_by_itself():
    called = {".github/workflows/called.yml": CI.replace("pull_request:", "workflow_call:")}
    assert checks("on: push\njobs: {a: {runs-on: x, steps: [{run: make}]}}", **called).opaque == ()


def test_jobs_that_merge_are_told_with_what_is_dangerous_about_them():
    merge = "on: push\njobs:\n  merge:\n    runs-on: x\n    steps: [{run: gh pr merge --admin 7}]\n"
    (found,) = checks(**{".github/workflows/merge.yml": merge}).merging
    assert found.place.path == ".github/workflows/merge.yml"
    assert [danger.why for danger in found.dangers] == [
        "`gh pr merge --admin` in .github/workflows/merge.yml merges past what is required"
    ]


@pytest.mark.timeout(10)
def test_names_of_many_open_parts_are_compared_in_no_time():
    ci = CI.replace("  lint:\n", f"  lint:\n    name: {'a${{ github.sha }}' * 30}b\n")
    assert checks(ci).doubts("a" * 1_000) == ()
