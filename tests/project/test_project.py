"""A project is read part by part, once, and never raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.project.reading import PARTS, project
from tests.snapshots import snapshot

from backendrepo.project import project as of_snapshot


def test_it_is_read_once_for_a_snapshot():
    made = snapshot({"app/main.py": ""})
    assert of_snapshot(made) is of_snapshot(made)
    assert of_snapshot(made).roots is of_snapshot(made).roots


def test_configuration_that_cannot_be_read_is_named():
    made = project({"pyproject.toml": "x = ", "setup.cfg": "broken", "ruff.toml": "", "tox.ini": b"\0"})
    assert made.problems == ()
    for part in PARTS:
        getattr(made, part)
    assert [(each.path, each.line) for each in made.problems] == [
        ("pyproject.toml", 0),
        ("setup.cfg", 1),
        ("tox.ini", 0),
    ]


NAMES = [
    *(
        "pyproject.toml",
        "setup.cfg",
        "setup.py",
        "tox.ini",
        "pytest.ini",
        ".coveragerc",
        "mypy.ini",
        "ruff.toml",
        ".flake8",
    ),
    *(
        "pyrightconfig.json",
        "package.json",
        "Dockerfile",
        ".pre-commit-config.yaml",
        "lefthook.yml",
        ".pylintrc",
        "ty.toml",
    ),
    *("tests/test_a.py", "app/main.py", "openapi.yaml", "README.md", "Makefile", ".python-version"),
]
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "[tool.mypy]",
                "[tool.ruff.lint]",
                "[tool.pytest.ini_options]",
                "[tool.coverage.report]",
                "[mypy]",
                "[flake8]",
            ),
            *(
                "[[tool.mypy.overrides]]",
                "packages = [",
                "files = 1",
                "select = {}",
                "addopts = [1, {}]",
                "fail_under = []",
            ),
            *(
                "exclude = 1",
                "per-file-ignores = []",
                "module = 1",
                "target-version = 1",
                "[tool.poetry]",
                "packages = [1]",
            ),
            *(
                "[tool.setuptools]",
                "package-dir = 1",
                "python_version = 3.11",
                "omit = true",
                "find = 1",
                "- a",
                "{",
                '"a": 1',
            ),
        ]
    ),
    max_size=6,
).map("\n".join)


@given(st.dictionaries(st.sampled_from(NAMES), FRAGMENTS | st.text(max_size=40), max_size=6))
def test_no_files_break_it(files: dict[str, str]):
    made = project(files)
    for part in PARTS:
        getattr(made, part)
    made.pythons()
    made.pytest()
    made.coverage()


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_ends_of_lines_are_read_alike(ending: str):
    made = project({"pyproject.toml": ending.join(["[tool.coverage.report]", "fail_under = 99", ""])})
    assert [(floor.value, floor.place.line) for floor in made.floors] == [(99, 2)]


def test_names_of_every_kind_are_harmless():
    names = [
        "a\nb/setup.cfg",
        "ü/pyproject.toml",
        " /Dockerfile",
        "x" * 300 + "/test_a.py",
        "/",
        "",
        "a//b.py",
        "../x.py",
    ]
    made = project(dict.fromkeys(names, "FROM python:3.11"))
    for part in PARTS:
        getattr(made, part)
