"""Steps as a run would see them: scripts, variables, shells, folders, and local composite actions in their place.

Documentation: "Workflow syntax for GitHub Actions" (`env`, `defaults`, `steps`), "Metadata syntax", "Variables".
"""

import pytest
from tests.workflows.given import PATH, check, jobs, steps, told, workflows

from backendrepo.findings import Evidence
from backendrepo.shell.marks import opaque
from backendrepo.workflows import Kind, Reach, Shell, Step
from backendrepo.workflows.shells import shell

ACTION = ".github/actions/test/action.yml"


def scripts(found: tuple[Step, ...]) -> list[str | None]:
    """Return what steps run, or use."""
    return [step.run if step.run is not None else step.uses for step in found]


# Scripts and their places


def test_a_script_has_its_place_and_the_lines_that_it_stands_on():
    found = steps("- name: Test ${{ github.event_name }}\n  id: t\n  run: |\n    make lint\n    make test\n- run: make")
    assert [(step.place.line, step.first) for step in found] == [(8, 9), (11, 11)]
    assert found[0].place == Evidence(PATH, 8, "run: |")
    assert found[0].lines == ("          make lint", "          make test", "      - run: make")
    assert (found[0].name, found[0].id, found[0].run) == ("Test pull_request", "t", "make lint\nmake test\n")
    assert found[1].lines == ("      - run: make",)
    assert found[1].place == Evidence(PATH, 11, "- run: make")


def test_steps_come_in_their_order_those_side_by_side_too():
    found = steps(
        "- run: a\n- parallel:\n    - run: b\n    - run: c\n- uses: actions/checkout@v5\n- wait-all:\n- run: d"
    )
    assert scripts(found) == ["a", "b", "c", "actions/checkout@v5", "d"]


def test_an_action_has_what_it_is_given():
    (step,) = steps("- uses: acme/scan@v1\n  with: {path: '${{ github.base_ref }}', strict: true, n: 3, none: }")
    assert (step.uses, step.place.line) == ("acme/scan@v1", 6)
    assert dict(step.given) == {"path": "main", "strict": "true", "n": "3", "none": ""}
    assert step.run is None
    assert step.shell is None


# Expressions and variables


def test_variables_of_three_levels_lie_over_each_other():
    text = """
        on: pull_request
        env: {A: workflow, B: workflow, C: workflow}
        jobs:
          check:
            runs-on: ubuntu-latest
            env: {B: job, C: job, D: '${{ env.A }}'}
            steps:
              - run: echo ${{ env.A }} ${{ env.B }} ${{ env.C }} ${{ env.D }} ${{ env.NONE }}
                env: {C: step}
              - run: echo ${{ env.C }}
        """
    first, second = jobs(text)["check"].checks[0].steps
    assert dict(first.env) == {"A": "workflow", "B": "job", "C": "step", "D": "workflow"}
    assert first.run == "echo workflow job step workflow ${{ env.NONE }}"
    assert second.run == "echo job"


def test_variables_are_texts():
    (step,) = steps(
        "- run: make\n  if: env.ON == 'true' && env.N == '3'\n  env: {ON: true, N: 3, E: , M: '${{ true }}'}"
    )
    assert step.obstacles == ()
    assert dict(step.env) == {"ON": "true", "N": "3", "E": "", "M": "true"}


def test_variables_of_a_container_are_those_of_its_steps():
    found = check("container: {image: 'python:3.12', env: {A: 1}}\nsteps: [{run: 'echo ${{ env.A }}'}]")
    assert found.steps[0].run == "echo 1"


def test_the_matrix_is_filled_in():
    text = "strategy: {matrix: {python: ['3.12'], deps: [{name: min, file: min.txt}]}}\n"
    text += "steps: [{run: 'tox -e ${{ matrix.python }}-${{ matrix.deps.name }} ${{ matrix.none }}'}]"
    assert check(text).steps[0].run == "tox -e 3.12-min "


def test_what_only_a_run_could_tell_stands_as_the_reader_was_told_to_show_it():
    script = "- run: echo ${{ secrets.TOKEN }} ${{ steps.x.outputs.y }}\n  env: {T: '${{ secrets.TOKEN }}'}"
    assert steps(script)[0].run == "echo ${{ secrets.TOKEN }} ${{ steps.x.outputs.y }}"
    shown = steps(script, unresolved=lambda written: "???")[0]
    assert (shown.run, shown.env["T"]) == ("echo ??? ???", "???")
    assert "${{" not in (steps(script, unresolved=opaque)[0].run or "")


