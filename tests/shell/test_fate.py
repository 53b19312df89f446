"""What becomes of a failure: of `lint` in each script, it fails the script, or something keeps it from that."""

import pytest

from backendrepo.shell import Command, Swallowed, read

HARD = [
    "lint",
    "lint && echo good",
    "setsid lint",
    "set -e; trap 'echo failed' ERR; lint; echo done",
    "set -e; trap 'exit 1' ERR; lint; echo done",
    "set -e; trap 'exit 0' ERR; trap - ERR; lint",
    "shopt -so errexit; lint; echo done",
    "shopt -so pipefail; lint | tee log",
    "shopt -s globstar; lint",
    "docker run --rm image lint",
    "docker run --detach=false image lint",
    "docker run -v d:/d image lint -d",
    "docker compose run --rm web lint --detach",
    "echo begin; lint",
    "lint || exit 1",
    "lint || exit",
    "lint || exit $?",
    "lint || { echo failed; exit 1; }",
    "lint || (echo failed && exit 2)",
    "lint || false",
    "lint || return 1",
    "if ! lint; then echo failed; exit 1; fi",
    "if lint; then :; else exit 1; fi",
    "if lint; then echo good; elif true; then exit 1; fi",
    "set -e\nlint\necho done",
    "set -e; lint && echo good",
    "set -eo pipefail\nlint | tee log",
    "set -e -o pipefail; lint | tee log",
    "set -o errexit\nlint\ntest",
    "set -euxo pipefail\nlint |& tee log\necho done",
    "set +e\nlint\nrc=$?\nif [ $rc -ne 0 ]; then exit $rc; fi",
    "set +e\nlint\nrc=$?\nset -e\nexit $rc",
    "lint\nrc=$?\n(( rc == 0 )) || exit 1",
    "lint\nrc=$?\n[[ $rc -eq 0 ]]",
    "lint\ntest $? -eq 0",
    "lint\nexit $?",
    "lint\n[ $? -eq 5 ] && exit 0 || exit 1",
    "lint || [ $? -eq 5 ]",
    "rc=0; lint || rc=1; unit || rc=1; exit $rc",
    "failed=0; lint || failed=$((failed + 1)); [ $failed -gt 0 ] && exit 1; echo good",
    "n=0; lint || ((n++)); exit $n",
    "n=0; lint || let n+=1; exit $n",
    "n=0; lint || n=$((n | $?)); exit $n",
    'failed=""; lint || failed="$failed lint"; if [ -n "$failed" ]; then exit 1; fi',
    'failed=""; lint || failed+=" lint"; [[ -z $failed && true ]] || exit 1',
    "failed=(); lint || failed+=(lint); if [ ${#failed[@]} -gt 0 ]; then exit 1; fi",
    "bash -ec 'lint; unit'",
    "bash -eo pipefail -c 'lint | tee log'",
    "bash -c lint",
    "sh <<'EOF'\nset -e\nlint\necho done\nEOF",
    "eval 'lint'",
    "exec lint",
    "(cd svc && lint)",
    "(set -e; lint; echo done)",
    "{ lint; }",
    "for each in a; do lint; done",
    "for each in a b; do lint $each || exit 1; done",
    "set -e; for each in a b; do lint $each; done",
    "while read each; do lint $each || exit 1; done < list",
    "case $1 in all) echo;; *) lint;; esac",
    "case all in all) lint;; *) true;; esac",
    "X=$(lint)",
    "X=`lint`",
    "set -e; X=$(lint); echo $X",
    "lint > log 2>&1",
    "lint & wait $!",
    "lint & pid=$!; wait $pid",
    "pids=(); lint & pids+=($!); for pid in ${pids[@]}; do wait $pid || exit 1; done",
    "wait $!; lint & wait -n",
    "f() { lint; }; f",
    "f() { lint || return 1; echo good; }; f",
    "set -e; f() { lint; echo done; }; f; echo done",
    'run() { echo "$1"; shift; "$@"; }; run step lint',
    'run() { "$@" || failed=1; }; run lint; run unit; [ -z "$failed" ]',
    "trap 'rm -rf tmp' EXIT; lint",
    "trap 'exit 3' EXIT; lint || true",
    "time lint",
    "! ! lint",
    "find . -name '*.py' -exec lint {} +",
    "command lint",
    "lint; lint",
    "until lint; do sleep 1; exit 1; done",
    "n=0; lint || n=1; exit $((n + n))",
    "n=0; while [ $n -lt 2 ]; do lint || exit 1; n=$((n + 1)); done",
    "lint | tee log; exit ${PIPESTATUS[0]}",
    "lint | tee log; [ $PIPESTATUS -eq 0 ]",
    "lint | tee log; (( PIPESTATUS[0] == 0 )) || exit 1",
    'check() { if [ $1 -ne 0 ]; then exit $2; fi; }\nlint\ncheck $? 1 "a b"\nunit',
    "set -e; trap lint EXIT",
    "set -e; trap lint EXIT; exit 0",
    "set -e; X=1; trap 'lint $X || exit $X' EXIT; exit 0",
    "trap 'exit 0' EXIT; trap - EXIT; lint",
    "trap 'exit 0' INT; lint",
    "exec > log; lint",
    "exec bash -c lint",
    "function f { lint; }; f",
    "function f() { lint; }; f",
    "for ((i = 0; i < 3; i++)); do lint; done",
    "for each; do true; done; lint",
    "select each in a b; do lint || exit 1; done",
    "case a in a) lint;;& b) unit;; esac",
    "case b in (a|b) true;& c) lint;; *) unit;; esac; [ $? -eq 0 ]",
    "unit & a=$!; lint & b=$!; wait $a $b",
    "failed=; lint || failed+=x; failed=${failed}; [ ! $failed ]",
    "".join(f"x{n} || failed=$failed{n};" for n in range(9)) + 'lint || failed="$failed lint"; [ -z "$failed" ]',
    "n=0; lint || n=1; [ $n -lt 1 -a $n -le 0 ]",
    "n=1; lint || n=0; [ $n -gt 0 -a $n -ge 1 ]",
    "rc=ok; lint || rc=bad; [ $rc = ok ]",
    "rc=ok; lint || rc=bad; [[ $rc != b* ]]",
    "rc=ok; lint || rc=bad; [[ ! ( $rc == bad || $rc == worse ) ]]",
]

