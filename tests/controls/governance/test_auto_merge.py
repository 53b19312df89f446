import pytest
from tests.controls.governance.parts import FILES, hidden, judged_with

from backendrepo.settings import Hidden

CONTROL = "governance/auto-merge"
PATH = ".github/workflows/merge.yml"
SAFE = """
on: pull_request_target
permissions:
  contents: write
jobs:
  merge:
    if: github.actor == 'dependabot[bot]'
    runs-on: ubuntu-latest
    steps:
    - run: gh pr merge --auto --squash "$URL"
"""
HEAD = "${{ github.event.pull_request.head.sha }}"
CHECKOUT = f"    steps:\n    - uses: actions/checkout@v5\n      with:\n        ref: {HEAD}\n"


def merging(workflow: str, **settings):
    return judged_with(CONTROL, {**FILES, PATH: workflow}, **settings)


@pytest.mark.parametrize(
    ("settings", "outcome", "says"),
    [
        ({"auto_merge": True}, "pass", "Auto-merge waits for the required checks “lint” and “test (3.11)”."),
        ({"auto_merge": False}, "pass", "Auto-merge is off; a merge waits for the required checks"),
        ({"auto_merge": False, "required": ()}, "pass", "Auto-merge is off, and no workflow merges."),
        (
            {"auto_merge": True, "required": ()},
            "fail",
            "Auto-merge is allowed, and main requires no check to wait for.",
        ),
    ],
)
def test_auto_merge_is_allowed_only_together_with_required_checks(settings, outcome: str, says: str):
    judgement = judged_with(CONTROL, **settings)
    assert (judgement.outcome, judgement.summary.startswith(says)) == (outcome, True)
    assert ("allowAutoMerge" in judgement.fix) is (outcome == "fail")


def test_a_workflow_that_merges_without_the_pull_requests_code_passes():
    judgement = merging(SAFE, auto_merge=True)
    assert judgement.outcome == "pass"
    assert judgement.evidence[0].path == PATH


def test_a_workflow_that_merges_where_no_check_is_required_fails():
    judgement = merging(SAFE, required=())
    assert (judgement.outcome, judgement.summary.startswith("A workflow merges")) == ("fail", True)


@pytest.mark.parametrize(
    "workflow",
    [
        SAFE.replace("    steps:\n", CHECKOUT),
        SAFE.replace("    steps:\n", CHECKOUT.replace(HEAD, "${{ github.head_ref }}")),
        SAFE.replace("    steps:\n", CHECKOUT.replace(HEAD, "refs/pull/${{ github.event.number }}/merge")),
        SAFE.replace("    steps:\n", "    steps:\n    - run: gh pr checkout $NUMBER && make test\n"),
        SAFE.replace("    steps:\n", "    steps:\n    - run: git fetch origin refs/pull/7/head && make\n"),
        SAFE.replace("    steps:\n", CHECKOUT).replace(
            'run: gh pr merge --auto --squash "$URL"', "uses: pascalgn/automerge-action@v0.16"
        ),
        SAFE.replace("    steps:\n", CHECKOUT).replace("gh pr merge --auto --squash", "gh pr review --approve"),
        SAFE.replace("    steps:\n", CHECKOUT).replace("gh pr merge --auto --squash", "gh api /x/merge"),
        SAFE.replace("    steps:\n", CHECKOUT.replace(HEAD, "${{ github.event.workflow_run.head_sha }}")).replace(
            "pull_request_target", "{workflow_run: {workflows: [CI], types: [completed]}}"
        ),
    ],
)
def test_a_workflow_that_merges_and_checks_out_the_pull_requests_code_fails(workflow: str):
    judgement = merging(workflow, auto_merge=True)
    assert judgement.outcome == "fail"
    assert "checks out the pull request's code" in judgement.summary
    assert judgement.evidence[0].path == PATH
    assert "gh pr merge --auto" in judgement.fix


@pytest.mark.parametrize(
    "workflow",
    [
        SAFE.replace("    steps:\n", "    steps:\n    - uses: actions/checkout@v5\n"),
        SAFE.replace("    steps:\n", CHECKOUT).replace("pull_request_target", "pull_request"),
        SAFE.replace("    steps:\n", CHECKOUT).replace('gh pr merge --auto --squash "$URL"', "make test # merge"),
    ],
)
def test_the_base_branchs_code_and_runs_without_rights_do_no_harm(workflow: str):
    assert merging(workflow, auto_merge=True).outcome == "pass"


def test_a_merge_past_the_requirements_fails():
    judgement = merging(SAFE.replace("--auto", "--admin"), auto_merge=True)
    assert (judgement.outcome, "`gh pr merge --admin`" in judgement.summary) == ("fail", True)


def test_a_local_action_that_merges_is_seen():
    workflow = SAFE.replace('run: gh pr merge --auto --squash "$URL"', "uses: ./.github/actions/merge")
    action = 'runs:\n  using: composite\n  steps:\n  - run: gh pr merge --admin "$URL"\n    shell: bash\n'
    files = {PATH: workflow, ".github/actions/merge/action.yml": action}
    assert judged_with(CONTROL, files).outcome == "fail"


@pytest.mark.parametrize(
    "workflow",
    [
        CHECKOUT,
        "on: merge_group\njobs: {}\n",
        "on: pull_request_target\njobs:\n  merge:\n    uses: o/r/.github/workflows/merge.yml@v1\n",
    ],
)
def test_workflows_without_steps_are_no_trouble(workflow: str):
    assert merging(workflow).outcome == "pass"


@pytest.mark.parametrize(
    ("part", "permission"), [(Hidden.MERGE, "contents: write"), (Hidden.PROTECTION, "administration: read")]
)
def test_what_the_credential_cannot_see_is_unknown(part: Hidden, permission: str):
    judgement = judged_with(CONTROL, hidden=hidden(part, permission=permission))
    assert (judgement.outcome, permission in judgement.summary) == ("unknown", True)


def test_a_danger_that_is_seen_fails_although_settings_are_hidden():
    judgement = merging(SAFE.replace("--auto", "--admin"), hidden=hidden(*Hidden))
    assert judgement.outcome == "fail"


@pytest.mark.timeout(20)
@pytest.mark.parametrize("word", ["gh pr merge ", "gh pr review ", "gh api ", "gh" + " " * 50, "git fetch "])
def test_a_script_of_a_million_characters_ends(word: str):
    script = word * (900_000 // len(word))
    assert merging(SAFE.replace('gh pr merge --auto --squash "$URL"', script)).outcome == "pass"
