"""Every place has to name the same version of Python, or one matrix."""

import pytest
from tests.snapshots import judged

from backendrepo.findings import Judgement

CONTROL = "parity/python-version"


def workflow(*versions: str, matrix: str = "") -> str:
    steps = "".join(
        f"      - uses: actions/setup-python@v5\n        with: {{python-version: {each}}}\n" for each in versions
    )
    strategy = f"    strategy: {{matrix: {{python: {matrix}}}}}\n" if matrix else ""
    return f"on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-latest\n{strategy}    steps:\n{steps}"


ALIKE = {
    "app/main.py": "",
    ".python-version": "3.11\n",
    "pyproject.toml": """[project]
requires-python = ">=3.11"
classifiers = ["Programming Language :: Python :: 3.11"]
[tool.mypy]
python_version = "3.11"
[tool.ruff]
target-version = "py311"
""",
    ".github/workflows/ci.yml": workflow("'3.11'"),
    "Dockerfile": "ARG PYTHON=3.11\nFROM python:${PYTHON}-slim AS build\nFROM build\n",
    "README.md": "Needs Python 3.11 or newer.\n",
}
MATRIX = {
    **ALIKE,
    ".github/workflows/ci.yml": workflow("'${{ matrix.python }}'", matrix="['3.11', '3.12']"),
    "pyproject.toml": ALIKE["pyproject.toml"].replace(
        '3.11"]', '3.11", "Programming Language :: Python :: 3.12"]\n[tool.tox]\nenv_list = ["py311", "py312"]'
    ),
    "Dockerfile": "FROM python:3.12\n",
}


def judge(files: dict[str, str], **changes: str | None) -> Judgement:
    """Judge files with some of them changed or gone."""
    changed = {**files, **{CHANGED[name]: text for name, text in changes.items()}}
    return judged(CONTROL, {path: text for path, text in changed.items() if text is not None})


CHANGED = {
    "pin": ".python-version",
    "project": "pyproject.toml",
    "ci": ".github/workflows/ci.yml",
    "image": "Dockerfile",
    "readme": "README.md",
    "tox": "tox.ini",
    "ruff": "ruff.toml",
    "mypy": "mypy.ini",
}


@pytest.mark.parametrize(("files", "version"), [(ALIKE, "3.11"), (MATRIX, "3.11 and 3.12")])
def test_places_that_agree_pass(files: dict[str, str], version: str):
    judgement = judge(files)
    assert (judgement.outcome, judgement.summary) == (
        "pass",
        f"{len(judgement.evidence)} places mean Python {version}.",
    )


@pytest.mark.parametrize(
    ("changes", "told", "place"),
    [
        ({"pin": "3.12\n"}, "`.python-version` says 3.12", ".python-version:1"),
        ({"ci": workflow("'3.10'")}, "`actions/setup-python` says 3.10", ".github/workflows/ci.yml:6"),
        ({"ci": workflow("3.x")}, "`actions/setup-python` names no minor version (3.x)", ".github/workflows/ci.yml:6"),
        ({"ci": workflow("'3.11'", "'3.12'")}, "`actions/setup-python` says 3.12", ".github/workflows/ci.yml:8"),
        ({"image": "FROM python:3.12\n"}, "the image says 3.12", "Dockerfile:1"),
        ({"image": "FROM python:3\n"}, "the image names no minor version (python:3)", "Dockerfile:1"),
        ({"image": "FROM python:3.11 AS a\nFROM python:3.12\n"}, "the image says 3.12", "Dockerfile:2"),
        ({"readme": "Needs Python 3.9.\n"}, "README.md says 3.9", "README.md:1"),
        ({"readme": "Needs Python 3.12+.\n"}, "README.md says Python 3.12+, which leaves 3.11 out", "README.md:1"),
        ({"tox": "[tox]\nenvlist = py39\n"}, "tox's `envlist` says 3.9", "tox.ini:2"),
        ({"mypy": "[mypy]\npython_version = 3.10\n"}, "mypy's version of Python is 3.10, not 3.11", "mypy.ini:2"),
        ({"ruff": "target-version = 'py39'\n"}, "Ruff's target is 3.9, not 3.11", "ruff.toml:1"),
        (
            {"project": '[project]\nrequires-python = ">=3.12"\n'},
            "`requires-python` says >=3.12, which leaves 3.11 out",
            "pyproject.toml:2",
        ),
        (
            {"project": ALIKE["pyproject.toml"].replace(':: 3.11"', ':: 3.12"')},
            "the list of classifiers has 3.12, which nothing runs",
            "pyproject.toml:3",
        ),
    ],
)
def test_a_place_that_differs_is_told_with_what_it_says(changes: dict[str, str], told: str, place: str):
    judgement = judge(ALIKE, **changes)
    assert judgement.outcome == "fail"
    assert judgement.summary.startswith("Not every place means Python 3.11: ")
    assert f"{told} ({place})" in judgement.summary
    assert str(judgement.evidence[0]) == place
    assert judgement.fix == "Name 3.11 there, or list every version that is meant in one matrix of a workflow."


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"image": "FROM python:3.10\n"}, "the image says 3.10"),
        ({"ruff": "target-version = 'py312'\n"}, "Ruff's target is 3.12, not 3.11"),
        ({"project": ALIKE["pyproject.toml"]}, "the list of classifiers lacks 3.12"),
        ({"readme": "Needs Python >= 3.12.\n"}, "leaves 3.11 out"),
    ],
)
def test_a_matrix_is_what_others_have_to_agree_with(changes: dict[str, str], told: str):
    judgement = judge(MATRIX, **changes)
    assert (judgement.outcome, told in judgement.summary) == ("fail", True)
    assert "Not every place means Python 3.11 and 3.12" in judgement.summary


