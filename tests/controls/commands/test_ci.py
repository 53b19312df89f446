"""`make ci` runs every other required command, and lets a failure of each count."""

import pytest
from tests.snapshots import judged

CONTROL = "commands/ci"
TARGETS = """
lint:
\truff check .
typecheck:
\tmypy
openapi-gate:
\tspectral lint openapi.yaml
test:
\tpytest
migration-smoke:
\talembic check
security-audit:
\tpip-audit
"""


@pytest.mark.parametrize(
    "ci",
    [
        "ci: lint typecheck openapi-gate test migration-smoke security-audit",
        "ci: check\n\t$(MAKE) security-audit\ncheck: lint typecheck openapi-gate test migration-smoke",
        "ci: lint typecheck openapi-gate test migration-smoke\n\tpip-audit",
        "ci:\n\truff check .\n\tmypy\n\tspectral lint x.yaml\n\tpytest\n\talembic upgrade head\n\tpip-audit",
        "ci:\n\tfor t in lint typecheck openapi-gate test migration-smoke security-audit; do make $$t || exit 1; done",
    ],
)
def test_all_of_them_pass(ci: str):
    judgement = judged(CONTROL, {"Makefile": f"{ci}\n{TARGETS}"})
    assert judgement.outcome == "pass", judgement.summary
    assert judgement.summary == "`make ci` runs lint, typecheck, openapi-gate, test, migration-smoke, security-audit."


@pytest.mark.parametrize(
    ("ci", "says"),
    [
        ("ci: lint typecheck openapi-gate test", "so that it can fail: migration-smoke; security-audit."),
        (
            "ci: lint typecheck openapi-gate test migration-smoke\n\t-$(MAKE) security-audit",
            "security-audit (the line of the recipe begins with `-`).",
        ),
        (
            "ci:\n\tfor t in lint typecheck openapi-gate test migration-smoke security-audit; do make $$t; done",
            "lint (the loop goes on and does not look at the result)",
        ),
        ("ci: all\nall:\n", "lint; typecheck; openapi-gate; test; migration-smoke; security-audit."),
        ("check: lint", "There is no target `ci`"),
    ],
)
def test_what_is_left_out_is_named(ci: str, says: str):
    judgement = judged(CONTROL, {"Makefile": f"{ci}\n{TARGETS}"})
    assert judgement.outcome == "fail"
    assert says in judgement.summary
    assert judgement.fix == "ci: lint typecheck openapi-gate test migration-smoke security-audit"


def test_a_target_whose_command_is_not_known_is_still_run():
    """What it does is judged by its own control."""
    makefile = "ci: lint typecheck openapi-gate test migration-smoke security-audit\n" + TARGETS.replace(
        "mypy", "types"
    )
    assert judged(CONTROL, {"Makefile": makefile}).outcome == "pass"


def test_a_part_that_is_not_phony_is_mended_by_naming_it():
    files = {
        "Makefile": f"ci: lint typecheck openapi-gate test migration-smoke security-audit\n{TARGETS}",
        "test/x": "",
    }
    judgement = judged(CONTROL, files)
    why = "`test` is not .PHONY: a file or folder of that name keeps make from running it"
    assert judgement.summary == f"`make ci` does not run, so that it can fail: test ({why})."
    assert judgement.fix == ".PHONY: test"
