"""What references expand to, and what is marked because only a run could tell."""

import pytest
from tests.makefile.reading import makefile, problems


def value(text: str, files: dict[str, str | bytes] | None = None, **environment: str) -> tuple[str, bool]:
    """Return the first argument of the command of `ci`, and whether only a run could tell it."""
    (reached,) = makefile(f"{text}\nci:\n\tx '$(V)'\n", files, **environment).closure("ci")
    return str(reached.command.argv[1]), reached.command.argv[1].unresolved


KNOWN = {
    "literal": ("V = a b", "a b"),
    "not set": ("", ""),
    "of the environment": ("V = $(OUTSIDE)", "outside"),
    "set all the same": ("OUTSIDE = here\nV = $(OUTSIDE)", "here"),
    "unless the environment sets it": ("OUTSIDE ?= here\nV = $(OUTSIDE)", "outside"),
    "unless the environment does not set it": ("INSIDE ?= here\nV = $(INSIDE)", "here"),
    "only the first": ("V ?= a\nV ?= b", "a"),
    "built in": ("V = $(MAKE) $(RM) $(.SHELLFLAGS)", "make rm -f -c"),
    "the folder": ("V = $(CURDIR)/a", "/./a"),
    "absolute": ("V = $(abspath a/../b) $(realpath /x/../y)", "/./b /y"),
    "files": ("V = $(wildcard *.y nope)", "p.y q.y"),
    "path of a tool": ("V = $(origin A)$(origin V)$(origin OUTSIDE)", "undefinedfileenvironment"),
    "nothing to be told": ("V = $(info x)$(warning y)$(error z)a", "a"),
    "writing a file": ("V = $(file >x,y)$(file >> x,y)a", "a"),
    "a dollar": ("V = a$$b$", "a$b$"),
    "a substitution without a percent": ("A = a.c b\nV = $(A:.c=.o)", "a.o b"),
    "no substitution": ("V = x$(A:b)", "x"),
    "spaces before a name": ("V = x$( A)", "x"),
    "word numbers": ("V = $(word 1, a b)$(word x,a)$(word 0,a)$(wordlist x,1,a)", "aa"),
    "one eval": ("$(eval V := a)", "a"),
    "an empty eval": ("V = a$(eval )", "a"),
    "an eval in a recipe": ("V = a$(eval W := b)$(W)", "ab"),
    "an operator within a name": ("a+b?c!d = 1\nV = $(a+b?c!d)", "1"),
    "parentheses in arguments": ("V = $(subst (a,b),x,y)$(strip (a,b))", "y(a,b)"),
    "a filter for literals": ("V = $(filter a b%,a b c)$(patsubst a,x,a b)", "a bx b"),
    "and": ("V = $(and a,)b", "b"),
    "case of and": ("V = $(and a,b)", "b"),
    "the override stays": ("override V = a\nV = b", "a"),
}


@pytest.mark.parametrize(("text", "expected"), KNOWN.values(), ids=KNOWN)
def test_what_is_literal_is_expanded(text: str, expected: str):
    assert value(text, {"p.y": "", "q.y": ""}, OUTSIDE="outside") == (expected, False)


UNKNOWN = {
    "shell": ("V = $(shell date)", "$(shell date)"),
    "shell by an assignment": ("V != date", "$(shell date)"),
    "a variable that environments set": ("V = $(CI)", "$(CI)"),
    "one of a family": ("V = $(GITHUB_REF)", "$(GITHUB_REF)"),
    "one that may be set": ("CI ?= false\nV = $(CI)", "false"),
    "a name that is not known": ("V = $($(shell x))", "$($(shell x))"),
    "within text": ("V = a-$(shell x)-b", "a-$(shell x)-b"),
    "within a function": ("V = $(subst a,b,$(shell x))", "$(subst a,b,$(shell x))"),
    "within a filter": ("V = $(filter a,$(CI))", "$(filter a,$(CI))"),
    "each word": ("V = $(addprefix a,b $(CI))", "ab a$(CI)"),
    "a function that is not followed": ("V = $(guile x)$(flavor V)$(let a,b,c)", "$(guile x)$(flavor V)$(let a,b,c)"),
    "reading a file": ("V = $(file <x)", "$(file <x)"),
    "too few arguments": ("V = $(subst a,b)", "$(subst a,b)"),
    "a round too few": ("V = $(foreach a,b)", "$(foreach a,b)"),
    "a name of a call": ("V = $(call $(CI),a)", "$(call $(CI),a)"),
    "wildcard": ("V = $(wildcard $(CI))", "$(wildcard $(CI))"),
    "origin": ("V = $(origin HOME)", "$(origin HOME)"),
    "a tool that is looked for": ("V = $(shell command -v python3)", "python3"),
    "a branch": ("V = $(if $(CI),a,b)", "a"),
    "or": ("V = $(or $(CI),b)", "$(CI)"),
    "and": ("V = $(and $(CI),b)", "b"),
    "an undecided condition": ("ifdef CI\nV = a\nendif", "a"),
    "added in an undecided condition": ("V = a\nifdef CI\nV += b\nendif", "a b"),
    "open": ("V = $(W", "$(W"),
    "a define in an undecided condition": ("ifdef CI\ndefine V\na\nendef\nendif", "a"),
}


