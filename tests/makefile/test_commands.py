"""What making a target runs, how each command is reached, and what becomes of its failure."""

import pytest
from tests.makefile.reading import chain, fates, makefile, problems, ran

from backendrepo.makefile.closure import UpToDate

RUNS = {
    "through prerequisites": ("ci: lint test\nlint:\n\truff check\ntest:\n\tpytest\n", ["ruff check", "pytest"]),
    "prerequisites first, each once": ("ci: a b\n\tlast\na: b\n\tx a\nb:\n\tx b\n", ["x b", "x a", "last"]),
    "on the line of the rule": ("ci: lint ; mypy\n\truff check\nlint:\n", ["mypy", "ruff check"]),
    "the last recipe": ("ci:\n\tx 1\nci:\n\tx 2\n", ["x 2"]),
    "every one of double colons": ("ci::\n\tx 1\nci::\n\tx 2\n", ["x 1", "x 2"]),
    "a pattern rule": ("ci: test-unit\ntest-%: venv\n\tpytest tests/$*\nvenv:\n\tx\n", ["x", "pytest tests/unit"]),
    "no pattern for a phony target": (".PHONY: ci test-unit\nci: test-unit\ntest-%:\n\tpytest $*\n", []),
    "the pattern whose source is there": ("ci: a.x\n%.x: %.y\n\ty $@\n%.x: %.z\n\tz $<\na.z:\n", ["z a.z"]),
    "the shortest stem": ("ci: ab ;\n%: ; x $*\na%: ; y $*\n", ["y b"]),
    "a pattern adds prerequisites": ("ci: a ;\na: b\n%: d ; x $^ $<\nb d: ;\n", ["x d b d"]),
    "what nothing else makes": ("ci: a\n.DEFAULT: ; x $@\n", ["x a"]),
    "lines that go on": ("ci:\n\tpytest \\\n\t  -q\\\n\t x\n", ["pytest -q x"]),
    "several commands of a line": ("ci:\n\truff check && mypy\n", ["ruff check", "mypy"]),
    "canned recipes": ("define R\nx 1\n@x 2\nendef\nci:\n\t$(R)\n", ["x 1", "x 2"]),
    "one that goes on": ("define R\nx 1 \\\n  2\nendef\nci:\n\t$(R)\n", ["x 1 2"]),
    "a line that ends with a backslash": ("R = x\\\\\nci:\n\tx 1 \\", ["x 1 \\"]),
    "automatic variables": ("ci: a b a | d\n\tx $@ $< $^ $+ $| $?\na b d:\n", ["x ci a a b a b a d a b"]),
    "their parts": ("ci: d/a\n\tx $(@D) $(@F) $(<D) $(<F) $(^F)$(*D)$%\nd/a:\n", ["x . ci d a a"]),
    "static patterns": ("ci: a.o\na.o: %.o: %.c\n\tx $* $<\na.c:\n", ["x a a.c"]),
    "variables of the target": ("ci: V = 1\nci: a\n\tx $V\na:\n\ty $V\n", ["y 1", "x 1"]),
    "private ones": ("ci: private V = 1\nci: a\n\tx $V\na:\n\ty $V\n", ["y", "x 1"]),
    "added ones": ("V = 1\nci: V += 2\nci: V += 3\nci:\n\tx $V\n", ["x 1 2 3"]),
    "added ones without any": ("ci: V += 2\nci:\n\tx $V\n", ["x 2"]),
    "those that are not set": ("V = 1\nci: V ?= 2\nci: W ?= 3\nci:\n\tx $V $W\n", ["x 1 3"]),
    "those of a pattern": ("c%: V = 1\nci:\n\tx $V\n", ["x 1"]),
    "one with a semicolon": ("ci: V = 1; 2\nci:\n\tx '$V'\n", ["x 1; 2"]),
    "an undecided one": ("ci:\n\tx $(CI)\n", ["x $(CI)"]),
    "a comment": ("ci:\n\t# x\n# y\n\tx 1\n", ["x 1"]),
    "a script of the repository": ("ci:\n\t./check.sh\n", ["mypy"]),
    "another shell": ("SHELL := /usr/bin/env bash\nci:\n\tx 1\n", ["x 1"]),
    "a shell that is found": ("SHELL := $(shell which bash)\nci:\n\tx 1\n", ["x 1"]),
    "a shell that only a run could tell": ("SHELL := $(shell echo bash)\nci:\n\tx 1\n", ["x 1"]),
    "one shell": (".ONESHELL:\nci:\n\t@x 1\n\t@y 2\n", ["x 1", "y 2"]),
    "one shell without a recipe": (".ONESHELL:\nci: a\na:\n\tx\n", ["x"]),
    "a rule that comes with a branch": ("X=1\nifdef X\nci: a\nelse\nci: b\nendif\n\tx\na: ; y\n", ["y", "x"]),
    "listed files": ("ci: $(shell find src -name '*.py') $(shell git ls-files src)\n\tx\n", ["x"]),
    "paths of the repository": ("R := $(shell git rev-parse --show-toplevel)\nci:\n\tx $(R)/a\n", ["x /./a"]),
}