# Shells


@pytest.mark.parametrize(
    ("named", "where", "expected"),
    [
        ("", {}, Shell("bash -e {0}", "bash", errexit=True)),
        ("bash", {}, Shell("bash --noprofile --norc -eo pipefail {0}", "bash", errexit=True, pipefail=True)),
        ("sh", {}, Shell("sh -e {0}", "sh", errexit=True)),
        ("", {"container": True}, Shell("sh -e {0}", "sh", errexit=True)),
        ("", {"windows": True}, Shell("pwsh -command \". '{0}'\"", "pwsh")),
        ("bash -n {0}", {}, Shell("bash -n {0}", "bash -n")),
        ("bash -c true {0}", {}, Shell("bash -c true {0}", "bash -c true")),
        ("bash", {"windows": True}, Shell("bash --noprofile --norc -eo pipefail {0}", "bash", True, True)),
        ("python", {}, Shell("python {0}", "python")),
        ("cmd", {}, Shell('cmd /D /E:ON /V:OFF /S /C "CALL "{0}""', "cmd")),
        ("powershell", {}, Shell("powershell -command \". '{0}'\"", "powershell")),
        ("bash {0}", {}, Shell("bash {0}", "bash")),
        ("bash -l {0}", {}, Shell("bash -l {0}", "bash")),
        ("bash -el {0}", {}, Shell("bash -el {0}", "bash", errexit=True)),
        ("bash -euxo pipefail {0}", {}, Shell("bash -euxo pipefail {0}", "bash", errexit=True, pipefail=True)),
        ("bash -o pipefail -o errexit {0}", {}, Shell("bash -o pipefail -o errexit {0}", "bash", True, True)),
        ("/bin/zsh -o", {}, Shell("/bin/zsh -o", "zsh")),
        ("C:/x/bash.exe -e {0}", {}, Shell("C:/x/bash.exe -e {0}", "bash", errexit=True)),
        ("perl {0}", {}, Shell("perl {0}", "perl")),
        ('script -q -e -c "bash -eo pipefail {0}"', {}, Shell("bash -eo pipefail {0}", "bash", True, True)),
        ("script -qec 'bash -e {0}'", {}, Shell("bash -e {0}", "bash", errexit=True)),
    ],
)
def test_a_shell_is_started_as_the_documentation_says(named: str, where: dict[str, bool], expected: Shell):
    found = shell(named, **where)
    assert found == expected
    assert found.posix == (expected.program in ("bash", "sh", "zsh"))


@pytest.mark.parametrize("named", ['script -q -c "bash {0}"', "script -e {0}", "script 'bash"])
def test_a_shell_that_does_not_pass_on_how_it_went_is_not_read(named: str):
    assert shell(named).program == "script"


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("steps: [{run: make}]", "bash -e {0}"),
        ("steps: [{run: make, shell: bash}]", "bash --noprofile --norc -eo pipefail {0}"),
        ("defaults: {run: {shell: sh}}\nsteps: [{run: make}]", "sh -e {0}"),
        ("defaults: {run: {shell: sh}}\nsteps: [{run: make, shell: bash}]", "bash --noprofile --norc -eo pipefail {0}"),
        ("container: python:3.12\nsteps: [{run: make}]", "sh -e {0}"),
        ("steps: [{run: make, shell: '${{ env.S }}'}]\nenv: {S: sh}", "sh -e {0}"),
        (
            "strategy: {matrix: {s: [sh]}}\ndefaults: {run: {shell: '${{ matrix.s }}'}}\nsteps: [{run: make}]",
            "sh -e {0}",
        ),
    ],
)
def test_the_shell_of_a_step_is_its_own_else_that_of_its_job(text: str, template: str):
    found = check(text).steps[0].shell
    assert found
    assert found.template == template


def test_the_shell_of_a_step_may_be_that_of_its_workflow():
    text = "on: pull_request\ndefaults: {run: {shell: sh, working-directory: api}}\njobs:\n"
    text += "  a: {runs-on: x, steps: [{run: make}]}\n"
    text += "  b: {runs-on: x, defaults: {run: {shell: bash}}, steps: [{run: make}]}"
    found = {id_: job.checks[0].steps[0] for id_, job in jobs(text).items()}
    assert [step.shell.template[:5] for step in found.values() if step.shell] == ["sh -e", "bash "]
    assert [step.cwd for step in found.values()] == ["api", "api"]


