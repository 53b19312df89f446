"""Targets and what they need: every way to write a rule that a Makefile of a repository may use."""

import pytest
from tests.makefile.reading import graph, makefile, needs, place, problems, ran
from tests.snapshots import Memory

from backendrepo.makefile import read

RULES = {
    "one target": ("ci: lint test\n", {"ci": "lint test"}),
    "several targets on a line": ("lint test: venv\n", {"lint": "venv", "test": "venv"}),
    "rules add up": ("ci: lint\nci: test\n", {"ci": "lint test"}),
    "double colons": ("ci:: lint\nci:: test\n", {"ci": "lint test"}),
    "grouped targets": ("a b &: d\n", {"a": "d", "b": "d"}),
    "continuation": ("ci: \\\n\tlint \\\n  test\n", {"ci": "lint test"}),
    "comments": ("# ci: x\nci: lint # test\n#\\\nx: y\n", {"ci": "lint"}),
    "a recipe on the line": ("ci: lint; mypy\n", {"ci": "lint"}),
    "static patterns": ("a.o b.o: %.o: %.c h\n", {"a.o": "a.c h", "b.o": "b.c h"}),
    "a static pattern that does not match": ("a.o b: %.o: %.c\n", {"a.o": "a.c"}),
    "a static pattern of nothing": ("x: x%: a%b\n", {"x": "ab"}),
    "pattern rules are no targets": ("test-%: venv\n\tpytest $*\n", {}),
    "special targets": (".PHONY: ci\nci: lint\n", {".PHONY": "ci", "ci": "lint"}),
    "dots before a name": ("./ci: .//lint\n", {"ci": "lint"}),
    "a folder": ("ci: ./ .\n", {"ci": "./ ."}),
    "a blank in a name": ("ci: a\\ b\n", {"ci": "a b"}),
    "a colon in a reference": ("ci: $(A:.c=.o)\nA=x.c\n", {"ci": ""}),
    "variables": ("ALL := lint test\nci: $(ALL) ${ALL:%=%.txt}\n", {"ci": "lint test lint.txt test.txt"}),
    "names of variables": ("T = ci\n$(T): $T-2\n", {"ci": "ci-2"}),
    "assignments": ("a = 1\nb := 2\nd ::= 3\ne ?= 4\nf += 5\ng != pwd\nh :::= 6\nexport i = 7\nci:\n", {"ci": ""}),
    "variables of a target": ("ci: A = 1\nci: B := 2\nci: export C ?= 3\nd: ;\n", {"d": ""}),
    "a rule in a variable": ("R = ci: lint\n$(R)\n", {"ci": "lint"}),
    "define": ("define R\nx: y\nendef\nci:\n", {"ci": ""}),
    "define with a modifier": (
        "override define R\nci: lint\nendef\nexport define S\nx\nendef\n$(eval $(R))\n",
        {"ci": "lint"},
    ),
    "define and eval": ("define R\n$(1): $(2)\nendef\n$(eval $(call R,ci,lint test))\n", {"ci": "lint test"}),
    "no targets": ("E =\n$(E): lint\n", {}),
    "an order of Make": ("vpath %.c src\nload x.so\nunexport A\nci:\n", {"ci": ""}),
}


@pytest.mark.parametrize(("text", "expected"), RULES.values(), ids=RULES)
def test_targets_and_what_they_need(text: str, expected: dict[str, str]):
    made = makefile(text)
    assert needs(made) == expected
    assert problems(made) == []


def test_order_only_prerequisites_are_told_apart():
    made = makefile("ci: lint | venv out\n")
    assert graph(made) == {"ci": (["lint"], ["venv", "out"])}


def test_only_what_a_run_could_tell_is_marked():
    made = makefile("FILES := $(shell git ls-files)\nci: $(FILES) lint $(wildcard $(FILES))\n")
    told = [(each.name, each.unresolved) for each in made.targets["ci"].prerequisites]
    assert told == [("$(shell git ls-files)", True), ("lint", False), ("$(wildcard $(FILES))", True)]


