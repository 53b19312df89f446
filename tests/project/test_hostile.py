"""Files that somebody made to be slow or large are read in bounded time and memory, and break nothing."""

import pytest
from tests.project.reading import PARTS, project

from backendrepo.project.dockerfiles import LONGEST
from backendrepo.project.pythons.versions import allowed

SIZE = 100_000
NAMES = (
    *(
        "pyproject.toml",
        "setup.cfg",
        "tox.ini",
        "pytest.ini",
        ".coveragerc",
        "mypy.ini",
        "ruff.toml",
        ".flake8",
        ".pylintrc",
    ),
    *("pyrightconfig.json", "package.json", "setup.py", "tests/test_a.py", "Dockerfile", ".pre-commit-config.yaml"),
    *("lefthook.yml", "README.md", "Makefile", ".python-version", "environment.yml", "openapi.yaml", ".husky/pre-push"),
)


@pytest.mark.parametrize(
    "unit",
    [
        *("\n", " ", "[", "[\n", '"', '"\n', '\\"', '"""\n', "'''", "a=1\n", "a.", "a.b=1\n", "def test_a(\n", "@x\n"),
        *("- python", "- a\n", "FROM \\\n", "FROM --a ", "ARG A=${A}\n", "Python 3.11 ", "pre-commit install\n", "/*"),
        *(">=3.11,", ", ", '"a":', "husky ", "(", "-", "not ", "*a", "[a]\n"),
    ],
)
def test_a_file_of_one_piece_over_and_over_is_read_to_its_end(unit: str):
    text = unit * (SIZE // len(unit))
    made = project(dict.fromkeys(NAMES, text))
    for part in PARTS:
        getattr(made, part)
    made.pythons()


def test_an_argument_that_doubles_itself_stays_short():
    doubling = "ARG A=xx\n" + "ARG A=${A}${A}\n" * 60
    (found,) = project({"Dockerfile": f"{doubling}FROM python:$A\n"}).all_dockerfiles
    assert (found.stages[0].unresolved, len(found.stages[0].image) <= LONGEST) == (True, True)


def test_a_specifier_that_nobody_writes_is_none():
    assert allowed(">=3.11," * 100_000) is None


def test_a_key_of_many_parts_is_refused():
    found = project({"pyproject.toml": f"[project]\n{'a.' * 100_000}b = 1\n"})
    found.pythons()
    assert [each.text for each in found.problems] == [
        "it cannot be read as TOML (ValueError: a line with too many dots)",
    ]


def test_a_thousand_projects_are_told_apart():
    files = {f"services/s{number}/Dockerfile": "FROM python:3.11\n" for number in range(1_000)}
    files |= {f"services/s{number}/app/main.py": "" for number in range(1_000)}
    found = project(files)
    assert (len(found.roots), len(found.dockerfiles)) == (1_000, 1_000)