SOFT = [
    ("lint || true", Swallowed.OR),
    ("coproc lint", Swallowed.BACKGROUND),
    ("set -e; coproc { unit; lint; }; echo done", Swallowed.BACKGROUND),
    ("setsid -f lint", Swallowed.DETACHED),
    ("trap 'exit 0' ERR; lint; echo done", Swallowed.EXIT),
    ("set -e; trap 'echo failed; exit 0' ERR; lint", Swallowed.EXIT),
    ("set -e; shopt -uo errexit; lint; echo done", Swallowed.SEQUENCE),
    ("shopt -so pipefail; shopt -u -o pipefail; lint | tee log", Swallowed.PIPE),
    ("docker run -d image lint", Swallowed.DETACHED),
    ("docker run --rm -itd -v .:/app image lint", Swallowed.DETACHED),
    ("docker run -dv .:/app image lint", Swallowed.DETACHED),
    ("podman exec --detach web lint", Swallowed.DETACHED),
    ("docker compose -f ci.yaml run -d web lint", Swallowed.DETACHED),
    ("lint || :", Swallowed.OR),
    ("lint || echo failed", Swallowed.OR),
    ("set -e; lint || true; unit", Swallowed.OR),
    ("bash -c 'lint || true'", Swallowed.OR),
    ("bash -c lint || true", Swallowed.OR),
    ("f() { lint; echo done; }; f || true", Swallowed.SEQUENCE),
    ("set -e; f() { lint; echo done; }; f && echo good", Swallowed.QUIET),
    ("set -e; (lint; echo done) || exit 1", Swallowed.QUIET),
    ("set -e; lint && unit; echo done", Swallowed.QUIET),
    ("lint; exit 0", Swallowed.SEQUENCE),
    ("lint || exit 0", Swallowed.EXIT),
    ("lint || { echo failed; exit 0; }", Swallowed.EXIT),
    ("f() { lint || return 0; echo good; }; f", Swallowed.EXIT),
    ("set -e; trap 'exit 0' EXIT; lint", Swallowed.EXIT),
    ("lint; unit", Swallowed.SEQUENCE),
    ("lint\nrc=$?\necho $rc", Swallowed.SEQUENCE),
    ("set +e\nlint\necho done", Swallowed.SEQUENCE),
    ("set -e; set +e; lint; echo done", Swallowed.SEQUENCE),
    ("set -o errexit; set +o errexit; lint; echo done", Swallowed.SEQUENCE),
    ("set -- -e; lint; echo done", Swallowed.SEQUENCE),
    ("bash -c 'lint; unit'", Swallowed.SEQUENCE),
    ("lint | tee log", Swallowed.PIPE),
    ("set -e; lint | tee log", Swallowed.PIPE),
    ("set -o pipefail; set +o pipefail; lint | tee log", Swallowed.PIPE),
    ("lint & wait", Swallowed.BACKGROUND),
    ("lint &", Swallowed.BACKGROUND),
    ("if lint; then echo good; fi", Swallowed.CONDITION),
    ("if lint; then echo good; else echo bad; fi", Swallowed.CONDITION),
    ("while lint; do echo again; done", Swallowed.CONDITION),
    ("until lint; do sleep 1; done", Swallowed.CONDITION),
    ("! lint || true", Swallowed.NEGATED),
    ("echo $(lint)", Swallowed.SUBSTITUTION),
    ('echo "$(lint)"', Swallowed.SUBSTITUTION),
    ('echo "${X:-$(lint)}"', Swallowed.SUBSTITUTION),
    ("export X=$(lint)", Swallowed.SUBSTITUTION),
    ("local X=$(lint)", Swallowed.SUBSTITUTION),
    ("x=($(lint)); true", Swallowed.SEQUENCE),
    ("diff <(lint) expected", Swallowed.SUBSTITUTION),
    ("while read x; do echo; done < <(lint)", Swallowed.SUBSTITUTION),
    ("read x <<< $(lint)", Swallowed.SUBSTITUTION),
    ("case $(lint) in a) echo;; esac", Swallowed.SUBSTITUTION),
    ("for x in $(lint); do echo; done", Swallowed.SUBSTITUTION),
    ('[[ -n "$(lint)" ]]', Swallowed.SUBSTITUTION),
    ("for i in 1 2 3; do lint && break; sleep 5; done", Swallowed.SEQUENCE),
    ("for each in a b; do lint; unit; done", Swallowed.SEQUENCE),
    ("for i in 1 2; do [ $i = 2 ] || lint; done", Swallowed.LOOP),
    ("for i in 1 2; do lint || continue; echo good; done", Swallowed.LOOP),
    ("find . -exec lint {} \\;", Swallowed.FIND),
    ("trap lint EXIT; unit", Swallowed.TRAP),
    ("trap cleanup EXIT; cleanup() { lint; }; unit", Swallowed.TRAP),
    ('lint; rc=$?; if [ "$STRICT" = 1 ]; then exit $rc; fi', Swallowed.SEQUENCE),
    ("set -e; x=$(lint; echo done)", Swallowed.SEQUENCE),
    ("lint || if grep -q fatal log; then exit 1; fi", Swallowed.CONDITION),
    ("lint & a=$!; unit & b=$!; wait $a $b", Swallowed.BACKGROUND),
    ("f() { lint; }; if [ $x ]; then f || exit 1; fi; f || true", Swallowed.OR),
    ("lint | tee log; true; exit ${PIPESTATUS[0]}", Swallowed.PIPE),
    ("lint | tee log; echo; exit ${PIPESTATUS[0]}", Swallowed.PIPE),
    ("x=$(lint) y=$(unit)", Swallowed.SEQUENCE),
    ("A=(a) B=$(lint) unit", Swallowed.SUBSTITUTION),
    ("set -e; { unit & }; lint || wait $unknown", Swallowed.OR),
    ("case $(lint) in a@(b|c)) exit 1;; esac", Swallowed.SUBSTITUTION),
]

