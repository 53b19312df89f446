"""What an `if` of a job or a step, and a `needs`, leave out of the pull requests.

Documentation: "Using conditions to control job execution", "Contexts", "Troubleshooting required status checks".
"""

import pytest
from tests.workflows.given import check, job, jobs, steps, told, workflows

from backendrepo.workflows import Job, Kind, Obstacle, Reach

TYPES = "on:\n  pull_request:\n    types: [{}]\n"
BODY = "    runs-on: ubuntu-latest\n    steps: [{run: make}]\n"


def under(condition: str, on: str = "pull_request", repository: str = "") -> tuple[Obstacle, ...]:
    """Return what the `if` of a job leaves out."""
    return job(f"if: {condition}\nsteps: [{{run: make}}]", on=on, repository=repository).obstacles


# Conditions that every pull request meets


@pytest.mark.parametrize(
    "condition",
    [
        "true",
        "''",
        "${{ true }}",
        "always()",
        "success()",
        "${{ !cancelled() }}",
        "'!cancelled()'",
        "github.event_name == 'pull_request'",
        "GitHub.Event_Name == 'PULL_REQUEST'",
        "github.event_name != 'push'",
        'contains(fromJSON(\'["push", "pull_request"]\'), github.event_name)',
        "github.base_ref == 'main'",
        "github.event.pull_request.base.ref == 'main'",
        "github.head_ref",
        "github.event.number && github.event.pull_request.number",
        "github.workflow == '.github/workflows/ci.yml' && github.workspace == '/github/workspace'",
        "github.triggering_actor != '' && github.event.sender.login != ''",
        "github.event.pull_request.head.ref && github.event.repository.owner.login == 'acme'",
        "github.ref != 'refs/heads/main'",
        "startsWith(github.ref, 'refs/pull/')",
        "endsWith(github.ref, '/merge') || true",
        "github.repository == 'acme/payments'",
        "github.repository_owner == 'acme'",
        "github.event.repository.full_name == 'acme/payments'",
        "github.event.repository.fork == false",
        "github.event.pull_request.state == 'open'",
        "github.event.pull_request.merged == false",
        "github.event.action != 'closed'",
        "github.event.comment == null",
        "'! github.event.inputs.skip'",
        "inputs.deploy != true",
        "github.event_name == 'push' || github.base_ref == 'main'",
        "${{ github.event_name }} == 'push'",
        "${{ false }} && true",
    ],
)
@pytest.mark.parametrize("repository", ["", "acme/payments"])
def test_a_condition_that_every_pull_request_meets_is_none(condition: str, repository: str):
    assert under(condition, repository=repository) == ()


# Conditions that none meets, or that only a run could tell


@pytest.mark.parametrize(
    "condition",
    [
        "false",
        "${{ false }}",
        "failure()",
        "cancelled()",
        "github.event_name == 'push'",
        "github.ref == 'refs/heads/main'",
        "github.ref_name == 'main'",
        "github.base_ref == 'develop'",
        "github.ref_type == 'tag'",
        "startsWith(github.ref, 'refs/tags/')",
        "github.event.pull_request.merged == true",
        "github.event.pull_request.merged",
        "github.event.action == 'labeled'",
        "github.event.inputs.run == 'true'",
        "github.event_name == 'schedule' && secrets.TOKEN",
        "always() && github.event_name == 'push'",
    ],
)
def test_a_condition_that_no_pull_request_meets_is_told(condition: str):
    (found,) = (each for each in under(condition) if each.kind is Kind.CONDITION)
    assert found.why == f"`if: {condition}` is false for every pull request"
    assert (found.place.line, found.reach, found.ordinary) == (5, Reach.ALWAYS, True)


