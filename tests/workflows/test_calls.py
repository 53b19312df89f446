"""Reusable workflows: those of the repository are read as if they stood there, others are named.

Documentation: "Reuse workflows", "Workflow syntax for GitHub Actions" (`on.workflow_call`, `jobs.<job_id>.uses`).
"""

import pytest
from tests.workflows.given import PATH, jobs, told, workflows

from backendrepo.workflows import Job, Kind, Reach

CALLED = ".github/workflows/called.yml"
BODY = "  test: {runs-on: ubuntu-latest, steps: [{run: make test}]}\n"


def calling(caller: str = "", inputs: str = "", body: str = BODY, more: str = "") -> dict[str, Job]:
    """Return the jobs of a workflow that calls another."""
    return jobs(
        {
            PATH: f"on: pull_request\njobs:\n{more}  call:\n    uses: ./{CALLED}\n{caller}",
            CALLED: f"on:\n  workflow_call:\n{inputs}\njobs:\n{body}",
        }
    )


def test_the_jobs_of_a_called_workflow_are_started_by_the_caller():
    found = calling()
    assert list(found) == ["call/test"]
    job = found["call/test"]
    assert (job.workflow, job.event, job.chain, job.id, job.uses) == (
        PATH,
        "pull_request",
        ("call", "test"),
        "test",
        "",
    )
    assert (job.place.path, job.place.line) == (CALLED, 5)
    assert [str(place) for place in job.via] == [f"{PATH}:4"]
    assert [step.run for step in job.checks[0].steps] == ["make test"]
    assert (job.obstacles, job.checks[0].obstacles, job.checks[0].reportable) == ((), (), True)


@pytest.mark.parametrize("uses", [f"./{CALLED}", f"$/{CALLED}"])
def test_a_workflow_of_the_repository_is_found_however_it_is_written(uses: str):
    files = {PATH: f"on: pull_request\njobs: {{call: {{uses: {uses}}}}}", CALLED: f"on: workflow_call\njobs:\n{BODY}"}
    assert list(jobs(files)) == ["call/test"]


def test_a_called_workflow_gets_its_inputs_as_they_are_declared():
    inputs = """
    inputs:
      python: {type: string, default: '3.11'}
      text: {type: string}
      slow: {type: boolean}
      fast: {type: boolean, default: true}
      count: {type: number}
      many: {type: number, default: 3}
      branch: {type: string, default: '${{ github.base_ref }}'}
"""
    body = (
        "  test:\n    runs-on: x\n    steps:\n      - run: t ${{ inputs.Python }} ${{ inputs.text }} ${{ inputs.slow }}"
    )
    body += " ${{ inputs.fast }} ${{ inputs.count }} ${{ inputs.many }} ${{ inputs.branch }}\n"
    body += "      - {run: slow, if: inputs.slow}\n      - {run: text, if: inputs.text == 'true'}\n"
    first, slow, text = calling("    with: {text: true, Count: 5}\n", inputs, body)["call/test"].checks[0].steps
    assert first.run == "t 3.11 true false true 5 3 main"
    assert [each.kind for each in slow.obstacles] == [Kind.CONDITION]
    assert text.obstacles == ()
    first, slow, _ = (
        calling("    with: {slow: 'true', python: '${{ vars.P }}'}\n", inputs, body)["call/test"].checks[0].steps
    )
    assert first.run == "t ${{ inputs.Python }}  true true 0 3 main"
    assert slow.obstacles == ()


def test_each_combination_of_the_caller_calls_it_once():
    inputs = "    inputs: {python: {type: string}}\n"
    body = "  test: {runs-on: x, steps: [{run: 'tox -e ${{ inputs.python }}'}]}\n"
    caller = "    strategy: {matrix: {python: ['3.11', '3.12']}}\n    with: {python: '${{ matrix.python }}'}\n"
    files = {PATH: f"on: pull_request\njobs:\n  call:\n    uses: ./{CALLED}\n{caller}"}
    files[CALLED] = f"on:\n  workflow_call:\n{inputs}\njobs:\n{body}"
    found = workflows(files).jobs("main")
    assert [job.checks[0].name for job in found] == ["call (3.11) / test", "call (3.12) / test"]
    assert [job.checks[0].steps[0].run for job in found] == ["tox -e 3.11", "tox -e 3.12"]