NEGATIVE = [
    "! lint",
    "set +e; lint; rc=$?; set -e; [ $rc -ne 0 ]",
    "set +e\nlint\nif [ $? -eq 0 ]; then echo 'it should have failed'; exit 1; fi\necho good",
    "if lint; then exit 1; fi",
    "lint && exit 1; true",
    "set -e; ! lint; if lint; then exit 1; fi; unit",
    "if if unit; then lint; else other; fi; then exit 1; fi",
]

GUARDED = [
    ("[ -f setup.cfg ] && lint", 1),
    ('if [ -n "$CI" ]; then\nlint\nfi', 1),
    ("case $CI in\ntrue) lint;;\nesac", 2),
    ("command -v lint >/dev/null && lint || echo skipped", 1),
    ("if command -v docker; then lint; fi", 1),
    ("while [ -f lock ]; do lint; done", 1),
    ("unit || lint", 1),
    ("if unit; then true; else\nlint\nfi", 1),
    ('[ -z "$TOKEN" ] && exit 0\nlint', 1),
    ("if ! command -v docker; then\necho skipped\nexit 0\nfi\nlint", 3),
    ('f() {\n[ -z "$TOKEN" ] && return 0\nlint\n}\nf', 2),
    ('f() { [ -z "$T" ] && exit 0; }\nf\nlint', 1),
    ('. ./env.sh; [ "$SKIP" ] && exit 0; lint', 1),
    ("for each in a b; do\n[ $x ] && break\nlint\ndone", 2),
    ("for a in 1 2; do for b in 1 2; do\n[ $x ] && continue 2\nlint\ndone; done", 2),
    ("for a in 1 2; do\n[ $x ] && continue\nsh -c 'lint'\ndone", 2),
    ("if unit; then :; elif lint; then :; else exit 1; fi", 1),
    ("if unit; then :; elif other; then lint; else exit 1; fi", 1),
    ("if [ $x ]; then\ntrap lint EXIT\nfi\nset -e", 1),
    ("unit & wait $!\nif [ $? -eq 0 ]; then lint; fi", 2),
    ("if unit & wait $!; then lint; fi", 1),
    ("if { unit; other; }; then lint; fi", 1),
    ("case $x in\na@(b|c)) lint;;\nesac", 2),
    ("[[ abc == a[^b]* ]] && lint", 1),
    ("[ " + "a -o " * 60 + "b ] && lint", 1),
    ("[ a b ] && lint", 1),
    ("(( X > 1 )) && lint", 1),
    ("(( a * b )) && lint", 1),
]

