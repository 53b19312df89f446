"""Jobs that stand for others: which failures of jobs that they need make them fail.

A job that needs a failed one is skipped, and skipped passes ("Troubleshooting required status checks"): so a gate that
is required by the name of such a job has to run all the same, and to fail by itself.
"""

import pytest
from tests.workflows.given import jobs

TEXT = """
on: pull_request
jobs:
  lint: {{runs-on: x, steps: [{{run: make lint}}]}}
  test: {{runs-on: x, steps: [{{run: make test}}]}}
  all:
    runs-on: x
    needs: [lint, test]
    {0}
    steps:
{1}
"""


def watches(condition: str, steps: str) -> tuple[str, ...]:
    """Return the jobs that an aggregating job looks at."""
    lines = "\n".join(f"      {line}" for line in steps.splitlines())
    return jobs(TEXT.format(condition, lines))["all"].watches


@pytest.mark.parametrize(
    ("condition", "steps"),
    [
        ("if: always()", "- run: exit 1\n  if: contains(needs.*.result, 'failure')"),
        ("if: '!cancelled()'", "- run: exit 1\n  if: contains(needs.*.result, 'failure')"),
        (
            "if: ${{ always() }}",
            "- run: exit 1\n  if: needs.lint.result != 'success' || needs.test.result != 'success'",
        ),
        ("if: failure() || success()", "- run: exit 1\n  if: contains(join(needs.*.result), 'fail')"),
        ("if: failure()", "- run: exit 1"),
        ("if: failure()", "- run: exit 1\n  continue-on-error: false"),
        ("if: failure()", "- run: |\n    echo broken\n    false"),
        ("if: always()", "- run: date\n- run: exit 1\n  if: contains(needs.*.result, 'failure')\n- run: date"),
        ("if: contains(needs.*.result, 'failure') && always()", "- run: exit 1"),
        ("if: always()", "- uses: re-actors/alls-green@release/v1\n  with: {jobs: '${{ toJSON(needs) }}'}"),
        (
            "if: always()",
            "- run: |\n    if [ '${{ needs.lint.result }}' != success ]; then exit 1; fi\n"
            "    test '${{ needs.test.result }}' = success || exit 1",
        ),
        (
            "if: always()",
            '- run: echo "$R" | grep -q failure && exit 1\n  env: {R: "${{ toJSON(needs.*.result) }}"}',
        ),
        ("if: always()", '- run: python -c \'import sys; sys.exit("${{ join(needs.*.result) }}" != "success")\''),
        (
            "if: always()",
            "- uses: actions/github-script@v8\n  if: contains(needs.*.result, 'failure')\n"
            "  with: {script: core.setFailed('x')}",
        ),
    ],
)
def test_a_job_that_runs_always_and_fails_with_them_watches_them(condition: str, steps: str):
    assert watches(condition, steps) == ("lint", "test")


@pytest.mark.parametrize(
    ("condition", "steps"),
    [
        ("name: All", "- run: exit 1\n  if: contains(needs.*.result, 'failure')"),
        ("if: success()", "- run: exit 1\n  if: contains(needs.*.result, 'failure')"),
        ("if: always()", "- run: echo all is well"),
        ("if: always()", "- run: exit 1\n  if: contains(needs.*.result, 'skipped')"),
        ("if: always()", "- run: exit 1\n  if: failure()"),
        ("if: always()", "- run: echo ${{ toJSON(needs) }}"),
        ("if: always()", "- run: exit 1\n  if: contains(needs.*.result, 'failure')\n  continue-on-error: true"),
        ("if: always() && vars.X", "- run: exit 1\n  if: contains(needs.*.result, 'failure')"),
        (
            "if: always()",
            "- uses: re-actors/alls-green@release/v1\n  with: {allowed-failures: 'lint, Test', jobs: '${{ X }}'}",
        ),
    ],
)
def test_a_job_that_is_skipped_or_passes_whatever_they_do_watches_none(condition: str, steps: str):
    assert watches(condition, steps) == ()


def test_a_job_that_fails_whatever_they_do_watches_none():
    assert watches("if: always()", "- run: exit 1") == ()


def test_a_job_that_looks_at_one_watches_that_one():
    assert watches("if: always()", "- run: exit 1\n  if: needs.test.result == 'failure'") == ("test",)
    allowed = "- uses: re-actors/alls-green@v1\n  with: {allowed-failures: lint, jobs: '${{ toJSON(needs) }}'}"
    assert watches("if: always()", allowed) == ("test",)


def test_a_job_that_needs_none_watches_none():
    assert jobs("on: pull_request\njobs: {a: {runs-on: x, if: always(), steps: [{run: exit 1}]}}")["a"].watches == ()
