"""Calls of Make from a recipe: which Makefile is read, for which targets, with which variables."""

import pytest
from tests.makefile.reading import chain, fates, makefile, ran
from tests.snapshots import Memory

from backendrepo.makefile import Project
from backendrepo.makefile.calls import Call, call
from backendrepo.shell import read

FILES = {
    "api/Makefile": "all: a\na b:\n\tx api $@ $(V) $(W)\n",
    "api/deep/Makefile": "a:\n\tx deep $(notdir $(CURDIR))\n",
    "other.mk": "a:\n\tx other $(V)\nb:\n\t$(MAKE) lint\n",
    "build/other.mk": "a:\n\tx build\n",
}

FOLLOWED = {
    "$(MAKE)": ("$(MAKE) lint", ["ruff check"]),
    "make": ("make lint", ["ruff check"]),
    "by its path": ("/usr/bin/make lint", ["ruff check"]),
    "gmake": ("gmake lint", ["ruff check"]),
    "several targets": ("$(MAKE) lint types", ["ruff check", "mypy"]),
    "a path": ("$(MAKE) ./lint", ["ruff check"]),
    "the first target of a folder": ("$(MAKE) -C api", ["x api a"]),
    "-C": ("$(MAKE) -C api b", ["x api b"]),
    "-C as one word": ("$(MAKE) -Capi b", ["x api b"]),
    "--directory": ("$(MAKE) --directory=api b", ["x api b"]),
    "--directory, apart": ("$(MAKE) --directory api b", ["x api b"]),
    "-C twice": ("$(MAKE) -C api -C deep a", ["x deep deep"]),
    "-C up and down": ("$(MAKE) -C api/deep -C .. b", ["x api b"]),
    "-C here": ("$(MAKE) -C . lint", ["ruff check"]),
    "-C $(CURDIR)": ("$(MAKE) -C $(CURDIR)/api b", ["x api b"]),
    "cd": ("cd api && $(MAKE) b", ["x api b"]),
    "a subshell": ("(cd api/deep; make a)", ["x deep deep"]),
    "-f": ("$(MAKE) -f other.mk a", ["x other"]),
    "--file": ("$(MAKE) --file=other.mk a", ["x other"]),
    "--makefile": ("$(MAKE) --makefile other.mk a", ["x other"]),
    "-f of a folder": ("$(MAKE) -C build -f other.mk a", ["x build"]),
    "-f of a folder by its path": ("$(MAKE) -f build/other.mk a", ["x build"]),
    "-f does not go further": ("$(MAKE) -f other.mk b", ["ruff check"]),
    "options": ("$(MAKE) -sk -j 4 -j -l2 -I mk --no-print-directory -O lint", ["ruff check"]),
    "options with values": ("$(MAKE) -o x --old-file y --jobs=2 -W z lint", ["ruff check"]),
    "an option at the end": ("$(MAKE) lint -C .", ["ruff check"]),
    "an option without its value": ("$(MAKE) lint -o", ["ruff check"]),
    "a long option without its value": ("$(MAKE) lint --old-file", ["ruff check"]),
    "--": ("$(MAKE) -- lint V=1", ["ruff check"]),
    "variables": ("$(MAKE) -C api b V=1 W:=2", ["x api b 1 2"]),
    "variables with blanks": ("$(MAKE) -C api b V='1 2'", ["x api b 1 2"]),
    "another value of a variable": ("$(MAKE) tools TOOL=black", ["black"]),
    "a loop": ("for d in api api/deep; do $(MAKE) -C $$d a; done", ["x api a", "x deep deep"]),
    "a variable of the environment": ("V=1 $(MAKE) -C api b", ["x api b"]),
    "an exported variable": ("$(MAKE) -C api a # W", ["x api a"]),
}

_MAKEFILE = "TOOL = ruff\nlint:\n\truff check\ntypes:\n\tmypy\ntools:\n\t$(TOOL)\nci:\n\t{}\n"


@pytest.mark.parametrize(("line", "expected"), FOLLOWED.values(), ids=FOLLOWED)
def test_calls_are_followed(line: str, expected: list[str]):
    closure = makefile(_MAKEFILE.format(line), FILES).closure("ci")
    assert ran(closure) == expected
    assert closure.missing == ()


