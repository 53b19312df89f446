"""Whatever the workflows, the live settings, the standard and the repository say."""

from typing import Any

import hypothesis.strategies as st
from hypothesis import assume, given
from tests import strategies as some
from tests.derivation.cases import standard, workflows
from tests.governance.cases import rule

from backendrepo.api.governance import Governance
from backendrepo.checks import Checks
from backendrepo.derivation import Derived, Reported, Source, Witness, derive
from backendrepo.derivation.standing import Reporters
from backendrepo.errors import LoosensStandard
from backendrepo.governance.live import Live
from backendrepo.governance.policy import Mode
from backendrepo.governance.required_checks import ACTIONS_APP, CHECKS, WantedChecks, required_checks, written
from backendrepo.plan import plan, refuse_unsafe
from backendrepo.standards import policies
from backendrepo.workflows import Kind

NAMES = ["lint", "test", "build", "deploy", "all"]
names = st.lists(st.sampled_from(NAMES), max_size=4, unique=True)


@st.composite
def some_checks(draw: st.DrawFn) -> Checks:
    """Return checks of workflows; that of the merge queue are fewer."""
    parts = {"gates": draw(names), "others": draw(names)}
    partly = {name: draw(st.sampled_from([Kind.PATHS, Kind.NAME])) for name in draw(names)}
    shared, watched = draw(names), draw(st.dictionaries(st.just("all"), st.tuples(st.sampled_from(NAMES[:4]))))
    queue = workflows(*parts["gates"], others=draw(names), partly=partly).on_pull_requests
    unread = draw(st.sampled_from([(), (), ("a.yml could not be read",)]))
    return workflows(
        *parts["gates"],
        others=parts["others"],
        partly=partly,
        shared=shared,
        watched=watched,
        in_merge_queue=queue,
        unread=unread,
    )


reported = st.builds(
    Reported,
    st.sampled_from(NAMES),
    st.sampled_from([None, ACTIONS_APP, 42]),
    st.sampled_from(Source),
)
witnesses = st.builds(
    Witness,
    st.frozensets(reported, max_size=2),
    st.integers(0, 2),
    unseen=st.sampled_from(["", "", "it may not look"]),
    fileless=st.sampled_from(["", "", "GitHub runs CodeQL"]),
)
lives = st.builds(
    lambda live, kinds: live.model_copy(update={"rules": (*live.rules, *map(rule, kinds))}),
    some.lives,
    st.sampled_from([(), (), ("workflows",), ("code_scanning",)]),
)
lists = some.check_lists.map(lambda checks: [{"name": each.context, "appId": each.app_id} for each in checks])
sections = st.fixed_dictionaries(
    {},
    optional={
        "mode": st.sampled_from(["Derived", "Listed"]),
        "checks": st.fixed_dictionaries({"value": lists}, optional={"policy": st.sampled_from(["AtLeast", "Exactly"])})
        | st.just({"policy": "Unmanaged"}),
        "strict": st.just({"value": True}),
    },
)


def asked(theirs: dict[str, Any], own: dict[str, Any], **spec: Any) -> dict[str, Any]:
    try:
        return dict(policies(standard(theirs, **spec), Governance.model_validate({"requiredChecks": own})))
    except LoosensStandard:
        assume(False)
        raise


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], Live, Checks, Witness, bool]:
    """Return the arguments of a derivation."""
    wanted = asked(draw(sections), draw(sections), locked=draw(st.sampled_from([None, []])))
    return wanted, draw(lives), draw(some_checks()), draw(witnesses), draw(st.booleans())


def result(case) -> tuple[Derived, Live]:
    """Return what is derived, and the settings after its plan."""
    wanted, live, checks, witness, allowed = case
    found = derive(wanted, live, checks, witness=witness, allow_loosening=allowed)
    return found, plan(live, found.policies, "main").after


def reporters(case, found: Derived) -> Reporters:
    _, live, checks, witness, _ = case
    queue = any(rule.type == "merge_queue" for rule in live.rules)
    return Reporters(checks, ACTIONS_APP, queue, witness)


