"""What a gate looks at, from the root of the repository."""

from dataclasses import replace

import pytest
from tests.snapshots import Memory
from tests.tools.lines import commands, one

from backendrepo.tools import uses

TREE = {"src/app/main.py": "", "src/app/db.py": "", "tests/test_a.py": "", "tools.py": "", "web/src/a.ts": ""}


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("ruff check", (".",)),
        ("ruff check .", (".",)),
        ("ruff check src tests", ("src", "tests")),
        ("ruff check ./src/", ("src",)),
        ("ruff check src src", ("src",)),
        ("ruff check --config ruff.toml src", ("src",)),
        ("cd src && ruff check", ("src",)),
        ("cd src && ruff check app", ("src/app",)),
        ("cd web && npx eslint src", ("web/src",)),
        ("mypy", ()),
        ("cd src && mypy", ("src",)),
        ("mypy -p app", ("src/app",)),
        ("mypy -p app.db", ("src/app/db.py",)),
        ("mypy -m tools", ("tools.py",)),
        ("mypy -p gone", ("gone",)),
        ("mypy --python-version 3.12 src", ("src",)),
        ("pytest -n 4 -k name tests", ("tests",)),
        ("pytest -x tests", ("tests",)),
        ("pytest $GITHUB_WORKSPACE/tests", ("$GITHUB_WORKSPACE/tests",)),
        ("cd $(pwd)/src && pytest ..", (".",)),
        ("pytest $PWD/tests", ("tests",)),
        ("mypy $MYPY_ARGS src", ("src",)),
        ("coverage report --include=src/*,lib/*", ("src/*", "lib/*")),
        ("pip-audit -r requirements.txt", ()),
        ("pip-audit .", (".",)),
        ("uv audit --project api", ("api",)),
        ("npm --prefix web audit", ("web",)),
        ("eslint --unknown 7 src", ("web/src",)),
        ("eslint --unknown off src tests", ("src", "tests")),
        ("eslint --unknown 0", ()),
        ("eslint --unknown src", ("src",)),
        ("pytest --postgresql-user postgres", ()),
        ("pytest --unknown tests", ("tests",)),
        ("ruff check https://example.org/x", ("https://example.org/x",)),
    ],
)
def test_paths_are_told_from_the_root(line, paths):
    line = f"cd web && {line}" if paths == ("web/src",) and not line.startswith("cd") else line
    assert one(line, TREE).paths == paths


def test_paths_are_told_as_written_where_the_folder_is_not_known():
    (command,) = commands("ruff check src")
    (use,) = uses(replace(command, cwd=None), Memory({}))
    assert use.paths == ("src",)


@pytest.mark.parametrize(
    ("line", "excluded"),
    [
        ("ruff check --exclude migrations,tests", ("migrations", "tests")),
        ("mypy --exclude tests/ --exclude build src", ("tests/", "build")),
        ("pytest --ignore=tests/e2e", ("tests/e2e",)),
        ("black --check --extend-exclude 'a|b' .", ("a|b",)),
    ],
)
def test_what_is_left_out_by_option_is_told(line, excluded):
    assert one(line, TREE).excluded == excluded


@pytest.mark.parametrize(
    ("line", "files"),
    [
        ("pip-audit -r requirements.txt -r requirements/dev.txt", ("requirements.txt", "requirements/dev.txt")),
        ("cd api && pip-audit -r requirements.txt", ("api/requirements.txt",)),
        ("osv-scanner -L poetry.lock", ("poetry.lock",)),
        ("mypy --config-file mypy.ini", ("mypy.ini",)),
        ("safety check --file=requirements.txt", ("requirements.txt",)),
    ],
)
def test_what_is_read_by_option_is_told(line, files):
    assert one(line).files == files


def test_the_selection_of_tests_is_told_as_written():
    assert one('pytest -m "unit and not slow" -k name').select == ("-m unit and not slow", "-k name")


def test_words_that_only_a_run_could_tell_are_told():
    use = one("ruff check $(git ls-files) src")
    assert use.unresolved == ("$(…)",)
    assert use.paths == ("$(…)", "src")


@pytest.mark.parametrize(
    ("line", "paths", "image"),
    [
        ("trivy fs --exit-code 1 api", ("api",), ""),
        ("trivy fs --exit-code 1 --scanners vuln,secret .", (".",), ""),
        ("trivy image --exit-code 1 app:latest", (), "app:latest"),
        ("trivy sbom --exit-code 1 sbom.json", ("sbom.json",), ""),
        ("grype dir:api --fail-on high", ("api",), ""),
        ("grype . --fail-on high", (".",), ""),
        ("grype app:1 --fail-on high", (), "app:1"),
        ("grype --fail-on high", (), ""),
        ("docker run aquasec/trivy:0.60.0 fs --exit-code 1 /repo", ("/repo",), ""),
    ],
)
def test_a_scan_says_which_image_or_folder_it_looks_at(line, paths, image):
    use = one(line)
    assert (use.paths, use.image) == (paths, image)


def test_the_image_of_a_container_may_be_the_tool_without_a_word_of_its_own():
    assert one("docker run --rm rhysd/actionlint").tool == "actionlint"
    assert one("docker run --rm ghcr.io/google/osv-scanner@sha256:abc").tool == "osv-scanner"
