"""Whatever stands in a repository: nothing raises, what cannot be read is told, and all work is bounded by counts."""

import json
from collections.abc import Mapping
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given
from tests.workflows.given import PATH, jobs, told, workflows

from backendrepo.workflows import Obstacle, Workflows, reportable_on_every_pull_request

CALLED = ".github/workflows/called.yml"
ACTION = ".github/actions/test/action.yml"
GOOD = "on: pull_request\njobs: {a: {runs-on: x, steps: [{run: make}]}}"


def everything(found: Workflows) -> list[Obstacle]:
    """Ask for all that there is, and return all obstacles."""
    jobs = found.jobs("main")
    checks = [check for job in jobs for check in job.checks]
    steps = [step for check in checks for step in check.steps]
    others = reportable_on_every_pull_request(found, "main", merge_queue=True).others.values()
    return [
        *found.problems,
        *(each for job in jobs for each in job.obstacles),
        *(each for check in checks for each in (*check.obstacles, *check.unreported)),
        *(each for step in steps for each in step.obstacles),
        *(each for obstacles in others for each in obstacles),
    ]


# Files that are no workflows


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "the file is empty (line 1)"),
        ("# nothing\n", "the file is empty (line 1)"),
        ("[1, 2]", "a list stands where a workflow is expected (line 1)"),
        ("3", "`3` stands where a workflow is expected (line 1)"),
        (f"{GOOD}\n---\n{GOOD}", "more than one document (line 3)"),
        (f"{GOOD}\non: push", "the key on is there twice (line 3)"),
        ("x: &x {a: 1}\n<<: *x\n" + GOOD, "merge keys (`<<`) are not taken by GitHub (line 2)"),
        ("a: " + "[" * 100_000, "more than 100 levels deep (line 1)"),
        ("a:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 200)), "more than 100 levels deep (line 101)"),
        (b"on: push\0", f"{PATH} is no text (line 0)"),
        ("on:\n\tpull_request:", "not YAML: found character that cannot start any token (line 2)"),
        ("on: !!python/object:os.system x", "the tag tag:yaml.org,2002:python/object:os.system is none of YAML's"),
        ("on: {[a]: b}", "a key that is no text (line 1)"),
        ("a: &a [" + "x," * 999 + "]\nb: [" + "*a," * 999 + "]", "more than 50000 nodes"),
        ("#" * (1024 * 1024 + 1), "larger than 1024 KiB (line 0)"),
        ("#" * (2 * 1024 * 1024 + 1), f"{PATH} is larger than 2 MiB (line 0)"),
    ],
)
def test_a_file_that_is_no_workflow_is_told_with_its_place(content: str | bytes, says: str):
    found = workflows({PATH: content})
    assert any(each.startswith(f"GitHub refuses the workflow: {says}") for each in told(found.problems))
    assert everything(found)


@pytest.mark.parametrize(
    "content",
    [
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.encode("utf-8-sig"),
        GOOD + " # \N{PARTY POPPER}",
        (GOOD + " # ").encode() + b"\xff\xfe",
        "# x\n" * 10_000 + GOOD,
        "on: &on pull_request\njobs: {a: &a {runs-on: x, steps: [{run: make}]}, b: *a}",
        json.dumps({"on": "pull_request", "jobs": {"a": {"runs-on": "x", "steps": [{"run": "make"}]}}}),
    ],
)
def test_a_workflow_that_is_unusual_is_one(content: str | bytes):
    found = jobs({PATH: content})
    assert found["a"].obstacles == ()
    assert [step.run for step in found["a"].checks[0].steps] == ["make"]


@pytest.mark.parametrize(
    "content", ["", "3", "[", b"\0", "runs: 3", "runs: {using: [composite]}", "runs: {using: composite}"]
)
def test_an_action_that_is_none_is_no_error(content: str | bytes):
    text = "on: pull_request\njobs: {a: {runs-on: x, steps: [{uses: ./.github/actions/test}]}}"
    found = jobs({PATH: text, ACTION: content})
    assert [step.uses for step in found["a"].checks[0].steps] == ["./.github/actions/test"]


# More than anyone writes