def test_the_type_checker_may_be_told_any_version_of_a_matrix():
    assert judge(MATRIX, mypy="[mypy]\npython_version = 3.12\n").outcome == "pass"


def test_a_version_that_most_places_run_is_the_one_that_is_meant():
    judgement = judge(ALIKE, pin="3.12\n", readme="Python 3.11\n")
    assert "Not every place means Python 3.11: `.python-version` says 3.12" in judgement.summary


def test_the_same_difference_is_told_once_with_how_often_it_is_there():
    judgement = judge(ALIKE, ci=workflow("'3.12'", "'3.12'", "'3.12'"))
    assert "`actions/setup-python` says 3.12 (.github/workflows/ci.yml:6 and 2 more)." in judgement.summary
    assert [each.line for each in judgement.evidence[:3]] == [6, 8, 10]


def test_many_differences_are_counted():
    readme = "\n".join(f"Python 3.{minor}" for minor in range(8))
    judgement = judge(ALIKE, readme=readme)
    assert judgement.summary.endswith("; and 3 more.")


@pytest.mark.parametrize(
    ("changes", "outcome", "told"),
    [
        ({"ci": None}, "partial", "Python 3.11 is named, but by no workflow."),
        ({"ci": workflow("'${{ vars.PYTHON }}'")}, "unknown", "only a run could tell which version that is"),
        ({"pin": None, "project": None, "readme": None}, "partial", "nothing tells a developer so"),
    ],
)
def test_it_has_to_be_said_in_the_pipeline_and_to_developers(changes: dict[str, str | None], outcome: str, told: str):
    judgement = judge(ALIKE, **changes)
    assert (judgement.outcome, told in judgement.summary) == (outcome, True)
    assert judgement.fix


def test_a_range_alone_names_no_version():
    judgement = judged(CONTROL, {"app.py": "", "pyproject.toml": '[project]\nrequires-python = ">=3.11"\n'})
    assert judgement.outcome == "fail"
    assert judgement.summary.startswith("Nothing names the minor version of Python that is meant")
    assert [str(each) for each in judgement.evidence] == ["pyproject.toml:2"]


def test_a_target_alone_is_what_is_meant():
    judgement = judged(CONTROL, {"app.py": "", "ruff.toml": 'target-version = "py311"\n'})
    assert (judgement.outcome, judgement.summary) == ("partial", "Python 3.11 is named, but by no workflow.")


def test_without_python_it_does_not_apply():
    assert judged(CONTROL, {"main.go": "package main"}).outcome == "not-applicable"


def test_the_fix_for_a_developer_passes():
    judgement = judge(ALIKE, pin=None, project=None, readme=None)
    assert judgement.fix == "echo 3.11 > .python-version"
    assert judge(ALIKE, pin="3.11\n", project=None, readme=None).outcome == "pass"
