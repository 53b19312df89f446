"""nox: what its sessions run."""

import pytest
from tests.snapshots import Memory
from tests.tools.lines import commands, followed

from backendrepo.tools import follow

FILE = """
import nox
from nox import session

nox.options.sessions = ["lint", "tests"]
LOCATIONS = ["src", "tests"]
EXTRA: list[str] = ["--strict"]
FLAGS: list[str]


@nox.session(python=["3.11", "3.12"], tags=["ci"])
def tests(session):
    args = session.posargs or ["-q"]
    session.install("pytest")
    session.run("pytest", *args)


@session
def lint(session: nox.Session) -> None:
    session.run("ruff", "check", *LOCATIONS)
    session.run("ruff", "format", f"--check", "src" + "x", success_codes=[0, 1])
    session.run("mypy", *EXTRA + ["src"], external=True, success_codes=[0])
    session.notify("pip-audit")
    session.notify("gone")


@nox.session(name="pip-audit", default=False, reuse_venv=True)
def audit(session):
    session.run("pip-audit", "-r", requirements())
    session.run("coverage", None, ("run", "-m"), "pytest", *session.posargs)


@nox.session(name=NAME)
@nox.parametrize("a", [1])
def named(session):
    session.run(*args)
    session.run()
    session.notify()
    helper(session)


def helper(session):
    session.run("echo")


@property
def other(session):
    session.run("echo")
"""
AUDIT = ("pip-audit -r …", "coverage run -m pytest")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("nox", ["pytest -q", "ruff check src tests", "ruff format --check … (!)", "mypy --strict src", *AUDIT]),
        ("nox -s tests -- -x", ["pytest -x"]),
        ("nox -s tests-3.11", ["pytest -q"]),
        ("nox -e tests pip-audit", ["pytest -q", *AUDIT]),
        ("nox --session=tests", ["pytest -q"]),
        ("nox -t ci", ["pytest -q"]),
        ("nox -k 'pip-audit or tests'", ["pytest -q", *AUDIT]),
        ("nox -s gone named", ["…"]),
        ("python -m nox -s tests", ["pytest -q"]),
    ],
)
def test_the_sessions_run_what_their_functions_call(line, found):
    assert [each.replace("srcx", "…") for each in followed(line, {"noxfile.py": FILE})] == found


def test_without_a_choice_all_sessions_run_but_those_that_are_switched_off():
    text = """
import nox

@nox.session
def a(s):
    s.run("ruff", "check")

@nox.session(default=False)
def b(s):
    s.run("mypy")
"""
    assert followed("nox", {"noxfile.py": text}) == ["ruff check"]
    assert followed("nox -f ci/nox.py -s b", {"ci/nox.py": text}) == ["mypy"]


def test_a_session_that_notifies_another_runs_it():
    text = """
import nox

@nox.session
def a(s):
    s.notify("b")

@nox.session(default=False)
def b(s):
    s.run("mypy")
    s.notify("b")
"""
    assert set(followed("nox", {"noxfile.py": text})) == {"mypy"}


def test_a_command_stands_at_its_line():
    (command,) = commands("nox -s tests")
    (test,) = follow(command, Memory({"noxfile.py": FILE})).commands
    assert (str(test.place), test.place.text) == ("noxfile.py:15", 'session.run("pytest", *args)')
    assert str(test.via[0]) == "noxfile.py:12"


def test_a_file_that_cannot_be_parsed_says_so():
    (command,) = commands("nox")
    script = follow(command, Memory({"noxfile.py": "def ("}))
    assert (script.commands, script.problems[0].text) == ((), "the noxfile cannot be parsed")


@pytest.mark.parametrize(("line", "files"), [("nox -l", {"noxfile.py": FILE}), ("nox", {})])
def test_what_runs_no_session_is_not_followed(line, files):
    (command,) = commands(line)
    assert follow(command, Memory(files)) is None


def test_what_only_a_run_could_tell_is_marked():
    deep = "[" * 30 + "'x'" + "]" * 30
    text = f"import nox\n@nox.session\ndef a(s): s.run('ruff', {deep}, s.posargs, f'{{x}}y')\n"
    (command,) = commands("nox")
    (found,) = follow(command, Memory({"noxfile.py": text})).commands
    assert [word.unresolved for word in found.argv] == [False, True, True]