def many(matrix: str = "", steps: str = "[{run: make}]", more: str = "") -> dict[str, str]:
    """Return a workflow of one job, with more jobs."""
    return {PATH: f"on: pull_request\njobs:\n  a: &a\n    runs-on: x\n    steps: {steps}\n{matrix}\n{more}"}


@pytest.mark.parametrize(
    "files",
    [
        many("    strategy: {matrix: {" + ", ".join(f"a{n}: {list(range(10))}" for n in range(9)) + "}}"),
        many("    strategy: {matrix: {a: [1], exclude: [" + "{a: 1}," * 9000 + "]}}"),
        many("    strategy: {matrix: {include: [" + "{a: 1}," * 9000 + "]}}"),
        many("    strategy: {matrix: '${{ fromJSON(''{" + '"a": [' + "1," * 9000 + "1]}'') }}'}"),
        many(f"    if: {'(' * 9000}"),
        many(f"    if: {'a && ' * 4000}a"),
        many(f"    name: ${{{{ {'github.ref || ' * 7_000}1 }}}}"),
        many(f"    name: {'${{ github.ref }}' * 4_000}"),
        many(f"    needs: [{'b,' * 20_000}]"),
        many(more="".join(f"  j{n}: {{needs: j{n - 1}, runs-on: x, steps: [{{run: x}}]}}\n" for n in range(1, 1000))),
        many(more="".join(f"  j{n}: *a\n" for n in range(2000))),
        many(steps="[" + "{run: make, continue-on-error: true, id: x}," * 5000 + "]"),
        many(steps="[" + "{run: 'exit 1', if: steps.x.outcome == 'failure'}," * 5000 + "]"),
        many(steps="[" + "{run: x, background: true, id: x}," * 4000 + "{cancel: x}," * 2000 + "]"),
        many(
            steps="[" + "{run: x, env: {A: b}}," * 5000 + "]",
            matrix="    env: {" + "".join(f"A{n}: b," for n in range(5000)) + "}",
        ),
        many(steps=f"[{{run: '{'${{ github.ref }} ' * 4_000}'}}]"),
        many(steps="[{uses: a/b@c, with: {" + "".join(f"a{n}: b, " for n in range(20_000)) + "}}]"),
        {PATH: "on: {pull_request: {branches: [" + "'[a-z]*[a-z]*x'," * 800 + "]}}\n" + GOOD.partition("\n")[2]},
        {PATH: f"on: [pull_request, {'push,' * 20_000}]\n" + GOOD.partition("\n")[2]},
        {f".github/workflows/{n}.yml": GOOD for n in range(1000)},
    ],
)
def test_no_repository_is_too_much(files: dict[str, str]):
    everything(workflows(files, most=50_000))


def test_no_more_than_500_files_are_read():
    found = workflows({f".github/workflows/{n:04}.yml": GOOD for n in range(600)})
    assert len(found.workflows) == 500
    assert len(found.jobs("main")) == 500


def test_a_workflow_that_is_more_than_is_read_starts_nothing_and_says_so():
    found = workflows(GOOD, most=10)
    assert found.jobs("main") == ()
    (started,) = (found.started(workflow, "pull_request", "main") for workflow in found.workflows)
    assert told(started.caveats) == ["there is more than is read here (line 1)"]


def test_no_more_reasons_are_told_than_are_read():
    text = "on: pull_request\njobs:\n" + "".join(f"  j{n}: {{runs-on: x, x{n}: y}}\n" for n in range(100))
    found = workflows(text)
    assert len(found.problems) == 20
    assert len(found.jobs("main")) == 100


def test_a_job_that_needs_all_others_is_read_once_for_each():
    needs = ", ".join(f"j{n}" for n in range(200))
    text = "on: pull_request\njobs:\n" + "".join(f"  j{n}: {{runs-on: x, steps: [{{run: x}}]}}\n" for n in range(200))
    steps = "[{run: exit 1, if: needs.j7.result != 'success'}]"
    text += f"  all: {{needs: [{needs}], if: always(), runs-on: x, steps: {steps}}}"
    assert jobs(text)["all"].watches == ("j7",)
    assert jobs(text, most=50_000)["all"].watches == ()


