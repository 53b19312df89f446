"""Failures that are let pass, and what makes up for it. Documentation: `continue-on-error` of jobs and of steps."""

import pytest
from tests.workflows.given import check, job, steps, told

from backendrepo.workflows import Kind, Reach


@pytest.mark.parametrize(
    ("allowed", "reach"),
    [
        ("true", Reach.ALWAYS),
        ("${{ true }}", Reach.ALWAYS),
        ("${{ github.event_name == 'pull_request' }}", Reach.ALWAYS),
        ("${{ fromJSON(env.SOFT) }}", Reach.ALWAYS),
        ("${{ vars.SOFT == 'true' }}", Reach.MAYBE),
        ("${{ github.actor == 'alice' }}", Reach.MAYBE),
    ],
)
def test_a_failure_that_is_let_pass_is_told_of_the_step(allowed: str, reach: Reach):
    (step,) = steps(f"- run: make\n  continue-on-error: {allowed}\n  env: {{SOFT: true}}")
    assert told(step.obstacles) == [f"`continue-on-error: {allowed}` lets its failure pass (line 7)"]
    assert [(each.kind, each.reach) for each in step.obstacles] == [(Kind.CONTINUE_ON_ERROR, reach)]


@pytest.mark.parametrize("allowed", ["false", "", "${{ false }}", "${{ github.event_name == 'push' }}"])
def test_a_failure_that_counts_is_no_obstacle(allowed: str):
    assert steps(f"- run: make\n  continue-on-error: {allowed}")[0].obstacles == ()


def test_a_failure_that_is_let_pass_is_told_of_the_job():
    found = check("continue-on-error: true\nsteps: [{run: make}]")
    assert told(found.obstacles) == ["`continue-on-error: true` lets its failure pass (line 5)"]
    assert found.reportable
    assert found.steps[0].obstacles == ()


def test_a_failure_that_one_combination_lets_pass_is_told_of_that_one():
    found = job(
        """
        strategy:
          matrix:
            python: ['3.12', '3.13']
            experimental: [false]
            include: [{python: '3.14', experimental: true}]
        continue-on-error: ${{ matrix.experimental }}
        steps: [{run: make}]
        """
    )
    assert {each.name: len(each.obstacles) for each in found.checks} == {
        "check (3.12, false)": 0,
        "check (3.13, false)": 0,
        "check (3.14, true)": 1,
    }


# A later step that fails the job after all


@pytest.mark.parametrize(
    "later",
    [
        "- if: steps.test.outcome == 'failure'\n  run: exit 1",
        "- if: steps.Test.outcome != 'success'\n  run: |\n    echo no\n    exit 1",
        "- if: always() && steps.test.outcome == 'failure'\n  run: 'false'",
        "- run: test '${{ steps.test.outcome }}' = success || exit 1",
        "- uses: actions/github-script@v8\n  if: steps.test.outcome == 'failure'\n  with: {script: core.setFailed(1)}",
    ],
)
def test_a_failure_that_a_later_step_looks_at_counts(later: str):
    first = "- id: test\n  run: make\n  continue-on-error: true"
    found = steps(f"{first}\n{later}")[0]
    assert found.obstacles == ()
    assert found.asserted
    assert found.asserted.line == 9


@pytest.mark.parametrize(
    "later",
    [
        "- if: steps.test.outcome == 'failure'\n  run: echo it failed",
        "- if: steps.test.conclusion == 'failure'\n  run: exit 1",
        "- if: steps.test.outcome == 'success'\n  run: exit 1",
        "- if: steps.test.outcome == 'failure' && vars.X\n  run: exit 1",
        "- if: steps.other.outcome == 'failure'\n  run: exit 1",
        "- run: exit 1",
        f"- if: steps.test.outcome == 'failure'\n  run: 'exit 1 # {'x' * 21_000}'",
    ],
)
def test_a_failure_that_no_later_step_looks_at_is_let_pass(later: str):
    found = steps(f"- id: test\n  run: make\n  continue-on-error: true\n{later}")[0]
    assert [each.kind for each in found.obstacles] == [Kind.CONTINUE_ON_ERROR]
    assert found.asserted is None


def test_a_step_cannot_look_at_what_comes_after_it():
    found = steps(
        "- if: steps.test.outcome == 'failure'\n  run: exit 1\n- id: test\n  run: make\n  continue-on-error: true"
    )
    assert found[1].asserted is None


# Steps in the background


def test_a_step_in_the_background_counts_when_it_is_waited_for():
    assert steps("- id: db\n  run: make\n  background: true\n- wait: db")[0].obstacles == ()
    assert steps("- id: db\n  run: make\n- cancel: db")[0].obstacles == ()


@pytest.mark.parametrize(
    ("later", "kind", "says"),
    [
        ("- cancel: db", Kind.CANCELLED, "a later step stops it (line 9)"),
        (
            "- wait: [web, db]\n  continue-on-error: true",
            Kind.CONTINUE_ON_ERROR,
            "the step that waits for it lets its failure pass (line 9)",
        ),
        (
            "- wait-all:\n  continue-on-error: true",
            Kind.CONTINUE_ON_ERROR,
            "the step that waits for it lets its failure pass (line 9)",
        ),
    ],
)
def test_a_step_in_the_background_whose_failure_is_lost_is_told(later: str, kind: Kind, says: str):
    found = steps(f"- id: db\n  run: make\n  background: true\n{later}")[0]
    assert told(found.obstacles) == [says]
    assert [each.kind for each in found.obstacles] == [kind]
