"""Generated scripts: statements of the kinds that recipes and workflows are made of, over commands `c 0`, `c 1`, ….

`§` becomes the next of them, `{q}` the first body quoted, `{e}` a name that no body has.
"""

from dataclasses import dataclass

import hypothesis.strategies as st

MOST = 5
"""Commands of a script; bash runs it once for each set of them."""

BEFORE = "export rc=0 n=0\n"
"""Stands before each script, so that bash has no other value for a variable than the reader."""

_LEAVES = [*["§"] * 16, "exit 0", "exit 1", "true", "false", "rc=$?", "exit $rc", "n=0", "exit $n"]
_ONE = [
    "{{ {0}; }} || true",
    "{{ {0}; }} || exit 1",
    "{{ {0}; }} || {{ §; exit 1; }}",
    "{{ {0}; }} || n=1",
    "{{ {0}; }} || n=$((n + 1))",
    "{{ {0}; }} && exit 0",
    "! {{ {0}; }}",
    "! {{ {0}; }} || exit 1",
    "if ! {{ {0}; }}; then exit 1; fi",
    "if {0}; then exit 1; fi",
    "for i in 1; do {0}; done",
    "for i in 1 2; do {0}; done",
    "for i in 1 2; do {0}\nbreak; done",
    "for i in 1; do {{ {0}; }} || continue; true; done",
    "while {0}; do break; done",
    "until {0}; do break; done",
    "until {0}; do exit 1; done",
    "x=$( {0} )",
    "export x=$( {0} )",
    "true $( {0} )",
    "( {0} )",
    "set +e\n{0}\nset -e",
    "set +e\n{0}\nrc=$?\nset -e\nif [ $rc -ne 0 ]; then exit $rc; fi",
    "set +e\n{0}\nrc=$?\nset -e\n[ $rc -ne 0 ]",
    "set -e\n{0}",
    "set -o pipefail\n{0}",
    "set +o pipefail; {0}",
    "eval {q}",
    "bash -c {q}",
    "bash -ec {q}",
    "{{ bash <<'{e}'\n{0}\n{e}\n}}",
    "bash <<< {q}",
    "g() {{ {0}; }}; g",
    "g() {{ {0}\ntrue; }}; g",
    "g() {{ {{ {0}; }} || return 1; true; }}; g",
    "g() {{ {{ {0}; }} && return; true; }}; g",
    "{{ {0}; }} & wait",
    "{{ {0}; }} & wait $!",
    "case a in a) {0};; b) §;; esac",
    "trap {q} EXIT",
    "( {0} ) || exit $?",
    "{0}\nexit $?",
    "{0}\n[ $? -eq 0 ]",
    "{0}\nrc=$?",
    "time {0}",
    'h() {{ "$@"; }}; h §\n{0}',
    'h() {{ shift; {{ {0}; }} && "$@"; }}; h a §',
    "failed=(); {{ {0}; }} || failed+=(x); [ ${{#failed[@]}} -eq 0 ]",
    "{{ {0}; }} || failed+=x\n[[ -z $failed ]] || exit 1",
    "(( n > 0 )) || {{ {0}; }}",
    "[ $n = 0 ] && {{ {0}; }}",
    "if [[ $rc != 0 && $n == 0 ]]; then {0}; else §; fi",
    "{0}; [ $rc -eq 0 ]",
    "exec bash -c {q}",
    "g() {{ local x=$( {0} ); }}; g",
    "! ! {{ {0}; }}",
    "{e}=0; while [ ${e} -lt 2 ]; do {0}\n{e}=$(({e} + 1)); done",
    "{e}=0; while true; do {{ {0}; }} && break; {e}=$(({e} + 1)); [ ${e} -lt 2 ] || exit 1; done",
    "set -- a b; while [ $# -gt 0 ]; do {0}\nshift; done",
    "{e}=0; until [ ${e} -eq 1 ]; do {0}\n{e}=1; done",
    "for i in 1 2; do for j in 1 2; do {{ {0}; }} && break 2; done; done",
    "for i in 1 2; do for j in 1 2; do {{ {0}; }} || continue 2; done; done",
    "{{ {0}; }} | true; [ ${{PIPESTATUS[0]}} -eq 0 ]",
    "{{ {0}; }} | true; exit ${{PIPESTATUS[0]}}",
    "case b in a) §;; b) {0};& c) §;; esac",
    "case a in a) {0};;& b) §;; a|c) §;; esac",
    "trap {q} EXIT; trap - EXIT",
    "{{ {0}; }} >out 2>&1",
    "bash -o pipefail -c {q}",
    "g() {{ set -e; {0}\n}}; g",
    "g() {{ set +e; {0}\n}}; g",
    "g() ( {0}\n); g",
]
_TWO = [
    "{0}\n{1}",
    "{0}; {1}",
    "{{ {0}; }} && {{ {1}; }}",
    "{{ {0}; }} || {{ {1}; }}",
    "{{ {0}; }} | {{ {1}; }}",
    "if {0}; then {1}; fi",
    "if {0}; then {1}; else exit 1; fi",
    "if {0}; then {1}; else §; fi",
    "if {0}; then true; elif §; then {1}; fi",
    "while {0}; do {1}\nbreak; done",
    "( {0}; {1} )",
    "g() {{ {0}; }}; {1}; g",
    "{{ {0}; }} | {{ {1}; }} | §",
    "{{ {0}; }} | {{ {1}; }}; exit $(( PIPESTATUS[0] + PIPESTATUS[1] ))",
    "for i in 1 2; do case $i in 1) {0};; *) {1};; esac; done",
    "for i in 1 2; do if [ $i = 1 ]; then {0}; else {1}; fi; done",
    "{{ {0}; }} & a=$!; {{ {1}; }} & b=$!; wait $a; wait $b",
    "{{ {0}; }} & a=$!; {{ {1}; }} & b=$!; wait $a $b",
    "{{ {0}; }} & a=$!; {{ {1}; }} & b=$!; wait $a || n=1; wait $b || n=1; exit $n",
    "g() {{ {0}; }}; {1} || g",
    "g() {{ {0}; }}; if g; then {1}; fi",
    "for i in 1 2; do {{ {0}; }} && break; {1}; done",
    "g() {{ {0}\n{1}; }}; g",
    'case "$( {0} )" in *) {1};; esac',
]


def _quoted(script: str) -> str:
    return "'" + script.replace("'", "'\\''") + "'"


def _filled(template: str, *bodies: str) -> str:
    first = bodies[0]
    return template.format(*bodies, q=_quoted(first), e=f"E{len(first)}")


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.builds(_filled, st.sampled_from(_ONE), inner)
    two = st.builds(_filled, st.sampled_from(_TWO), inner, inner)
    return one | two | two


@dataclass(frozen=True)
class Made:
    """A script, how many commands it has, and whether its shell is started with `-e`."""

    script: str
    commands: int
    errexit: bool


def _made(template: str, errexit: bool) -> Made:
    *parts, last = template.split("§")
    script = "".join(f"{part}c {number}" for number, part in enumerate(parts)) + last
    return Made(script, len(parts), errexit)


made = st.builds(_made, st.recursive(st.sampled_from(_LEAVES), _grown, max_leaves=5), st.booleans()).filter(
    lambda made: 1 <= made.commands <= MOST
)