@pytest.mark.parametrize(("text", "expected"), RUNS.values(), ids=RUNS)
def test_what_making_a_target_runs(text: str, expected: list[str]):
    made = makefile(text, {"check.sh": "#!/bin/sh\nmypy\n"})
    assert ran(made.closure("ci")) == expected
    assert problems(made) == []
    assert made.closure("ci").whole


FATES = {
    "it counts": ("ci:\n\tx\n", ""),
    "a dash": ("ci:\n\t-x\n", "soft Makefile:2"),
    "a dash among others": ("ci:\n\t@-x\n", "soft Makefile:2"),
    "a dash before a canned recipe": ("define R\ny\nx\nendef\nci:\n\t-$(R)\n", "soft Makefile:6"),
    "a dash in a canned recipe": ("define R\ny\n-x\nendef\nci:\n\t$(R)\n", "soft Makefile:6"),
    "a dash in a variable": ("D = -\nci:\n\t$(D)x\n", "soft Makefile:3"),
    "|| true": ("ci:\n\tx || true\n", "soft Makefile:2"),
    "; exit 0": ("ci:\n\tx; exit 0\n", "soft Makefile:2"),
    "set +e": ("ci:\n\tset +e; x; y\n", "soft Makefile:2"),
    "the second line of one that goes on": ("ci:\n\ty && \\\n\tx \\\n\t|| true\n", "soft Makefile:4 guard Makefile:3"),
    "another command follows": ("ci:\n\tx; y\n", "soft Makefile:2"),
    "another follows and the shell stops": (".SHELLFLAGS = -ec\nci:\n\tx; y\n", ""),
    "the shell of this target stops": ("ci: .SHELLFLAGS = -ec\nci:\n\tx; y\n", ""),
    "flags of SHELL": ("SHELL = bash -e\nci:\n\tx; y\n", ""),
    "POSIX": (".POSIX:\nci:\n\tx; y\n", ""),
    "a pipe": ("ci:\n\tx | y\n", "soft Makefile:2"),
    "pipefail": (".SHELLFLAGS = -o pipefail -c\nci:\n\tx | y\n", ""),
    "one shell goes on": (".ONESHELL:\nci:\n\tx\n\ty\n", "soft Makefile:4"),
    "one shell that stops": (".ONESHELL:\n.SHELLFLAGS = -ec\nci:\n\tx\n\ty\n", ""),
    "one shell with a dash": (".ONESHELL:\nci:\n\t-y\n\tx\n", "soft Makefile:3"),
    "one shell with a dash later": (".ONESHELL:\nci:\n\ty\n\t-x\n", ""),
    "one shell with lines between": (".ONESHELL:\nci:\n\ty\n\n# z\n\tx || :\n", "soft Makefile:6"),
    "errors of this target are ignored": (".IGNORE: ci\nci:\n\tx\n", "soft Makefile:1"),
    "errors of another are ignored": (".IGNORE: lint\nci:\n\tx\n", ""),
    "all errors are ignored": (".IGNORE:\nci:\n\tx\n", "soft Makefile:1"),
    "MAKEFLAGS": ("MAKEFLAGS += -i\nci:\n\tx\n", "soft Makefile:1"),
    "MAKEFLAGS by its long name": ("MAKEFLAGS = --ignore-errors\nci:\n\tx\n", "soft Makefile:1"),
    "MAKEFLAGS without a dash": ("MAKEFLAGS = ki\nci:\n\tx\n", "soft Makefile:1"),
    "MAKEFLAGS that have nothing run": ("MAKEFLAGS += --dry-run\nci:\n\tx\n", "soft Makefile:1"),
    "MAKEFLAGS that have nothing run, after what is there": (
        "MAKEFLAGS := $(MAKEFLAGS) -n\nci:\n\tx\n",
        "soft Makefile:1",
    ),
    "variables among MAKEFLAGS": ("MAKEFLAGS = -k -- V=-i\nci:\n\tx\n", ""),
    "a shell that runs nothing": (".SHELLFLAGS := -nc\nci:\n\tx\n", "soft Makefile:1"),
    "a shell that runs nothing, by its long name": (".SHELLFLAGS = -o noexec -c\nci:\n\tx\n", "soft Makefile:1"),
    "a SHELL that runs nothing": ("SHELL = bash -n\nci:\n\tx\n", "soft Makefile:1"),
    "other MAKEFLAGS": ("MAKEFLAGS += --no-print-directory -j4\nci:\n\tx\n", ""),
    "an undecided branch": ("ifdef CI\nci:\n\tx\nendif\n", "guard Makefile:1"),
    "its other side": ("ifdef CI\nci:\n\ty\nelse\nci:\n\tx\nendif\n", "guard Makefile:4"),
    "a recipe that an undecided branch may displace": ("ci:\n\tx\nifdef CI\nci:\n\ty\nendif\n", "guard Makefile:3"),
    "a recipe that a branch displaces": ("X=1\nci:\n\ty\nci:\n\tx\nifdef CI\nci::\n\tz\nendif\n", ""),
    "a recipe that a branch which is not taken would": ("ci:\n\tx\nifdef X\nci:\n\ty\nendif\n", ""),
    "a recipe that may displace another": ("ci:\n\ty\nifdef CI\nci:\n\tx\nendif\n", "guard Makefile:3"),
    "a line of an undecided branch": ("ci:\n\ty\nifdef CI\n\tx\nendif\n", "guard Makefile:3"),
    "a branch that is not taken": ("ifdef X\nci:\n\tx\nendif\n", "guard Makefile:1"),
    "a branch that is taken": ("X=1\nifdef X\nci:\n\tx\nendif\n", ""),
    "an undecided prerequisite": ("ifeq ($(CI),true)\nci: a\nendif\na:\n\tx\n", "guard Makefile:1"),
    "what is added in an undecided branch": (
        "L = b\nifdef CI\nL += a\nendif\nci: $(L)\na:\n\tx\nb:\n",
        "guard Makefile:5",
    ),
    "an undecided word": ("ci: $(if $(CI),a)\na:\n\tx\n", "guard Makefile:1"),
    "a file of this name": ("ci: tests\ntests:\n\tx\n", "guard Makefile:2"),
    "a file of this name that needs one": ("ci: tests\ntests: tests/a.py\n\tx\n", "guard Makefile:2"),
    "a file of this name that is phony": (".PHONY: tests\nci: tests\ntests:\n\tx\n", ""),
    "a file of this name that needs a target": ("ci: tests\ntests: lint\n\tx\nlint:\n", ""),
    "a file of this name that needs a phony target": (".PHONY: docs\nci: tests\ntests: docs\n\tx\ndocs:\n", ""),
    "a file of this name with order-only prerequisites": ("ci: tests\ntests: | lint\n\tx\nlint:\n", "guard Makefile:2"),
}


