"""The shell reader: what is run, and what becomes of a failure; checked against bash itself on generated scripts."""

import shutil
import subprocess

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from backendrepo.shell import read
from backendrepo.shell.reader import LARGEST

SOFT = [
    ("lint || true", "|| true"),
    ("lint || echo failed", "|| echo failed"),
    ("lint || :; test", "|| :"),
    ("! lint", "negated"),
    ("lint | tee log", "not the last of a pipe"),
    ("if lint; then echo good; fi", "condition of an if"),
    ("while lint; do echo again; done", "condition of a loop"),
    ("lint & wait", "background"),
    ("lint; exit 0", "goes on"),
    ("lint; test", "goes on"),
    ("set +e\nlint\necho done", "goes on"),
    ("export X=$(lint)", "lost in a declaration"),
    ("echo $(lint)", "its result is not"),
    ("bash -c 'lint || true'", "|| true"),
    ("bash -c 'lint; test'", "goes on"),
    ("bash -c lint || true", "|| true"),
]
HARD = [
    "lint",
    "lint && echo good",
    "echo begin; lint",
    "lint || exit 1",
    "lint || { echo failed; exit 1; }",
    "lint || (echo failed && exit 2)",
    "if ! lint; then echo failed; exit 1; fi",
    "if lint; then :; else exit 1; fi",
    "set -e\nlint\necho done",
    "set -eo pipefail\nlint | tee log",
    "set -e -o pipefail; lint | tee log",
    "set -o errexit\nlint\ntest",
    "set +e\nlint\nrc=$?\nif [ $rc -ne 0 ]; then exit $rc; fi",
    "set +e\nlint\nrc=$?\nset -e\nexit $rc",
    "lint\nexit $?",
    "bash -ec 'lint; test'",
    "(cd svc && lint)",
    "{ lint; }",
    "for each in a b; do lint $each; done",
    "case $1 in all) lint;; esac",
    "X=$(lint)",
    "lint > log 2>&1",
]


def soft(script: str) -> str:
    """Return why a failure of `lint` does not count."""
    (found,) = [command for command in read(script) if command.program == "lint"]
    return found.soft


@pytest.mark.parametrize(("script", "why"), SOFT)
def test_a_failure_that_does_not_count_says_why(script: str, why: str):
    assert why in soft(script)


@pytest.mark.parametrize("script", HARD)
def test_a_failure_that_counts(script: str):
    assert soft(script) == ""


UNWRAPPED = {
    "uv run --group dev pytest -q": "pytest -q",
    "uv run -- ruff check .": "ruff check .",
    "poetry run python -m mypy src": "mypy src",
    "python3.12 -X dev -m pytest tests": "pytest tests",
    "python scripts/gate.py": "python scripts/gate.py",
    "python -m": "python -m",
    "python -V": "python -V",
    "env -u A B=1 C=2 tox -e lint": "tox -e lint",
    "env": "env",
    "sudo -u app timeout -k 5 60 make test": "make test",
    "time nice -n 5 make lint": "make lint",
    "coverage run --source app -m pytest tests": "pytest tests",
    "coverage run script.py": "coverage run script.py",
    "coverage report --fail-under=99": "coverage report --fail-under=99",
    "docker compose run --rm -e A=1 api pytest -q": "pytest -q",
    "docker-compose exec api ruff check": "ruff check",
    "docker build .": "docker build .",
    "npx --package x eslint .": "eslint .",
    "xargs -n 1 shellcheck": "shellcheck",
    "uvx --from x zizmor .": "zizmor .",
    "'/usr/bin/pytest' \"a b\" c'd'e\\ f": "/usr/bin/pytest a b cde f",
    "pytest --cov-fail-under=${FLOOR} $'a'": "pytest --cov-fail-under=\ufffd a",
    "A=1 B=$(c) make test": "make test",
    'make "$TARGET" $((1 + 2))': "make \ufffd \ufffd",
}


@pytest.mark.parametrize(("script", "words"), UNWRAPPED.items())
def test_what_is_run_in_the_end_counts(script: str, words: str):
    assert " ".join(read(script)[-1].words) == words


def test_lines_and_texts_lead_to_the_place():
    script = "# first\nset -e\nif true; then\n  make lint\nfi\nbash -c 'make test'\n"
    places = [(command.line, " ".join(command.words)) for command in read(script, first_line=10)]
    assert places == [(11, "set -e"), (12, "true"), (13, "make lint"), (15, "make test")]


def test_a_function_counts_where_it_is_called_and_a_heredoc_is_no_command():
    assert [command.words for command in read("f() { inner; }\ncat <<EOT\nmake lint\nEOT\n")] == [("cat",)]


@pytest.mark.parametrize(
    "script",
    ["", "$(" * 5000, "a && " * 5000, "((((", "\0", "'", "if", "{" * 3000, "x" * (LARGEST + 10), "`" * 999, "|" * 99],
)
def test_hostile_text_is_read_in_bounds(script: str):
    read(script)


@given(st.text(max_size=300))
def test_any_text_is_read(script: str):
    for command in read(script):
        assert command.line >= 1


# Against bash itself: `c N` fails where FAIL is N; a failure counts exactly where bash says so.

BASH = shutil.which("bash")
COUNT = 'c() { echo $1 >&2; [ $1 != "$FAIL" ]; }\n'


def _numbered(template: str) -> str:
    parts = template.split("@")
    return "".join(f"{part}c {number}" if number < len(parts) - 1 else part for number, part in enumerate(parts))


simple = st.just("@")
scripts = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds("{} && {}".format, inner, simple),
        st.builds("{{ {}; }} || true".format, inner),
        st.builds("{{ {}; }} || {{ @; exit 1; }}".format, inner),
        st.builds("! {}".format, simple),  # the grammar misreads `! {`
        st.builds("{{ {}; }} | {{ {}; }}".format, inner, inner),
        st.builds("if {}; then {}; fi".format, inner, inner),
        st.builds("if ! {}; then exit 1; fi".format, simple),
        st.builds("( {}; {} )".format, inner, inner),
        st.builds("{{ {}\n{}\n}}".format, inner, inner),
        st.builds("for i in 1; do {}; done".format, inner),
        st.builds("x=$( {} )".format, inner),
        st.builds("set +e\n{}\nset -e".format, inner),
        st.builds("set -o pipefail\n{}".format, inner),
        st.builds("{}\n{}".format, inner, inner),
    ),
    max_leaves=6,
).map(_numbered)


def run_bash(script: str, errexit: bool, fail: int) -> tuple[int, set[int]]:
    """Run a script of this test's own; return its result, and which commands ran."""
    command = [str(BASH), *(["-e"] if errexit else []), "-c", COUNT + script]
    ran = subprocess.run(
        command, env={"FAIL": str(fail), "PATH": ""}, capture_output=True, text=True, timeout=10, check=False
    )
    return ran.returncode, {int(line) for line in ran.stderr.split() if line.isdigit()}


@pytest.mark.skipif(not BASH, reason="bash is not installed")
@settings(max_examples=60)
@given(scripts, st.booleans())
def test_softness_is_what_bash_makes_of_it(script: str, errexit: bool):
    result, ran = run_bash(script, errexit, fail=-1)
    if result:  # a negation fails of itself
        return
    for command in read(script, errexit=errexit):
        if command.words[0] == "c" and int(command.words[1]) in ran:
            failed, _ = run_bash(script, errexit, fail=int(command.words[1]))
            assert bool(failed) == (command.soft == ""), f"{script!r}: {command}"
