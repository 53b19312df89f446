"""The combinations of a matrix, by the examples of the documentation ("Running variations of jobs in a workflow")."""

from typing import Any

import pytest
from tests.workflows.given import PATH, job, told, workflows

from backendrepo.workflows import Check, Kind, Reach
from backendrepo.workflows.expressions import Record, Value, text


def shown(value: Value) -> Any:
    """Return a matrix as it is written."""
    return {key: shown(each) for key, each in value.items()} if isinstance(value, Record) else text(value)


def checks(matrix: str, more: str = "") -> tuple[Check, ...]:
    """Return the checks of a job with a matrix."""
    lines = "\n".join(f"    {line}" for line in matrix.strip().splitlines())
    return job(f"strategy:\n  matrix:\n{lines}\nsteps: [{{run: make}}]\n{more}").checks


def combinations(matrix: str) -> list[dict[str, str]]:
    """Return the combinations of a matrix."""
    return [shown(check.matrix or Record()) for check in checks(matrix)]


def test_each_value_is_combined_with_each():
    found = combinations("version: [10, 12]\nos: [ubuntu-latest, windows-latest]")
    assert found == [
        {"version": "10", "os": "ubuntu-latest"},
        {"version": "10", "os": "windows-latest"},
        {"version": "12", "os": "ubuntu-latest"},
        {"version": "12", "os": "windows-latest"},
    ]