@pytest.mark.parametrize(
    "condition",
    [
        "vars.RUN_CHECKS == 'true'",
        "contains(github.event.pull_request.labels.*.name, 'ci')",
        "github.event.pull_request.title != 'skip'",
        "github.actor == 'alice'",
        "startsWith(github.head_ref, 'feature/')",
        "github.ref == 'refs/pull/1/merge'",
        "github.event.sender.login != github.event.pull_request.assignee.login && vars.X",
        "github.event.pull_request.draft == false && vars.X",
        "github.event.pull_request.changed_files > 3",
        "contains(github.event.head_commit.message, 'skip') || vars.X",
        "unheard()",
        "1 +",
        "github.event_name == 'pull_request' && '" + "x" * 2000 + "' != vars.X",
    ],
)
def test_a_condition_that_only_a_run_could_tell_is_told(condition: str):
    (found,) = (each for each in under(condition) if each.kind is Kind.CONDITION)
    assert found.why == f"it may be skipped: `if: {condition[:120]}`"
    assert (found.reach, found.ordinary) == (Reach.MAYBE, True)


def test_another_repository_than_the_named_one_is_no_ordinary_one():
    assert [each.reach for each in under("github.repository == 'other/repo'", repository="acme/payments")] == [
        Reach.ALWAYS
    ]


# Conditions that leave out pull requests that are not ordinary


@pytest.mark.parametrize(
    ("condition", "kinds"),
    [
        ("github.event.pull_request.head.repo.full_name == github.repository", [Kind.FORKS]),
        ("github.event.pull_request.head.repo.fork == false", [Kind.FORKS]),
        ("github.event.pull_request.head.user.login == github.repository_owner", [Kind.FORKS]),
        ("github.actor != 'dependabot[bot]'", [Kind.BOTS]),
        ("github.event.pull_request.user.login != 'renovate[bot]'", [Kind.BOTS]),
        ("github.event.pull_request.user.type != 'Bot'", [Kind.BOTS]),
        ("github.event.sender.type == 'User'", [Kind.BOTS]),
    ],
)
def test_forks_and_bots_are_told_aside(condition: str, kinds: list[Kind]):
    found = under(condition)
    assert [each.kind for each in found] == kinds
    assert {each.reach for each in found} == {Reach.ASIDE}
    assert not any(each.ordinary for each in found)
    assert " skips " in found[0].why


@pytest.mark.parametrize(
    "condition", ["github.event.pull_request.draft == false", "'!github.event.pull_request.draft'"]
)
def test_drafts_that_become_ready_and_do_not_start_it_again_are_ordinary(condition: str):
    (found,) = under(condition)
    assert (found.kind, found.reach, found.ordinary) == (Kind.DRAFTS, Reach.MAYBE, True)
    assert "skips drafts, and `ready_for_review` is none of the `types`" in found.why
    assert "ready_for_review" in found.fix


def test_a_job_that_is_skipped_with_one_for_drafts_is_mended_alike():
    needed = "jobs:\n  first:\n    if: github.event.pull_request.draft == false\n" + BODY
    (found,) = jobs("on: pull_request\n" + needed + "  check:\n    needs: first\n" + BODY)["check"].obstacles
    assert (found.kind, found.reach, "ready_for_review" in found.fix) == (Kind.NEEDS, Reach.MAYBE, True)


def test_drafts_that_start_it_again_when_they_are_ready_are_no_obstacle():
    on = "on:\n  pull_request:\n    types: [opened, synchronize, reopened, ready_for_review]\n"
    text = on + "jobs:\n  check:\n    if: github.event.pull_request.draft == false\n" + BODY
    assert jobs(text)["check"].obstacles == ()


def test_a_condition_on_the_activity_is_asked_for_each_that_starts_it():
    condition = "jobs:\n  check:\n    if: github.event.action != 'labeled'\n" + BODY
    assert jobs(TYPES.format("opened, synchronize") + condition)["check"].obstacles == ()
    (found,) = jobs(TYPES.format("opened, synchronize, labeled") + condition)["check"].obstacles
    assert found.why == "`if: github.event.action != 'labeled'` skips a pull request that is labeled"
    assert (found.kind, found.reach) == (Kind.ACTIVITY, Reach.ASIDE)


