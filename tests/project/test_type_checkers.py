"""What type checkers are configured to look at, and to let pass."""

import pytest
from tests.project.reading import project, sources

from backendrepo.project import TypeChecker
from backendrepo.project.type_checkers import type_checkers

PYPROJECT = """[tool.mypy]
files = ["src", "tests/*.py"]
exclude = ["^gen/", "x"]
python_version = "3.11"
follow_imports = "skip"
[[tool.mypy.overrides]]
module = ["payments.legacy.*", "tests.*"]
ignore_errors = true
[[tool.mypy.overrides]]
module = "boto3"
ignore_missing_imports = true
"""
INI = """[mypy]
packages = payments, refunds
modules = tool
follow_imports = silent
[mypy-payments.legacy.*,tests.*]
ignore_errors = True
"""


def one(files: dict[str, str]) -> TypeChecker:
    (found,) = type_checkers(sources(files))
    return found


def test_the_scope_of_mypy_is_read_from_pyproject():
    found = one({"api/pyproject.toml": PYPROJECT})
    assert (found.paths, found.packages, found.scoped) == (("api/src", "api/tests/*.py"), (), True)
    assert (found.excluded, found.excluded_at and found.excluded_at.line) == (("^gen/", "x"), 3)
    assert (found.python, found.python_at and found.python_at.line, found.folder) == ("3.11", 4, "api")
    assert [(each.place.line, each.modules) for each in found.lenient] == [
        (5, ()),
        (8, ("payments.legacy.*", "tests.*")),
    ]
    assert "leaves out what is imported" in found.lenient[0].what


def test_the_scope_of_mypy_is_read_from_its_own_file():
    found = one({"mypy.ini": INI})
    assert (found.paths, found.packages, found.modules) == ((), ("payments", "refunds"), ("tool",))
    assert [(each.place.line, each.modules) for each in found.lenient] == [
        (4, ()),
        (6, ("payments.legacy.*", "tests.*")),
    ]
    assert "lets errors pass in what is imported" in found.lenient[0].what
    assert found.excluded_at is None


@pytest.mark.parametrize(
    ("modules", "package", "expected"),
    [
        ((), "payments", True),
        (("payments",), "payments", True),
        (("payments.*",), "payments", True),
        (("payments.legacy.*",), "payments", True),
        (("*",), "payments", True),
        (("boto3.*", "paymentsx"), "payments", False),
    ],
)
def test_what_is_let_pass_concerns_a_package_or_not(modules: tuple[str, ...], package: str, expected: bool):
    text = "[mypy]\nignore_errors = true\n" if not modules else f"[mypy-{','.join(modules)}]\nignore_errors = true\n"
    assert one({"mypy.ini": text}).lenient[0].concerns(package) is expected


def test_mypy_takes_its_own_file_first():
    files = {"mypy.ini": INI, "pyproject.toml": PYPROJECT, "a/setup.cfg": "[mypy]\nfiles = x\n", "b/setup.cfg": "[x]\n"}
    assert [each.place.path for each in type_checkers(sources(files))] == ["mypy.ini", "a/setup.cfg"]


def test_a_file_of_mypy_that_cannot_be_read_says_why():
    found = one({"mypy.ini": "broken"})
    assert found.problem
    assert (found.problem.text, found.scoped) == ("no section stands before it", False)
    assert one({".mypy.ini": "[mypy-a]\n"}).problem is None


def test_pyright_is_read_from_json_with_comments():
    text = """{
  // the scope
  "include": ["src", "./app"], /* and
  more */
  "exclude": ["**/gen"],
  "ignore": ["src/legacy"],
  "pythonVersion": "3.11",
  "typeCheckingMode": "off",
}"""
    found = one({"api/pyrightconfig.json": text})
    assert (found.tool, found.paths, found.excluded) == ("pyright", ("api/src", "api/app"), ("**/gen",))
    assert (found.python, found.python_at and found.python_at.line) == ("3.11", 7)
    assert [(each.place.line, each.modules) for each in found.lenient] == [(8, ()), (6, ("legacy",))]


@pytest.mark.parametrize("text", ["[1]", "{", "[" * 100_000, '{"include": 1' + "9" * 5000 + "}"])
def test_json_that_is_no_object_configures_nothing(text: str):
    assert type_checkers(sources({"pyrightconfig.json": text})) == ()


def test_pyright_and_ty_are_read_from_pyproject():
    text = """[tool.basedpyright]
include = ["src"]
[tool.ty.src]
include = ["app"]
exclude = ["app/gen"]
[tool.ty.environment]
python-version = "3.12"
"""
    basedpyright, ty = type_checkers(sources({"pyproject.toml": text}))
    assert (basedpyright.tool, basedpyright.paths, basedpyright.excluded_at) == ("basedpyright", ("src",), None)
    assert (ty.tool, ty.paths, ty.excluded, ty.python, ty.python_at and ty.python_at.line) == (
        "ty",
        ("app",),
        ("app/gen",),
        "3.12",
        7,
    )


def test_ty_is_read_from_its_own_file():
    source = one({"ty.toml": "[src]\ninclude = ['app']\n"})
    environment = one({"ty.toml": "[environment]\npython-version = '3.11'\n"})
    assert (source.paths, source.python, source.excluded_at) == (("app",), "", None)
    assert (environment.paths, environment.python, environment.excluded_at) == ((), "3.11", None)


@pytest.mark.parametrize(
    ("files", "pattern"),
    [
        ({"a/mypy.ini": "[mypy]\nexclude = ^src/\n"}, "^src/"),
        ({"a/mypy.ini": "[mypy]\nexclude = ^a/src/\n"}, ""),
        ({"a/pyrightconfig.json": '{"exclude": ["tests", "./src"]}'}, "./src"),
        ({"a/pyrightconfig.json": '{"exclude": ["payments"]}'}, ""),
        ({"a/ty.toml": "[src]\nexclude = ['payments']\n"}, "payments"),
        ({"ty.toml": "[src]\nexclude = ['a/src/*']\n"}, "a/src/*"),
    ],
)
def test_a_file_that_is_left_out_is_told_with_the_pattern_as_it_is_written(files: dict[str, str], pattern: str):
    (found,) = type_checkers(sources(files))
    assert found.leaves_out("a/src/payments/module.py") == pattern


def test_the_project_has_them():
    assert [each.tool for each in project({"mypy.ini": INI}).typing] == ["mypy"]
