"""Scripts that a script runs: those of the shell are read as it is, those of Python as far as they start something."""

from collections.abc import Mapping

import pytest

from backendrepo.shell import Command, Script, Source, Swallowed, read


def commands(script: str, files: Mapping[str, str], cwd: str | None = "") -> dict[str, Command]:
    """Return the commands of a script, by their words."""
    return {" ".join(each.argv): each for each in read(script, scripts=files.get, cwd=cwd)}


def told(script: Script) -> list[str]:
    """Return the commands of a script as they are told."""
    return [" ".join(command.argv) for command in script]


CALLS = {
    "./run.sh": "#!/bin/sh\nlint",
    "sh run.sh": "lint",
    "bash -x ./run.sh": "lint",
    "run.sh": "#!/usr/bin/env bash\nlint",
    "sudo bash run.sh": "# first\nlint",
    "cd a; ../run.sh": "#!/usr/bin/env -S bash -e\nlint",
    'bash "$(git rev-parse --show-toplevel)/run.sh"': "lint",
    ". ./run.sh": "lint",
    "source run.sh": "lint",
    "command . run.sh": "lint",
    "exec ./run.sh": "#!/bin/sh\nlint",
}


@pytest.mark.parametrize(("script", "text"), CALLS.items())
def test_a_script_of_the_repository_is_read(script: str, text: str) -> None:
    command = commands(script, {"run.sh": text})["lint"]
    assert str(command.place) == f"run.sh:{len(text.splitlines())}"
    assert [str(each) for each in command.via] == [":1"]
    assert command.gates


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("./run.sh", "#!/usr/bin/python\nlint"),
        ("./gone.sh", "lint"),
        ("bash $NAME", "lint"),
        ("./run", "lint"),
        ("/run.sh", "lint"),
        ("run", "lint"),
    ],
)
def test_what_is_no_script_of_the_repository_stays_a_command(script: str, text: str) -> None:
    assert told(read(script, scripts={"run.sh": text, "run": text}.get)) == [script]


@pytest.mark.parametrize(
    "script",
    ["bash -n ./run.sh", "sh -nc lint", "bash -o noexec run.sh", "set -n; lint", "set -eo noexec; lint"],
)
def test_a_script_that_is_read_and_not_run_runs_nothing(script: str) -> None:
    assert told(read(script, scripts={"run.sh": "#!/bin/sh\nlint"}.get)) == []


def test_a_file_that_cannot_be_sourced_changes_nothing() -> None:
    assert told(read(". ./gone.sh; . ; lint")) == ["lint"]


@pytest.mark.parametrize(
    ("call", "text", "hard"),
    [
        ("./run.sh", "#!/bin/sh -e\nlint\nunit", True),
        ("./run.sh", "#!/bin/bash -eo pipefail\nlint | tee log\nunit", True),
        ("./run.sh", "#!/bin/sh\nlint\nunit", False),
        ("bash ./run.sh", "#!/bin/sh -e\nlint\nunit", False),
        ("bash -e ./run.sh", "lint\nunit", True),
        ("bash -o pipefail -e ./run.sh", "lint | tee log", True),
        ("./run.sh || true", "#!/bin/sh -e\nlint\nunit", False),
        ("set -e; ./run.sh; echo done", "#!/bin/sh -e\nlint\nunit", True),
        ("set -e; . ./run.sh", "lint\nunit", True),
        (". ./run.sh", "set -e\nlint\nunit", True),
        (". ./run.sh; unit", "lint || return 1", False),
        (". ./run.sh", "lint || return 1\ntrue", True),
    ],
)
def test_a_script_is_read_with_the_switches_of_its_shell(call: str, text: str, hard: bool) -> None:
    assert (commands(call, {"run.sh": text})["lint"].soft is None) == hard


