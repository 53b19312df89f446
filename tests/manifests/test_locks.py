import json
from typing import Any

import pytest
from tests.snapshots import snapshot

from backendrepo.manifests import Dependency, Manifests, read
from backendrepo.manifests.indexes import NPM_HOST, PYPI_HOSTS

HOSTILE = {
    "no TOML": "[[package]\n",
    "nested too deeply": "a = " + "[" * 5000,
    "more than 200 dots": "a." * 300 + "a = 1",
}
HOSTILE_JSON = {"no JSON": "{", "nested too deeply": "[" * 200_000, "no object": "[]"}

PYPI = PYPI_HOSTS[0]


def one(path: str, text: str) -> Manifests:
    return read(snapshot({path: text}).files)


def seen(known: Manifests) -> list[tuple[str, str | None, int, str, str]]:
    return [
        (each.name, each.version, each.place.line, each.index, each.why.partition(",")[0])
        for each in known.dependencies
    ]


UV = """version = 1
[[package]]
name = "Flask_Login"
version = "1.0"
source = { registry = "PYPI/legacy" }

[[package]]
name = "mirrored"
version = "2.0"
source = { registry = "https://me:secret@pypi.example.com/packages/" }

[[package]]
name = "own"
version = "0.1"
source = { editable = "." }

[[package]]
name = "forked"
version = "3.0"
source = { git = "https://github.com/a/b" }

[[package]]
name = "wheel"
version = "4.0"
source = { url = "https://example.com/w.whl" }

[[package]]
name = "dynamic"
source = { registry = "PYPI/legacy" }
""".replace("PYPI/", PYPI)
POETRY = """[[package]]
name = "flask"
version = "3.0"
markers = "python_version < '3.12'"

[[package]]
name = "mirrored"
version = "2.0"
[package.source]
type = "legacy"
url = "https://pypi.example.com/packages"

[[package]]
name = "own"
version = "0.1"
[package.source]
type = "directory"
url = "../own"

[[package]]
name = "forked"
version = "3.0"
[package.source]
type = "git"
url = "https://github.com/a/b"
"""
PDM = """[[package]]
name = "flask"
version = "3.0"

[[package]]
name = "own"
version = "0.1"
path = "./own"

[[package]]
name = "built"
version = "1"
path = "./built.whl"

[[package]]
name = "forked"
version = "3.0"
git = "https://github.com/a/b"
"""
PYLOCK = """lock-version = "1.0"
[[packages]]
name = "flask"
version = "3.0"
marker = "python_version < '3.12'"
index = "PYPI/legacy"

[[packages]]
name = "own"
[packages.directory]
path = "."

[[packages]]
name = "forked"
[packages.vcs]
type = "git"

[[packages]]
name = "archived"
[packages.archive]
path = "a.zip"
""".replace("PYPI/", PYPI)
GIT = ("it comes from git",)
FILE = "it comes from an address or a file instead of an index"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "uv.lock",
            UV,
            [
                ("flask-login", "1.0", 3, "", ""),
                ("mirrored", "2.0", 8, "https://pypi.example.com", ""),
                ("forked", "3.0", 18, "", "it comes from git"),
                ("wheel", "4.0", 23, "", FILE),
                ("dynamic", None, 28, "", "the lock names no version of it"),
            ],
        ),
        (
            "poetry.lock",
            POETRY,
            [
                ("flask", "3.0", 2, "", ""),
                ("mirrored", "2.0", 7, "https://pypi.example.com", ""),
                ("forked", "3.0", 21, "", "it comes from git"),
            ],
        ),
        (
            "pdm.lock",
            PDM,
            [("flask", "3.0", 2, "", ""), ("built", "1", 11, "", FILE), ("forked", "3.0", 16, "", "it comes from git")],
        ),
        (
            "pylock.dev.toml",
            PYLOCK,
            [
                ("flask", "3.0", 3, "", ""),
                ("forked", None, 14, "", "it comes from git"),
                ("archived", None, 19, "", FILE),
            ],
        ),
    ],
)
def test_each_lock_gives_names_versions_and_places(path: str, text: str, expected: list[Any]):
    assert seen(one(path, text)) == expected
    assert "secret" not in repr(one(path, text))