# Anything at all

KEYS = st.sampled_from(
    [
        *("on", "jobs", "name", "env", "defaults", "run", "shell", "a", "b", "steps", "runs-on", "if", "needs", "uses"),
        *("with", "strategy", "matrix", "include", "exclude", "continue-on-error", "container", "image", "secrets"),
        *("pull_request", "push", "workflow_call", "inputs", "branches", "paths", "types", "type", "default", "<<"),
        *(
            "required",
            "background",
            "wait",
            "cancel",
            "parallel",
            "id",
            "working-directory",
            "outputs",
            "runs",
            "using",
        ),
    ]
)
TEXTS = st.sampled_from(
    [
        *(
            "",
            "main",
            "pull_request",
            "string",
            "boolean",
            "number",
            "composite",
            "a",
            "always()",
            "failure()",
            "exit 1",
        ),
        *("${{ matrix.a }}", "${{ inputs.a }}", "${{ fromJSON('[1, 2]') }}", "${{ secrets.X }}", "${{ env.A }}", "${{"),
        *(
            "needs.a.result != 'success'",
            "steps.a.outcome == 'failure'",
            f"./{CALLED}",
            "./.github/actions/test",
            "./",
            "$/",
        ),
        *(
            "actions/checkout@v5",
            "a/b/.github/workflows/c.yml@v1",
            "windows-latest",
            "bash -e {0}",
            "..",
            "true",
            "1 +",
        ),
    ]
)
NODES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 300) | st.floats() | TEXTS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)
STEPS = st.lists(st.dictionaries(KEYS, NODES, max_size=5), max_size=4) | NODES
JOBS = st.dictionaries(
    KEYS, st.fixed_dictionaries({"steps": STEPS}, optional={"uses": TEXTS, "strategy": NODES}) | NODES
)
WORKFLOWS = st.fixed_dictionaries(
    {"on": st.just(["pull_request", "workflow_call"]) | NODES, "jobs": JOBS | NODES},
    optional={"env": NODES, "name": NODES},
)
ACTIONS = (
    st.fixed_dictionaries({"runs": st.fixed_dictionaries({"using": st.just("composite"), "steps": STEPS})}) | NODES
)


@given(WORKFLOWS, WORKFLOWS | NODES, ACTIONS)
def test_no_document_raises(first: Any, second: Any, action: Any):
    files = {
        PATH: json.dumps(first),
        CALLED: json.dumps(second),
        ACTION: json.dumps(action),
        "action.yml": json.dumps(action),
    }
    everything(workflows(files, most=5_000))


WHOLE = """
name: CI
on:
  pull_request: {branches: [main], paths: ['**']}
  workflow_call: {inputs: {a: {type: string, default: x}}}
env: {A: '${{ github.ref }}'}
jobs:
  a:
    strategy: {matrix: {os: [x, y], include: [{os: z}]}}
    runs-on: ${{ matrix.os }}
    if: github.event.pull_request.draft == false
    steps:
      - uses: ./.github/actions/test
        with: {a: 1}
      - run: |
          make ${{ env.A }}
        continue-on-error: ${{ matrix.os == 'x' }}
  b: {needs: a, if: always(), uses: ./.github/workflows/called.yml, with: {a: '${{ needs.a.result }}'}}
"""
PIECES = st.lists(
    st.sampled_from([*"\n \t:-[]{}'\"&*!|>#%$\0", "${{", "}}", "  ", "- ", ": ", "<<: *a", "&a ", "é", "\ud800"])
)


@given(st.integers(0, len(WHOLE)), st.integers(0, 40), PIECES.map("".join), st.booleans())
def test_no_broken_text_raises(at: int, cut: int, put: str, called: bool):
    text = WHOLE[:at] + put + WHOLE[at + cut :]
    files: Mapping[str, bytes] = {
        PATH: (WHOLE if called else text).encode("utf-8", "surrogatepass"),
        CALLED: (text if called else WHOLE).encode("utf-8", "surrogatepass"),
    }
    everything(workflows(files, most=5_000))
