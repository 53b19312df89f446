"""Any text is read to an end, within counted bounds: no exception, and an honest word on what was not read."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from backendrepo.shell import read
from backendrepo.shell.interpreter import LARGEST, MOST_PROBLEMS, MOST_STEPS
from backendrepo.shell.ledger import MOST_COMMANDS

N = 100_000
DEEP = "it is nested too deeply"
MUCH = "it does too much"
LONG = "only its first 256 KiB"
BRACKET = "\\( "
TOKENS = "only its beginning is read"

PROBLEMS = {
    "parentheses": ("(" * N, DEEP),
    "substitutions": ("$(" * N, DEEP),
    "arithmetic": ("$((" * N, DEEP),
    "quoted substitutions": ('"$(' * N, DEEP),
    "parameters": ("${a:-" * N, DEEP),
    "groups": ("{ " * N, DEEP),
    "conditions": ("if " * N, DEEP),
    "loops": ("while a; do " * N, DEEP),
    "functions": ("f() " * N, DEEP),
    "arrays": ("a=(" * N, DEEP),
    "process substitutions": ("<(" * N, DEEP),
    "backticks in backticks": ("`" + "\\`" * 9000, "a backtick is not closed"),
    "arms of a case": ("case $a in x) " * N, DEEP),
    "one quote": ("'" + "a" * N, "a single quote is not closed"),
    "one double quote": ('"' + "a" * N, '" is missing'),
    "one backtick": ("`a", "a backtick is not closed"),
    "a quote of ANSI": ("$'a\\", "a single quote is not closed"),
    "an extended pattern": ("a@(b", ") is missing"),
    "an array": ("a=(b", ") is missing"),
    "here-documents": ("cat <<A\n" * N, "the here-document A does not end"),
    "a here-document of substitutions": (f"cat <<A\n{'$(' * N}\nA\n", DEEP),
    "a here-document without a name": ("cat <<\nA\n", ""),
    "a word of a megabyte": ("x " + "a" * 1_000_000, LONG),
    "words of a megabyte": ("x " + "a " * 500_000, LONG),
    "statements": ("a\n" * N, TOKENS),
    "a chain": ("a && " * 7000 + "b", MUCH),
    "a pipe": ("a | " * 7000 + "b", MUCH),
    "commands": ("".join(f"a{n};" for n in range(MOST_COMMANDS + 1)), "it runs too many commands"),
    "loops in loops": ("for i in 1 2 3 4 5 6 7 8 9; do " * 5 + "x $i" + "; done" * 5, MUCH),
    "a loop without end": ("while true; do while true; do while true; do x; y; z; done; done; done", MUCH),
    "arms": ("".join(f"case $a in {''.join(f'{n}) x;; ' for n in range(900))}esac;" for _ in range(9)), MUCH),
    "a function that calls itself": ("f() { f; f; }; f", "it is nested too deeply to be followed"),
    "functions that call each other": ("f() { g; }; g() { f; x; }; f", "it is nested too deeply to be followed"),
    "functions that double": ("".join(f"f{n}() {{ f{n + 1}; f{n + 1}; }}\n" for n in range(30)) + "f0", MUCH),
    "a fork bomb": (":(){ :|:& };:", "it is nested too deeply to be followed"),
    "eval of itself": ("x='eval \"$x\"'; eval \"$x\"", "it is nested too deeply to be followed"),
    "words that double": ("a=x;" + "a=$a$a;" * 13 + ("x " + "$a" + ";") * 300, MUCH),
    "stray operators": ("&& | ;; ) }", "a command is missing before &&"),
    "a stray end": ("a; fi", "fi closes nothing"),
    "a stray arm": ("$(a;; b)", ";; closes nothing"),
    "no end": ("if a; then b", "fi is missing"),
}  # fmt: skip

QUIET = {
    "braces": "a {1..99999}{1..99999}",
    "nulls": "\0" * N + "a\0b",
    "carriage returns": "set -e\r\nlint\r\nif a; then\r\nb\r\nfi\r\n",
    "marks": "\ue000\ue001 x \ue000 \ue003",
    "surrogates": "\ud800 \udfff x",
    "functions with growing arguments": 'f() { [ $# -gt 9 ] || f "$@" "$@"; }; f a b',
    "a long shift": "shift 99999999999999999999; break 99999999999; exit 99999999999999999999999",
    "patterns": f"case {'a' * 3000} in {'*a' * 3000}b) x;; {'[' * 3000}) y;; esac",
    "conditions": f"[[ {'a || ' * 900}b ]]; [ {BRACKET * 40}a ]; [[ {'! ' * 45}a ]]",
    "closed parentheses": "(" * N + ")" * N,
    "an expression": f"(( {'1+' * 9000} )); x $(( {' ' * 9000}y ))",
    "exports": "".join(f"export v{n}=x\n" for n in range(2000)) + "x",
    "traps in traps": "trap 'trap \"exit 1\" EXIT; x' EXIT",
    "jobs": "a & " * 200 + "wait $!",
    "options": f"uv run {'--with x ' * 9000}pytest",
    "jumps": "break; continue; return; shift; wait; popd; trap; set; unset; export; cd; read; let; eval; exec; [ ]",
}


@pytest.mark.parametrize(("script", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_not_read_to_its_end_says_so(script: str, problem: str) -> None:
    told = read(script).problems
    assert any(each.text.startswith(problem) for each in told) == bool(problem)
    assert len(told) <= MOST_PROBLEMS


@pytest.mark.parametrize("script", QUIET.values(), ids=QUIET)
def test_what_looks_frightening_and_is_small_is_read_whole(script: str) -> None:
    assert read(script).problems == ()


def test_many_negative_tests_cost_no_more_than_a_few_walks() -> None:
    script = "".join(f"! a{n} || exit 1\n" for n in range(MOST_STEPS // 4))
    assert len(read(script).commands) == MOST_STEPS // 4


def test_line_ends_of_windows_are_line_ends() -> None:
    lint, a, b = read(QUIET["carriage returns"])
    assert (lint.gates, a.soft is not None, str(b.guard)) == (True, True, ":3")


def test_scripts_that_source_and_run_each_other_end() -> None:
    files = {"a.sh": ". ./b.sh\nx", "b.sh": ". ./a.sh; bash a.sh; y"}
    assert {each.program for each in read(". ./a.sh", scripts=files.get)} >= {"x", "y"}


def test_scripts_that_run_many_end() -> None:
    files = {"a.sh": "bash b.sh\n" * 100, "b.sh": "bash c.sh\n" * 100, "c.sh": "x\n" * 100}
    assert any(each.text.startswith(MUCH) for each in read("bash a.sh\n" * 100, scripts=files.get).problems)


def test_large_scripts_are_read_up_to_a_sum() -> None:
    files = {f"{n}.sh": f"x{n} " + "a" * (LARGEST - 9) for n in range(20)}
    assert any(
        each.text.startswith(MUCH) for each in read("".join(f"bash {f}\n" for f in files), scripts=files.get).problems
    )


HOSTILE_PYTHON = {
    "calls": "import subprocess\n" + "subprocess.run(['x', 'y'])\n" * 9000,
    "nested": "def f():\n" + "".join(" " * n + "if x:\n" for n in range(1, 90)) + " " * 90 + "f()\nf()",
    "wide": "def f():\n  " + "x(1);" * 9000 + "\n" + "f()\n" * 2000,
    "operators": "-" * 9000 + "1",
    "attributes": "a" + ".b" * 9000,
    "mutual": "def f():\n  g(); g()\ndef g():\n  f(); f()\nf()",
}


@pytest.mark.parametrize("text", HOSTILE_PYTHON.values(), ids=HOSTILE_PYTHON)
def test_hostile_scripts_of_python_end(text: str) -> None:
    assert read("python a.py\n" * 50, scripts={"a.py": text}.get).commands[-1].argv == ("python", "a.py")


TOKENS_OF_SHELL = """
if then else elif fi for i in do done while until case esac { } ( ) (( )) [[ ]] [ ] && || | & ; ;; ;& ;;& ! $( $(( ` ' "
$' ${ ${a:- << <<- EOF < > >& <( a b= c x=1 $x $? $! $@ set -e +e exit 0 return break continue trap EXIT wait eval bash
-c f () function f(){ a=( * ? @( \\ # local export time exec shift test -eq =~ ${{ uv run sudo env docker find -exec
python -m x.py . a.sh command cd .. $(pwd) declare let n++ %% := :+ pushd popd [^ ~ = 2>&1 coproc \0 \ue000
"""
PIECES = [*TOKENS_OF_SHELL.split(), "\n", "\nEOF\n", "\\\n", "\t", "\r\n"]
FILES = {"a.sh": ". ./a.sh; bash a.sh; x", "x.py": "import os\nos.system('a b')\nos.system(x)"}


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join) | st.text(max_size=200), st.booleans())
def test_any_text_is_read(script: str, errexit: bool) -> None:
    lines = script.count("\n") + 1
    for command in read(script, errexit=errexit, scripts=FILES.get):
        assert command.argv
        assert 1 <= command.place.line <= (1 if command.place.path else lines) + 2