@pytest.mark.parametrize(("text", "expected"), FATES.values(), ids=FATES)
def test_what_becomes_of_a_failure(text: str, expected: str):
    made = makefile(text, {"tests/a.py": "", "docs/a.md": ""})
    assert fates(made.closure("ci"))["x"] == expected


def test_a_command_that_is_soft_on_one_way_and_counts_on_another_is_told_twice():
    closure = makefile("ci: \n\t-$(MAKE) a\n\t$(MAKE) a\na:\n\tx\n").closure("ci")
    assert [each.command.gates for each in closure] == [False, True]


def test_how_a_command_is_reached():
    made = makefile("ci: lint\n\nlint: ruff\nruff:\n\t@echo\n\t./check.sh\n", {"check.sh": "true\nmypy\n"})
    (reached,) = [each for each in made.closure("ci") if each.command.program == "mypy"]
    assert chain(reached) == ["Makefile:1", "Makefile:3", "Makefile:6", "check.sh:2"]
    assert reached.target == "ruff"
    assert {name: len(way) for name, way in made.closure("ci").targets.items()} == {"ci": 0, "lint": 1, "ruff": 2}


EMPTY = {
    "nothing at all": ("ci:\n", True),
    "no such target": ("lint:\n\tx\n", True),
    "only telling": ('ci:\n\t@echo "ok"\n\t@printf x\n', True),
    "only true": ("ci:\n\t@true\n\t@:\n", True),
    "an empty recipe": ("ci: ;\n", True),
    "empty prerequisites": ("ci: lint\nlint: ; @echo ok\n", True),
    "files": ("ci: README.md\n", True),
    "a command": ("ci:\n\tx\n", False),
    "a command of a prerequisite": ("ci: lint\nlint: ; x\n", False),
    "what is not known": ("ci: $(shell x)\n", False),
}