UNGUARDED = [
    "unit && lint",
    "set -e; unit; lint",
    "if unit; then lint; else exit 1; fi",
    "if [ 1 -eq 1 ]; then lint; fi",
    "case b in a) true;; b) lint;; esac",
    'f() { [ -z "$X" ] && return 0; echo; }\nf\nlint',
    '([ -z "$X" ] && exit 0; echo); lint',
    "if [ -f x ]; then lint; else lint; fi; lint",
    "rc=0; if [ $rc -ne 0 ]; then exit $rc; fi; lint",
    'set -e; X=1; if [ -n "$X" ]; then lint; fi',
    "[[ -z x || 1 -eq 1 ]] && lint",
    "[ -z x -o 1 -eq 1 ] && lint",
    "[[ ( 1 -eq 1 ) && abc == a* ]] && lint",
    "[ ] || lint",
    "(( 2 > 1 )) && lint",
    "f() { lint; }; [ $x ] && f; f",
    "if ! unit; then lint; exit 1; else lint; fi",
    "if unit; then exit 1; else lint; fi",
    "if unit || other; then lint; else exit 1; fi",
    "for each in a b; do [ $x ] && break; done; lint",
    "trap cleanup EXIT; cleanup() { exit 0; }; lint",
]


def lint(script: str) -> Command:
    """Return the last `lint` that a script runs."""
    return [command for command in read(script) if command.program == "lint"][-1]