NOT_FOLLOWED = {
    "-n": "make -n lint",
    "--dry-run": "make --dry-run lint",
    "-q": "make -sq lint",
    "--question": "make --question lint",
    "-t": "make -t lint",
    "MAKEFLAGS": "MAKEFLAGS=n make lint",
    "outside": "make -C .. lint",
    "a folder that only a run could tell": 'make -C "$$(x)" lint',
    "a file that is not there": "make -f nope.mk lint",
    "another program": "cmake lint",
}


@pytest.mark.parametrize("line", NOT_FOLLOWED.values(), ids=NOT_FOLLOWED)
def test_what_runs_nothing_or_is_not_there_stays_the_call_itself(line: str):
    closure = makefile(_MAKEFILE.format(line), FILES).closure("ci")
    program = next(word for word in line.split() if "=" not in word)
    assert [each.command.program for each in closure if each.command.program != "x"] == [program]


FATES = {
    "it counts": ("$(MAKE) lint", ""),
    "a dash": ("-$(MAKE) lint", "soft Makefile:9"),
    "|| true": ("$(MAKE) lint || true", "soft Makefile:9"),
    "-i": ("$(MAKE) -i lint", "soft Makefile:9"),
    "-i among others": ("$(MAKE) -ki lint", "soft Makefile:9"),
    "--ignore-errors": ("$(MAKE) --ignore-errors lint", "soft Makefile:9"),
    "MAKEFLAGS before it": ("MAKEFLAGS=i $(MAKE) lint", "soft Makefile:9"),
    "GNUMAKEFLAGS before it": ("GNUMAKEFLAGS='-k -i' $(MAKE) lint", "soft Makefile:9"),
    "other MAKEFLAGS before it": ("MAKEFLAGS='s --no-print-directory -- X=i' $(MAKE) lint", ""),
    "a condition": ('if [ -n "$$X" ]; then $(MAKE) lint; fi', "guard Makefile:9"),
}


@pytest.mark.parametrize(("line", "expected"), FATES.values(), ids=FATES)
def test_what_is_soft_on_the_way_is_soft(line: str, expected: str):
    assert fates(makefile(_MAKEFILE.format(line), FILES).closure("ci"))["ruff check"] == expected


def test_the_way_through_a_call():
    (reached,) = makefile(_MAKEFILE.format("$(MAKE) -C api b"), FILES).closure("ci")
    assert chain(reached) == ["Makefile:9", "api/Makefile:3"]
    assert (reached.target, reached.command.cwd) == ("b", "api")


def test_targets_of_other_makefiles_are_none_of_its_own():
    closure = makefile("ci:\n\t$(MAKE) -C api b\n", FILES).closure("ci")
    assert [*closure.targets] == ["ci"]


def test_exported_variables_reach_a_called_makefile():
    closure = makefile("export V = 1\nW = 2\nci:\n\t$(MAKE) -C api b\n", FILES).closure("ci")
    assert ran(closure) == ["x api b 1"]


def test_variables_of_makeflags_are_those_of_the_command_line():
    closure = makefile("ci:\n\tMAKEFLAGS='k -- V=7' $(MAKE) -C api b\n", FILES).closure("ci")
    assert ran(closure) == ["x api b 7"]


def test_variables_of_the_command_line_reach_every_makefile_below():
    files = {**FILES, "mid/Makefile": "b:\n\t$(MAKE) -C ../api b\n"}
    assert ran(makefile("ci:\n\tmake -C mid b V=7\n", files).closure("ci")) == ["x api b 7"]


def test_override_stands_against_the_command_line():
    files = {"sub/Makefile": "override V = 1\nV = 3\nW = 4\na:\n\tx $V $W $(origin W)\n"}
    assert ran(makefile("ci:\n\tmake -C sub a V=2 W=5\n", files).closure("ci")) == ["x 1 5 command line"]


def test_a_makefile_that_calls_itself_ends():
    closure = makefile("ci:\n\tx\n\t$(MAKE) ci\n").closure("ci")
    assert (ran(closure), closure.whole) == (["x"], True)


def test_calls_without_end_are_not_followed_without_end():
    closure = makefile("V = 1\nci:\n\t$(MAKE) ci V=$(V)1\n").closure("ci")
    assert not closure.whole


def test_what_is_outside_is_not_read():
    project = Project(Memory(FILES), {})
    assert project.called(project.makefile("api"), "api", Call(directories=["../.."])) is None


def test_words_that_only_a_run_could_tell_make_a_call_unknown():
    asked = [call(command) for command in read('make $X; make V="$X" a; ls').commands]
    assert [each and each.known for each in asked] == [False, True, None]