@pytest.mark.parametrize(("text", "expected"), EMPTY.values(), ids=EMPTY)
def test_a_target_that_runs_nothing_is_empty(text: str, expected: bool):
    assert makefile(text, {"README.md": ""}).is_empty("ci") is expected


def missing(text: str) -> list[str]:
    closure = makefile(text, {"src/a.py": "", "sub/Makefile": "a:\n"}).closure("ci")
    return [f"{each.name} {each.place}{' called' if each.called else ''}" for each in closure.missing]


MISSING = {
    "a prerequisite": ("ci: lint\n\tx\n", ["lint Makefile:1"]),
    "a called target": ("ci:\n\t$(MAKE) lint\n", ["lint Makefile:2 called"]),
    "a called folder": ("ci:\n\t$(MAKE) -C nope lint\n", ["nope lint Makefile:2 called"]),
    "a called folder by its full path": ("ci:\n\t$(MAKE) -C $(CURDIR)/nope lint\n", ["nope lint Makefile:2 called"]),
    "the folder itself by its full path": ("ci:\n\t$(MAKE) -f $(CURDIR) lint\n", [". lint Makefile:2 called"]),
    "a called target by its full path": ("ci:\n\t$(MAKE) $(CURDIR)/lint\n", ["lint Makefile:2 called"]),
    "a called file": ("ci:\n\tmake -f nope.mk lint\n", ["nope.mk lint Makefile:2 called"]),
    "a target of a called folder": ("ci:\n\t$(MAKE) -C sub lint\n", ["lint Makefile:2 called"]),
    "files are there": ("ci: src src/a.py ./src ../x /y\n", []),
    "phony targets are there": (".PHONY: lint\nci: lint\n", []),
    "what a pattern makes": ("ci: lint\n%: ; x\n", []),
    "what a target of an unknown name may make": ("ci: lint\n$(shell x): ; y\n", []),
    "files that are listed": ("ci: $(shell find src -type f) $(shell git ls-files)\n", []),
    "unknown": ("ci: $(shell x)\n", []),
}