@pytest.mark.parametrize(("text", "expected"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_only_a_run_could_tell_is_marked(text: str, expected: str):
    assert value(text) == (expected, True)


def test_a_branch_of_which_nothing_is_likely_is_nothing():
    assert value("V = a$(if $(CI),,)") == ("a", False)


CONDITIONS = {
    "ifeq": ("X = a\nifeq ($(X),a)\n{}", True),
    "ifeq with blanks": ("X = a\nifeq ($(X) , a)\n{}", True),
    "ifeq with quotes": ("X = a\nifeq \"$(X)\" 'a'\n{}", True),
    "ifneq": ("ifneq ($(X),)\n{}", False),
    "ifdef": ("X = a\nifdef X\n{}", True),
    "ifdef of nothing": ("X =\nifdef X\n{}", False),
    "ifdef of a name": ("N = X\nX = a\nifdef $(N)\n{}", True),
    "ifndef": ("ifndef X\n{}", True),
    "a comma in a reference": ("X = a\nifeq ($(subst x,y,a),$(X))\n{}", True),
    "the environment": ("ifdef CI\n{}", None),
    "not the environment": ("ifndef GITHUB_ACTIONS\n{}", None),
    "a shell": ("ifeq ($(shell uname),Linux)\n{}", None),
    "a name that is not known": ("ifdef $(shell x)\n{}", None),
    "a value that is not known": ("X := $(shell x)\nifdef X\n{}", None),
    "set in an undecided branch": ("ifdef CI\nX = 1\nendif\nifdef X\n{}", None),
    "goals": ("ifneq ($(filter ci,$(MAKECMDGOALS)),)\n{}", None),
}


@pytest.mark.parametrize(("text", "holds"), CONDITIONS.values(), ids=CONDITIONS)
def test_both_branches_are_read_and_marked(text: str, holds: bool | None):
    made = makefile(text.format("ci: a\nelse\nci: b\nendif\n"))
    marks = {each.name: [when.holds for when in each.when] for each in made.targets["ci"].prerequisites}
    assert marks == {"a": [holds], "b": [None if holds is None else not holds]}
    assert problems(made) == []


def test_a_chain_of_conditions():
    text = "X=2\nifeq ($X,1)\nci: a\nelse ifeq ($X,2)\nci: b\nelse ifdef CI\nci: c\nelse\nci: d\nendif\n"
    assert _holds(text) == {"a": False, "b": True, "c": False, "d": False}


def test_a_chain_that_is_undecided_from_its_second_on():
    text = "ifdef X\nci: a\nelse ifdef CI\nci: b\nelse\nci: c\nendif\n"
    assert _holds(text) == {"a": False, "b": None, "c": None}


def test_conditions_within_a_branch_that_is_not_read_are_not_either():
    text = "ifdef X\nifdef CI\nci: a\nelse ifdef Y\nci: b\nendif\nX = 1\ninclude nope\nendif\nifdef X\nci: c\nendif\n"
    assert _holds(text) == {"a": False, "b": False, "c": False}


def _holds(text: str) -> dict[str, bool | None]:
    made = makefile(text)
    assert problems(made) == []
    found = {}
    for each in made.targets["ci"].prerequisites:
        marks = [when.holds for when in each.when]
        found[each.name] = False if False in marks else None if None in marks else True
    return found


def test_a_recipe_behind_undecided_branches_belongs_to_the_rules_of_each():
    made = makefile("ifdef CI\na:\nelse\nb:\nendif\n\tx\nci: a b\n")
    assert [(each.command.guard and each.command.guard.line, each.target) for each in made.closure("ci")] == [
        (1, "a"),
        (3, "b"),
    ]


def test_a_recipe_of_the_other_branch_is_of_the_rule_before():
    made = makefile("ci:\nifdef CI\na:\nelse\n\tx\nendif\n")
    assert [len(made.targets[name].recipe) for name in ("ci", "a")] == [1, 0]


def test_a_recipe_behind_an_undecided_branch_may_still_be_of_the_rule_before():
    made = makefile("ci:\nifdef CI\na:\nendif\n\tx\n")
    assert [len(made.targets[name].recipe) for name in ("ci", "a")] == [1, 1]