def test_what_is_included_is_added_where_it_overwrites_nothing_else_it_is_one_more():
    found = combinations(
        """
fruit: [apple, pear]
animal: [cat, dog]
include:
  - color: green
  - color: pink
    animal: cat
  - fruit: apple
    shape: circle
  - fruit: banana
  - fruit: banana
    animal: cat
"""
    )
    assert found == [
        {"fruit": "apple", "animal": "cat", "color": "pink", "shape": "circle"},
        {"fruit": "apple", "animal": "dog", "color": "green", "shape": "circle"},
        {"fruit": "pear", "animal": "cat", "color": "pink"},
        {"fruit": "pear", "animal": "dog", "color": "green"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    ]


def test_an_included_value_is_added_to_one_combination():
    found = combinations(
        "os: [windows-latest, ubuntu-latest]\nnode: [12, 14, 16]\n"
        "include:\n  - os: windows-latest\n    node: 16\n    npm: 6"
    )
    assert len(found) == 6
    assert [each for each in found if "npm" in each] == [{"os": "windows-latest", "node": "16", "npm": "6"}]


def test_what_is_included_alone_makes_the_matrix():
    assert combinations("include:\n  - site: production\n    datacenter: site-a\n  - site: staging") == [
        {"site": "production", "datacenter": "site-a"},
        {"site": "staging"},
    ]


def test_what_is_excluded_is_left_out_where_it_matches_in_part():
    found = combinations(
        """
os: [macos-latest, windows-latest]
version: [12, 14, 16]
environment: [staging, production]
exclude:
  - os: macos-latest
    version: 12
    environment: production
  - os: windows-latest
    version: 16
"""
    )
    assert len(found) == 9
    assert {"os": "macos-latest", "version": "12", "environment": "production"} not in found
    assert not [each for each in found if each["os"] == "windows-latest" and each["version"] == "16"]


def test_what_was_excluded_can_be_included_again():
    found = combinations("os: [linux, windows]\nexclude: [{os: windows}]\ninclude: [{os: windows, slow: true}]")
    assert found == [{"os": "linux"}, {"os": "windows", "slow": "true"}]


def test_a_combination_that_is_excluded_for_a_value_it_has_not_stays():
    assert combinations("os: [linux]\nexclude: [{os: linux, python: '3.12'}]") == [{"os": "linux"}]


@pytest.mark.parametrize(
    ("excluded", "count"),
    [("{node: {version: 14}}", 1), ("{node: {version: 14, env: X}}", 1), ("{node: 14}", 2), ("{tags: [a]}", 0)],
)
def test_values_with_parts_are_compared_by_their_parts(excluded: str, count: int):
    matrix = "node: [{version: 14, env: X}, {version: 16}]\ntags: [[a, b]]"
    found = checks(f"{matrix}\nexclude: [{excluded}]")
    assert len(found) == (count or 1)
    if count:
        assert found[0].matrix != Record()


def test_keys_are_the_same_in_upper_and_lower_case():
    assert combinations("os: [linux, windows]\nexclude: [{OS: windows}]\ninclude: [{Os: LINUX, x: 1}]") == [
        {"os": "linux", "x": "1"}
    ]


def test_where_all_is_excluded_the_job_is_started_once():
    (check,) = checks("os: [linux]\nexclude: [{os: linux}]")
    assert (check.name, check.matrix) == ("check", None)


def test_the_matrix_may_be_an_expression_that_is_known():
    (check, other) = checks('python: ${{ fromJSON(\'["3.11", "3.12"]\') }}')
    assert (check.name, other.name) == ("check (3.11)", "check (3.12)")
    found = job('strategy: {matrix: "${{ fromJSON(\'{\\"a\\": [1, 2]}\') }}"}\nsteps: [{run: make}]')
    assert [each.name for each in found.checks] == ["check (1)", "check (2)"]


# What is not known before a run


@pytest.mark.parametrize(
    ("matrix", "why"),
    [
        ("python: ${{ fromJSON(needs.x.outputs.y) }}", "the values of `python` are only known in a run"),
        ("python: ['3.11', '${{ vars.PYTHON }}']", "the values of `python` are only known in a run"),
        ("python: ['3.11']\ninclude: ${{ fromJSON(vars.MORE) }}", "the values of `include` are only known in a run"),
        ("python: ['3.11']\nexclude: ['${{ vars.MORE }}']", "the values of `exclude` are only known in a run"),
        (
            "python: ['3.11']\nexclude: [{python: '${{ vars.X }}'}]",
            "what it includes or excludes is only known in a run",
        ),
        ("python: '3.11'", "the values of `python` are only known in a run"),
    ],
)
def test_a_matrix_that_only_a_run_knows_stands_as_one_check_of_doubtful_name(matrix: str, why: str):
    (check,) = checks(matrix)
    assert (check.name, check.doubt) == ("check (…)", why)
    assert [each.kind for each in check.unreported if each.kind is not Kind.INVALID] == [Kind.NAME]
    assert check.steps[0].run == "make"


@pytest.mark.parametrize(
    ("strategy", "why"),
    [
        ("${{ fromJSON(vars.STRATEGY) }}", "`strategy` is only known in a run"),
        ("{matrix: '${{ fromJSON(vars.M) }}'}", "`fromJSON(vars.M)` is only known in a run"),
        ("{matrix: [1, 2]}", "it is no mapping"),
    ],
)
def test_a_strategy_that_only_a_run_knows_is_told(strategy: str, why: str):
    (check,) = job(f"strategy: {strategy}\nsteps: [{{run: make}}]").checks
    assert check.doubt == why


def test_a_value_of_an_unknown_matrix_is_unknown():
    found = job(
        "strategy: {matrix: '${{ fromJSON(vars.M) }}'}\n"
        "continue-on-error: ${{ matrix.soft }}\nsteps: [{run: 'make ${{ matrix.x }}'}]"
    ).checks[0]
    assert found.steps[0].run == "make ${{ matrix.x }}"
    assert [(each.kind, each.reach) for each in found.obstacles] == [(Kind.CONTINUE_ON_ERROR, Reach.MAYBE)]


# What GitHub starts none of


@pytest.mark.parametrize(
    ("matrix", "why"),
    [
        ("a: []", "a matrix without a value"),
        ("include: []", "a matrix without a value"),
        ("{}", "a matrix without a value"),
        (f"a: {list(range(257))}", "it has more than 256 combinations"),
        (f"a: {list(range(17))}\nb: {list(range(16))}", "it has more than 256 combinations"),
        (f"include: {[{'a': n} for n in range(300)]}", "it has more than 256 combinations"),
        ("\n".join(f"a{n}: {list(range(10))}" for n in range(9)), "it has more combinations than are read here"),
    ],
)
def test_a_matrix_that_github_refuses_refuses_the_workflow(matrix: str, why: str):
    (check,) = checks(matrix)
    assert f"GitHub starts none of its jobs: {why} (line 7)" in told(check.obstacles)
    assert not check.reportable


def test_256_combinations_are_not_too_many():
    assert len(checks(f"a: {list(range(16))}\nb: {list(range(16))}")) == 256


def test_more_that_is_excluded_than_is_read_here_is_not_taken_for_refused():
    excluded = [{"a": n, "b": m} for n in range(40) for m in range(38)]
    (check,) = checks(f"a: {list(range(40))}\nb: {list(range(40))}\nexclude: {excluded}")
    assert (check.doubt, [each.kind for each in check.obstacles]) == ("it has more combinations than are read here", [])


def test_what_is_not_expanded_any_more_is_told():
    jobs_ = "\n".join(f"  j{n}: *it" for n in range(50))
    text = "on: pull_request\njobs:\n  first: &it\n    runs-on: x\n    strategy: {matrix: {a: "
    text += f"{list(range(16))}, b: {list(range(16))}}}}}\n    steps: [{{run: '{'x' * 1000}'}}]\n{jobs_}"
    found = workflows({PATH: text}, most=30_000).jobs("main")
    assert len(found) == 51
    assert ("there is more than is read here", Reach.MAYBE) in {
        (each.why, each.reach) for job in found for each in job.obstacles
    }
    assert [job.id for job in found if not job.checks]
