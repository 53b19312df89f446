"""`make lint` is there, lints, and lets a failure count."""

import pytest
from tests.snapshots import judged

from backendrepo.findings import Outcome

CONTROL = "commands/lint"

PASSING = {
    "the linter itself": "lint:\n\truff check .\n",
    "through a prerequisite": "lint: ruff\nruff:\n\truff check .\n",
    "through another call of Make": "lint:\n\t$(MAKE) ruff\nruff:\n\truff check .\n",
    "in a variable": "RUFF := ruff check\nlint:\n\t$(RUFF) src\n",
    "behind a wrapper": "lint:\n\tuv run --frozen flake8 src\n",
    "as a module": "lint:\n\tpython -m pylint app\n",
    "with a message where it fails": 'lint:\n\truff check . || { echo "lint failed"; exit 1; }\n',
    "among several targets": "lint check:\n\truff check .\n",
    "in an included file": "include make/*.mk\n",
    "beside a soft one": "lint:\n\t-flake8\n\truff check .\n",
    "in a script of the repository": "lint:\n\t./scripts/lint.sh\n",
}
FILES = {"make/lint.mk": "lint:\n\truff check .\n", "scripts/lint.sh": "#!/bin/sh\nset -e\nruff check .\necho done\n"}


@pytest.mark.parametrize("makefile", PASSING.values(), ids=PASSING)
def test_a_linter_that_can_fail_passes(makefile: str):
    judgement = judged(CONTROL, {"Makefile": makefile, **FILES})
    assert judgement.outcome is Outcome.PASS
    assert judgement.summary.startswith("`make lint` runs `")


FAILING = {
    "no target": ("test:\n\tpytest\n", "There is no target `lint` (looked in Makefile)."),
    "a variable of that name": ("lint := ruff check .\n", "There is no target `lint` (looked in Makefile)."),
    "a phony name alone": (".PHONY: lint\n", "There is no target `lint` (looked in Makefile)."),
    "an empty target": ("lint:\n", "`make lint` runs nothing, or only tells something."),
    "an echo": ("lint:\n\t@echo no linter yet\n", "`make lint` runs nothing, or only tells something."),
    "another tool": ("lint:\n\tpytest\n", "`make lint` runs `pytest`, and nothing that is a linter."),
    "only formatting": ("lint:\n\truff format .\n", "`make lint` runs `ruff`, and nothing that is a linter."),
    "a dash": (
        "lint:\n\t-ruff check .\n",
        "`make lint` runs `ruff check`, but the line of the recipe begins with `-`.",
    ),
    "or true": ("lint:\n\truff check . || true\n", "but what follows `||` succeeds in its place."),
    "a sequence": ("lint:\n\truff check .; echo done\n", "but the script goes on and does not look at the result."),
    "an option": ("lint:\n\truff check . --exit-zero\n", "`--exit-zero`"),
}


@pytest.mark.parametrize(("makefile", "says"), FAILING.values(), ids=FAILING)
def test_what_cannot_fail_or_does_not_lint_fails(makefile: str, says: str):
    judgement = judged(CONTROL, {"Makefile": makefile})
    assert judgement.outcome is Outcome.FAIL
    assert says in judgement.summary
    assert judgement.fix.endswith("lint:\n\truff check .")


def test_the_line_that_decides_comes_first():
    judgement = judged(CONTROL, {"Makefile": "all: lint\n\nlint:\n\techo hello\n\truff check . || true\n"})
    first, *rest = judgement.evidence
    assert (str(first), first.text) == ("Makefile:5", "ruff check . || true")
    assert "Makefile:3" in map(str, rest)


def test_without_a_makefile_it_says_so():
    judgement = judged(CONTROL, {"README.md": "lint:\n"})
    assert (judgement.outcome, judgement.summary) == (
        Outcome.FAIL,
        "There is no Makefile at the root, and so no `make lint`.",
    )


def test_what_only_a_run_could_tell_is_unknown():
    judgement = judged(CONTROL, {"Makefile": "lint:\n\t$(shell cat .linter) check .\n", ".linter": "ruff"})
    assert judgement.outcome is Outcome.UNKNOWN
    assert judgement.summary == "`make lint` runs what only a run could tell, and nothing else that is a linter."
    assert str(judgement.evidence[0]) == "Makefile:2"


def test_an_include_that_cannot_be_read_may_have_the_target():
    judgement = judged(CONTROL, {"Makefile": "include $(TOOLS)/common.mk\ntest:\n\tpytest\n"})
    assert judgement.outcome is Outcome.UNKNOWN
    assert str(judgement.evidence[0]) == "Makefile:1"


def test_a_check_of_one_aspect_is_not_whole():
    judgement = judged(CONTROL, {"Makefile": "lint:\n\tbandit -r .\n"})
    assert judgement.outcome is Outcome.PARTIAL
    assert judgement.summary == "`make lint` runs `bandit`, which looks only at security."


def test_what_is_too_much_to_be_read_is_unknown():
    chain = "".join(f"t{number}: t{number + 1}\n\tcp a b\n" for number in range(5000))
    judgement = judged(CONTROL, {"Makefile": f"lint: t0\n{chain}"})
    assert judgement.summary == "What `make lint` runs cannot be read whole."


def test_a_script_that_cannot_be_read_hides_no_target():
    files = {"Makefile": "ci:\n\t./ci.sh\n", "ci.sh": "if\n"}
    judgement = judged(CONTROL, files)
    assert (judgement.outcome, judgement.summary) == (
        Outcome.FAIL,
        "There is no target `lint` (looked in Makefile).",
    )


def test_a_target_that_is_not_phony_says_so_and_how_to_mend_it():
    judgement = judged(CONTROL, {"Makefile": "lint:\n\truff check .\n", "lint/x": ""})
    why = "`lint` is not .PHONY: a file or folder of that name keeps make from running it"
    assert judgement.summary == f"`make lint` runs `ruff check`, but {why}."
    assert (judgement.outcome, judgement.fix, str(judgement.evidence[0])) == (
        Outcome.FAIL,
        ".PHONY: lint",
        "Makefile:1",
    )
