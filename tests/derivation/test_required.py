"""Which checks are required, which are let go, and what is told of those that hold merges up."""

import pytest
from tests.derivation.cases import adds, any_app, derived, files, live, of, saw, standard, workflows

from backendrepo.derivation import Reported, Source, Unreachable
from backendrepo.governance.live import Check, Live
from backendrepo.governance.required_checks import required_checks
from backendrepo.plan import Plan, plan, refuse_unsafe
from backendrepo.workflows import Kind

CI = """
on: pull_request
jobs:
  lint:
    runs-on: ubuntu-latest
    steps: [{run: ruff check .}]
  test:
    runs-on: ubuntu-latest
    steps: [{run: pytest}]
"""


def carried_out(now: Live, *args, **more) -> tuple[Check, ...]:
    """What the branch requires after the plan; what gives protection away is refused."""
    todo = plan(now, derived(now, *args, **more).policies, "main")
    refuse_unsafe(todo, allow_loosening=more.get("allow_loosening", False))
    return required_checks(todo.after)


def told(now: Live, *args, **more) -> dict[str, Unreachable]:
    return {each.name: each for each in derived(now, *args, **more).unreachable}


# What is derived


def test_each_gate_that_every_pull_request_reports_is_required_of_github_actions():
    assert carried_out(live(), files(CI)) == of("lint", "test")


def test_a_renamed_job_is_followed_without_leave_to_loosen():
    renamed = files(CI.replace("test:", "unit-tests:"))
    assert carried_out(live("lint", "test"), renamed) == of("lint", "unit-tests")
    assert derived(live("lint", "test"), renamed).dropped == of("test")


def test_a_changed_matrix_is_followed():
    matrix = CI.replace("test:\n", "test:\n    strategy: {matrix: {python: ['3.12', '3.13']}}\n")
    assert carried_out(live("lint", "test"), files(matrix)) == of("lint", "test (3.12)", "test (3.13)")


@pytest.mark.parametrize(
    ("now", "checks", "required"),
    [
        (live(), workflows("lint", "test", others=["docs"]), of("lint", "test")),
        (live("docs"), workflows("lint", others=["docs"]), of("docs", "lint")),  # what is there and is reported stays
        (live(any_app("lint")), workflows("lint"), of("lint")),  # bound to who reports it
        (live(Check(context="lint", app_id=42)), workflows("lint"), of("lint")),
        (live(ruled=["lint"]), workflows("lint"), of("lint")),
        (live("ci-ok"), workflows("lint", "test", others=["ci-ok"], watched={"ci-ok": ("lint", "test")}), of("ci-ok")),
        (live(any_app("ci-ok")), workflows("lint", others=["ci-ok"], watched={"ci-ok": ("lint",)}), None),
        (live(), workflows("lint", others=["ci-ok"], watched={"ci-ok": ("lint",)}), of("lint")),
        (live("lint"), workflows("lint", "test", shared=["test"]), of("lint")),
        (live("lint"), workflows("lint", "test", partly={"test": Kind.PATHS}), of("lint")),
    ],
    ids=[
        "gates, not other jobs",
        "another check",
        "any app",
        "an app that does not report it",
        "a ruleset has it",
        "a required check watches the others",
        "a watcher that anybody may report stands for nothing",
        "a watcher that is not required stands for nothing",
        "a name that two jobs share",
        "not every pull request gets it",
    ],
)
def test_what_is_required(now, checks, required):
    assert carried_out(now, checks) == (required or (any_app("ci-ok"), *of("lint")))


@pytest.mark.parametrize(
    "watcher",
    [{"others": ["ci-ok"], "shared": ["ci-ok"]}, {"partly": {"ci-ok": Kind.PATHS}}, {}],
    ids=["two jobs have its name", "not every pull request gets it", "nothing reports it"],
)
def test_a_watcher_that_cannot_be_relied_on_stands_for_nothing(watcher):
    checks = workflows("lint", watched={"ci-ok": ("lint",)}, **watcher)
    assert set(of("lint")) <= set(carried_out(live("ci-ok"), checks))