@pytest.mark.parametrize(
    "text", ["steps: [{run: make, shell: '${{ vars.S }}'}]", "defaults: {run: {shell: '${{ vars.S }}'}}"]
)
def test_a_shell_that_only_a_run_knows_is_not_guessed(text: str):
    step = "{run: make}" if text else "{run: make, shell: '${{ vars.S }}'}"
    assert check(f"{text}\nsteps: [{step}]").steps[0].shell is None


@pytest.mark.parametrize(
    ("runs_on", "program", "os"),
    [
        ("windows-latest", "pwsh", "Windows"),
        ("[self-hosted, Windows]", "pwsh", "Windows"),
        ("{group: g, labels: [windows-2022]}", "pwsh", "Windows"),
        ("macos-latest", "bash", "macOS"),
        ("ubuntu-24.04", "bash", "Linux"),
        ("[self-hosted, linux]", "bash", "Linux"),
        ("our-runner", "bash", "${{ runner.os }}"),
        ("${{ vars.RUNNER }}", "bash", "${{ runner.os }}"),
    ],
)
def test_the_runner_decides_the_default_shell(runs_on: str, program: str, os: str):
    text = "on: pull_request\njobs:\n  a:\n    steps: [{run: 'echo ${{ runner.os }}'}]\n    runs-on: "
    step = jobs(text + runs_on)["a"].checks[0].steps[0]
    assert step.shell
    assert step.shell.program == program
    assert step.run == f"echo {os}"


# Folders


@pytest.mark.parametrize(
    ("folder", "cwd"),
    [
        ("api", "api"),
        ("./api/", "api"),
        ("api/../web", "web"),
        (".", ""),
        ("${{ github.workspace }}/api", "api"),
        ("${{ env.DIR }}", "services/api"),
        ("..", None),
        ("/tmp", None),
        ("${{ vars.DIR }}", None),
        ("${{ runner.temp }}/x", None),
    ],
)
def test_a_folder_is_told_from_the_root_of_the_repository(folder: str, cwd: str | None):
    step = f"- run: make\n  working-directory: {folder}\n  env: {{DIR: services/api}}"
    assert steps(step)[0].cwd == cwd
    assert steps(step, workspace="/runner/work/x/x")[0].cwd == cwd
    text = f"env: {{DIR: services/api}}\ndefaults: {{run: {{working-directory: '{folder}'}}}}\nsteps: [{{run: make}}]"
    assert check(text).steps[0].cwd == cwd


def test_a_repository_that_is_checked_out_elsewhere_is_found_there():
    found = steps(
        """
        - uses: actions/checkout@v5
          with: {path: src}
        - uses: actions/checkout@v5
          with: {path: other, repository: acme/other}
        - run: make
          working-directory: src/api
        - run: make
          working-directory: other
        - run: make
        """
    )
    assert [step.cwd for step in found if step.run] == ["api", None, None]


# Local composite actions