def test_arguments_exports_and_functions_go_where_the_shell_takes_them() -> None:
    files = {"run.sh": '#!/bin/sh\nlint "$1" "$X" "$Y"; f', "lib.sh": "f() { unit; }\nZ=z"}
    assert told(read("export X=x; Y=y; ./run.sh a; . ./lib.sh; f $Z", scripts=files.get)) == [
        "lint a x $Y",
        "f",
        "unit",
    ]


def test_the_folder_of_a_script_is_that_of_its_caller() -> None:
    files = {"bin/run.sh": '#!/bin/sh\nlint\ncd "$(dirname "$0")/.."\nunit\n(cd x; deep)\ncd /tmp\nfar\ncd a*; glob\n'}
    found = commands("cd svc; ../bin/run.sh", files)
    assert {name: each.cwd for name, each in found.items() if name in ("lint", "unit", "deep", "far", "glob")} == {
        "lint": "svc",
        "unit": "",
        "deep": "x",
        "far": None,
        "glob": None,
    }


def test_a_script_knows_its_own_folder() -> None:
    files = {"bin/lib.sh": "lint", "bin/run.sh": '. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"'}
    assert str(commands("bash bin/run.sh", files)["lint"].place) == "bin/lib.sh:1"


def test_pushd_and_popd() -> None:
    found = commands("pushd a; x1; pushd b; x2; popd; x3; popd; x4; popd; x5", {})
    assert [found[f"x{number}"].cwd for number in range(1, 6)] == ["a", "a/b", "a", "", None]


def test_the_folder_that_a_script_starts_in() -> None:
    assert [commands("lint", {}, cwd)["lint"].cwd for cwd in ("", "a/./b", ".", None, "/tmp")] == [
        "",
        "a/b",
        "",
        None,
        None,
    ]
    assert commands("./run.sh", {"run.sh": "#!/bin/sh\nlint"}, None)["lint"].cwd is None


def test_what_wraps_a_script_wraps_its_commands() -> None:
    command = commands("A=1 docker compose run web ./run.sh", {"run.sh": "#!/bin/sh\nB=2 uv run lint"})["lint"]
    assert (command.wrappers, command.env) == (("docker compose run web", "uv run"), {"A": "1", "B": "2"})


def test_scripts_are_followed_to_a_depth() -> None:
    files = {f"{n}.sh": f"bash {n + 1}.sh" for n in range(5)}
    assert told(read("bash 0.sh", scripts=files.get)) == ["bash 3.sh"]


def test_places_count_from_where_the_script_stands() -> None:
    source = Source("Makefile", 10, ("lint:", "\tcd x && \\", "\t  lint"))
    (command,) = read("\ncd x && \\\n  lint", source=source)
    assert (str(command.place), command.place.text) == ("Makefile:12", "lint")
    assert source.at(99).line == 12
    assert source.at(1).line == 10
    assert Source("a").at(7).line == 1


def test_a_script_in_a_here_document_keeps_its_lines_and_takes_variables_from_outside() -> None:
    first, second = read('X=a\nbash <<EOT\nlint "$X" \\$Y\nunit $(inner)\nEOT\n').commands[1:]
    assert (str(first.place), first.argv) == (":3", ("lint", "a", "$Y"))
    assert (str(second.place), second.argv) == (":4", ("unit", "$(…)"))
    *_, quoted = read("bash <<-'EOT'\n\tlint $(echo a)\n\tEOT\n")
    assert quoted.argv == ("lint", "a")


def test_what_a_here_document_substitutes_is_run() -> None:
    found = commands("cat <<EOT\n$(lint) `unit`\nEOT\nwhile read x; do y; done <<EOT\n$(deep)\nEOT\n", {})
    soft = [found[name].soft for name in ("lint", "unit", "deep")]
    assert [each.why for each in soft if each] == [Swallowed.SUBSTITUTION] * 3