def test_a_condition_that_holds_for_some_of_the_common_activities_may_skip():
    (found,) = under("github.event.action == 'opened'")
    assert (found.kind, found.reach) == (Kind.CONDITION, Reach.MAYBE)


def test_a_pull_request_that_is_closed_is_asked_as_one_that_is_closed():
    text = TYPES.format("closed") + "jobs:\n  check:\n    if: github.event.pull_request.state == 'closed'\n" + BODY
    assert {each.kind for each in jobs(text)["check"].obstacles} == {Kind.TYPES}


@pytest.mark.parametrize(
    ("event", "condition", "kinds"),
    [
        ("merge_group", "github.event_name == 'merge_group'", [Kind.MERGE_QUEUE]),
        ("merge_group", "startsWith(github.ref, 'refs/heads/gh-readonly-queue/main/')", [Kind.MERGE_QUEUE]),
        ("merge_group", "github.head_ref == ''", [Kind.MERGE_QUEUE]),
        ("merge_group", "github.event.pull_request.draft == false", [Kind.MERGE_QUEUE, Kind.CONDITION]),
        ("pull_request_target", "github.ref == 'refs/heads/main'", [Kind.TARGET]),
    ],
)
def test_a_condition_is_asked_as_its_event_has_it(event: str, condition: str, kinds: list[Kind]):
    assert [each.kind for each in under(condition, on=event)] == kinds


# Steps


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("github.event_name == 'push'", "`if: github.event_name == 'push'` is false for every pull request (line 7)"),
        (
            "steps.changes.outputs.src == 'true'",
            "it may be skipped: `if: steps.changes.outputs.src == 'true'` (line 7)",
        ),
        ("failure()", "`if: failure()` is false for every pull request (line 7)"),
        ("runner.os == 'Windows'", "`if: runner.os == 'Windows'` is false for every pull request (line 7)"),
        ("env.RUN != 'yes'", "`if: env.RUN != 'yes'` is false for every pull request (line 7)"),
        ("hashFiles('go.mod') != ''", "it may be skipped: `if: hashFiles('go.mod') != ''` (line 7)"),
    ],
)
def test_a_step_that_can_be_skipped_is_told(condition: str, says: str):
    (step,) = steps(f"- run: make\n  if: {condition}\n  env: {{RUN: 'yes'}}")
    assert told(step.obstacles) == [says]


@pytest.mark.parametrize("condition", ["runner.os == 'Linux'", "always()", "success() && env.RUN", "matrix.x == null"])
def test_a_step_that_runs_for_every_pull_request_has_no_obstacle(condition: str):
    (step,) = steps(f"- run: make\n  if: {condition}\n  env: {{RUN: 'yes'}}")
    assert step.obstacles == ()


def test_the_condition_of_a_step_is_asked_in_each_combination():
    found = job(
        """
        strategy: {matrix: {python: ['3.11', '3.12']}}
        steps:
          - run: make coverage
            if: matrix.python == '3.12'
        """
    )
    assert [len(each.steps[0].obstacles) for each in found.checks] == [1, 0]


# Jobs that wait for others


def needing(first: str, second: str) -> dict[str, Job]:
    """Return two jobs, the second of which needs the first."""
    return jobs(
        f"on: pull_request\njobs:\n  first:\n    {first}\n{BODY}  second:\n    needs: first\n    {second}\n{BODY}"
    )


def test_a_job_is_skipped_with_one_that_it_needs():
    found = needing("if: vars.RUN", "name: Second")["second"]
    assert told(found.obstacles) == [
        "it is skipped with `first`, which it needs: it may be skipped: `if: vars.RUN` (.github/workflows/ci.yml:4)"
        " (line 8)"
    ]
    assert [(each.kind, each.reach) for each in found.obstacles] == [(Kind.NEEDS, Reach.MAYBE)]