def test_a_watcher_that_the_list_takes_off_stands_for_nothing():
    checks = workflows("lint", others=["ci-ok", "docs"], watched={"ci-ok": ("lint",)})
    result = derived(live("ci-ok"), checks, adds("docs", checks={"policy": "Exactly"}))
    assert result.enforced == of("docs", "lint")


def test_where_a_gate_itself_watches_the_others_it_is_enough():
    checks = workflows("all", "lint", watched={"all": ("lint",)})
    assert carried_out(live(), checks) == of("all")


def test_in_a_merge_queue_only_what_reports_there_too_is_required():
    queue = workflows("lint", "test", partly={"test": Kind.MERGE_QUEUE}).on_pull_requests
    checks = workflows("lint", "test", in_merge_queue=queue)
    assert carried_out(live(), checks) == of("lint", "test")
    assert carried_out(live(rules=["merge_queue"]), checks) == of("lint")
    assert told(live(rules=["merge_queue"]), checks)["test"].enforced is False


# What is let go


STAYS = {
    "another App reports it": (live("lint", Check(context="old", app_id=42)), workflows("lint"), {}),
    "a ruleset requires it": (live("lint", "old", ruled=["old"]), workflows("lint"), {}),
    "a ruleset requires it that some may bypass": (
        live("lint", "old", ruled=["old"], bypassable=True),
        workflows("lint"),
        {},
    ),
    "some pull requests get it": (live("lint", "old"), workflows("lint", partly={"old": Kind.PATHS}), {}),
    "its name is not certain": (live("lint", "old"), workflows("lint", partly={"o…": Kind.NAME}), {}),
    "a workflow could not be read": (live("lint", "old"), workflows("lint", unread=("a.yml: no YAML",)), {}),
    "a step of a job reports it": (live("lint", "old"), workflows("lint"), {"witness": saw(Reported("old", 15368))}),
    "the job moved from a file to a workflow that the organisation requires": (
        live("lint", "old"),
        workflows("lint"),
        {"witness": saw(Reported("old", 15368, Source.FILE), Reported("old", 15368, Source.OTHER))},
    ),
    "a job reports it of which nobody may see whether a file has it": (
        live("lint", "old"),
        workflows("lint"),
        {"witness": saw(Reported("old", 15368, Source.JOB), untraced="it lacks actions: read")},
    ),
    "of one of the jobs that reported it no file is known": (
        live("lint", "old"),
        workflows("lint"),
        {"witness": saw(Reported("old", 15368, Source.FILE), Reported("old", 15368, Source.JOB))},
    ),
    "a service reports it": (live("lint", any_app("old")), workflows("lint"), {"witness": saw(Reported("old"))}),
    "another App reports what anybody may": (
        live("lint", any_app("old")),
        workflows("lint"),
        {"witness": saw(Reported("old", 42))},
    ),
    "GitHub runs workflows without a file, and no pull request shows what they report": (
        live("lint", "old"),
        workflows("lint"),
        {"witness": saw(fileless="GitHub runs CodeQL")},
    ),
    "pull requests show another App's check of its name alone": (
        live("lint", "old"),
        workflows("lint"),
        {"witness": saw(Reported("old", 42), fileless="GitHub runs CodeQL")},
    ),
    "a ruleset requires workflows of another repository": (
        live("lint", "old", rules=["workflows"]),
        workflows("lint"),
        {},
    ),
    "a ruleset that some may bypass requires code scanning": (
        live("lint", "old", rules=["code_scanning"], bypassable=True),
        workflows("lint"),
        {},
    ),
    "nobody may look": (live("lint", "old"), workflows("lint"), {"witness": saw(unseen="it lacks checks: read")}),
    "no pull request has shown yet what services report": (
        live("lint", any_app("old")),
        workflows("lint"),
        {"witness": saw(finished=0)},
    ),
    "another gate would be without a check": (live("lint", "old"), workflows("lint", "test", shared=["test"]), {}),
    "nothing would be left": (live("old"), workflows(), {}),
    "nothing would be left that is reported": (live("old", "x"), workflows(partly={"x": Kind.PATHS}), {}),
    "nothing but another App's would be left": (live("old", Check(context="x", app_id=42)), workflows(), {}),
    "the list insists on it": (
        live("lint", "old"),
        workflows("lint"),
        {"own": adds("old", checks={"policy": "Exactly"})},
    ),
}


