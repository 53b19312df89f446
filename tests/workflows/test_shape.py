"""Which files GitHub takes for workflows, and why it refuses others.

Documentation: "Workflow syntax for GitHub Actions", "Contexts" (availability).
"""

import pytest
from tests.workflows.given import PATH, workflows

from backendrepo.workflows import Kind, Reach
from backendrepo.workflows.shape import flaws
from backendrepo.yaml12 import load

JOB = "runs-on: x\nsteps: [{run: make}]\n"


def told(text: str) -> list[str]:
    """Return why GitHub refuses a workflow, each with its line."""
    return [f"{each.why} (line {each.node.line})" for each in flaws(load(text).root)]


def of_job(text: str) -> list[str]:
    """Return why GitHub refuses a job; its first line is the fourth."""
    lines = "\n".join(f"    {line}" for line in text.strip().splitlines())
    return told(f"on: push\njobs:\n  check:\n{lines}\n")


def of_step(text: str) -> list[str]:
    """Return why GitHub refuses a step of a job; its first line is the sixth."""
    lines = "\n".join(f"  {line}" for line in text.strip().splitlines())
    return of_job(f"runs-on: x\nsteps:\n{lines}")


# What GitHub takes


@pytest.mark.parametrize(
    "text",
    [
        "name: 3\ndescription: d\nrun-name: '${{ github.actor }} ${{ inputs.x }}'\n",
        "env: {A: 1, B: true, C: , D: '${{ secrets.X }}'}\n",
        "permissions: read-all\n",
        "permissions: {contents: read, id-token: write, models: none}\n",
        "permissions: {}\n",
        "cache-mode: read\n",
        "concurrency: ci-${{ github.ref }}\n",
        "concurrency: {group: x, cancel-in-progress: '${{ github.ref != inputs.x }}', queue: max}\n",
        "defaults: {run: {shell: bash, working-directory: api}}\n",
    ],
)
def test_a_workflow_may_have(text: str):
    assert told(f"{text}on: push\njobs:\n  check: {{runs-on: x, steps: [{{run: make}}]}}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "name: '${{ matrix.x }} ${{ needs.x.outputs.y }}'\n" + JOB,
        "if: always() && needs.x.result == 'success'\n" + JOB,
        "if: ''\n" + JOB,
        "if: true\n" + JOB,
        "continue-on-error: ${{ matrix.x }}\ntimeout-minutes: ${{ fromJSON(vars.T) }}\n" + JOB,
        "cancel-timeout-minutes: 5\n" + JOB,
        "runs-on: [self-hosted, '${{ matrix.os }}']\nsteps: [{run: make}]",
        "runs-on: {group: g, labels: x}\nsteps: [{run: make}]",
        "runs-on: {group: g, labels: [x, y]}\nsteps: [{run: make}]",
        "strategy: {matrix: {a: [1], b: '${{ fromJSON(vars.B) }}', include: [{a: 2}], exclude: ['${{ vars.X }}']}}\n"
        + JOB,
        "strategy: {fail-fast: false, max-parallel: 2, matrix: '${{ fromJSON(needs.x.outputs.y) }}'}\n" + JOB,
        "strategy: ${{ fromJSON(vars.STRATEGY) }}\n" + JOB,
        "container: python:3.12\n" + JOB,
        "container: {image: x, env: {A: '${{ secrets.A }}'}, ports: [80], volumes: [/x], options: --cpus 1}\n" + JOB,
        "container: {image: x, credentials: {username: u, password: '${{ secrets.P }}'}}\n" + JOB,
        "services: {db: {image: postgres, entrypoint: x, command: y}, cache: redis}\n" + JOB,
        "services: ${{ fromJSON(vars.S) }}\n" + JOB,
        "environment: production\n" + JOB,
        "environment: {name: '${{ matrix.e }}', url: '${{ steps.x.outputs.url }}', deployment: false}\n" + JOB,
        "outputs: {a: '${{ steps.x.outputs.y }}'}\n" + JOB,
        "env: {A: '${{ matrix.a }}', B: '${{ secrets.B }}'}\n" + JOB,
        "env: ${{ fromJSON(vars.ENV) }}\n" + JOB,
        "permissions: {contents: read}\nconcurrency: x\nsnapshot: image\ncache-mode: none\n" + JOB,
        "defaults: {run: {shell: '${{ env.S }}', working-directory: '${{ matrix.d }}'}}\n" + JOB,
        "uses: ./.github/workflows/x.yml\nwith: {a: 1, b: '${{ matrix.x }}'}\nsecrets: inherit",
        "uses: o/r/.github/workflows/x.yaml@v1\nsecrets: {A: '${{ secrets.A }}'}\nstrategy: {matrix: {x: [1]}}",
    ],
)
def test_a_job_may_have(text: str):
    assert of_job(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "- run: make\n  name: '${{ env.X }}'\n  id: _a-1\n  shell: bash\n  working-directory: x",
        "- run: make\n  if: ${{ failure() && hashFiles('x') != '' && steps.a.outcome == 'x' }}",
        "- run: make\n  if: ${{ env.X }} == 'x'",
        "- run:\n  continue-on-error: true\n  timeout-minutes: 1.5",
        "- run: echo ${{ secrets.X }} ${{ job.status }} ${{ runner.os }} ${{ hashFiles('a', 'b') }}",
        "- uses: actions/checkout@v5\n  with: {ref: '${{ github.sha }}', depth: 0, lfs: true}",
        "- uses: acme/actions/deep/er@main",
        "- uses: docker://alpine:3.8",
        "- uses: ./local\n- uses: .\\local\n- uses: $/local",
        "- id: a\n  run: make\n  background: true\n- wait: a\n- wait: [a]\n- wait-all:\n- cancel: a",
        "- parallel:\n    - run: a\n    - uses: a/b@c",
    ],
)
def test_a_step_may_have(text: str):
    assert of_step(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "push",
        "[push, pull_request, merge_group]",
        "{push: , pull_request: {}}",
        "{push: {branches: [a], tags: ['v*'], paths: [x]}}",
        "{push: {branches: a}}",
        "{pull_request: {types: opened, branches-ignore: [x], paths-ignore: [y]}}",
        "{pull_request: {types: [opened, ready_for_review, stacked]}}",
        "{pull_request_target: {types: [labeled]}}",
        "{merge_group: {types: [checks_requested], branches: [x]}}",
        "{schedule: [{cron: '0 5 * * *', timezone: Europe/London}]}",
        "{workflow_dispatch: {inputs: {a: {type: choice, options: [x, y], default: x, required: true}, b: }, more: x}}",
        "{workflow_call: {inputs: {a: {type: boolean, default: true, description: x}}}}",
        "{workflow_call: {secrets: {b: , c: {required: true}}}}",
        "{workflow_call: {outputs: {a: {value: '${{ jobs.a.outputs.b }}', description: x}}}}",
        "{workflow_run: {workflows: [CI], types: [completed], branches: [main]}}",
        "{release: {types: [published]}, issues: , create: , status: , fork: }",
        "{image_version: {names: [x], versions: ['1.*'], types: ready}, repository_dispatch: {types: x}}",
    ],
)
def test_on_may_be(text: str):
    assert told(f"on: {text}\njobs:\n  check: {{runs-on: x, steps: [{{run: make}}]}}\n") == []