def composite(body: str, more: str = "") -> str:
    """Return the metadata of a composite action with these steps."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"name: Test\n{more}\nruns:\n  using: composite\n  steps:\n{lines}\n"


def used(action: str, step: str = "", name: str = ACTION, **settings: int) -> tuple[Step, ...]:
    """Return the steps of a job that uses an action between two of its own."""
    body = f"- run: first\n- uses: ./.github/actions/test\n{step}\n- run: last"
    return steps("\n".join(line for line in body.splitlines() if line), {name: action}, **settings)


def test_a_local_action_is_expanded_in_its_place():
    found = used(composite("- run: make lint\n  shell: bash\n- uses: acme/scan@v1"))
    assert scripts(found) == ["first", "make lint", "acme/scan@v1", "last"]
    assert str(found[1].place) == f"{ACTION}:6"
    assert [str(place) for place in found[1].via] == [f"{PATH}:7"]
    assert found[0].via == ()


@pytest.mark.parametrize("name", [".github/actions/test/action.yml", ".github/actions/test/action.yaml"])
def test_its_metadata_has_one_of_two_names(name: str):
    assert scripts(used(composite("- run: x\n  shell: sh"), name=name)) == ["first", "x", "last"]


@pytest.mark.parametrize("uses", ["./", "./.", "$/", "$/."])
def test_an_action_may_stand_at_the_root(uses: str):
    found = steps(f"- uses: {uses}", {"action.yml": composite("- run: x\n  shell: sh")})
    assert scripts(found) == ["x"]


@pytest.mark.parametrize("uses", [".\\ci\\test", "./ci/../ci/test", "$/ci/test"])
def test_an_action_is_found_however_its_folder_is_written(uses: str):
    assert scripts(steps(f"- uses: {uses}", {"ci/test/action.yml": composite("- run: x\n  shell: sh")})) == ["x"]


def test_an_action_gets_its_inputs_as_texts():
    inputs = "inputs: {a: {default: 1}, b: {default: two}, c: {}, d: {}, e: {default: '${{ github.base_ref }}'}}"
    body = "- run: echo ${{ inputs.a }} ${{ inputs.b }} ${{ inputs.C }} ${{ inputs.d }}. ${{ inputs.e }}\n  shell: sh\n"
    body += "- run: slow\n  shell: sh\n  if: inputs.c == 'true' && inputs.a == '1'"
    found = used(composite(body, inputs), "  with: {B: second, c: true, more: x}")
    assert found[1].run == "echo 1 second true . main"
    assert found[2].obstacles == ()


def test_an_action_sees_the_variables_of_its_step_and_no_defaults_of_the_job():
    action = composite("- run: echo ${{ env.A }} ${{ github.action_path }}\n  shell: bash")
    text = "defaults: {run: {working-directory: api, shell: sh}}\nsteps: [{uses: ./.github/actions/test, env: {A: 1}}]"
    (step,) = check(text, {ACTION: action}).steps
    assert step.run == "echo 1 /github/workspace/.github/actions/test"
    assert (step.cwd, dict(step.env)) == ("", {"A": "1"})
    assert step.shell
    assert step.shell.pipefail


def test_what_concerns_the_step_concerns_all_of_its_action():
    found = used(composite("- run: x\n  shell: sh\n- run: y\n  shell: sh\n  if: vars.Y"), "  continue-on-error: true")
    assert [[each.kind for each in step.obstacles] for step in found] == [
        [],
        [Kind.CONTINUE_ON_ERROR],
        [Kind.CONTINUE_ON_ERROR, Kind.CONDITION],
        [],
    ]
    assert found[2].obstacles[1].place.path == ACTION


@pytest.mark.parametrize("using", ["node20", "docker", ""])
def test_an_action_that_is_not_composite_stands_as_it_is(using: str):
    found = used(f"runs: {{using: '{using}', main: index.js}}")
    assert scripts(found) == ["first", "./.github/actions/test", "last"]
    assert found[1].obstacles == ()


@pytest.mark.parametrize(
    ("uses", "why"),
    [
        ("./nowhere", "`./nowhere` is not in the repository (line 6)"),
        ("./../outside", "`./../outside` is not in the repository (line 6)"),
    ],
)
def test_an_action_that_is_not_there_is_told(uses: str, why: str):
    (step,) = steps(f"- uses: {uses}")
    assert told(step.obstacles) == [why]
    assert [(each.kind, each.reach) for each in step.obstacles] == [(Kind.UNREADABLE, Reach.MAYBE)]


def test_an_action_of_another_repository_is_named():
    (step,) = steps("- uses: acme/private@v1")
    assert (step.uses, step.obstacles) == ("acme/private@v1", ())


def test_actions_that_use_each_other_end():
    found = used(composite("- run: x\n  shell: sh\n- uses: ./.github/actions/test"))
    assert scripts(found).count("x") == 10
    assert told(found[11].obstacles) == ["`./.github/actions/test` is called too deep to be read here (line 8)"]


def test_actions_that_use_each_other_twice_end_too():
    found = used(composite("- uses: ./.github/actions/test\n" * 8), most=20_000)
    assert len(found) < 1000
    assert "there is more than is read here" in {each.why for step in found for each in step.obstacles}


def test_a_step_that_is_none_runs_nothing():
    assert scripts(steps("- name: nothing\n- 3\n- [run]\n- run: make")) == ["make"]
    assert check("steps: 3").steps == ()
    assert workflows("on: pull_request\njobs: {a: {runs-on: x}}").jobs("main")[0].checks[0].steps == ()
