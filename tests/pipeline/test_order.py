"""The order in which controls are judged changes nothing of what they say."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.snapshots import snapshot
from tests.workflows_made import pipeline

from backendrepo.controls import catalogue
from backendrepo.findings import Judgement
from backendrepo.makefile import recipes

CONTROLS = [control for control in catalogue() if not control.needs]

ONLY_A_RUN_COULD_TELL = "LINTERS := $(shell cat linters)\nci: $(LINTERS) audit-scan-$(X)\ntest:\n\tpytest\n"
CONTRACT = "Smoke command: `make migration-smoke`\n\nApply command: `make migration-apply`\n\nPersistence: none.\n"
REPOSITORIES: Mapping[str, dict[str, str]] = {
    "what only a run could tell, on a laptop alone": {"Makefile": ONLY_A_RUN_COULD_TELL} | pipeline("make test"),
    "what only a run could tell, in a pull request": {"Makefile": ONLY_A_RUN_COULD_TELL} | pipeline("make ci"),
    "a script that cannot be read": {"Makefile": "ci:\n\t./ci.sh\n", "ci.sh": "if\n"} | pipeline("make ci"),
    "a target that is missing": {
        "Makefile": "ci: lint docker-build\n\tmake -C svc docker-image\nmigration-smoke:\n\tmake docker-image\n",
        "docs/standards/migration-contract.md": CONTRACT,
        "Dockerfile": "FROM scratch\n",
    }
    | pipeline("make test"),
    "hooks, scripts of Node and a standard": {
        "Makefile": "ci:\n\tnpm run lint\n\tpre-commit run --all-files\n",
        "package.json": json.dumps({"scripts": {"lint": "eslint . && npm run missing"}}),
        ".pre-commit-config.yaml": "repos: [",
    }
    | pipeline("npm run lint", {"uses": "acme/lint@v1"}),
}


def judgements(files: Mapping[str, str], order: list[int]) -> dict[str, Judgement]:
    one = snapshot(files)
    return {CONTROLS[each].id: CONTROLS[each].judge(one) for each in order}


@given(st.sampled_from(sorted(REPOSITORIES)), st.permutations(range(len(CONTROLS))))
def test_controls_say_the_same_in_any_order(repository: str, order: list[int]):
    files = REPOSITORIES[repository]
    assert judgements(files, order) == judgements(files, list(range(len(CONTROLS))))


@given(st.permutations(range(len(CONTROLS))))
def test_what_may_be_read_of_a_makefile_is_spent_alike(order: list[int]):
    scripts = "".join(f"{name}:\n\techo {name}; ruff check {name}; pytest {name}\n" for name in ("ci", "lint", "test"))
    files = {"Makefile": scripts} | pipeline("make test", "make lint", "make ci")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(recipes, "MOST_TEXT", 500)
        assert judgements(files, order) == judgements(files, list(range(len(CONTROLS))))