def test_variables_and_defaults_of_the_caller_do_not_reach_it():
    files = {
        PATH: f"on: pull_request\nenv: {{A: 1}}\ndefaults: {{run: {{shell: sh}}}}\njobs: {{c: {{uses: ./{CALLED}}}}}",
        CALLED: "on: workflow_call\nenv: {B: 2}\njobs: {test: {runs-on: x, steps: [{run: 'echo ${{ env.B }}'}]}}",
    }
    (step,) = jobs(files)["c/test"].checks[0].steps
    assert (step.run, dict(step.env)) == ("echo 2", {"B": "2"})
    assert step.shell
    assert step.shell.program == "bash"


def test_it_sees_the_event_of_its_caller():
    body = "  test: {runs-on: x, if: github.event_name == 'pull_request', steps: [{run: x}]}\n"
    assert calling(body=body)["call/test"].obstacles == ()


# Obstacles


def test_what_skips_the_caller_skips_it_and_takes_its_name_away():
    found = calling("    if: vars.RUN\n")["call/test"]
    assert told(found.obstacles) == ["it may be skipped: `if: vars.RUN` (line 5)"]
    assert told(found.checks[0].unreported) == told(found.obstacles)


def test_what_skips_its_own_job_leaves_the_name():
    body = "  test: {runs-on: x, if: vars.RUN, steps: [{run: x}]}\n"
    found = calling(body=body)["call/test"].checks[0]
    assert [each.kind for each in found.obstacles] == [Kind.CONDITION]
    assert found.reportable


def test_a_skipped_job_with_a_matrix_loses_its_name():
    body = "  test: {runs-on: x, if: vars.RUN, strategy: {matrix: {a: [1]}}, steps: [{run: x}]}\n"
    found = calling(body=body)["call/test"].checks[0]
    assert [each.kind for each in found.unreported] == [Kind.CONDITION]


def test_a_caller_is_skipped_with_a_job_that_it_needs():
    found = calling("    needs: first\n", more="  first: {runs-on: x, if: vars.RUN, steps: [{run: x}]}\n")
    assert [each.kind for each in found["call/test"].obstacles] == [Kind.NEEDS]


@pytest.mark.parametrize(
    ("caller", "inputs", "says"),
    [
        ("    with: {b: 1}\n", "    inputs: {a: {type: string}}", "`b` is no input of the called workflow"),
        ("", "    inputs: {a: {type: string, required: true}}", "the input `a` is required"),
        ("    with: {a: maybe}\n", "    inputs: {a: {type: boolean}}", "the input `a` is no boolean"),
        ("    with: {a: many}\n", "    inputs: {a: {type: number}}", "the input `a` is no number"),
        ("    secrets: {b: x}\n", "    secrets: {a: {required: false}}", "`b` is no secret of the called workflow"),
        ("", "    secrets: {a: {required: true}}", "the secret `a` is required"),
    ],
)
def test_a_call_that_does_not_fit_refuses_the_workflow(caller: str, inputs: str, says: str):
    found = calling(caller, inputs)["call/test"]
    assert told(found.checks[0].obstacles) == [f"GitHub refuses the call: {says} (line 4)"]
    assert not found.checks[0].reportable


@pytest.mark.parametrize(
    ("caller", "inputs"),
    [
        ("    with: {A: 1}\n", "    inputs: {a: {type: string, required: true}}"),
        ("    with: {a: '${{ vars.A }}'}\n", "    inputs: {a: {type: boolean}}"),
        ("", "    inputs: {a: {type: string, required: false}}"),
        ("    secrets: inherit\n", "    secrets: {a: {required: true}}"),
        ("    secrets: {A: '${{ secrets.A }}'}\n", "    secrets: {a: {required: true}}"),
    ],
)
def test_a_call_that_fits_is_no_obstacle(caller: str, inputs: str):
    assert calling(caller, inputs)["call/test"].checks[0].obstacles == ()