# What GitHub refuses


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ["the file is empty (line 1)"]),
        ("3", ["`3` stands where a workflow is expected (line 1)"]),
        ("[on, jobs]", ["a list stands where a workflow is expected (line 1)"]),
        ("{}", ["a workflow has no `on` (line 1)", "a workflow has no `jobs` (line 1)"]),
        ("on: push\njobs:", ["nothing stands where a mapping is expected (line 2)"]),
        ("on: push\njobs: {}", ["it has no job (line 2)"]),
        ("on: push\njobs: [x]", ["a list stands where a mapping is expected (line 2)"]),
        ("on: push\njobs:\n  a: x", ["`x` stands where a job is expected (line 3)"]),
        ("on: push\njobs:\n  a:", ["nothing stands where a job is expected (line 3)"]),
    ],
)
def test_what_is_no_workflow_is_told(text: str, says: list[str]):
    assert told(text) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "a text is missing"),
        ("[push, 3, [x]]", "a list stands where a text is expected"),
        ("pushes", "`pushes` is no event that GitHub is known to have"),
        ("[push, pushes]", "`pushes` is no event that GitHub is known to have"),
        ("{pushes: }", "`pushes` is no key of `on` that GitHub is known to take"),
        ("{push: [main]}", "a list stands where the event is expected"),
        ("{push: {branch: main}}", "`branch` is no key of the event that GitHub is known to take"),
        ("{push: {branches: {a: b}}}", "a mapping stands where a text is expected"),
        ("{push: {branches: ['']}}", "a text is missing"),
        ("{push: {branches: ['${{ github.ref }}']}}", "an expression asks `github`, which is not known there"),
        ("{push: {branches: [a], branches-ignore: [b]}}", "`branches` and `branches-ignore` exclude each other"),
        ("{push: {tags: [a], tags-ignore: [b]}}", "`tags` and `tags-ignore` exclude each other"),
        ("{pull_request: {paths: [a], paths-ignore: [b]}}", "`paths` and `paths-ignore` exclude each other"),
        ("{pull_request: {types: [open]}}", "`open` is none of assigned, unassigned"),
        ("{pull_request: {types: {open: }}}", "a mapping stands where a text is expected"),
        ("{schedule: daily}", "`daily` stands where a list is expected"),
        ("{schedule: [{at: noon}]}", "`at` is no key of a schedule that GitHub is known to take"),
        ("{workflow_call: {inputs: {a: {default: x}}}}", "an input has no `type`"),
        ("{workflow_call: {inputs: {a: {type: text}}}}", "`text` is none of string, boolean, number"),
        ("{workflow_call: {outputs: {a: {}}}}", "an output has no `value`"),
        ("{workflow_dispatch: {inputs: {a: {required: maybe}}}}", "`maybe` stands where true or false is expected"),
    ],
)
def test_what_is_no_event_is_told(text: str, says: str):
    found = told(f"on: {text}\njobs:\n  check: {{runs-on: x, steps: [{{run: make}}]}}\n")
    assert any(each.startswith(says) for each in found), found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("steps: [{run: make}]", "a job has no `runs-on` (line 4)"),
        ("runs-on: x", "a job has no `steps` (line 4)"),
        ("runs-on: x\nsteps: []", "a list has nothing in it (line 5)"),
        ("runs-on: x\nsteps: {run: make}", "a mapping stands where a list is expected (line 5)"),
        ("runs-on: ''\nsteps: [{run: make}]", "a text is missing (line 4)"),
        ("runs_on: x\n" + JOB, "`runs_on` is no key of a job that GitHub is known to take (line 4)"),
        ("if: github.ref ==\n" + JOB, "its `if` is no expression: 'the end' stands where a value is expected (line 4)"),
        ("if: [x]\n" + JOB, "a list stands where a condition is expected (line 4)"),
        ("if: secrets.X\n" + JOB, "an expression asks `secrets`, which is not known there (line 4)"),
        ("if: env.X == 'x'\n" + JOB, "an expression asks `env`, which is not known there (line 4)"),
        ("if: matrix.x\n" + JOB, "an expression asks `matrix`, which is not known there (line 4)"),
        ("if: unheard()\n" + JOB, "an expression calls `unheard`, which is not known there (line 4)"),
        ("if: hashFiles('x')\n" + JOB, "an expression calls `hashfiles`, which is not known there (line 4)"),
        ("if: contains('x')\n" + JOB, "an expression gives `contains` 1 values (line 4)"),
        ("name: ${{ always() }}\n" + JOB, "an expression calls `always`, which is not known there (line 4)"),
        ("name: ${{ 1 2 }}\n" + JOB, "an expression is none: '2' stands where 'end' is expected (line 4)"),
        ("name: ${{ 1\n" + JOB, "an expression is none: `${{` is not closed (line 4)"),
        ("name: {a: b}\n" + JOB, "a mapping stands where a text is expected (line 4)"),
        ("continue-on-error: maybe\n" + JOB, "`maybe` stands where true or false is expected (line 4)"),
        ("continue-on-error: 'true'\n" + JOB, "`true` stands where true or false is expected (line 4)"),
        ("timeout-minutes: long\n" + JOB, "`long` stands where a number is expected (line 4)"),
        ("timeout-minutes: true\n" + JOB, "`true` stands where a number is expected (line 4)"),
        ("strategy: {matrix: {a: 1}}\n" + JOB, "`1` stands where a list is expected (line 4)"),
        ("strategy: {matrix: {include: [1]}}\n" + JOB, "`1` stands where a mapping is expected (line 4)"),
        ("strategy: [1]\n" + JOB, "a list stands where `strategy` is expected (line 4)"),
        ("permissions: {contents: all}\n" + JOB, "`all` is none of read, write, none (line 4)"),
        ("permissions: {contents: [read]}\n" + JOB, "a list stands where a text is expected (line 4)"),
        ("concurrency: {cancel-in-progress: true}\n" + JOB, "`concurrency` has no `group` (line 4)"),
        ("container: {options: x}\n" + JOB, "`container` has no `image` (line 4)"),
        ("services: {db: {ports: [1]}}\n" + JOB, "a service has no `image` (line 4)"),
        ("environment: {url: x}\n" + JOB, "`environment` has no `name` (line 4)"),
        ("env: [A]\n" + JOB, "a list stands where a mapping is expected (line 4)"),
        ("env: {A: 1, a: 2}\n" + JOB, "the key `a` is there twice: case is no difference (line 4)"),
        ("env:\n  <<: {A: 1}\n" + JOB, "merge keys (`<<`) are not taken by GitHub (line 5)"),
        ("uses: ./x.yml", "`./x.yml` stands where a workflow (`./.github/workflows/name.yml`) is expected (line 4)"),
        ("uses: ./.github/workflows/a/x.yml", "`./.github/workflows/a/x.yml` stands where a workflow"),
        ("uses: ./.github/workflows/x.yml@v1", "`./.github/workflows/x.yml@v1` stands where a workflow"),
        ("uses: o/r/.github/workflows/x.yml", "`o/r/.github/workflows/x.yml` stands where a workflow"),
        ("uses: [x]", "a list stands where a text is expected (line 4)"),
        ("uses: ./.github/workflows/x.yml\nruns-on: x", "`runs-on` is no key of a job that calls a workflow"),
        ("uses: ./.github/workflows/x.yml\nsecrets: all", "`all` is none of inherit (line 5)"),
        ("uses: ./.github/workflows/x.yml\nwith: {a: [1]}", "a list stands where a text is expected (line 5)"),
    ],
)
def test_what_is_no_job_is_told(text: str, says: str):
    found = of_job(text)
    assert any(each.startswith(says) for each in found), found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- name: nothing", "a step has neither `run` nor `uses` (line 6)"),
        ("- make", "`make` stands where a step with `uses` is expected (line 6)"),
        ("- run: make\n  uses: a/b@c", "`uses` is no key of a step with `run` that GitHub is known to take (line 7)"),
        (
            "- uses: a/b@c\n  shell: bash",
            "`shell` is no key of a step with `uses` that GitHub is known to take (line 7)",
        ),
        ("- run: [make]", "a list stands where a text is expected (line 6)"),
        ("- run: make\n  id: 1a", "`1a` is no id: letters, digits, `-` and `_`, at most 100"),
        ("- run: make\n  id: __a", "`__a` is no id"),
        (f"- run: make\n  id: {'a' * 101}", f"`{'a' * 40}` is no id"),
        ("- run: make\n  id: [a]", "a list is no id"),
        (
            "- uses: checkout@v5",
            "`checkout@v5` stands where an action (`owner/name@ref`, `./folder`) is expected (line 6)",
        ),
        ("- uses: actions/checkout", "`actions/checkout` stands where an action"),
        ("- uses: ${{ vars.A }}", "an expression asks `vars`, which is not known there (line 6)"),
        ("- run: ${{ jobs.x }}", "an expression asks `jobs`, which is not known there (line 6)"),
        (
            f"- run: '${{{{ github.sha }}}} {'x' * 21_000}'",
            "a text with an expression in it has more than 21000 characters",
        ),
        ("- wait: a\n  run: make", "`run` is no key of a step that waits that GitHub is known to take (line 7)"),
        ("- parallel: x", "`x` stands where a list is expected (line 6)"),
    ],
)
def test_what_is_no_step_is_told(text: str, says: str):
    found = of_step(text)
    assert any(each.startswith(says) for each in found), found