@pytest.mark.parametrize(("now", "checks", "more"), STAYS.values(), ids=STAYS)
def test_a_required_check_stays_where(now, checks, more):
    assert "old" in {check.context for check in carried_out(now, checks, **more)}
    assert derived(now, checks, **more).dropped == ()


@pytest.mark.parametrize(
    ("now", "checks", "more"),
    [
        (live("lint", "old"), workflows("lint"), {}),
        (live("lint", "old", "older"), workflows("lint"), {}),
        (live("lint", any_app("old")), workflows("lint"), {}),
        (live("lint", "old"), workflows("lint"), {"witness": saw(Reported("old", 15368, Source.FILE))}),
        (live("lint", "old"), workflows("lint"), {"witness": saw(Reported("old", 42))}),  # not whom it is bound to
        (live("lint", "old"), workflows("lint"), {"witness": saw(finished=0)}),
        (live("lint", "old", rules=["pull_request"]), workflows("lint"), {"witness": saw(finished=0)}),
        (
            live("lint", "old", rules=["workflows"]),
            workflows("lint"),
            {"witness": saw(Reported("old", 15368, Source.FILE))},
        ),
        (
            live("lint", "old"),
            workflows("lint"),
            {"witness": saw(Reported("old", 15368, Source.FILE), fileless="GitHub runs CodeQL")},
        ),
        (live("old"), workflows(others=["build"]), {"own": adds("build")}),
        (live("jenkins", any_app("jenkins"), "old"), workflows(), {"witness": saw(Reported("jenkins"))}),
        (live("lint", "old"), workflows("lint", "test", shared=["test"]), {"allow_loosening": True}),
        (live("test", "lint", "old"), workflows("lint", "test", shared=["test"]), {}),  # it is not without a check
        (live("lint", "old"), workflows("lint"), {"own": adds("old")}),  # listed, and holds up all the same
    ],
)
def test_a_required_check_that_nothing_reports_is_let_go(now, checks, more):
    names = {check.context for check in carried_out(now, checks, **more)}
    assert names
    assert names.isdisjoint({"old", "older"})


def test_a_job_without_a_file_stays_while_a_renamed_one_is_let_go():
    now = live("lint", "test", "Analyze (python)")
    seen = saw(Reported("test", 15368, Source.FILE), Reported("Analyze (python)", 15368))
    result = derived(now, files(CI.replace("test:", "unit-tests:")), witness=seen)
    assert required_checks(plan(now, result.policies, "main").after) == of("Analyze (python)", "lint", "unit-tests")
    assert result.dropped == of("test")
    assert result.unreachable == ()


def test_a_gate_that_is_dropped_on_purpose_still_needs_leave():
    now = live("lint", "test")
    result = derived(now, workflows("lint", "test"), adds("lint", checks={"policy": "Exactly"}))
    assert plan(now, result.policies, "main").changes == ()  # the standard's gates come back into the list
    mine = derived(now, workflows("lint", "test"), adds("lint", mode="Listed", checks={"policy": "Exactly"}),
                   of_standard=standard(locked=[]))  # fmt: skip
    (change,) = plan(now, mine.policies, "main").changes
    assert change.loosens


def test_what_a_plan_of_a_rename_says():
    now = live("lint", "test")
    todo: Plan = plan(now, derived(now, workflows("lint", "unit")).policies, "main")
    assert str(todo) == "requiredChecks.checks: lint, test → lint, unit"
    assert [change.loosens for change in todo.changes] == [False]


# What a repository lists besides


