"""What linters and formatters are configured to leave out, and whether they look for anything."""

import pytest
from tests.project.reading import project, sources

from backendrepo.project import Linter
from backendrepo.project.linters import linters

RUFF = """line-length = 100
target-version = "py311"
exclude = ["docs"]
extend-exclude = ["gen"]
[lint]
select = ["E", "F"]
extend-select = ["I"]
exclude = ["old/*.py"]
[lint.per-file-ignores]
"tests/**" = ["S101"]
"legacy/*.py" = ["ALL"]
"!src/**" = ["D"]
[format]
exclude = ["wide.py"]
"""


def one(files: dict[str, str]) -> Linter:
    (found,) = linters(sources(files))
    return found


def test_ruff_is_read_with_all_that_it_leaves_out():
    found = one({"api/ruff.toml": RUFF})
    assert (found.selected, found.target, found.target_at and found.target_at.line) == (("E", "F", "I"), "py311", 2)
    assert [each.text for each in found.excluded] == ["docs", "gen"]
    assert [(each.text, each.rules, each.place.line) for each in found.unlinted] == [
        ("old/*.py", (), 8),
        ("tests/**", ("S101",), 10),
        ("legacy/*.py", ("ALL",), 11),
    ]
    assert [each.text for each in found.unformatted] == ["wide.py"]
    assert found.nothing == ()


@pytest.mark.parametrize(
    ("path", "formatter", "pattern"),
    [
        ("api/docs/conf.py", False, "docs"),
        ("api/src/gen/a.py", False, "gen"),
        ("api/src/app.py", False, None),
        ("api/old/a.py", False, "old/*.py"),
        ("api/old/a.py", True, None),
        ("api/legacy/a.py", False, "legacy/*.py"),
        ("api/tests/a.py", False, None),
        ("api/wide.py", True, "wide.py"),
        ("api/wide.py", False, None),
    ],
)
def test_a_file_is_left_out_by_a_pattern(path: str, formatter: bool, pattern: str | None):
    found = one({"api/ruff.toml": RUFF}).leaves_out(path, formatter=formatter)
    assert (found.text if found else None) == pattern


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[lint]\nselect = []\n", "no rule is selected"),
        ("select = []\n", "no rule is selected"),
        ("[lint]\nignore = ['ALL']\n", "every rule is ignored (`ignore = ALL`)"),
        ("[lint]\nextend-ignore = ['ALL']\n", "every rule is ignored"),
        ("[lint]\nselect = []\nextend-select = ['E']\n", ""),
        ("[lint]\nselect = ['ALL']\n", ""),
        ("[lint]\nselect = ['ALL']\nignore = ['ALL']\n", "every rule is ignored"),
        ("[lint]\nselect = ['F']\nignore = ['ALL']\n", ""),
        ("[lint]\nextend-select = ['F']\nignore = ['ALL']\n", ""),
        ("", ""),
    ],
)
def test_a_linter_that_looks_for_nothing_is_told(text: str, told: str):
    found = one({"ruff.toml": f"line-length = 1\n{text}"})
    assert [told in what for what, _ in found.nothing] == ([True] if told else [])


def test_a_pattern_for_everything_is_known_as_one():
    found = one({"ruff.toml": "exclude = ['**/*.py']\n[lint.per-file-ignores]\n'*' = ['ALL']\n'*.py' = 'E'\n"})
    assert [(each.whole, each.silences) for each in (*found.excluded, *found.unlinted)] == [(True, True), (True, True)]


def test_the_first_file_of_a_folder_counts():
    files = {
        "pyproject.toml": "[tool.ruff]\n",
        "a/ruff.toml": "",
        "a/.ruff.toml": "",
        "b/pyproject.toml": "[project]\n",
    }
    assert [each.place.path for each in linters(sources(files))] == ["pyproject.toml", "a/.ruff.toml"]


