"""What is checked out decides what the steps behind it judge: the change, or something else.

Source: the README of actions/checkout.
"""

import pytest
from tests.workflows.given import PULL_REQUEST, jobs

from backendrepo.workflows import Kind, Obstacle, Reach

CHECKOUT = "      - uses: actions/checkout@v5\n"


def seen(*checkouts: str, repository: str = "", **given: str) -> tuple[Obstacle, ...]:
    """Return what is said of what a step sees behind checkouts of these inputs."""
    steps = "".join(f"{CHECKOUT}        with: {{{each}}}\n" for each in checkouts)
    text = f"{PULL_REQUEST}jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n{steps}      - run: make\n"
    (check,) = jobs(text, repository=repository, **given)["a"].checks
    return tuple(each for each in check.steps[-1].obstacles if each.kind is Kind.TREE)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "fetch-depth: 0",
        "ref: ''",
        "ref: '${{ github.event.pull_request.head.sha }}'",
        "ref: '${{ github.head_ref }}'",
        "ref: '${{ github.head_ref || github.ref_name }}'",
        "ref: '${{ github.sha }}'",
        "ref: '${{ github.ref }}'",
        "ref: '${{ inputs.ref }}'",
        "ref: '${{ github.event.pull_request.merge_commit_sha }}'",
        "ref: 'refs/pull/${{ github.event.number }}/merge'",
        "repository: '${{ github.repository }}'",
        "repository: '${{ github.event.pull_request.head.repo.full_name }}'",
        "repository: acme/payments",
        "ref: main, path: base",
        "repository: acme/other, path: other",
    ],
)
def test_a_checkout_of_the_change_or_beside_it_is_no_obstacle(given: str):
    assert seen(given, repository="acme/payments") == ()


@pytest.mark.parametrize(
    ("given", "reach"),
    [
        ("ref: main", Reach.ALWAYS),
        ("ref: v1.0, path: .", Reach.ALWAYS),
        ("ref: '${{ github.base_ref }}'", Reach.ALWAYS),
        ("ref: '${{ github.event.pull_request.base.sha }}'", Reach.ALWAYS),
        ("ref: '${{ github.event.repository.default_branch || vars.BRANCH }}'", Reach.ALWAYS),
        ("ref: '${{ vars.BRANCH }}'", Reach.MAYBE),
        ("repository: acme/other", Reach.ALWAYS),
        ("repository: '${{ vars.OTHER }}'", Reach.MAYBE),
    ],
)
def test_a_checkout_of_something_else_says_nothing_of_the_change(given: str, reach: Reach):
    (found,) = seen(given, repository="acme/payments")
    assert found.reach is reach
    assert found.why.startswith("what is checked out is not the change: `re")
    assert found.place.line == 7


def test_nobody_knows_whether_a_named_repository_is_this_one_where_its_name_is_not_known():
    (found,) = seen("repository: acme/payments")
    assert found.reach is Reach.MAYBE


@pytest.mark.parametrize(
    ("checkouts", "count"),
    [
        (("ref: main", ""), 0),
        (("", "ref: main"), 1),
        (("", "ref: main, path: base"), 0),
        (("ref: main", "path: change"), 1),
    ],
)
def test_the_last_checkout_to_the_folder_of_the_runner_decides(checkouts: tuple[str, ...], count: int):
    assert len(seen(*checkouts)) == count


@pytest.mark.parametrize(("condition", "reaches"), [("false", []), ("vars.BASE == 'yes'", [Reach.MAYBE])])
def test_a_checkout_that_is_not_run_puts_nothing_there(condition: str, reaches: list[Reach]):
    steps = f"{CHECKOUT}{CHECKOUT}        if: {condition}\n        with: {{ref: main}}\n      - run: make\n"
    text = f"{PULL_REQUEST}jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"
    found = jobs(text)["a"].checks[0].steps[-1].obstacles
    assert [each.reach for each in found] == reaches


def test_another_commit_in_a_folder_of_its_own_is_not_the_repository():
    base = f"{CHECKOUT}        with: {{ref: main, path: base}}\n"
    steps = f"{CHECKOUT}{base}      - run: make\n        working-directory: base\n"
    text = f"{PULL_REQUEST}jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"
    assert jobs(text)["a"].checks[0].steps[-1].cwd == "base"