@pytest.mark.parametrize(
    ("own", "checks", "witness", "required"),
    [
        (adds("docs"), workflows("lint", others=["docs"]), saw(), of("docs", "lint")),
        (adds("gone"), workflows("lint"), saw(), of("lint")),
        (adds("docs"), workflows("lint", partly={"docs": Kind.PATHS}), saw(), of("lint")),
        (adds("jenkins", app=-1), workflows("lint"), saw(), of("lint")),
        (adds("jenkins", app=-1), workflows("lint"), saw(Reported("jenkins")), (any_app("jenkins"), *of("lint"))),
        (adds("sonar", app=42), workflows("lint"), saw(), (*of("lint"), *of("sonar", app=42))),
        (adds("report"), workflows("lint"), saw(Reported("report", 15368)), of("lint", "report")),
        (adds("gone"), workflows("lint"), saw(Reported("gone", 15368, Source.FILE)), of("lint")),
        (adds("any"), workflows("lint"), saw(Reported("any", 15368, Source.JOB)), of("lint")),
        (adds("lint", app=-1), workflows("lint"), saw(), of("lint")),  # a gate is what a job reports
        (adds("lint", app=42), workflows("lint"), saw(), of("lint")),
    ],
)
def test_an_addition_is_required_once_it_is_seen_to_be_reported(own, checks, witness, required):
    assert carried_out(live(), checks, own, witness=witness) == required


@pytest.mark.parametrize(
    ("own", "of_standard", "required"),
    [
        (adds("gone", mode="Listed"), standard(locked=[]), of("gone")),
        (adds("gone"), standard({"mode": "Listed"}), of("gone")),
        (adds("gone"), standard({"strict": {"value": True}}), of("gone")),  # an older standard says nothing of modes
        (adds("gone", checks={"policy": "Exactly"}), standard(), of("gone", "lint")),
        ({"mode": "Derived"}, standard(adds("gone")), of("gone", "lint")),  # what a standard lists is insisted upon
        ({"mode": "Derived"}, standard(adds("lint", app=42)), of("lint", app=42)),
        ({"mode": "Derived"}, standard({}), of("lint")),
    ],
)
def test_a_list_that_insists_is_required_reported_or_not(own, of_standard, required):
    assert carried_out(live(), workflows("lint"), own, of_standard=of_standard) == required


@pytest.mark.parametrize("own", [adds("lint", mode="Listed"), {"checks": {"policy": "Unmanaged"}}])
def test_where_nothing_is_derived_nothing_is_let_go(own):
    assert carried_out(live("lint", "old"), workflows("lint"), own, of_standard=standard({})) == of("lint", "old")


LISTS = [adds("gone"), adds("gone", app=-1), adds("gone", checks={"policy": "Exactly"})]


@pytest.mark.parametrize("own", LISTS)
def test_without_scans_what_is_listed_is_required_and_nothing_else_touched(own):
    result = derived(live("old"), None, own)
    assert result.enforced == result.policies["requiredChecks.checks"].value
    assert [check.context for check in result.enforced] == ["gone"]
    assert (result.dropped, result.unreachable, result.asks) == ((), (), set())


@pytest.mark.parametrize("own", LISTS[:2])
def test_before_the_first_scan_a_repositorys_own_list_waits_and_nothing_is_touched(own):
    result = derived(live("old"), None, own, awaited=True)
    assert result.enforced == ()
    assert plan(live("old"), result.policies, "main").after == live("old")


def test_before_the_first_scan_not_even_an_exact_list_takes_a_check_away():
    result = derived(live("old"), None, LISTS[2], awaited=True)
    assert of("old")[0] in required_checks(plan(live("old"), result.policies, "main").after)


def test_before_the_first_scan_what_is_insisted_upon_is_required():
    listing = standard({"mode": "Listed", "checks": {"value": [{"name": "gone"}]}})
    for own in ({"mode": "Derived"}, {"mode": "Listed"}):
        result = derived(live("old"), None, own, of_standard=listing, awaited=True)
        assert [check.context for check in result.enforced] == ["gone"]


@pytest.mark.parametrize("own", [{}, {"checks": {"policy": "Unmanaged"}}, {"mode": "Listed"}])
def test_where_the_checks_are_not_managed_nothing_is_derived_and_nothing_told(own):
    result = derived(live("gone"), workflows("lint"), own, of_standard=standard({}))
    assert plan(live("gone"), result.policies, "main").changes == ()
    assert (result.status, result.unreachable) == (None, ())


# What is told


