"""Makefiles that want to keep the reader busy, to break it, or to run something: it ends, and says what it left out.

Limits are counted in the reader and shown here by what it says; nothing is timed.
"""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.makefile.reading import makefile, problems, ran
from tests.snapshots import Memory

from backendrepo.makefile import book, read, variables
from backendrepo.makefile.reader import MOST_PROBLEMS
from backendrepo.makefile.sources import DEEPEST_INCLUDES, LARGEST, MOST_FILES
from backendrepo.makefile.walk import LONGEST_CHAIN
from backendrepo.trees.checkout import Checkout


def told(text: str, files: dict[str, str | bytes] | None = None) -> str:
    """Return all that is said of what is wrong, after asking for everything."""
    made = makefile(text, files)
    made.closure("ci")
    assert len(made.problems) <= MOST_PROBLEMS
    return "\n".join(problems(made))


REFERENCES = "its references are too much to be expanded to their end"
_WORDS = " ".join(map(str, range(20_000)))

_MANY = f"L := {' '.join(map(str, range(900)))}\nB := {'y' * 4000}\nci:\n\tx "
_LONG = f"A := {'a' * 90_000}\nL := {_WORDS}\nci:\n\tx "

BOMBS = {
    "doubling": "A0 = x\n" + "".join(f"A{n} = $(A{n - 1})$(A{n - 1})\n" for n in range(1, 60)) + "ci:\n\tx $(A39)\n",
    "doubling at once": "A = xxxxxxxx\n" + "A := $(A)$(A)\n" * 60 + "ci:\n\tx $(A)\n",
    "a million rounds": f"{_LONG}$(foreach a,$L,y)\n",
    "rounds in rounds": _MANY + "$(foreach a,$L," * 8 + "$a" + ")" * 8 + "\n",
    "long rounds": f"{_MANY}$(foreach a,$L,$B)\n",
    "rounds without references": _MANY + "".join("$(foreach a,$L," + "y" * 90 + ")" for _ in range(90)) + "\n",
    "subst": f"{_LONG}$(subst a,$A,$A)\n",
    "patsubst": f"{_LONG}$(patsubst %,$A%,$L)\n",
    "a substitution": f"{_LONG}$(L:%=$A%)\n",
    "addprefix": f"{_LONG}$(addprefix $A,$L)\n",
    "addsuffix": f"{_LONG}$(addsuffix $A,$L)\n",
    "filter": f"P := {'%a ' * 90}\nL := {_WORDS}\nci:\n\tx $(filter $P,$L) $(filter-out $P,$L)\n",
    "appending": "A := \n" + "A+=x\n" * 30_000 + "ci:\n\tx $A\n",
    "appending much": "B := " + "y" * 50_000 + "\nA := x\n" + "A += $B\n" * 60 + "ci:\n\tx $A\n",
    "references in references": "ci:\n\tx " + "$(" * 100_000 + ")" * 100_000 + "\n",
    "calls in calls": "f = $(call f,$1x)\nci:\n\tx $(call f,y)\n",
    "many references": "ci:\n\tx " + "$a" * 100_000 + "\n",
    "conditions on bombs": "A = $(A1)$(A1)\nA1 = $(A2)$(A2)\n"
    + "".join(f"A{n} = $(A{n + 1})$(A{n + 1})\n" for n in range(2, 38)) + "ifeq ($(A),)\nendif\nci:\n",
}  # fmt: skip


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_expansions_without_end_are_not_followed_without_end(text: str):
    assert REFERENCES in told(text)


def _names(count: int) -> str:
    return " ".join(f"a{n}" for n in range(count))


