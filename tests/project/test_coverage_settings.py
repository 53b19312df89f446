"""What coverage.py is configured to measure is found where coverage.py finds it."""

import os

import pytest
from coverage.config import read_coverage_config
from hypothesis import given
from hypothesis import strategies as st
from tests.project.reading import project, sources

from backendrepo.project.coverage_settings import Coverage, coverage_settings

RC = """[run]
branch = True
source = app, lib
omit =
    */migrations/*
    app/gen.py
[report]
fail_under = 99
precision = 2
"""
SETUP = RC.replace("[run]", "[coverage:run]").replace("[report]", "[coverage:report]")
PYPROJECT = """[tool.coverage.run]
branch = true
source = ["app", "lib"]
omit = ["*/migrations/*", "app/gen.py"]
[tool.coverage.report]
fail_under = 99
precision = 2
"""


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [(".coveragerc", RC, 8), ("setup.cfg", SETUP, 8), ("tox.ini", SETUP, 8), ("pyproject.toml", PYPROJECT, 6)],
)
def test_each_format_says_the_same(path: str, text: str, line: int):
    found = coverage_settings(sources({path: text}))
    assert found
    assert (found.branch, found.source, found.omit) == (True, ("app", "lib"), ("*/migrations/*", "app/gen.py"))
    floor = found.floor
    assert floor
    assert (floor.value, floor.precision, floor.least, floor.place.path, floor.place.line) == (
        99,
        2,
        98.995,
        path,
        line,
    )
    assert found.place.path == path


TEXTS = {
    ".coveragerc": ["", "[report]\nfail_under = 1\n", "[coverage:report]\nfail_under = 2\n", "[other]\n"],
    ".coveragerc.toml": ["", "[report]\nfail_under = 3\n", "[tool.coverage.report]\nfail_under = 4\n"],
    "setup.cfg": ["", "[report]\nfail_under = 5\n", "[coverage:report]\nfail_under = 6\n", "[coverage:run]\n"],
    "tox.ini": ["[tox]\n", "[coverage:run]\nbranch = yes\n", "[coverage:report]\nfail_under = 7\n"],
    "pyproject.toml": ["", "[tool.coverage.report]\nfail_under = 8\n", "[tool.coverage.run]\nbranch = true\n"],
}


@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(texts) for name, texts in TEXTS.items()}))
def test_the_floor_is_the_one_that_coverage_py_takes(tmp_path_factory: pytest.TempPathFactory, files: dict[str, str]):
    root = tmp_path_factory.mktemp("project")
    for path, text in files.items():
        (root / path).write_text(text)
    before = os.getcwd()
    os.chdir(root)
    try:
        expected = read_coverage_config(config_file=True, warn=lambda *_: None)
    finally:
        os.chdir(before)
    found = coverage_settings(sources(files))
    taken = os.path.basename(expected.config_file) if expected.config_file else None
    assert (found.config.path if found else None) == taken
    assert (found.floor.value if found and found.floor else 0.0) == expected.fail_under
    assert bool(found and found.branch) is expected.branch


def made(**report: str) -> Coverage:
    lines = "".join(f"{key} = {value}\n" for key, value in report.items())
    found = coverage_settings(sources({"a/.coveragerc": f"[report]\n{lines}"}), "a")
    assert found
    return found


@pytest.mark.parametrize(
    ("key", "value", "hides"),
    [
        ("omit", "*", True),
        ("omit", "**/*.py", True),
        ("omit", "tests/*", False),
        ("omit", "*/tests/*", False),
        ("exclude_lines", ".", True),
        ("exclude_lines", ".*", True),
        ("exclude_lines", "^.*$", True),
        ("exclude_lines", r"[\s\S]", True),
        ("exclude_lines", "def ", True),
        ("exclude_also", r"^\s*def .*:", True),
        ("exclude_also", r"(async )?def\b", False),
        ("exclude_also", "class .*", True),
        ("exclude_lines", "pragma: no cover", False),
        ("exclude_lines", "if TYPE_CHECKING:", False),
        ("exclude_lines", "def __repr__", False),
        ("exclude_also", "raise NotImplementedError", False),
        ("exclude_also", r"class .*\bProtocol\):", False),
    ],
)
def test_a_setting_that_hides_everything_is_told(key: str, value: str, hides: bool):
    found = made(**{key: value}).hides
    assert bool(found) is hides
    assert all(place.path == "a/.coveragerc" and place.line == 2 and value.strip() in what for what, place in found)


@pytest.mark.parametrize(
    ("settings", "path", "reason"),
    [
        ({"omit": "*/migrations/*"}, "a/app/migrations/x.py", "omit = **/migrations/*"),
        ({"omit": "app/gen.py"}, "a/app/gen.py", "omit = app/gen.py"),
        ({"omit": "app/gen.py"}, "a/app/main.py", ""),
        ({"omit": "gen.py"}, "a/deep/in/gen.py", "omit = **/gen.py"),
        ({"include": "app/*"}, "a/lib/x.py", "include = app/*"),
        ({"include": "app/*"}, "a/app/x.py", ""),
    ],
)
def test_a_file_that_is_left_out_is_told_with_the_setting(settings: dict[str, str], path: str, reason: str):
    assert made(**settings).leaves_out(path) == reason


def test_a_named_file_is_taken_whatever_its_name():
    found = coverage_settings(sources({"ci/cov.cfg": "[report]\nfail_under = 80\n"}), named="ci/cov.cfg")
    assert found
    assert (found.floor and found.floor.value, found.folder) == (80, "ci")
    assert coverage_settings(sources({}), named="ci/cov.cfg") is None


def test_a_file_that_cannot_be_read_is_the_configuration_and_says_why():
    found = coverage_settings(sources({"setup.cfg": "broken", "pyproject.toml": PYPROJECT}))
    assert found
    assert found.problem
    assert (found.problem.path, found.problem.text) == ("setup.cfg", "no section stands before it")
    assert (found.floor, found.precision, found.branch, found.source, found.place.path) == (
        None,
        0,
        False,
        (),
        "setup.cfg",
    )


def test_a_value_of_the_environment_stays_unresolved():
    floor = made(fail_under="${COVERAGE_FLOOR-99}").floor
    assert floor
    assert (floor.value, floor.least, floor.unresolved, floor.given({})) == (None, None, True, 99)


def test_lines_that_do_not_count_are_told_as_they_are_written():
    found = made(exclude_lines="\n    pragma: no cover\n    if a, b:", exclude_also="raise")
    assert found.excluded == ("pragma: no cover", "if a, b:", "raise")


def test_addopts_win_over_the_configuration_of_coverage_py():
    found = project(
        {
            "pyproject.toml": f"{PYPROJECT}[tool.pytest.ini_options]\naddopts = '--cov --cov-fail-under=90'\n",
            "services/a/setup.cfg": "[coverage:report]\nfail_under = 50\n",
            "services/b/pytest.ini": "[pytest]\n",
        }
    )
    assert [(floor.folder, floor.value, floor.tool) for floor in found.floors] == [
        ("", 90, "pytest-cov"),
        ("", 99, "coverage"),
        ("services/a", 50, "coverage"),
    ]
    assert [floor.value for floor in found.floors_of("services/a")] == [90, 50]
    assert [floor.value for floor in found.floors_of("services/b")] == []
    assert found.floors[0].precision == 2
