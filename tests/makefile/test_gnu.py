"""The reader beside GNU make itself, on Makefiles that the tests write: what Make knows, and what it would run."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.makefile import gnu, wild
from tests.makefile.reading import graph, makefile, problems, ran

pytestmark = pytest.mark.skipif(bool(gnu.unusable()), reason=gnu.unusable() or "compared with GNU make")

FILES = {"p.y": "", "q.y": "", "k/m.x": "", "x.mk": "a: ; c a from x\n"}

SAME = {
    "prerequisites": "ci: a b | d\n\tc $^ $< $@ $+ $|\na b d:\n\tc $@\n",
    "those of the rule with a recipe come first": "ci: x\nci: y\n\tc $^ $<\nx y:;\n",
    "rules add up": "ci: x\n\tc $^ $<\nci: y x\nx y:;\n",
    "continuation": "ci: \\\n  a \\\n\tb\na: ; c 1\nb: ; c 2\n",
    "a continued name is two": "ci: a\\\nb\na b ab: ; c $@\n",
    "an empty continuation": "ci: a \\\n\n\tc 1\na:;\n",
    "assignments": "A = x # y\nB := $(A)z\nC ?= $(B) q\nC += r\nE=${A}\nF::=f\nci:\n\tc $(A)$(B) $C $(C) $E $(F)\n",
    "a number sign": "D = a\\#b\nE = a\\\\\\#b$(subst #,x,y)\nci:\n\tc $(D) '$(E)'\n",
    "blanks at the end count": "A := a \nifeq ($(A),a)\nci: ; c one\nelse\nci: ; c other\nendif\n",
    "the blank of an empty variable": "e :=\nsp := $(e) $(e)\nA := a$(sp)b\nci: ; c $(subst $(sp),-,$(A))\n",
    "a variable is expanded when it is used": "A=1\nA+=2\nB:=1\nB+=$(A)\nA+=3\nci:\n\tc $A $B\n",
    "undefine": "A=1\nundefine A\nci:\n\tc [$(A)]\n",
    "substitution": "A=q.c r.c\nci: ; c $(A:.c=.o) $(A:%.c=%.x) ${A:q%=%}\n",
    "names of variables": "A=1\nB=A\nAx=3\nci: ; c ${A} $(${B}) $($(B)x)\n",
    "words": "L=a b a c\nci:\n\tc $(word 2,$L) $(wordlist 2,3,$L) $(words $L) $(firstword $L) $(sort $L)\n",
    "words that are not there": "ci: ; c x$(word 9,a)$(firstword )$(lastword )$(wordlist 5,9,a b)$(suffix z)\n",
    "text": "ci:\n\tc $(subst a,b,banana) $(patsubst %.c,%.o,x.c y.h) $(findstring a,bab) $(subst ,z,y)\n",
    "filters": "ci:\n\tc $(filter %.c h%,x.c y.h h1) $(filter-out %.c,x.c y.h) $(filter a,a b)\n",
    "files": "ci:\n\tc $(dir a/b c) $(notdir a/b c) $(suffix a.c d b.x/y) $(basename a.c d b.x/y)\n",
    "joining": "ci:\n\tc $(addprefix p,a b) $(addsuffix s,a b) $(join a b,c d e)\n",
    "choices": "ci:\n\tc $(if x,y,z) $(if ,y,z) $(if ,y) $(or ,a,b) $(or ,) $(and a,,b) $(and a,b)\n",
    "rounds and calls": "f=$(1)-$(2)-$(0)\nci:\n\tc $(foreach i,1 2,$(i)x) $(call f,1,2) '$(value f)' $(origin f)\n",
    "a recursive call": "f = $(if $1,$(call f,$(wordlist 2,9,$1)) $(firstword $1))\nci: ; c $(call f,1 2 3)\n",
    "a call of what is not set": "ci: ; c x$(call nope,1)\n",
    "what is no function": "ci: ; c x$(foo bar)$(words)\n",
    "wildcard": "ci: *.y $(wildcard *.x k/*.x nope) ; c $^\n",
    "static patterns": "ci: a.o b.o\na.o b.o: %.o: %.c x-%\n\tc $@ $< $* $^\na.c b.c x-a x-b:\n\tc $@\n",
    "a static pattern with order-only prerequisites": "ci: a.o\na.o: %.o: %.c | d\n\tc $| $*\na.c d:;\n",
    "pattern rules": "%.o: %.c\n\tc $@ $< $*\nci: a.o d/b.o\na.c d/b.c:\n\tc $@\n",
    "a pattern whose prerequisite is there": "ci: f.x\n%.x: %.y ; c y $@\n%.x: %.z ; c z $@\nf.z:;\n",
    "the shortest stem": "ci: ab.x\n%.x: ; c 1 $*\na%.x: ; c 2 $*\n",
    "a pattern adds prerequisites": "ci: xa ;\nxa: b\n%a: d ; c $^ $<\nb d: ;\n",
    "a pattern for a rule that is not read": "ci: g.c\nifdef X\ng.c: ; c 1\nendif\n%.c: ; c 2\n",
    "phony targets match no pattern": ".PHONY: ci a-b\nci: a-b a-c\na-%: ; c $*\n",
    "a pattern whose prerequisite another makes": ".SECONDARY:\nci: f.x\n%.x: %.y ; c y $@\n%.y: %.z ; c z $@\nf.z:;\n",
    "a pattern that does not apply to a file": "ci: p.y\n%.y: %.y.in ; c $@\n",
    "a pattern that does not apply to a target": "ci: b\nb: a\n%b: %.in ; c $@\na:;\n",
    "a recipe in a variable": "D = b ; c 2 $@\nci: $D\nb:;\n",
    "a rule and its recipe of a call": "h = ci:: $2 ; c $1 '$$$$x' $$@\n$(call h,1,)\n$(call h,2,b)\nb:;\n",
    "what is needed is not order-only": "ci: | a b\nci: a ; c $| $^\na b:;\n",
    "a recipe apart from its static pattern": "ci: a.o\na.o: %.o: %.c\na.o: ; c $* $^\na.c:;\n",
    "a pattern that is taken back": "ci: a.x ;\n%.x: ; c 1\n%.x:\na.x:\n",
    "a pattern that is set anew": "ci: a.x ;\n%.x: ; c 1\n%.x: ; c 2\n",
    "a pattern of a branch that is not read": "ci: a.x ;\nifdef X\n%.x: ; c 1\nendif\n%.x: ; c 2\n",
    "double colons": "ci:: ; c 1\nci:: a ; c 2 $^\na:;\n",
    "grouped targets": "x ci &: ; c 2\n",
    "define and eval": "define T\n$(1): $(2)\n\tc $$@ $(1)\nendef\n$(eval $(call T,ci,a))\n$(eval $(call T,a,))\n",
    "eval in a loop": "A := $(foreach x,a b,$(eval V_$(x) := 1$(x)))\nci: ; c $(V_a) $(V_b)\n",
    "canned recipes": "define CMDS\nc 1\n@c 2 \\\n 3\nendef\nci:\n\t$(CMDS)\n\tc 4\n",
    "flavours of define": "define V =\na\\\nb\nendef\nW=1\ndefine W +=\nx\nendef\nci: ; c $(V) $(strip $(W))\n",
    "a define in a define": "define A\ndefine B\nc 1\nendef\nendef\n$(eval $(A))\nci: ; $(B)\n",
    "variables of targets": "ci: V = 5\nci: a\n\tc $(V)\na:\n\tc a $(V)\nV=1\n",
    "added to variables of targets": "ci: V += 5\nci: V += 6\nci: a\n\tc $(V)\na: V := 3\na:\n\tc $(V)\nV=1\n",
    "added to what a needing target sets": "ci: V = 5\nci: a\na: V += 6\na: ; c $(V)\n",
    "private variables of targets": "ci: private X=2\nci: a\n\tc $(X)\na: ; c x$(X)\n",
    "variables of patterns": "a%: V=p\nci: ab\n\tc $(V)\nab:\n\tc $(V)\n",
    "a variable of a target unless it is set": "V=1\nci: V ?= 2\nci: W ?= 3\nci: ; c $V $W\n",
    "another prefix of recipes": ".RECIPEPREFIX = >\nci:\n>c 1\n> c 2\n",
    "prefixes of lines": "Q = @\nci:\n\t@c 1\n\t-@ c 2\n\t@-c 3\n\t$(Q)c 4\n",
    "blank lines and comments between": "ci:\n\tc 1 \\\n\t2\n\n# x\n\tc 4\n\t\n\tc 5\n",
    "the goal": ".DEFAULT_GOAL := b\na: ;c 1\nb:; c 2\nci: b\n",
    "the first target": ".x: ; c 1\n%.z: ; c 3\n./ci: ; c 2\n",
    "exported": "export A = 1\nexport B\nunexport A\noverride C := 3\nci:\n\tc $(A) $(C)\n",
    "targets named like directives": "ci: export include define\nexport: ; c 1\ninclude: ; c 2\ndefine: ; c 3\n",
    "variables named like directives": "define = 1\nexport = 2\nifdef = 3\nci: ; c $(define) $(export) $(ifdef)\n",
    "targets of a variable": "x:=ci\n$(x): a$(x)\naci: ; c $@\nR = rr: b\n$(R)\nrr b: ;\n",
    "a condition": "X = 1\nifeq ($(X),1)\nY=a\nelse ifeq ($(X),2)\nY=b\nelse\nY=c\nendif\nci: ; c $Y\n",
    "an else if": "X = 2\nifeq ($(X),1)\nY=a\nelse ifeq ($(X),2)\nY=b\nelse\nY=c\nendif\nci: ; c $Y\n",
    "an else": "X = 3\nifeq ($(X),1)\nY=a\nelse ifdef Z\nY=b\nelse\nY=c\nendif\nci: ; c $Y\n",
    "quotes": "ifeq (a, a)\nY=1\nendif\nifneq 'a' \"b\"\nZ=1\nendif\nci:\n\tc y$(Y) z$(Z)\n",
    "what is defined": "Y=1\nE=\nifdef Y\nW=1\nendif\nifndef E\nV=1\nelse\nV=2\nendif\nci:\n\tc w$(W) v$(V)\n",
    "conditions within": "ifdef A\nifdef B\nX=1\nelse\nX=2\nendif\nelse\nifndef B\nX=3\nendif\nendif\nci: ; c x$X\n",
    "a condition within a recipe": "X=1\nci:\n\tc 1\nifdef X\n\tc 2\nelse\n\tc 3\nendif\n\tc 4\n",
    "an assignment that is not read ends no recipe": "ci:\n\tc 1\nifdef X\nV=1\nendif\n\tc 2\n",
    "rules of a branch that is not read": "X=1\nifdef X\nci: a\nelse\nci: b\nendif\n\tc 1\na:;\n",
    "a rule of a branch": "ifdef X\na: ; c 3\nelse\nci:\nendif\n\tc 1\n",
    "endef in a branch that is not read": "ifdef A\ndefine B\nendif\nendef\nX=1\nendif\nci: ; c x$X\n",
    "included": "include x.mk\nci: a\n",
    "included by a pattern": "include *.mk\nci: a\n",
    "not there": "-include nope.mk\nsinclude nope2.mk\nci: ; c $(MAKEFILE_LIST)\n",
    "parts of names": "ci: d/e/f g\n\tc $(@D) $(@F) $(<D) $(^F)\nd/e/f g: ; c $(@D) $(@F)\n",
    "the last recipe": "ci:\n\tc 2\nci: a ; c 3\na:;\n",
    "dots before names": "ci: d/x ./y .//z\n\tc $^\nd/x y z: ; c $@\n",
    "a rule without targets": "E=\nci: ; c 1\n$(E): a\n\tc 2\n",
    "a dollar": "ci: a$$b\n\tc $^\na$$b:;\n",
    "modifiers with tabs": "export\tA = 1\noverride\t B=2\nci: ; c $A $B\n",
    "CRLF": "A = 1\r\nci: a\r\n\tc $A \\\r\n2\r\na:;\r\n",
    ".DEFAULT": "ci: a.b Makefile\n.DEFAULT: ; c default $@\nMakefile: ;\n",
    "override": "override A = 1\nA = 2\noverride A += 3\nci: ; c $A\n",
    "vpath": "vpath %.c src\nci: ; c 1\n",
    "a semicolon in a variable of a target": "ci: A = 1;2\nci: ; c '$A'\n",
}

REFUSED = {
    "ifeq without a blank": "ifeq(a,a)\nX=1\nendif\nci:;\n",
    "a line that is nothing": "ci: ; c 1\nnonsense\n",
    "a recipe without a rule": "ci:\n\tc 1\nX=2\n\tc 3\n",
    "else alone": "else\nci:;\n",
    "endif alone": "ci:;\nendif\n",
    "no endif": "ifdef X\nendif\nifndef Y\nci:;\n",
    "no endif in an included file": "include y.mk\nci:;\n",
    "no endef": "define X\nci:;\n",
    "a condition that is none": "ifeq a b\nendif\nci:;\n",
    "half a condition": "ifeq (a\nendif\nci:;\n",
    "half a quote": "ifeq 'a\nendif\nci:;\n",
    "one quote": "ifeq 'a' '\nendif\nci:;\n",
    "another quote": "ifeq 'a' \"b'\nendif\nci:;\n",
    "an include that is not there": "include nope.mk\nci:;\n",
    "no name": "= x\nci:;\n",
    "recursion": "A = $(A)\nci: $(A)\n",
    "recursion in a circle": "A = $(B)\nB = $(A)\nci: ; c $(A)\n",
    "an open reference": "ci: ; c 1\nA := $(wildcard x\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("gnu")
    gnu.shell(path)
    return path


def write(folder: Path, text: str, files: dict[str, str] = FILES) -> None:
    for name, content in {**files, "Makefile": text}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, newline="")


def would_run(folder: Path) -> tuple[list[str], gnu.Ran]:
    """Return the lines that Make would run for `ci`, continued ones as one."""
    done = gnu.run(folder, "-nBrR", "ci")
    lines = "\n".join(done.lines).replace("\\\n", " ").replace("'", "").split("\n")
    return [plain(line) for line in lines if line.strip() and not line.startswith("make:")], done


def plain(line: str) -> str:
    return " ".join(line.split())


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_make_would_run_what_the_reader_says(text: str, folder: Path):
    write(folder, text)
    expected, done = would_run(folder)
    made = makefile(text, FILES)
    found = [
        plain(line)
        for line, each in zip(ran(made.closure("ci")), made.closure("ci"), strict=True)
        if not each.command.guard
    ]
    assert (done.code, problems(made)) == (0, [])
    assert found == expected


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_make_refuses_is_a_problem(text: str, folder: Path):
    files = {**FILES, "y.mk": "ifndef X\n"}
    write(folder, text, files)
    assert gnu.run(folder, "-nrR", "ci").code == 2
    made = makefile(text, files)
    made.closure("ci")
    assert made.problems


GRAPHS = {
    "several targets and several rules": "ci: a b | d\na b: x\nci: y\n\tc 1\nx y d:;\n",
    "assignments and special targets are none": "A = 1\nB := 2\nC ?= 3\nD += 4\nE ::= 5\n.PHONY: ci\nci: A$(A)\nA1:;\n",
    "static patterns": "ci a.o b.o: x\na.o b.o: %.o: %.c | d%\nx a.c b.c da db:;\n",
    "double colons": "ci:: a\nci:: b\n\tc 1\na b:;\n",
    "variables in names": "L = a b\nci: $(L) $(L:%=%.x)\n$(L): d\nd a.x b.x:;\n",
    "continuation and comments": "ci: a \\\n  b # d\na \\\nb: ; c 1\n",
    "includes": "include x.mk\nci: a\n",
    "conditions": "X=1\nci: a\nifdef X\nci: b\nendif\na b:;\n",
    "foreach and eval": "$(foreach x,a b,$(eval ci: $x)$(eval $x: $x$x))\naa bb:;\n",
    "recipes on the line": "ci: a ; c 1\na: b;\nb:\n",
    "order-only alone": "ci: | a\na: b |d\nb d:;\n",
}


@pytest.mark.parametrize("text", GRAPHS.values(), ids=GRAPHS)
def test_make_knows_the_graph_that_the_reader_tells(text: str, folder: Path):
    write(folder, text)
    known, goal = gnu.database(folder)
    made = makefile(text, FILES)
    theirs = {name: (each.prerequisites, each.order_only) for name, each in known.items()}
    assert {name: each for name, each in graph(made).items() if name != ".PHONY"} == {
        name: each for name, each in theirs.items() if name not in (".PHONY", "Makefile")
    }
    assert made.default_goal == goal
    recipes = {name: len([line for line in each.recipe if line.strip()]) for name, each in known.items()}
    assert all(
        len(target.recipe) == recipes[name] for name, target in made.targets.items() if not target.rules[0].double
    )


@given(text=wild.makefiles)
def test_make_would_run_what_the_reader_says_of_any_makefile(text: str, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.getbasetemp() / "wild"
    if not folder.exists():
        folder.mkdir()
        gnu.shell(folder)
    write(folder, text, {})
    expected, done = would_run(folder)
    made = makefile(text)
    closure = made.closure("ci")
    if done.code:
        # A variable that comes to itself through an override in a branch is not told; such a Makefile makes nothing.
        untold = re.search("Circular|target pattern|references itself", done.errors)
        assert made.problems or closure.missing or not closure.whole or untold
        return
    assert not [each for each in made.problems if each.fatal]
    if "Circular" not in done.errors:
        assert [
            plain(line) for line, each in zip(ran(closure), closure, strict=True) if not each.command.guard
        ] == expected


def _recipe(number: int) -> st.SearchStrategy[str]:
    command = st.sampled_from(
        [
            f"c {number}",
            f"c {number} || true",
            f"c {number} || c 9",
            f"c {number}; true",
            f"c {number} && true",
            f"true; c {number}",
            f"c {number} || exit 1",
            f"if c {number}; then true; fi",
            f"c {number} | c 8",
            f"set +e; c {number}; exit 0",
            f"set -e; c {number}; true",
            f"(c {number})",
            f"$(MAKE) s{number}",
            f"-$(MAKE) s{number}",
            f"$(MAKE) -i s{number}",
            f"$(MAKE) -C . s{number} || true",
        ]
    )
    prefix = st.sampled_from(["", "", "", "@", "-", "@-"])
    return st.builds(lambda before, text: f"\t{'' if text.startswith('-') else before}{text}", prefix, command)


@st.composite
def soft(draw: st.DrawFn) -> str:
    """Return a Makefile whose commands may be soft in every way that Make and the shell know."""
    head = draw(
        st.sampled_from(
            [
                "",
                "",
                "",
                ".POSIX:\n",
                ".ONESHELL:\n",
                ".ONESHELL:\n.SHELLFLAGS = -ec\n",
                ".IGNORE: a\n",
                ".IGNORE:\n",
                ".SHELLFLAGS = -ec\n",
                "MAKEFLAGS += -i\n",
                "MAKEFLAGS += --dry-run\n",
                ".SHELLFLAGS = -nc\n",
            ]
        )
    )
    lines = [draw(_recipe(number)) for number in range(4)]
    subs = "".join(f"s{number}:\n\t{draw(st.sampled_from(['', '-']))}c {number}\n" for number in range(4))
    return f"{head}ci: a b\n{lines[0]}\n{lines[1]}\na:\n{lines[2]}\nb:\n{lines[3]}\n{subs}"


@given(text=soft())
def test_a_failure_fails_make_where_the_reader_says_that_it_counts(text: str, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.getbasetemp() / "soft"
    if not folder.exists():
        folder.mkdir()
        gnu.shell(folder)
        (folder / "make").symlink_to(gnu.program())
    write(folder, text, {})
    closure = makefile(text).closure("ci")
    for number in range(4):
        commands = [each.command for each in closure if [*map(str, each.command.argv)] == ["c", str(number)]]
        if any(each.negative or each.guard for each in commands):
            continue
        failed = gnu.run(folder, "-rR", "ci", FAIL=str(number)).code != 0
        assert failed == any(each.gates for each in commands), (number, commands)