@pytest.mark.parametrize(
    ("now", "checks", "more", "expected"),
    [
        (
            live("Lint"),
            workflows("lint"),
            {"own": adds("Lint", mode="Listed"), "of_standard": standard({})},
            Unreachable("Lint", "no workflow reports it", "lint", enforced=True),
        ),
        (live(), workflows("unit-tests"), {"own": adds("test")},
         Unreachable("test", "no workflow reports it", "unit-tests")),
        (
            live("lint", "old", ruled=["old"]),
            workflows("lint"),
            {},
            Unreachable(
                "old",
                "no workflow reports it; the ruleset 1 requires it, and has to be changed on GitHub",
                enforced=True,
            ),
        ),
        (
            live("lint", "old"),
            workflows("lint", "test", shared=["test"]),
            {},
            Unreachable(
                "old",
                "no workflow reports it; it stays, because the gate “test” would be without a required check",
                enforced=True,
            ),
        ),
        (
            live("old"),
            workflows(),
            {},
            Unreachable(
                "old",
                "no workflow reports it; it stays, because no required check would be left that pull requests get",
                enforced=True,
            ),
        ),
        (
            live(),
            workflows("test", shared=["test"]),
            {},
            Unreachable(
                "test",
                "more than one job reports it, and GitHub may take the success of one for all: name each differently",
            ),
        ),
        (live(), workflows("test", partly={"test": Kind.NAME}), {},
         Unreachable("test", "it is so: its name is not certain")),
        (live(), workflows("test", on_pull_requests=workflows().on_pull_requests), {},
         Unreachable("test", "no pull request gets it")),
        (
            live("lint", "old"),
            workflows("lint"),
            {"witness": saw(unseen="the credential lacks `checks: read`")},
            Unreachable("old", "no workflow reports it, and the credential lacks `checks: read`", enforced=True),
        ),
        (
            live("lint", any_app("old")),
            workflows("lint"),
            {"witness": saw(finished=0)},
            Unreachable(
                "old",
                "no workflow reports it, and no pull request has shown yet whether a service does",
                enforced=True,
            ),
        ),
        (
            live("lint", "old"),
            workflows("lint"),
            {"witness": saw(fileless="no recent pull request shows whether CodeQL does")},
            Unreachable(
                "old",
                "no workflow reports it, and no recent pull request shows whether CodeQL does",
                enforced=True,
            ),
        ),
        (
            live("lint", "old", rules=["workflows"]),
            workflows("lint"),
            {},
            Unreachable(
                "old",
                "no workflow reports it, and no recent pull request shows whether the workflows or the code scanning "
                "that a ruleset requires do",
                enforced=True,
            ),
        ),
        (
            live("lint", "Analyze (python)"),
            workflows("lint"),
            {"witness": saw(Reported("Analyze (python)", 15368, Source.JOB),
                            untraced="the credential lacks `actions: read` to see which workflow it is of")},
            Unreachable(
                "Analyze (python)",
                "no workflow reports it, but a job of that name ran on a pull request, and the credential lacks "
                "`actions: read` to see which workflow it is of",
                enforced=True,
            ),
        ),
        (
            live("lint", "ci / old"),
            workflows("lint", unread=("ci.yml could not be read: no YAML",)),
            {},
            Unreachable(
                "ci / old",
                "no workflow is seen to report it, but ci.yml could not be read: no YAML",
                enforced=True,
            ),
        ),
    ],
)  # fmt: skip
def test_what_holds_merges_up_is_named_with_the_reason(now, checks, more, expected):
    assert told(now, checks, **more)[expected.name] == expected


def test_in_mode_listed_the_only_gate_that_is_not_required_is_likely_the_new_name():
    own, checks = adds("lint", "test", mode="Listed"), workflows("lint", "pytest-suite", others=["docs"])
    assert told(live("lint", "test"), checks, own, of_standard=standard({}))["test"].suggestion == "pytest-suite"


@pytest.mark.parametrize(
    ("now", "own", "asks"),
    [
        (live("lint"), {}, set()),
        (live("lint", "old"), {}, {"old"}),
        (live("lint", "old", ruled=["older"]), adds("gone"), {"gone", "old", "older"}),
        (live("lint", Check(context="sonar", app_id=42)), {}, set()),
        (live("lint", "docs"), {}, set()),
    ],
)
def test_pull_requests_are_looked_at_only_where_a_name_is_unknown(now, own, asks):
    checks = workflows("lint", partly={"docs": Kind.PATHS})
    assert derived(now, checks, own, witness=None).asks == asks
    assert derived(now, checks, own).asks == set()