def test_the_ids_of_jobs_are_checked():
    job = "{runs-on: x, steps: [{run: make}]}"
    assert told(f"on: push\njobs:\n  1a: {job}") == [
        "`1a` is no id: letters, digits, `-` and `_`, at most 100, begun by no digit and no `__` (line 3)"
    ]
    assert told(f"on: push\njobs:\n  my-job: {job}\n  MY-JOB: {job}") == [
        "the key `MY-JOB` is there twice: case is no difference (line 4)"
    ]


def test_of_the_jobs_that_are_needed_only_those_that_are_not_there_are_told():
    job = "runs-on: x, steps: [{run: make}]"
    assert told(f"on: push\njobs:\n  a: {{{job}}}\n  b: {{needs: [a, c], {job}}}") == [
        "it needs `c`, which is no job of the workflow (line 4)"
    ]


def test_what_may_be_newer_than_this_reader_is_not_taken_for_sure():
    found = workflows("on: pull_request\njobs:\n  a: {runs-on: x, unheard: 1, steps: [{run: make, new: 1}]}").problems
    assert [(each.kind, each.reach) for each in found] == [(Kind.INVALID, Reach.MAYBE)] * 2
    assert workflows("on: pull_request\njobs: {}").problems[0].reach is Reach.ALWAYS


def test_what_is_wrong_with_a_file_concerns_each_of_its_checks():
    found = workflows("on: pull_request\njobs:\n  a: {runs-on: x, steps: [{run: make}], steps: []}")
    (check,) = found.jobs("main")[0].checks
    assert [str(each) for each in check.obstacles] == [
        f"GitHub refuses the workflow: the key steps is there twice ({PATH}:3)"
    ]
    assert not check.reportable