@pytest.mark.parametrize("script", HARD)
def test_a_failure_that_fails_the_script_is_hard(script: str) -> None:
    assert lint(script).soft is None


@pytest.mark.parametrize(("script", "why"), SOFT)
def test_a_failure_that_does_not_says_what_keeps_it_from_it(script: str, why: Swallowed) -> None:
    soft = lint(script).soft
    assert soft is not None
    assert soft.why == why


@pytest.mark.parametrize("script", NEGATIVE)
def test_a_command_that_has_to_fail_is_a_negative_test_and_not_soft(script: str) -> None:
    assert lint(script).negative
    assert lint(script).soft is None
    assert not lint(script).gates


@pytest.mark.parametrize("script", [*HARD, *(script for script, _ in SOFT)])
def test_nothing_else_is_a_negative_test(script: str) -> None:
    assert not any(command.negative for command in read(script))


@pytest.mark.parametrize(("script", "line"), GUARDED)
def test_what_may_be_left_out_says_what_it_hangs_on(script: str, line: int) -> None:
    guard = lint(script).guard
    assert guard is not None
    assert guard.line == line
    assert not lint(script).gates


@pytest.mark.parametrize("script", UNGUARDED)
def test_what_is_never_left_out_hangs_on_nothing(script: str) -> None:
    assert lint(script).guard is None


def test_a_negative_test_leaves_the_fate_of_others_alone() -> None:
    script = "lint || true\nset +e\nbreaking\n[ $? -ne 0 ] || exit 1\nset -e\nunit"
    fates = {command.program: (command.soft is None, command.negative) for command in read(script)}
    assert fates == {"lint": (False, False), "breaking": (True, True), "unit": (True, False)}


def test_several_negative_tests_one_after_the_other() -> None:
    script = "\n".join(f"if bad{number}; then exit 1; fi" for number in range(4)) + "\nlint || true"
    told = {command.program: command.negative for command in read(script)}
    assert told == {"bad0": True, "bad1": True, "bad2": True, "bad3": True, "lint": False}


def test_a_script_that_fails_in_any_case_asserts_nothing() -> None:
    script = "lint || { cat log; exit 1; }\nexit 1"
    assert not any(command.negative for command in read(script))


def test_the_reason_names_the_line_that_decides() -> None:
    (command,) = read("echo begin >log\nlint \\\n  --all \\\n  || true").commands[1:]
    assert str(command.place) == ":2"
    assert command.soft is not None
    assert (command.soft.place.line, command.soft.place.text) == (4, "|| true")
    assert str(command.soft) == "what follows `||` succeeds in its place (:4)"


def test_a_shell_that_is_started_with_errexit_and_pipefail() -> None:
    script = "lint | tee log\nunit"
    assert not read(script, errexit=True, pipefail=True).commands[0].soft
    assert read(script, errexit=True).commands[0].soft
    assert read(script, pipefail=True).commands[0].soft


@pytest.mark.parametrize(
    "script",
    [
        "unit\nexit 1\nlint\nf() { lint; }",
        "for a in 1 2; do for b in 1 2; do unit; break 2; done; lint; done",
        "for a in 1 2; do unit; continue; lint; done",
        "set -e; { exit 1; } & a=$!; { unit; } & b=$!; wait $a; lint",
    ],
)
def test_what_is_never_reached_is_not_told(script: str) -> None:
    assert [command.program for command in read(script)] == ["unit"]


def test_no_more_is_a_negative_test_than_has_to_fail() -> None:
    script = "if if unit; then lint; else other; fi; then exit 1; fi"
    assert [command.program for command in read(script) if command.negative] == ["lint"]
