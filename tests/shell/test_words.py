"""The words of a command are told as the shell would pass them on; what only a run could tell is marked."""

import pytest

from backendrepo.shell import read
from backendrepo.shell.expansion import answer
from backendrepo.shell.marks import ROOT, assumed, certain, opaque, shown, unresolved

WORDS = {
    # Quotes and escapes
    """x 'a b' "c"d'e'\\ f ''""": ["x", "a b", "cde f", ""],
    r"""x "a\"b\$\`\\\n" \$y""": ["x", 'a"b$`\\\\n', "$y"],
    "x $'a\\tb\\'c' $\"d\"": ["x", "a\tb'c", "d"],
    "x a\\\nb \\\n c": ["x", "ab", "c"],
    "x a#b # comment": ["x", "a#b"],
    "x 2>&1 >out <in &>both >|f 3<>g a": ["x", "a"],
    "x $ a$": ["x", "$", "a$"],
    "x a\\": ["x", "a\\"],
    # Variables
    "A=1; x $A ${A}b '$A'": ["x", "1", "1b", "$A"],
    'A="b c"; x $A "$A" pre${A}post': ["x", "b", "c", "b c", "preb", "cpost"],
    'A=" b "; x $A a$A-': ["x", "b", "a", "b", "-"],
    'A=; x $A "$A" ${A}': ["x", ""],
    "A=a; A+=b; x $A": ["x", "ab"],
    "A=(a 'b c'); A+=(d); x ${A[@]} ${A[1]} $A ${#A[@]}": ["x", "a", "b", "c", "d", "b", "c", "a", "3"],
    'A=(a b); x "${A[*]}" "${A[@]}"': ["x", "a b", "a", "b"],
    'A=(); x "${A[@]}" a"${A[@]}"': ["x", "a"],
    'A=(a b); A="c"; A+=(d); x ${A[@]}': ["x", "c", "d"],
    "A=abc; x ${#A} ${A:-d} ${A:+e} ${A-f} ${A:?g}": ["x", "3", "abc", "e", "abc", "abc"],
    "A=; x ${A:-d} ${A-e}z ${A:+f}": ["x", "d", "z"],
    "x ${FLOOR:-99} ${FLOOR-98}": ["x", "99", "98"],
    "x ${FLOOR:=97} $FLOOR": ["x", "97", "97"],
    "A=a/b/c; x ${A%/*}": ["x", "a/b"],
    "set -- a b c; x $# $1 $2 $9 $@": ["x", "3", "a", "b", "a", "b", "c"],
    'set -- a b; shift; x "$@"': ["x", "b"],
    "set -- a b; shift 5; x $#": ["x", "0"],
    "set a; x $1": ["x", "a"],
    "export A=1 B; x $A": ["x", "1"],
    "declare -r A=1; x $A": ["x", "1"],
    "A=1; unset A; x a$A": ["x", "a"],
    # Arithmetic
    "x $((1 + 2)) $((3 - 1)) $((1 || 0)) $((1 && 0)) $((4 | 1))": ["x", "3", "2", "1", "0", "5"],
    "x $((1 == 1)) $((1 != 1)) $((1 < 2)) $((1 > 2)) $((1 <= 1)) $((0 >= 1))": ["x", "1", "0", "1", "0", "1", "0"],
    "n=5; let n+=3; ((n++)); (( n = n + 1 )); x $n": ["x", "9"],
    "n=1; ((n -= 1)); x $((n)) $((unset_here + 2))": ["x", "0", "2"],
    "(( --n )) ; x ${n}": ["x", "1"],
    # Substitutions that only ask for a path
    "x $(pwd) `pwd`/a $(dirname a/b) $(basename a/b)": ["x", "/./svc", "/./svc/a", "a", "b"],
    "x $(cd .. && pwd) $(realpath a) $(readlink -f /a) $(git rev-parse --show-toplevel)": [
        "x",
        "/.",
        "/./svc/a",
        "/a",
        "/.",
    ],
    'x "$(echo a b)" $(which python)': ["x", "a b", "python"],
    "x a@(b|c(d))": ["x", "a@(b|c(d))"],
    "true | y; x ${PIPESTATUS[0]}": ["x", "0"],
    "A=${B:=c}; x $A $B": ["x", "c", "c"],
    "A=(a\nb # c\n d); x ${A[@]}": ["x", "a", "b", "d"],
    "F+=x; A+=(b); x $F $A": ["x", "x", "b"],
    "a[$i] >\nx a": ["x", "a"],
    # Here-documents and -strings are no words
    "x <<A a <<-'B' <<<c b\n$y\nA\n\tz\n\tB": ["x", "a", "b"],
}

