"""What tests are about, to go by their text: the contract, or the migrations."""

import re
from collections.abc import Iterator
from dataclasses import replace
from weakref import WeakKeyDictionary

from backendrepo.lazy import regex
from backendrepo.snapshot import Files
from backendrepo.tools.call import Call
from backendrepo.tools.reading import text_of
from backendrepo.tools.use import Kind, Use

MOST = 40
"""Test files that are read for one command and one kind."""

_TEST = regex(r"(?:^|/)(?:test_[^/]*|[^/]*_test|tests)\.py$")

_NAMED = {
    Kind.OPENAPI: regex(r"open_?-?api|swagger|contract|schema", re.IGNORECASE),
    Kind.MIGRATION_SMOKE: regex(r"migrat|alembic|schema", re.IGNORECASE),
}
"""Files worth reading."""

_READS = {
    Kind.OPENAPI: regex(
        r"\bschemathesis\b|\.openapi\(\)|\bopenapi[\w.-]*\.(?:json|ya?ml)\b|\bget_openapi\(|\bopenapi_spec_validator\b"
        r"|\bopenapi_core\b|\bSchemaGenerator\("
    ),
    Kind.MIGRATION_SMOKE: regex(
        r"\balembic\.(?:command|config|script)\b|\bfrom alembic\b|\bpytest_alembic\b|\bMigrationExecutor\b"
        r"|\bcall_command\(\s*[\"'](?:make)?migrat|\balembic[\"']?,?\s+[\"']?(?:upgrade|check)\b"
    ),
}
"""What a test that checks it says."""

_SELECTS = {
    Kind.OPENAPI: regex(r"open_?api|swagger|contract", re.IGNORECASE),
    Kind.MIGRATION_SMOKE: regex(r"migrat|alembic", re.IGNORECASE),
}
"""Markers and keywords that ask for it."""

_CALLED = {
    Kind.OPENAPI: regex(r"open_?api|swagger|api[_-]contract|^(?:test_)?contracts?(?:_tests)?(?:\.py)?$", re.IGNORECASE),
    Kind.MIGRATION_SMOKE: regex(r"migrat|alembic", re.IGNORECASE),
}
"""Files and folders that are called after it."""


def about(use: Use, call: Call) -> Iterator[Use]:
    """Yield a run of tests as the check that its tests are: by their text, or else by the name they are asked for."""
    for kind in _READS:
        if found := _files(use, call, kind):
            yield replace(use, kind=kind, files=tuple(found))
        elif name := _name(use, kind):
            yield replace(use, kind=kind, remark=f"`{name}` is taken for a test of it by its name")


def _name(use: Use, kind: Kind) -> str:
    """Return what the command asks for that is named for a kind: a file, a folder, a marker."""
    for select in use.select:
        if _SELECTS[kind].search(re.sub(r"\bnot\s+\w+", "", select)):
            return select
    return next((path for path in use.paths if _CALLED[kind].search(path.partition("::")[0].rpartition("/")[2])), "")


def _files(use: Use, call: Call, kind: Kind) -> list[str]:
    """Return the test files of a kind that run; with `-m` or `-k` only those that are named."""
    named = [path.partition("::")[0] for path in use.paths if ".py" in path]
    looked = named[:MOST] if named or use.select else list(_below(use, call, kind))
    return [path for path in looked if _READS[kind].search(text_of(call.files, path))]


def _below(use: Use, call: Call, kind: Kind) -> Iterator[str]:
    """Yield the files in the scope whose name makes them worth reading."""
    folders = tuple("" if path == "." else f"{path.rstrip('/')}/" for path in use.paths) or ("",)
    left = MOST
    for path in _named(call.files)[kind]:
        if left and path.startswith(folders):
            left -= 1
            yield path


_known: WeakKeyDictionary[Files, dict[Kind, list[str]]] = WeakKeyDictionary()


def _named(files: Files) -> dict[Kind, list[str]]:
    """Return the test files whose names make them worth reading; looked for once in a tree."""
    if files not in _known:
        tests = [path for path in files.glob("**/*.py") if _TEST.search(path)]
        _known[files] = {kind: list(filter(name.search, tests)) for kind, name in _NAMED.items()}
    return _known[files]