PYTHON = """
import subprocess, sys, os
from subprocess import run

def call(*words):
    subprocess.run(words, check=True)

def loose(command):
    return subprocess.call(command)

def never():
    call("never", "called")

def main():
    call("uv", "run", "lint", "--all")
    loose(["ignored"])
    status = loose("looked at")
    subprocess.run([sys.executable, "-m", "unit", path], check=True)
    if len(sys.argv) > 1:
        call("some", "times")
    else:
        call("other", "times")
    for name in ("a", "b"):
        call("each", name)
    for name in names:
        call("perhaps", name)
    while subprocess.call("asked") == 0:
        pass
    try:
        call("caught")
        subprocess.check_output(["also", "caught"])
    except Exception:
        print("oops")
        call("handler")
    try:
        call("passed", "on")
    except Exception:
        sys.exit(1)
    with open("x") as f, subprocess.Popen("opened"):
        os.system("system a")
    subprocess.getoutput("output")
    subprocess.run(computed, check=True)
    subprocess.run([computed, "x"], check=True)
    subprocess.run("'unclosed", check=True)
    subprocess.run()
    loose(computed)
    run("bare", check=not_known)
    run("off", check=False)
    print(run)
    (lambda: 0)()
    return status

class Ignored:
    pass

async def later():
    pass

if __name__ == "__main__":
    sys.exit(main())
"""


def test_a_script_of_python_is_read_for_what_it_starts() -> None:
    found = commands("python gate.py", {"gate.py": PYTHON})
    assert {name: each.soft is None for name, each in found.items()} == {
        "lint --all": True,
        "ignored": False,
        "looked at": True,
        "unit …": True,
        "some times": True,
        "other times": True,
        "each …": True,
        "perhaps …": True,
        "asked": True,
        "caught": False,
        "also caught": False,
        "handler": True,
        "passed on": True,
        "opened": True,
        "system a": False,
        "output": False,
        "bare": True,
        "off": False,
        "never called": True,
        "python gate.py": True,
    }
    guards = {name: each.guard.text for name, each in found.items() if each.guard}
    assert guards == {
        "some times": "if len(sys.argv) > 1:",
        "other times": "if len(sys.argv) > 1:",
        "perhaps …": "for name in names:",
        "handler": "except Exception:",
        "never called": "def never():",
    }
    assert str(found["lint --all"].place) == "gate.py:15"
    assert found["lint --all"].wrappers == ("uv run",)
    assert found["unit …"].wrappers == ("python -m",)
    assert [each.unresolved for each in found["unit …"].argv] == [False, True]


@pytest.mark.parametrize(
    "call", ["python gate.py", "uv run -q gate.py", "./gate.py", "python3 -u gate.py -v", "uv run python gate.py"]
)
def test_a_script_of_python_is_found(call: str) -> None:
    assert "lint" in commands(call, {"gate.py": 'import os\nos.system("lint")'})


def test_what_a_script_of_python_has_run_in_the_background_of_docker_does_not_count() -> None:
    text = "import subprocess\nsubprocess.run(['docker', 'run', '-d', 'image', 'unit'], check=True)\n"
    (found,) = [each for name, each in commands("python gate.py", {"gate.py": text}).items() if name == "unit"]
    assert found.soft
    assert found.soft.why is Swallowed.DETACHED


@pytest.mark.parametrize("text", ["def (", "x = '\0'", "(" * 300, "pass"])
def test_a_script_of_python_that_says_nothing_is_a_command(text: str) -> None:
    assert list(commands("python gate.py", {"gate.py": text})) == ["python gate.py"]


def test_a_script_of_python_that_calls_itself_ends() -> None:
    text = "def f():\n    subprocess.run(['x'], check=True)\n    f()\n    f()\nf()"
    assert "x" in commands("python gate.py", {"gate.py": text})


def test_a_script_of_python_without_end_is_read_at_its_beginning() -> None:
    text = "subprocess.run(['x'])\n" * 300
    assert len(read("python gate.py", scripts={"gate.py": text}.get).commands) == 101