def test_prerequisites_know_their_place():
    made = makefile("\nci: lint \\\n  test\nci: x\n")
    assert [each.place for each in made.targets["ci"].prerequisites] == [
        place(2, "ci: lint \\"),
        place(2, "ci: lint \\"),
        place(4, "ci: x"),
    ]
    assert made.targets["ci"].place == place(2, "ci: lint \\")


def test_make_looks_for_three_names_in_its_order():
    files = {"Makefile": "a:\n", "makefile": "b:\n", "GNUmakefile": "d:\n"}
    for name, target in (("GNUmakefile", "d"), ("makefile", "b"), ("Makefile", "a")):
        made = read(Memory(files))
        assert (made.path, [*made.targets]) == (name, [target])
        del files[name]


def test_without_a_makefile_there_are_no_targets():
    made = read(Memory({"README.md": ""}))
    assert (made.path, made.paths, made.targets, made.problems, made.default_goal) == ("", (), {}, (), "")
    assert made.is_empty("ci")


def test_the_makefile_of_a_folder():
    made = read(Memory({"api/Makefile": "ci: a.x *.x\n\tls\n", "api/b.x": "", "c.x": ""}), "api")
    assert (made.path, made.directory, needs(made)) == ("api/Makefile", "api", {"ci": "a.x b.x"})
    assert [each.command.cwd for each in made.closure("ci")] == ["api"]


def test_phony_targets():
    made = makefile(".PHONY: ci other\nci:\nlint:\n")
    assert [(each.name, each.phony) for each in made.targets.values()] == [
        (".PHONY", False),
        ("ci", True),
        ("lint", False),
    ]


GOALS = {
    "the first target": ("A=1\n.x:\n%.o:\nci:\nb:\n", "ci"),
    "a folder that begins with a dot": (".venv/x:\nci:\n", ".venv/x"),
    "set": (".DEFAULT_GOAL := help\nci:\n", "help"),
    "not that of a branch that is not read": ("ifdef X\na:\nendif\nci:\n", "ci"),
    "none": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), GOALS.values(), ids=GOALS)
def test_the_target_of_a_bare_make(text: str, expected: str):
    assert makefile(text).default_goal == expected


INCLUDES = {
    "include": "include mk/a.mk\nci: a\n",
    "-include": "-include mk/a.mk\nci: a\n",
    "sinclude": "sinclude mk/a.mk\nci: a\n",
    "a pattern": "include mk/*.mk\nci: a\n",
    "a variable": "D = mk\ninclude $(D)/a.mk\nci: a\n",
    "several": "include mk/a.mk mk/b.mk\nci: a\n",
    "a wildcard": "include $(wildcard mk/*.mk)\nci: a\n",
    "of the root": "include $(CURDIR)/mk/a.mk\nci: a\n",
    "of the file itself": "include $(dir $(lastword $(MAKEFILE_LIST)))mk/a.mk\nci: a\n",
    "of the root by a pattern": "include $(CURDIR)/mk/*.mk\nci: a\n",
}


@pytest.mark.parametrize("text", INCLUDES.values(), ids=INCLUDES)
def test_included_files_are_read_where_they_stand(text: str):
    made = makefile(text, {"mk/a.mk": "a:\n\truff check\n", "mk/b.mk": "b:\n"})
    assert ran(made.closure("ci")) == ["ruff check"]
    assert made.paths[:2] == ("Makefile", "mk/a.mk")
    assert made.targets["a"].place == place(1, "a:", "mk/a.mk")
    assert problems(made) == []


NOT_THERE = {
    "include": ("include nope.mk\nci:\n", ["Makefile:1: nope.mk is included and is not there"]),
    "-include": ("-include nope.mk\nci:\n", []),
    "outside": ("include ../nope.mk\nci:\n", ["Makefile:1: ../nope.mk is included and is not there"]),
    "unknown": ("include $(shell ls)\nci:\n", ["Makefile:1: what is included is not known: $(shell ls)"]),
}