@pytest.mark.parametrize(
    ("called", "says"),
    [
        (None, f"it calls {CALLED}, which is not in the repository"),
        (f"on: push\njobs:\n{BODY}", f"it calls {CALLED}, which has no `workflow_call`"),
        ("on: workflow_call\njobs: {}", "GitHub refuses the workflow: it has no job"),
        ("on: [", "GitHub refuses the workflow: not YAML: did not find expected node content"),
    ],
)
def test_a_call_of_what_cannot_be_called_refuses_the_workflow(called: str | None, says: str):
    other = "  other: {runs-on: x, steps: [{run: make}]}\n"
    files = {PATH: f"on: pull_request\njobs:\n{other}  call: {{uses: ./{CALLED}}}"}
    found = jobs(files if called is None else {**files, CALLED: called})
    assert list(found) == ["other"]
    assert [each.why for each in found["other"].obstacles] == [says]


# Workflows of other repositories


def test_a_workflow_of_another_repository_is_named_and_not_guessed_at():
    uses = "acme/ci/.github/workflows/python.yml@v1"
    found = jobs(f"on: pull_request\njobs: {{call: {{uses: {uses}, if: vars.X}}}}")["call"]
    assert (found.uses, found.place.line) == (uses, 2)
    (check,) = found.checks
    assert (check.name, check.doubt, check.steps) == ("call / …", f"the jobs of `{uses}` are not known here", ())
    assert [(each.kind, each.reach) for each in check.obstacles] == [
        (Kind.CONDITION, Reach.MAYBE),
        (Kind.UNREADABLE, Reach.MAYBE),
    ]
    assert check.obstacles[1].why == f"`{uses}` is not in this repository"
    assert not check.reportable


# Calls within calls


def chain(length: int) -> dict[str, str]:
    """Return workflows that call each other in a row."""
    files = {PATH: "on: pull_request\njobs: {a: {uses: ./.github/workflows/w1.yml}}"}
    for n in range(1, length):
        text = f"on: workflow_call\njobs: {{b{n}: {{uses: ./.github/workflows/w{n + 1}.yml}}}}"
        files[f".github/workflows/w{n}.yml"] = text
    return {**files, f".github/workflows/w{length}.yml": f"on: workflow_call\njobs:\n{BODY}"}


def test_calls_within_calls_are_followed():
    (found,) = jobs(chain(3)).values()
    assert found.checks[0].name == "a / b1 / b2 / test"
    assert len(found.via) == 3


def test_calls_too_deep_are_not_followed():
    (found,) = jobs(chain(12)).values()
    assert found.uses == "./.github/workflows/w11.yml"
    assert [each.why for each in found.obstacles] == ["`./.github/workflows/w11.yml` is called too deep to be read"]


@pytest.mark.parametrize("called", [CALLED, PATH])
def test_workflows_that_call_each_other_are_refused(called: str):
    files = {
        PATH: f"on: [pull_request, workflow_call]\njobs: {{call: {{uses: ./{CALLED}}}}}",
        CALLED: f"on: workflow_call\njobs:\n  again: {{uses: ./{called}}}\n{BODY}",
    }
    (found,) = jobs(files).values()
    assert found.chain == ("call", "test")
    assert [each.why for each in found.obstacles] == [f"it calls {called}, and is called by it"]


def test_calls_that_multiply_end_too():
    many = "".join(f"  b{n}: {{uses: ./.github/workflows/w{{0}}.yml}}\n" for n in range(20))
    files = chain(9)
    files |= {
        f".github/workflows/w{n}.yml": "on: workflow_call\njobs:\n" + many.replace("{0}", str(n + 1))
        for n in range(1, 9)
    }
    found = workflows(files, most=20_000).jobs("main")
    assert 0 < len(found) < 1000
    assert "there is more than is read here" in {each.why for each in found[0].obstacles}