DEEP = {
    "conditions": ("ifdef X\n" * 30_000 + "endif\n" * 30_000 + "ci:\n\tx\n", "conditions are nested too deeply"),
    "undecided conditions": ("ifdef CI\n" * 300 + "else\n" * 100 + "endif\n" * 300 + "ci:\n\tx\n", "too deeply"),
    "conditions left open": ("ci:\n\tx\n" + "ifdef CI\n" * 300, "a condition without endif"),
    "parentheses": ("ci: " + "(" * 100_000 + ")" * 100_000 + "\n\tx\n", ""),
    "a condition of parentheses": ("ifeq (" + "(" * 100_000 + ",)\nendif\nci:\n\tx\n", "none that Make can read"),
    "open references": ("ci:\n\tx " + "$(" * 100_000 + "\n", "a reference is not closed"),
    "defines": ("define A\n" * 100_000 + "ci:\n\tx\n", "define without endef"),
    "a line that goes on and on": ("ci: \\\n" + "a \\\n" * 30_000 + "b\n", ""),
    "backslashes": ("A = " + "\\" * 100_000 + "\nci: " + "\\" * 100_000 + "\n\tx\n", ""),
    "number signs": ("A = " + "\\#" * 100_000 + "\nci:\n\tx\n", ""),
    "colons": ("ci" + ":" * 100_000 + "\n\tx\n", ""),
    "dots": ("ci: " + "./" * 50_000 + "a\n\tx\n", ""),
    "percents": ("ci: " + "%" * 100_000 + "\n\tx\n", ""),
    "evals": ("$(eval ci: x)\n" * 11_000, "what $(eval …) says is not known"),
    "an eval of itself": ("define E\n$(eval $(E))\nendef\n$(eval $(E))\nci:\n", ""),
    "an eval of what is not known": ("$(eval $(shell x))\nci:\n", "what $(eval …) says is not known"),
    "nonsense": ("nonsense\n" * 20_000, "neither a rule nor an assignment"),
    "variables": ("".join(f"V{n}=\n" for n in range(20_000)) + "ci:\n\tx\n", ""),
    "exported variables": (
        "export\n" + "".join(f"V{n}=1\n" for n in range(3_000)) + "ci:\n" + "\tx\n" * 3000,
        "too much",
    ),
    "branches with rules": ("".join(f"ifdef CI\na{n}:\nendif\n" for n in range(3_000)) + "\tx\n" * 3_000, ""),
    "a recipe of many targets": (_names(5_000) + ": a%: b%\n" + "\tx\n" * 5_000, ""),
    "variables of patterns": ("".join(f"%{n}: V=1\n" for n in range(2_000)) + f"ci {_names(600)}: {_names(600)}\n", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DEEP.values(), ids=DEEP)
def test_what_is_nested_or_repeated_without_end_is_read_or_told(text: str, expected: str):
    assert expected in told(text)


@pytest.mark.parametrize("text", ["{}: b\n", "a: {}\n", "a: | {}\n", "{}: %: a\n"])
def test_more_names_than_are_kept(text: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(book, "MOST_NAMES", 1000)
    made = makefile(text.format(" ".join(f"t{n}" for n in range(1001))) + "ci:\n")
    assert problems(made) == ["Makefile:1: it has too many targets to be kept"]
    assert [*made.targets] == ["ci"]


def test_a_graph_that_is_too_large_is_told_as_not_whole():
    text = "ci: " + " ".join(f"t{n}" for n in range(3000)) + "\n" + "".join(f"t{n}:\n\tx {n}\n" for n in range(3000))
    closure = makefile(text).closure("ci")
    assert not closure.whole
    assert len(closure.commands) > 1000


def test_needs_that_are_too_many_are_told_as_not_whole():
    names = " ".join(f"t{n}" for n in range(400))
    assert not makefile(f"ci {names}: {names}\n").closure("ci").whole


def test_a_circle_of_targets_ends():
    closure = makefile("ci: a\na: b ; x a\nb: a ci ; x b\n").closure("ci")
    assert (ran(closure), closure.whole) == (["x b", "x a"], True)


def test_of_a_long_way_the_end_is_told():
    text = "ci: t0\n" + "".join(f"t{n}: t{n + 1}\n" for n in range(500)) + "t500:\n\tx\n"
    (reached,) = makefile(text).closure("ci")
    assert len(reached.chain) == LONGEST_CHAIN
    assert reached.chain[-1].line == 503


def test_recipes_that_are_too_much_are_told():
    made = makefile("ci:\n" + "\tx\n" * 6000)
    assert not made.closure("ci").whole
    assert problems(made) == ["Makefile: its recipes are too much to be followed to their end"]


def test_scripts_that_are_too_much_are_not_followed():
    files = {f"s{n}.sh": "mypy # " + "x" * 199_993 + "\n" for n in range(30)}
    made = makefile("ci:\n" + "".join(f"\tsh s{n}.sh\n" for n in range(30)), files)
    assert ran(made.closure("ci")) == ["mypy"] * 19 + [f"sh s{n}.sh" for n in range(19, 30)]
    assert problems(made)[0] == "s19.sh: the scripts that its recipes run are too much to be followed"
    assert not made.closure("ci").whole


def test_patterns_and_names_that_are_too_many_to_be_compared():
    patterns = "".join(f"a%{n}: ; x\n" for n in range(5_000))
    names = " ".join(f"b{n}" for n in range(1_000))
    assert not makefile(f"ci: {names}\n{patterns}").closure("ci").whole


def test_makefiles_that_call_each_other_without_end():
    lines = "".join(f"\tmake -C . a V={n}\n" for n in range(200))
    closure = makefile(f"ci:\n{lines}a:\n\tx $V\n").closure("ci")
    assert len({line for line in ran(closure) if line.startswith("x ")}) < 200
    assert closure.missing


def test_includes_without_end():
    files = {f"i{n}.mk": f"include i{n + 1}.mk\nt{n}:\n" for n in range(50)}
    made = makefile("include i0.mk\nci:\n", files)
    assert "not included again" in "".join(problems(made))
    assert len(made.paths) == DEEPEST_INCLUDES
    made = makefile("include a.mk\n" * (MOST_FILES + 50) + "ci:\n", {"a.mk": "A=1\n"})
    assert "not included again" in "".join(problems(made))
    assert len(made.paths) == MOST_FILES


def test_lookups_without_end():
    text = "ci: $(foreach n,{},$(wildcard f$n))\n".format(" ".join(map(str, range(900))))
    made = makefile(text, {f"f{n}": "" for n in range(900)})
    assert 0 < len(made.targets["ci"].prerequisites) < 900


def test_a_file_that_cannot_be_read_is_a_problem():
    made = makefile("ci:\n", {"Makefile": b"ci:\n\tx\n" + b"\0" * 10 + b"\xff" * 10_000_000})
    assert (made.path, [*made.targets]) == ("Makefile", [])
    assert len(made.problems) == 1
    made = makefile("include a.mk\nci:\n\tsh b.sh\n", {"a.mk": b"\0", "b.sh": b"\0"})
    assert [each.place.path for each in made.problems] == ["a.mk"]
    assert ran(made.closure("ci")) == ["sh b.sh"]


def test_a_file_of_two_hundred_megabytes_is_not_read(tmp_path: Path):
    with (tmp_path / "Makefile").open("wb") as file:
        file.write(b"ci:\n\tx\n")
        file.truncate(200 * 1024 * 1024)
    made = read(Checkout(tmp_path))
    assert (made.path, [*made.targets], len(made.problems)) == ("Makefile", [], 1)


class Boundless(Memory):
    """A tree that hands out any file, however large."""

    def read(self, path: str) -> str | None:
        return self._files[path].decode() if path in self._files else None


def test_what_stands_behind_a_nul_is_not_read():
    made = read(Boundless({"Makefile": "ci:\0 junk\n\tmypy\0 --junk\n"}))
    assert ran(made.closure("ci")) == ["mypy"]


def test_of_a_large_file_the_beginning_is_read():
    made = read(Boundless({"Makefile": "ci:\n\tx\n" + ("# " + "y" * 1021 + "\n") * (LARGEST // 1024) + "last:\n"}))
    assert problems(made) == ["Makefile: only its first 2 MiB were read"]
    assert [*made.targets] == ["ci"]


ODD = {
    "CRLF": ("ci: lint\r\n\tmypy\r\nlint:\r\n\truff \\\r\n\tcheck\r\n", ["ruff check", "mypy"]),
    "a byte order mark": ("\N{ZERO WIDTH NO-BREAK SPACE}X = 1\nci:\n\tmypy\n", ["mypy"]),
    "no newline at the end": ("ci:\n\tmypy", ["mypy"]),
    "private characters": ("ci:\n\tmypy \ue000\ue001\n", ["mypy \ufffd\ufffd"]),
    "empty": ("", []),
    "blank": (" \n\t\n\n", []),
}


@pytest.mark.parametrize(("text", "expected"), ODD.values(), ids=ODD)
def test_odd_text(text: str, expected: list[str]):
    assert ran(makefile(text).closure("ci")) == expected


def test_nothing_is_run(tmp_path: Path):
    trace = tmp_path / "trace"
    touch = f"touch {trace}"
    text = (
        f"A := $(shell {touch})\nB != {touch}\n$(shell {touch})\n$(file >{trace},x)\n$(eval C := $(shell {touch}))\n"
        f"ifeq ($(shell {touch}),)\nendif\ninclude $(shell {touch})\n-include gen.mk\ngen.mk:\n\t{touch}\n"
        f"ci:\n\t+{touch}\n\t$(shell {touch})\n\t$(MAKE) $(shell {touch})\n\t./x.sh\n"
    )
    made = makefile(text, {"x.sh": touch})
    made.closure("ci")
    assert ran(made.closure("gen.mk")) == [touch]
    assert not trace.exists()


_PIECES = st.sampled_from(
    [
        *("\n", "\n\t", "ci", ":", "::", "=", ":=", "+=", "$(", ")", "${", "}", "$", "$$", "(", ",", " ", "\\", "\\\n"),
        *("#", ";", "|", "%", "define ", "endef", "ifeq ", "ifdef ", "else", "endif", "include ", "export "),
        *(
            "override ",
            "private ",
            "A",
            "B",
            "$(eval ",
            "$(call A",
            "$(foreach A,",
            "$(shell ",
            "$(if ",
            "$(A)",
            "$(MAKE) ",
            "-",
        ),
        *(
            "@",
            "&:",
            "\0",
            "\r",
            "\ue000",
            "*",
            "./",
            ".PHONY:",
            ".ONESHELL:",
            ".RECIPEPREFIX=",
            "SHELL=",
            "MAKEFLAGS=",
        ),
        *("'", '"', "&&", "||", "é", "\u2028"),
    ]
)


@given(text=st.one_of(st.text(), st.lists(_PIECES, max_size=60).map("".join)))
@example(text="\n\tci")
@example(text="=")
@example(text=".RECIPEPREFIX=\nci:\n\tx")
def test_any_text_is_read_without_an_exception(text: str):
    made = makefile(text, {"ci": "a:\n"})
    for name in (*made.targets, "ci", ""):
        made.closure(name)
        made.is_empty(name)
    assert made.default_goal is not None
    assert "\ue000" not in "".join([*made.targets, *problems(made)])


def test_the_limit_of_variables_is_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(variables, "MOST_VARIABLES", 500)
    made = makefile("".join(f"V{n}=\n" for n in range(variables.MOST_VARIABLES + 10)))
    assert made.variable("V0")
    assert not made.variable(f"V{variables.MOST_VARIABLES + 9}")