@pytest.mark.parametrize(("text", "expected"), NOT_THERE.values(), ids=NOT_THERE)
def test_what_is_included_and_not_there_is_a_problem(text: str, expected: list[str]):
    made = makefile(text)
    assert problems(made) == expected
    assert [*made.targets] == ["ci"]


def test_files_that_include_each_other_are_read_once():
    made = makefile("include a.mk\nci: a\n", {"a.mk": "include Makefile\na:\n\tmypy\n"})
    assert ran(made.closure("ci")) == ["mypy"]
    assert problems(made) == [
        "a.mk:1: Makefile is not included again: includes go round in a circle, too deep or too often"
    ]


REFUSED = {
    "nonsense": ("ci: lint\nlint mypy\n", "Makefile:2: this is neither a rule nor an assignment!"),
    "in an undecided branch": (
        "ifdef CI\nlint mypy\nendif\nci: lint\n",
        "Makefile:2: this is neither a rule nor an assignment",
    ),
    "unknown text": ("$(shell x)\nci: lint\n", "Makefile:1: this is neither a rule nor an assignment"),
    "a define that is open": ("ci: lint\ndefine X\n", "Makefile:2: define without endef!"),
    "a define in an included file": ("include d.mk\nci: lint\n", "d.mk:1: define without endef!"),
    "else": ("else\nci: lint\n", "Makefile:1: else without a condition!"),
    "endif": ("ci: lint\nendif\n", "Makefile:2: endif without a condition!"),
    "endif of another file": ("X=1\nifdef X\ninclude e.mk\nci: lint\nendif\n", "e.mk:1: endif without a condition!"),
    "no endif": ("X=1\nci: lint\nifdef X\n", "Makefile:3: a condition without endif"),
    "no endif in an included file": ("include i.mk\nci: lint\n", "i.mk:1: a condition without endif"),
    "no condition": ("ifeq x\nendif\nci: lint\n", "Makefile:1: this condition is none that Make can read!"),
    "recursion": ("A = x $(B)\nB = $(A)\nci: lint $(A)\n", "Makefile:3: the variable A refers to itself"),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_make_would_refuse_is_told_and_reading_goes_on(text: str, expected: str):
    made = makefile(text, {"d.mk": "define X\n", "e.mk": "endif\n", "i.mk": "ifndef CI\n"})
    assert [each.rstrip("!") for each in problems(made)] == [expected.rstrip("!")]
    assert [each.fatal for each in made.problems] == [expected.endswith("!")] or "endif" in expected
    assert needs(made)["ci"].startswith("lint")


def test_another_prefix_of_recipes():
    made = makefile(".RECIPEPREFIX = >\nci:\n>mypy\n> ruff check\n.RECIPEPREFIX =\nd:\n\tx\n")
    assert (ran(made.closure("ci")), ran(made.closure("d"))) == (["mypy", "ruff check"], ["x"])


def test_what_is_expanded_a_second_time_is_not_known():
    made = makefile(".SECONDEXPANSION:\nci: $$(basename $$@).x lint\nlint: ; ruff check\n")
    assert [(each.name, each.unresolved) for each in made.targets["ci"].prerequisites] == [
        ("$(basename", True),
        ("$@).x", True),
        ("lint", False),
    ]
    assert not made.closure("ci").whole


def test_recipes_are_kept_as_they_are_written():
    made = makefile("ci: lint ; mypy\n\t@ruff \\\n\tcheck $(A)\n")
    assert [(each.text, each.place.line) for each in made.targets["ci"].recipe] == [
        ("mypy", 1),
        ("@ruff \\\ncheck $(A)", 2),
    ]


def test_variables_are_as_they_are_set_at_the_end():
    made = makefile("A = 1\nA += $(B)\nB := $(A)\n")
    assert [(each.text, each.place.line) for name in "AB" if (each := made.variable(name))] == [
        ("1 $(B)", 2),
        ("1 ", 3),
    ]
    assert made.variable("C") is None
    assert made.target("ci") is None
