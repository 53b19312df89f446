import pytest
from tests.snapshots import snapshot

from backendrepo.manifests import Manifests, ecosystems, read
from backendrepo.manifests.text import strings

PROJECT = """[project]
name = "payments"
dependencies = ["flask>=3", "jinja2==3.1 ; python_version < '3.12'"]
[project.optional-dependencies]
all = ["payments[x]"]
x = ["broken ="]
[dependency-groups]
dev = ["pytest", {include-group = "x"}]
"""
POETRY = """[tool.poetry.dependencies]
python = "^3.11"
flask = "^3"
jinja2 = "==3.1"
markupsafe = { version = "2.1", extras = ["x"] }
own = { path = "../own" }
forked = { git = "https://github.com/a/b" }
[tool.poetry.group.dev.dependencies]
pytest = "*"
"""


def manifests(files: dict[str, str | bytes]) -> Manifests:
    return read(snapshot(files).files)


def told(known: Manifests) -> dict[str, list[str]]:
    return {each.path: [str(one) for one in each.dependencies] for each in known.all}


def test_ranges_of_a_pyproject_are_open_without_a_lock():
    known = manifests({"pyproject.toml": PROJECT})
    assert [(str(each), each.place.line, each.pinned) for each in known.dependencies] == [
        ("flask", 3, False),
        ("jinja2 3.1", 3, True),
        ("pytest", 8, False),
    ]
    assert [(each.what, str(each.place)) for each in known.problems] == [
        ("`broken =` is no requirement", "pyproject.toml:6")
    ]


def test_poetrys_own_tables_are_read():
    known = manifests({"pyproject.toml": POETRY})
    assert [(str(each), each.place.line, each.why.partition(",")[0]) for each in known.dependencies] == [
        ("flask", 3, "`flask = ^3` is not pinned to one version"),
        ("jinja2 3.1", 4, ""),
        ("markupsafe 2.1", 5, ""),
        ("forked", 7, "it comes from git"),
        ("pytest", 9, "`pytest = *` is not pinned to one version"),
    ]


@pytest.mark.parametrize("lock", ["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"])
def test_a_lock_has_the_versions_of_what_is_declared_beside_and_below_it(lock: str):
    project = PROJECT.replace('x = ["broken ="]', "")
    known = manifests({"pyproject.toml": project, "packages/a/pyproject.toml": project, lock: ""})
    assert known.dependencies == ()
    assert manifests({"pyproject.toml": project, f"other/{lock}": ""}).dependencies != ()


def test_compiled_requirements_have_the_versions_of_what_is_declared():
    project = PROJECT.replace('x = ["broken ="]', "")
    known = manifests({"pyproject.toml": project, "requirements/dev.txt": "flask==3\njinja2==3.1\npytest==8"})
    assert told(known) == {"pyproject.toml": [], "requirements/dev.txt": ["flask 3", "jinja2 3.1", "pytest 8"]}


def test_what_requirements_are_compiled_from_counts_only_without_its_result():
    files = {
        "requirements/source/a.in": "flask\ndjango",
        "requirements/built/a.txt": "flask==3",
        "requirements.in": "x",
    }
    assert told(manifests({**files, "requirements.txt": "x==1"})) == {
        "requirements.txt": ["x 1"],
        "requirements/built/a.txt": ["flask 3"],
        "requirements/source/a.in": ["django"],
    }


@pytest.mark.parametrize(
    "path",
    [
        "node_modules/a/package-lock.json",
        "vendor/requirements.txt",
        "tests/fixtures/uv.lock",
        "{{cookiecutter.x}}/uv.lock",
    ],
)
def test_what_others_wrote_or_tests_look_at_is_left_aside(path: str):
    assert manifests({path: "nonsense"}).all == ()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"yarn.lock": "x"}, "locks of Yarn are not read here"),
        ({"package.json": '{"dependencies": {"a": "1"}}'}, "it has no lock beside it"),
        ({"Pipfile": "x"}, "it has no Pipfile.lock beside it"),
        ({"setup.py": "setup(install_requires=['a'])"}, "only known by running it"),
        ({"setup.cfg": "[options]\ninstall_requires = a"}, "no lock or requirements file"),
        ({"setup.py": b"\0"}, "only known by running it"),
        ({"service/pom.xml": "x"}, "Maven's files are not read here"),
    ],
)
def test_a_manifest_that_is_not_read_is_named(files: dict[str, str | bytes], says: str):
    (problem,) = manifests(files).problems
    assert says in problem.what


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": '{"name": "a"}'},
        {"package.json": '{"dependencies": {}}', "yarn/x": ""},
        {"setup.py": "setup()"},
        {"setup.py": "setup(install_requires=[])", "requirements.txt": "a==1"},
        {"package.json": '{"dependencies": {"a": "1"}}', "package-lock.json": "{}"},
        {"packages/a/package.json": '{"dependencies": {"a": "1"}}', "package-lock.json": "{}"},
    ],
)
def test_one_that_says_nothing_or_has_its_lock_is_not(files: dict[str, str | bytes]):
    assert [each for each in manifests(files).problems if "dependencies" not in files.get("package.json", "")] == []


def test_a_lock_that_cannot_be_read_is_told_and_the_others_are_read():
    known = manifests({"a/uv.lock": b"\0", "b/requirements.txt": "a==1"})
    assert [str(each) for each in known.dependencies] == ["a 1"]
    assert [each.what for each in known.problems] == ["a/uv.lock is no text"]


@pytest.mark.parametrize("name", ["go.sum", "requirements.txt"])
def test_a_million_manifests_are_bounded_and_told(name: str):
    known = manifests({f"{number:04}/{name}": "" for number in range(303)})
    assert [(str(each.place), each.what) for each in known.problems] == [
        (f"0300/{name}", "it and 2 more are not read: there are too many")
    ]


def test_all_manifests_together_are_bounded():
    known = manifests({f"{number:02}/requirements.txt": "#" * 2_000_000 for number in range(13)})
    assert [each.what for each in known.problems] == [
        "12/requirements.txt is not read: the manifests before it have 24 MiB"
    ]


def test_ecosystems_are_shown_by_their_first_manifest():
    files = {"b/go.sum": "", "a/go.sum": "", "c/pyproject.toml": "dependencies", "yarn.lock": "", "x.py": ""}
    assert {name: each.path for name, each in ecosystems(snapshot(files).files).items()} == {
        "Go": "a/go.sum",
        "PyPI": "c/pyproject.toml",
        "npm": "yarn.lock",
    }
    assert ecosystems(snapshot({"pyproject.toml": "[tool.ruff]"}).files) == {}


def test_a_pyproject_for_tools_only_is_no_manifest():
    assert manifests({"pyproject.toml": "[tool.ruff]\nline-length = 120"}).all == ()


def test_strings_are_found_in_a_line_that_never_closes_one():
    assert strings('a = "x"\nb = \'y\' "\\"" "open') == {"x": 1, "y": 2, '\\"': 2, "ope": 2}
