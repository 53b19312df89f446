"""The names that GitHub reports checks under: what branch protection can require.

Documentation: "Using jobs in a workflow", "Reuse workflows", "Running variations of jobs in a workflow".
"""

import pytest
from tests.workflows.given import PATH, job, jobs, workflows

from backendrepo.workflows import Kind, Name

STEPS = "steps: [{run: make}]"
CALLED = ".github/workflows/called.yml"


def names(text: str, **settings: str) -> list[str]:
    """Return the names of the checks of a job."""
    return [each.text for each in job(f"{text}\n{STEPS}", **settings).check_names()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["check"]),
        ("name: Lint", ["Lint"]),
        ("name: ''", ["check"]),
        ("name:", ["check"]),
        ("name: 3", ["3"]),
        ("strategy: {matrix: {python: ['3.11', 3.10]}}", ["check (3.11)", "check (3.1)"]),
        ("name: Test\nstrategy: {matrix: {a: [1, 2], b: [x]}}", ["Test (1, x)", "Test (2, x)"]),
        ("name: Test ${{ matrix.a }}\nstrategy: {matrix: {a: [1, 2], b: [x]}}", ["Test 1", "Test 2"]),
        ("name: ${{ matrix.name }}\nstrategy: {matrix: {include: [{name: A, x: 1}, {name: B}]}}", ["A", "B"]),
        ("strategy: {matrix: {a: [1], include: [{a: 1, b: 2}]}}", ["check (1)"]),
        ("strategy: {matrix: {a: [1], include: [{a: 3, b: 2}]}}", ["check (1)", "check (3, 2)"]),
        ("strategy: {matrix: {include: [{b: 2, a: 1}]}}", ["check (2, 1)"]),
        ("strategy: {matrix: {a: [true, false]}}", ["check (true)", "check (false)"]),
        (f"strategy: {{matrix: {{a: [{'9' * 400}, 1e999]}}}}", ["check (Infinity)", "check (Infinity)"]),
        ("strategy: {matrix: {a: [{x: 1, y: [2, 3]}]}}", ["check (1, 2, 3)"]),
        ("strategy: {matrix: {a: ['', b], c: [d]}}", ["check (d)", "check (b, d)"]),
        ("strategy: {matrix: {a: ['']}}", ["check"]),
        ("name: ${{ github.workflow }} / ${{ github.event_name }}", [f"{PATH} / pull_request"]),
        ("name: ${{ 'Lint' }}", ["Lint"]),
        ("name: ${{ 'Lint' }}\nstrategy: {matrix: {a: [1]}}", ["Lint (1)"]),
        ("name: ${{ matrix.none }}\nstrategy: {matrix: {a: [1]}}", ["check (1)"]),
    ],
)
def test_a_check_is_named_for_its_job_and_its_combination(text: str, expected: list[str]):
    assert names(text) == expected


def test_a_job_is_named_in_the_workflow_of_its_name():
    text = "name: CI\non: pull_request\njobs:\n  check:\n    name: ${{ github.workflow }}\n    runs-on: x\n    " + STEPS
    assert jobs(text)["check"].checks[0].name == "CI"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a" * 100, "a" * 100),
        ("a" * 101, "a" * 97 + "..."),
        ("a" * 3000, "a" * 97 + "..."),
        ("🎉" * 50, "🎉" * 50),
        ("🎉" * 51, "🎉" * 48 + "..."),
    ],
)
def test_a_name_has_at_most_100_characters(name: str, expected: str):
    assert names(f"name: {name}") == [expected]


def test_the_combination_counts_into_the_100_characters():
    assert names(f"name: {'a' * 96}\nstrategy: {{matrix: {{a: [xyz]}}}}") == ["a" * 96 + " " + "..."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "name: Deploy ${{ vars.ENV }}",
            Name("Deploy ${{ vars.ENV }}", "`Deploy ${{ vars.ENV }}` is only known in a run"),
        ),
        (
            "name: ${{ github.head_ref }} on ${{ github.actor }}",
            Name(
                "${{ github.head_ref }} on ${{ github.actor }}",
                "`${{ github.head_ref }} on ${{ github.actor }}` is only known in a run",
            ),
        ),
        (
            "strategy: {matrix: {a: [[1, '${{ vars.X }}']]}}",
            Name("check (1, …)", "`vars.X` is only known in a run"),
        ),
        (
            f"name: {'a' * 100}${{{{ matrix.a }}}}\nstrategy: {{matrix: {{a: [1]}}}}",
            Name("a" * 97 + "...", "it is longer than 100 characters, and made by an expression"),
        ),
        (
            f"name: ${{{{ {'1 || ' * 500}1 }}}}",
            Name(f"${{{{ {'1 || ' * 100}"[:97] + "...", "it is written in more than 2000 characters"),
        ),
    ],
)
def test_a_name_that_is_not_certain_says_why(text: str, expected: Name):
    found = job(f"{text}\n{STEPS}")
    assert found.check_names() == (expected,)
    (obstacle,) = found.checks[0].unreported
    assert (obstacle.kind, obstacle.why) == (Kind.NAME, f"its name is not certain: {expected.doubt}")
    assert not found.checks[0].reportable


def called(caller: str, body: str) -> list[str]:
    """Return the names of the checks of a workflow that is called."""
    files = {
        PATH: f"on: pull_request\njobs:\n  caller:\n    uses: ./{CALLED}\n{caller}",
        CALLED: f"on: {{workflow_call: {{inputs: {{x: {{type: string}}}}}}}}\njobs:\n  called:\n    runs-on: x\n{body}",
    }
    return [check.name for job in workflows(files).jobs("main") for check in job.checks]


@pytest.mark.parametrize(
    ("caller", "body", "expected"),
    [
        ("", "", ["caller / called"]),
        ("    name: Outer\n", "    name: Inner\n", ["Outer / Inner"]),
        ("    strategy: {matrix: {a: [1, 2]}}\n", "", ["caller (1) / called", "caller (2) / called"]),
        ("", "    strategy: {matrix: {a: [1, 2]}}\n", ["caller / called (1)", "caller / called (2)"]),
        ("    with: {x: unit}\n", "    name: ${{ inputs.x }} tests\n", ["caller / unit tests"]),
        (f"    name: {'a' * 101}\n", f"    name: {'b' * 101}\n", ["a" * 97 + "... / " + "b" * 97 + "..."]),
    ],
)
def test_a_called_job_is_named_after_its_caller(caller: str, body: str, expected: list[str]):
    assert called(caller, body + "    " + STEPS) == expected


def test_the_doubt_of_a_caller_is_one_of_what_it_calls():
    files = {
        PATH: f"on: pull_request\njobs:\n  caller:\n    name: ${{{{ vars.X }}}}\n    uses: ./{CALLED}\n",
        CALLED: f"on: workflow_call\njobs:\n  called:\n    runs-on: x\n    {STEPS}",
    }
    (found,) = workflows(files).jobs("main")
    assert found.check_names() == (Name("${{ vars.X }} / called", "`vars.X` is only known in a run"),)