@pytest.mark.parametrize("path", ["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "pyproject.toml"])
@pytest.mark.parametrize("says", HOSTILE)
def test_what_is_no_lock_is_told(path: str, says: str):
    (problem,) = one(path, HOSTILE[says]).problems
    assert (says in problem.what, problem.place.path) == (True, path)


def test_a_package_without_a_name_is_told():
    (problem,) = one("uv.lock", "[[package]]\nversion = '1'").problems
    assert (problem.what, problem.place.line) == ("a package has no name", 1)


@pytest.mark.parametrize("text", ["package = 7", "package = [7]", "[package]\nname = 'x'", ""])
def test_a_lock_of_another_shape_has_nothing(text: str):
    assert one("uv.lock", text).dependencies == ()


def test_a_header_within_a_string_moves_no_line():
    text = (
        'a = """\n[[package]]\n"""\n[[package]]\nname = "flask"\nversion = "1"\nsource = {registry = "PYPI/"}'.replace(
            "PYPI/", PYPI
        )
    )
    assert seen(one("uv.lock", text)) == [("flask", "1", 0, "", "")]


def test_other_tables_beside_the_packages_move_no_line():
    text = '[[manifest]]\na = 1\n[[package]]\nname = "flask"\nversion = "1"\nsource = {registry = "PYPI/"}'.replace(
        "PYPI/", PYPI
    )
    assert seen(one("uv.lock", text)) == [("flask", "1", 4, "", "")]


def test_a_name_further_down_leaves_the_line_of_the_header():
    text = '[[package]]\nversion = "1"\na = 1\nb = 1\nname = "flask"\nsource = { registry = "PYPI/" }'.replace(
        "PYPI/", PYPI
    )
    assert seen(one("uv.lock", text)) == [("flask", "1", 1, "", "")]


PIPFILE = {
    "_meta": {
        "sources": [
            {"name": "pypi", "url": f"{PYPI}legacy"},
            {"name": "own", "url": "https://p.example.com/x"},
        ]
    },
    "default": {
        "flask": {"version": "==3.0", "index": "pypi", "markers": "python_version < '3'"},
        "mirrored": {"version": "==1", "index": "own"},
        "own": {"path": ".", "editable": True},
        "forked": {"git": "https://github.com/a/b"},
        "archived": {"file": "https://example.com/a.zip"},
        "open": {"version": "*"},
    },
    "develop": {"pytest": {"version": "==8"}, "odd": 7},
}


def test_pipfile_lock_has_both_groups():
    known = seen(one("Pipfile.lock", json.dumps(PIPFILE, indent=1)))
    assert [(name, version, index, why) for name, version, _, index, why in known] == [
        ("flask", "3.0", "", ""),
        ("mirrored", "1", "https://p.example.com", ""),
        ("forked", None, "", "it comes from git"),
        ("archived", None, "", "it comes from an address instead of an index"),
        ("open", None, "", "the lock names no version of it"),
        ("pytest", "8", "", ""),
        ("odd", None, "", "the lock names no version of it"),
    ]
    assert known[0][2] == 15


V3 = {
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "own"},
        "packages/a": {"version": "1"},
        "node_modules/a": {"link": True, "resolved": "packages/a"},
        "node_modules/left": {"version": "1.0", "resolved": f"{NPM_HOST}left/-/left-1.0.tgz"},
        "node_modules/left/node_modules/@s/right": {"version": "2.0"},
        "node_modules/alias": {"name": "real", "version": "3.0", "resolved": "https://npm.example.com/real.tgz"},
        "node_modules/git": {"version": "1.0", "resolved": "git+ssh://git@github.com/a/b.git#abc"},
        "node_modules/odd": 7,
    },
}
V1 = {
    "dependencies": {
        "left": {"version": "1.0", "dependencies": {"right": {"version": "2.0"}}},
        "f": {"version": "file:x"},
    }
}


@pytest.mark.parametrize(
    ("lock", "expected"),
    [
        (
            V3,
            [
                ("left", "1.0", "", ""),
                ("@s/right", "2.0", "", ""),
                ("real", "3.0", "npm.example.com", ""),
                ("git", "1.0", "", "it comes from git"),
                ("odd", None, "", "the lock names no version of it"),
            ],
        ),
        (V1, [("left", "1.0", "", ""), ("f", "file:x", "", "it comes from git"), ("right", "2.0", "", "")]),
        ({"packages": 7}, []),
    ],
)
def test_package_lock_is_read_in_each_version(lock: dict[str, Any], expected: list[Any]):
    known = one("package-lock.json", json.dumps(lock, indent=1))
    assert [(name, version, index, why) for name, version, _, index, why in seen(known)] == expected
    assert all(each.place.line for each in known.dependencies)


@pytest.mark.parametrize("path", ["Pipfile.lock", "package-lock.json"])
@pytest.mark.parametrize("says", HOSTILE_JSON)
def test_what_is_no_json_lock_is_told(path: str, says: str):
    (problem,) = one(path, HOSTILE_JSON[says]).problems
    assert says in problem.what


def test_go_sum_has_the_highest_version_of_what_is_built():
    text = "a.com/x v1.0.0 h1:a=\na.com/x v1.0.0/go.mod h1:b=\na.com/x v1.1.0 h1:c=\n\na.com/y v2.0.0/go.mod h1:d=\n"
    assert seen(one("go.sum", text)) == [("a.com/x", "v1.1.0", 3, "", "")]
    (problem,) = one("go.sum", "nonsense\nmore nonsense\n").problems
    assert problem.what == "`nonsense` is no line of a go.sum"


def test_a_dependency_tells_name_and_version():
    (dependency,) = one("go.sum", "a.com/x v1.0.0 h1:a=").dependencies
    assert isinstance(dependency, Dependency)
    assert str(dependency) == "a.com/x v1.0.0"