def test_a_configuration_that_extends_another_has_its_settings():
    files = {
        "ruff.toml": RUFF.replace('["E", "F"]', "[]").replace('extend-select = ["I"]\n', ""),
        "a/ruff.toml": 'extend = "../ruff.toml"\nextend-exclude = ["mine"]\n',
        "b/ruff.toml": 'extend = "../ruff.toml"\nexclude = ["mine"]\n[lint]\nselect = ["W"]\n',
        "c/ruff.toml": 'extend = "ruff.toml"\n',
        "d/ruff.toml": 'extend = "../nothing.toml"\n',
    }
    found = {each.folder: each for each in linters(sources(files))}
    assert [each.text for each in found["a"].excluded] == ["docs", "gen", "mine"]
    assert (found["a"].target, bool(found["a"].nothing), found["a"].unformatted[0].text) == ("py311", True, "wide.py")
    assert ([each.text for each in found["b"].excluded], found["b"].selected, found["b"].nothing) == (
        ["mine"],
        ("W",),
        (),
    )
    assert (found["c"].selected, found["d"].extends) == ((), ("nothing.toml",))


def test_a_configuration_of_ruff_that_cannot_be_read_says_why():
    found = one({"ruff.toml": "x = "})
    assert found.problem
    assert "it is no TOML" in found.problem.text


FLAKE8 = """[flake8]
exclude = .git,gen
extend-exclude = old
select = E,W
per-file-ignores =
    tests/*,conftest.py: S101 E501
    legacy.py:ALL
"""


@pytest.mark.parametrize("path", ["setup.cfg", "tox.ini", ".flake8"])
def test_flake8_is_read_from_each_of_its_files(path: str):
    found = one({path: FLAKE8})
    assert ([each.text for each in found.excluded], found.selected) == ([".git", "gen", "old"], ("E", "W"))
    assert [(each.text, each.rules) for each in found.unlinted] == [
        ("tests/*", ("S101", "E501")),
        ("conftest.py", ("S101", "E501")),
        ("legacy.py", ("ALL",)),
    ]


def test_the_first_file_of_flake8_counts_and_its_exit_zero_is_told():
    files = {"setup.cfg": "[flake8]\nexit-zero = true\n", ".flake8": FLAKE8, "a/tox.ini": "[tox]\n"}
    found = one(files)
    assert (found.place.path, [what for what, _ in found.nothing]) == (
        "setup.cfg",
        ["failures do not count (`exit-zero`)"],
    )


@pytest.mark.parametrize(
    ("files", "nothing"),
    [
        ({".pylintrc": "[MASTER]\nignore=gen\n[MESSAGES CONTROL]\ndisable=all\n"}, True),
        ({".pylintrc": "[MAIN]\nignore=gen\n[MESSAGES CONTROL]\ndisable=all\nenable=E\n"}, False),
        (
            {"pyproject.toml": "[tool.pylint.main]\nignore = ['gen']\n[tool.pylint.messages]\ndisable = ['all']\n"},
            True,
        ),
        ({"pyproject.toml": "[tool.pylint]\nignore = ['gen']\ndisable = ['C0114']\n"}, False),
        ({"setup.cfg": "[pylint.MASTER]\nignore=gen\n[other]\ndisable=all\n"}, False),
    ],
)
def test_pylint_is_read_and_whether_it_finds_anything(files: dict[str, str], nothing: bool):
    found = one(files)
    assert (found.tool, [each.text for each in found.unlinted], bool(found.nothing)) == ("pylint", ["gen"], nothing)


def test_files_without_pylint_configure_none():
    assert linters(sources({"pyproject.toml": "[tool.x]\n", "setup.cfg": "[metadata]\n"})) == ()


@pytest.mark.parametrize(("pattern", "nothing"), [("'.*'", True), ("'gen/'", False)])
def test_black_is_read(pattern: str, nothing: bool):
    found = one({"pyproject.toml": f"[tool.black]\ntarget-version = ['py311', 'py312']\nforce-exclude = {pattern}\n"})
    assert (found.tool, found.target, bool(found.nothing)) == ("black", "py311,py312", nothing)


def test_the_project_has_them():
    assert [each.tool for each in project({"ruff.toml": RUFF}).lint] == ["ruff"]