def contexts(checks) -> set[str]:
    return {check.context for check in checks}


@given(cases())
def test_after_the_plan_nothing_is_left_to_do_and_nothing_else_to_tell(case):
    found, after = result(case)
    assert plan(after, found.policies, "main").changes == ()
    again, still = result((case[0], after, *case[2:]))
    assert still == after
    assert again.dropped == ()
    assert again.status == found.status


@given(cases())
def test_nothing_but_the_required_checks_is_touched(case):
    live = case[1]
    _, after = result(case)
    assert (after.merge, after.rules) == (live.merge, live.rules)
    unchecked = {"required_status_checks": None}
    assert after.classic.model_copy(update=unchecked) == live.classic.model_copy(update=unchecked)


@given(cases())
def test_only_what_nothing_reports_is_let_go_and_never_the_last_that_is_reported(case):
    wanted, live, checks, *_ = case
    policy = wanted.get(CHECKS)
    found, after = result(case)
    if not isinstance(policy, WantedChecks) or policy.policy is Mode.EXACTLY:
        return
    seen = reporters(case, found)
    lost = contexts(required_checks(live)) - contexts(required_checks(after))
    assert lost <= contexts(found.dropped)
    assert not any(seen.seen(check) or case[3].doubts(check) for check in found.dropped)
    if case[3].fileless or any(rule.type in ("workflows", "code_scanning") for rule in live.rules):
        assert all(case[3].shows(check) for check in found.dropped)
    assert lost.isdisjoint({*checks.gates, *seen.reportable.names, *policy.insisted})
    if lost:
        assert any(seen.seen(check) for check in required_checks(after))
    refuse_unsafe(plan(live, found.policies, "main"), allow_loosening=False)


@given(cases())
def test_without_leave_nothing_is_let_go_while_a_gate_is_without_a_check(case):
    *_, checks, _, allowed = case
    found, after = result(case)
    if found.dropped and not allowed:
        required = contexts(required_checks(after))
        assert set(checks.gates) <= checks.covered(required)


@given(cases())
def test_nothing_new_holds_merges_up_unless_somebody_insists(case):
    wanted, live, *_ = case
    policy = wanted.get(CHECKS)
    if not isinstance(policy, WantedChecks) or not policy.derives:
        return
    found, after = result(case)
    seen = reporters(case, found)
    for check in set(written(after)) - {*written(live), *required_checks(live)}:
        foreign = check.app_id not in (-1, ACTIONS_APP)
        assert foreign or check.context in policy.insisted or seen.seen(check), check
    for check in found.unreachable:
        assert check.enforced is (check.name in contexts([*required_checks(after), *_bypassed(live)]))


def _bypassed(live: Live):
    from backendrepo.governance.required_checks import ruled_by

    return [check for check, _ in ruled_by(live)]


@given(cases())
def test_a_list_means_what_it_meant_before_there_were_derived_checks(case):
    wanted, live, *_ = case
    policy = wanted.get(CHECKS)
    if isinstance(policy, WantedChecks) and policy.derives:
        assert derive(wanted, live, None).policies == wanted
    else:
        found, after = result(case)
        assert found.dropped == ()
        assert after == plan(live, wanted, "main").after


@given(lives, some_checks(), witnesses, sections, lists)
def test_no_repository_gets_round_a_standard_that_derives(live, checks, witness, own, listed):
    theirs = {"mode": "Derived", "checks": {"value": listed}}
    case = asked(theirs, own), live, checks, witness, False
    found, after = result(case)
    seen = reporters(case, found)
    required = required_checks(after)
    actions = contexts(check for check in required if check.app_id == ACTIONS_APP)
    fixed = {each["name"] for each in listed}
    for gate in checks.gates:
        if seen.unshared(gate) and gate not in fixed:
            assert gate in checks.covered({name for name in actions if seen.unshared(name)}), gate