@pytest.mark.parametrize(("text", "expected"), MISSING.values(), ids=MISSING)
def test_what_nothing_makes_is_missing(text: str, expected: list[str]):
    assert missing(text) == expected


UNKNOWN = {
    "what is needed": "ci: $(shell x)\n\ty\n",
    "what is called": "ci:\n\t$(MAKE) $(shell x)\n",
    "what is outside": "ci:\n\t$(MAKE) -C ../other lint\n",
    "where it is called": "ci:\n\tcd $$UNKNOWN && $(MAKE) lint\n",
    "a target that may be the one": "$(shell x): ; y\nci: lint\n",
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_what_only_a_run_could_tell_keeps_a_closure_from_being_whole(text: str):
    closure = makefile(text).closure("ci")
    assert not closure.whole
    assert [each.path for each in closure.unknown] == ["Makefile"]


def test_a_guard_of_a_target_that_is_not_phony_says_so_and_how_to_mend_it():
    (reached,) = makefile("ci: tests\ntests:\n\tx\n", {"tests/a.py": ""}).closure("ci")
    rule = reached.command.guard
    assert isinstance(rule, UpToDate)
    why = "`tests` is not .PHONY: a file or folder of that name keeps make from running it"
    assert (rule.why, rule.fix, str(rule)) == (why, ".PHONY: tests", "Makefile:2")


def test_what_is_wrong_with_a_recipe_leaves_no_target_unread():
    made = makefile("include none.mk\nci:\n\tif x\n")
    made.closure("ci")
    assert (len(made.problems) > 1, [str(each) for each in made.unread]) == (
        True,
        ["Makefile:1: none.mk is included and is not there"],
    )


def test_a_shell_that_is_not_read_is_told():
    made = makefile("SHELL = python3\nci:\n\timport os\n")
    assert (ran(made.closure("ci")), made.closure("ci").whole) == ([], False)
    assert problems(made) == ["Makefile: its recipes are for no shell that is known here"]


def test_what_the_shell_cannot_read_is_a_problem_at_its_line():
    made = makefile("ci:\n\tx 1\n\tif x\n")
    made.closure("ci")
    assert [(each.place.line, each.fatal) for each in made.problems] == [(3, False), (3, False)]


def environment(text: str) -> dict[str, str]:
    (reached,) = makefile(text, OUTSIDE="1").closure("ci")
    return dict(reached.command.env)


EXPORTS = {
    "not exported": ("A = 1\nci: ; x\n", {}),
    "exported": ("export A = 1\nci: ; x\n", {"A": "1"}),
    "exported later": ("A = 1\nexport A B\nci: ; x\n", {"A": "1"}),
    "every variable": ("A = 1\nexport\nci: ; x\n", {"A": "1"}),
    "every variable, by a target": ("A = 1\n.EXPORT_ALL_VARIABLES:\nci: ; x\n", {"A": "1"}),
    "not any more": ("export A = 1\nunexport A\nexport\nunexport\nci: ; x\n", {}),
    "unknown": ("export A = $(shell x)\nci: ; x\n", {}),
    "of a target": ("ci: export A = 1\nci: ; x\n", {"A": "1"}),
    "of the command": ("export A = 1\nci: ; A=2 x\n", {"A": "2"}),
}


@pytest.mark.parametrize(("text", "expected"), EXPORTS.values(), ids=EXPORTS)
def test_recipes_find_exported_variables(text: str, expected: dict[str, str]):
    found = environment(text)
    assert {
        name: value for name, value in found.items() if name not in ("CURDIR", "PWD", "MAKEFILE_LIST", "OUTSIDE")
    } == expected
    assert found["OUTSIDE"] == "1"
