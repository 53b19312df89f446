"""tox: the commands of its environments."""

import pytest
from tests.snapshots import Memory
from tests.tools.lines import commands, followed

from backendrepo.tools import follow

INI = r"""
[tox]
envlist = py{311,312}-{unit,db}, lint
labels =
    static = lint, types

[testenv]
changedir = api
commands_pre = python -V
commands =
    unit: pytest tests/unit {posargs:-q}
    db: pytest tests/db \
        --cov
    # a comment
    !unit: echo {envname}

[testenv:lint]
changedir =
commands =
    ruff check {toxinidir}/src
    - ruff format --check
    ! mypy --exit
    {[shared]audit}

[shared]
audit = pip-audit {env:AUDIT_OPTIONS:--strict} {env:UNKNOWN} {[shared]gone}

[testenv:types]
base = lint
changedir = {tox_root}/web
ignore_outcome = true
commands = {envpython} -m mypy {[types]scope}

[types]
scope = src
    tests

[testenv:{docs,pages}]
base = types, testenv
commands_post = {[testenv:lint]commands}
"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "tox",
            [
                *["python -V", "pytest tests/unit -q", "python -V", "pytest tests/db --cov", "echo py311-db"],
                *["python -V", "pytest tests/unit -q", "python -V", "pytest tests/db --cov", "echo py312-db"],
                *["python -V", "ruff check ./src", "ruff format --check (!)", "mypy --exit"],
                "pip-audit --strict {env:UNKNOWN} gone",
            ],
        ),
        ("tox -e py311-unit -- -x", ["python -V", "pytest tests/unit -x"]),
        ("tox run -e py311-unit", ["python -V", "pytest tests/unit -q"]),
        ("tox r -e py311-unit -- -k a", ["python -V", "pytest tests/unit -k a"]),
        ("tox -e 'py{311,312}-unit'", ["python -V", "pytest tests/unit -q"] * 2),
        ("TOXENV=types tox", ["python -V (!)", "mypy src tests (!)"]),
        (
            "tox -m static",
            [
                "python -V",
                "ruff check ./src",
                "ruff format --check (!)",
                "mypy --exit",
                "pip-audit --strict {env:UNKNOWN} gone",
                "python -V (!)",
                "mypy src tests (!)",
            ],
        ),
        ("python -m tox -e py312-db", ["python -V", "pytest tests/db --cov", "echo py312-db"]),
    ],
)
def test_the_commands_of_the_environments_are_run(line, found):
    found = [each.replace(" gone", "") for each in found]
    assert followed(line, {"tox.ini": INI}) == found


def test_an_environment_runs_in_its_folder_at_its_place():
    (command,) = commands("tox -e py311-unit")
    _, test = follow(command, Memory({"tox.ini": INI})).commands
    assert (test.cwd, str(test.place)) == ("api", "tox.ini:11")
    (command,) = commands("cd sub && tox -e types")[-1:]
    _, types = follow(command, Memory({"sub/tox.ini": INI})).commands
    assert types.cwd == "sub/web"


LEGACY = "\n[tox]\nenv_list = lint\n[testenv]\ncommands = ruff check\n"
POSARGS = """
env_list = ["t"]
[env_run_base]
commands = [
    ["pytest", { replace = "posargs", default = ["-q", "x"], extend = true }, "a b"],
    ["mypy", { replace = "ref" }],
]
"""


@pytest.mark.parametrize(
    "files",
    [
        {"setup.cfg": "[tox:tox]\nenvlist = lint\n[testenv:lint]\ncommands = ruff check\n"},
        {"pyproject.toml": f'[tool.tox]\nlegacy_tox_ini = """{LEGACY}"""\n'},
        {"pyproject.toml": '[tool.tox]\nenv_list = ["lint"]\n[tool.tox.env.lint]\ncommands = [["ruff", "check"]]\n'},
        {"tox.toml": 'env_list = ["lint"]\n[env_run_base]\ncommands = [["ruff", "check"]]\n'},
        {"tox.toml": 'env_list = ["lint"]\nenv = 3\n[env_run_base]\ncommands = ["ruff check"]\nskip_install = true\n'},
        {"tox.ini": "[testenv]\ncommands = ruff check\n"},
        {"tox.toml": 'env_list = "lint"\n[env_run_base]\ncommands = [["ruff", "check"]]\n'},
        {"tox.toml": '[env_run_base]\nenv_list = 3\ncommands = [["ruff", "check"]]\n'},
    ],
)
def test_the_configuration_may_stand_in_other_files(files):
    assert followed("tox", files) == ["ruff check"]


def test_arguments_may_be_handed_on_in_toml():
    assert followed("tox", {"tox.toml": POSARGS}) == ["pytest -q x a b", "mypy ref"]
    assert followed("tox -- -k one", {"tox.toml": POSARGS})[0] == "pytest -k one a b"
    text = 'env_list = ["t"]\n[env_run_base]\ncommands = [["pytest", { replace = "posargs", default = "-q" }]]\n'
    assert followed("tox", {"tox.toml": text}) == ["pytest -q"]


@pytest.mark.parametrize("line", ["tox -l", "tox list", "tox --version", "tox config -e lint"])
def test_what_only_tells_is_not_followed(line):
    (command,) = commands(line)
    assert follow(command, Memory({"tox.ini": INI})) is None


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"tox.ini": "x"},
        {"tox.ini": "[testenv]\ncommands = ruff check\nno value\n  more\n"},
        {"tox.ini": ""},
        {"setup.cfg": "[metadata]\n"},
        {"pyproject.toml": "[tool.black]"},
        {"tox.toml": "["},
    ],
)
def test_without_a_configuration_there_is_nothing_to_follow(files):
    (command,) = commands("tox")
    assert follow(command, Memory(files)) is None


@pytest.mark.parametrize(
    "text",
    [
        "[testenv:a]\nbase = a\n[testenv]\ncommands = {[testenv]commands}",
        "[tox]\nenvlist = a\n[testenv:a]\nbase = b\n[testenv:b]\nbase = a\n",
        "[testenv]\ncommands = pytest {[x]a}\n[x]\na = {[x]a} {[x]a}\n",
        "[tox]\nenvlist = {a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}\n[testenv]\ncommands = pytest\n",
        "[tox]\nenvlist = " + ",".join(f"{{a{at},b{at}}}" for at in range(60)) + "\n[testenv]\ncommands = pytest",
        "[tox]\nenvlist = a\n[testenv]\ncommands = " + "{" * 13 + "a" + "}" * 13,
        "[testenv]\ncommands = " + "\n  ".join(["{[testenv]commands}"] * 100),
        "[testenv]\ncommands = pytest " + "{[x]a}" * 100 + "\n[x]\na = " + "{[x]a}" * 100,
        "[testenv]\ncommands = pytest {posargs:" + "a" * 30_000 + "{posargs}}",
    ],
)
def test_what_turns_in_a_circle_or_explodes_is_bounded(text):
    (command,) = commands("tox")
    assert len(follow(command, Memory({"tox.ini": text})).commands) <= 300