UNRESOLVED = {
    "x $A": "$A",
    "x ${A}b": "$Ab",
    "x ${A##*/}": "${A}",
    "A=(a); x ${A[0]%b}": "${A}",
    "x $(date)": "$(…)",
    "x `date`": "$(…)",
    "x $((a * 2))": "$((a * 2))",
    "x $(((1 + 2)))": "$(((1 + 2)))",
    "x $((A))": "$A",
    "read A; x $((A + 1))": "$((A + 1))",
    "x $((99999999999 + 99999999999))": "$((99999999999 + 99999999999))",
    "x ${{ matrix.python }}": "${{ matrix.python }}",
    "x a-${{ env.X }}": "a-${{ env.X }}",
    "read A; x $A": "$A",
    "A[3]=x; x $A": "$A",
    "A[$i]=x; x $A": "$A",
    "if y; then A=1; else A=2; fi; x $A": "$A",
    "x $(cd a; ls)": "$(…)",
    "x $(cd a && b && pwd)": "$(…)",
    "x $(if a; then pwd; fi)": "$(…)",
    "x $()": "$(…)",
    "x $((echo a) )": "$(…)",
    "cd $A; x $(pwd)": "$A",
    "cd; x $(pwd)": "$PWD",
    "popd; x $(pwd)": "$PWD",
    "A=1; x ${!A}": "${A}",
}


@pytest.mark.parametrize(("script", "words"), WORDS.items())
def test_words_are_told_as_the_shell_passes_them_on(script: str, words: list[str]) -> None:
    (*_, command) = [each for each in read(script, cwd="svc") if each.argv[0] == "x"]
    assert list(command.argv) == words
    assert not any(each.unresolved for each in command.argv)


@pytest.mark.parametrize(("script", "word"), UNRESOLVED.items())
def test_what_only_a_run_could_tell_is_marked(script: str, word: str) -> None:
    (*_, command) = [each for each in read(script) if each.argv[0] == "x"]
    (_, told) = command.argv
    assert (told, told.unresolved) == (word, True)


def test_variables_that_are_known_from_outside() -> None:
    (command,) = read("x $A ${B:-b} ${C:+c}", environment={"A": "a", "C": "c"})
    assert command.argv == ("x", "a", "b", "c")


def test_arguments_of_the_script() -> None:
    (command,) = read('x "$@" $2 $#', arguments=["a", "b c"])
    assert command.argv == ("x", "a", "b c", "b", "c", "2")


def test_a_program_that_may_be_in_one_folder_or_another_is_known_by_its_name() -> None:
    (command,) = read("P=; if [ -d venv ]; then P=venv/bin/; fi\n${P}mypy src")
    assert (command.program, command.argv[0].unresolved) == ("mypy", False)
    (command,) = read("${P}mypy src")
    assert (command.program, command.argv[0], command.argv[0].unresolved) == ("mypy", "$Pmypy", True)
    (command,) = read("P=a; if [ $x ]; then P=b; fi\n${P}mypy; $TOOL").commands[1:]
    assert command.program == "$TOOL"


def test_variables_are_told_that_the_script_puts_into_the_environment() -> None:
    first, second = read("export A=1 B C=$(c)\nD=4 x\nE=5\nx").commands[1:]
    assert first.env == {"A": "1", "D": "4"}
    assert second.env == {"A": "1"}


def test_where_a_variable_has_too_many_values_it_is_one_of_them() -> None:
    script = "".join(f"if a{n}; then v={n}; fi\n" for n in range(20)) + 'if [ -n "$v" ]; then x $v; fi'
    command = read(script).commands[-1]
    assert (command.argv, command.argv[1].unresolved) == (("x", "$v"), True)
    many = "".join(f"if a{n}; then v=({n}); fi\n" for n in range(20)) + "x ${#v[@]}"
    assert read(many).commands[-1].argv[1].unresolved


def test_variables_beyond_a_bound_are_unresolved() -> None:
    script = "".join(f"v{n}=1\n" for n in range(120)) + "x $v1 $v110"
    assert [each.unresolved for each in read(script).commands[-1].argv] == [False, False, True]


def test_a_word_that_would_grow_without_end_is_unresolved() -> None:
    script = "a=xxxxxxxxxxxxxxxx;" + "a=$a$a;" * 12 + 'x $a b$a"$a"'
    (command,) = read(script)
    assert [each.unresolved for each in command.argv] == [False, True, True]
    (command,) = read(f"a={'x' * 9000}; A=$a$a x")
    assert command.env == {"A": "…"}


def test_marks_are_turned_back_for_people() -> None:
    text = f"a {opaque('$(b c)')} d"
    assert (shown(text), certain(text), unresolved(text)) == ("a $(b c) d", "a  d", True)
    guess = assumed("a/b --c")
    assert (shown(guess), certain(guess), unresolved(guess)) == ("a/b --c", "a/b --c", True)


@pytest.mark.parametrize(
    ("script", "told"),
    [("pwd", f"{ROOT}/svc"), ("basename $(pwd)", "svc"), ("dirname -- a/b", "a"), ("date", None), ("", None)],
)
def test_a_script_that_only_asks_for_a_path_is_answered(script: str, told: str | None) -> None:
    assert answer(script, f"{ROOT}/svc") == told


def test_a_long_question_is_not_answered() -> None:
    assert answer("pwd" + " " * 2000, ROOT) is None