@pytest.mark.parametrize(
    ("first", "second", "reaches"),
    [
        ("name: First", "name: Second", []),
        ("if: github.event_name == 'push'", "name: Second", [Reach.ALWAYS]),
        ("if: github.event_name == 'push'", "if: always()", []),
        ("if: github.event_name == 'push'", "if: '!cancelled()'", []),
        ("if: github.event_name == 'push'", "if: '!failure()'", []),
        ("if: github.event_name == 'push'", "if: always() && vars.RUN", []),
        ("if: github.event_name == 'push'", "if: vars.RUN", [Reach.ALWAYS]),
        ("if: vars.RUN", "if: github.event_name == 'push'", []),
        ("if: github.event_name == 'push'", "if: success()", [Reach.ALWAYS]),
        ("if: github.event_name == 'push'", "if: always() && needs.first.result != 'failure'", []),
        ("if: github.event_name == 'push'", "if: needs.first.result == 'skipped' || always()", []),
        ("if: github.event_name == 'push'", "if: always() && needs.first.result == 'success'", [Reach.ALWAYS]),
        ("if: github.actor != 'dependabot[bot]'", "name: Second", [Reach.ASIDE]),
    ],
)
def test_a_job_is_skipped_unless_its_condition_asks_how_things_went(first: str, second: str, reaches: list[Reach]):
    found = [each for each in needing(first, second)["second"].obstacles if each.kind is Kind.NEEDS]
    assert [each.reach for each in found] == reaches


def test_a_job_is_skipped_with_one_that_is_far_away():
    text = f"""
on: pull_request
jobs:
  third:
    needs: [second]
{BODY}  second:
    needs: [first]
    if: always()
{BODY}  first:
    if: vars.RUN
{BODY}"""
    assert [each.kind for each in jobs(text)["third"].obstacles] == [Kind.NEEDS]
    assert jobs(text)["second"].obstacles == ()
    assert jobs(text)["third"].needs == ("second",)


def test_of_many_jobs_that_take_one_with_them_the_worst_are_told():
    many = "".join(f"  j{n}:\n    if: {'vars.RUN' if n else 'false'}\n{BODY}" for n in range(9))
    text = (
        f"on: pull_request\njobs:\n  all:\n    needs: [{', '.join(f'j{n}' for n in reversed(range(9)))}]\n{BODY}{many}"
    )
    found = jobs(text)["all"].obstacles
    assert [each.reach for each in found] == [Reach.ALWAYS, Reach.MAYBE, Reach.MAYBE]
    assert "`j0`" in found[0].why


def test_ids_are_the_same_in_upper_and_lower_case():
    text = f"on: pull_request\njobs:\n  First:\n    if: false\n{BODY}  second:\n    needs: FIRST\n{BODY}"
    assert [each.kind for each in jobs(text)["second"].obstacles] == [Kind.NEEDS]
    assert [each.kind for each in jobs(text)["First"].obstacles] == [Kind.CONDITION]


@pytest.mark.parametrize(
    ("needs", "says"),
    [
        ("nothing", "it needs `nothing`, which is no job of the workflow"),
        ("check", "it needs `check`, and waits for itself by that"),
        ("other", "it needs `other`, and waits for itself by that"),
    ],
)
def test_a_job_that_waits_for_ever_is_refused_with_its_workflow(needs: str, says: str):
    text = f"on: pull_request\njobs:\n  check:\n    needs: {needs}\n{BODY}  other:\n    needs: check\n{BODY}"
    found = workflows(text)
    assert f"GitHub refuses the workflow: {says}" in {each.why for each in found.problems}
    assert {each.kind for job in found.jobs("main") for each in job.checks[0].obstacles} == {Kind.INVALID}


def test_a_condition_is_shown_on_one_line_and_cut():
    text = "if: |\n  github.event_name == 'push' &&\n  github.ref == 'refs/heads/main'" + " || false" * 30
    (found,) = check(f"{text}\nsteps: [{{run: make}}]").obstacles
    assert found.why.startswith("`if: github.event_name == 'push' && github.ref == 'refs/heads/main' || false ||")
    assert len(found.why) < 200
