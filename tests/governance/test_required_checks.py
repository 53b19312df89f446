import pytest
from tests.governance.cases import PUT, at_least, exactly, live, outcome, rule, sent

from backendrepo.api.governance import BY_PATH
from backendrepo.governance.live import ANY_APP, Check, RequiredChecks
from backendrepo.governance.required_checks import RequiredCheck, listed, ordered

CHECKS, STRICT = BY_PATH["requiredChecks.checks"], BY_PATH["requiredChecks.strict"]


def checks(*names: str, app: int = 15368) -> tuple[Check, ...]:
    return ordered(Check(context=name, app_id=app) for name in names)


def required(*names: str, app: int = 15368, strict: bool = False) -> dict:
    return {"required_status_checks": RequiredChecks(strict=strict, checks=checks(*names, app=app))}


def ruled(*names: str, app: int | None = 15368, strict: bool = False):
    wanted = [{"context": name, "integration_id": app} for name in names]
    return rule("required_status_checks", required_status_checks=wanted, strict_required_status_checks_policy=strict)


@pytest.mark.parametrize(
    ("settings", "policy", "becomes"),
    [
        (live(), at_least(checks("lint")), checks("lint")),
        (live(**required("lint", "old")), at_least(checks("lint")), None),  # other checks stay
        (live(**required("old")), at_least(checks("lint")), checks("lint", "old")),
        (live(**required("lint", app=ANY_APP)), at_least(checks("lint")), checks("lint")),  # bound to its app
        (live(**required("lint")), at_least(checks("lint", app=ANY_APP)), None),  # bound is stricter
        (live(**required("lint", "old")), exactly(checks("lint")), checks("lint")),
        (live(**required("lint")), exactly(()), ()),
        (live(ruled("lint")), at_least(checks("lint")), None),  # a ruleset requires it already
        (live(ruled("lint", app=None)), at_least(checks("lint")), checks("lint") + checks("lint", app=ANY_APP)),
        (live(ruled("lint"), **required("test")), at_least(checks("lint", "test")), None),
    ],
)
def test_which_checks_are_required(settings, policy, becomes):
    found = outcome("requiredChecks.checks", settings, policy)
    assert found == (None if becomes is None else ordered(becomes))


@pytest.mark.parametrize(
    ("settings", "policy", "becomes"),
    [
        (live(), at_least(True), None),  # means nothing without checks
        (live(**required("lint")), at_least(True), True),
        (live(**required("lint", strict=True)), at_least(False), None),  # stricter stays
        (live(**required("lint", strict=True)), exactly(False), False),
        (live(ruled("lint", strict=True)), at_least(True), None),
        (live(ruled("lint")), at_least(True), True),
    ],
)
def test_whether_a_branch_has_to_be_up_to_date(settings, policy, becomes):
    assert outcome("requiredChecks.strict", settings, policy) is becomes


def test_being_strict_about_a_rulesets_checks_repeats_them_in_classic_protection():
    enforced = STRICT.enforced(live(ruled("lint")), at_least(True))
    assert enforced.protection.required_status_checks == RequiredChecks(strict=True, checks=checks("lint"))


@pytest.mark.parametrize(
    ("before", "after", "loosens"),
    [
        (checks("a"), checks("a", "b"), False),
        (checks("a", "b"), checks("a"), True),
        (checks("a"), checks("a", app=ANY_APP), True),
        (checks("a", app=ANY_APP), checks("a"), False),
    ],
)
def test_dropping_or_unbinding_a_check_gives_protection_away(before, after, loosens):
    assert CHECKS.loosens(before, after) is loosens


def test_a_listed_check_is_github_actions_unless_told_otherwise():
    named = [RequiredCheck(name="b"), RequiredCheck(name="a", app_id=7), RequiredCheck(name="b")]
    assert listed(named) == (Check(context="a", app_id=7), Check(context="b", app_id=15368))
    assert listed(named[:1], actions_app=9) == (Check(context="b", app_id=9),)


def test_switching_off_the_last_check_leaves_no_empty_section():
    enforced = CHECKS.enforced(live(**required("lint")), exactly(()))
    assert enforced.protection.required_status_checks is None
    kept = CHECKS.enforced(live(**required("lint", strict=True)), exactly(()))
    assert kept.protection.required_status_checks == RequiredChecks(strict=True)
    assert STRICT.restored(live(), live()) == live()
    off = STRICT.restored(live(**required(strict=True)), live())
    assert off.protection.required_status_checks is None


LINT = {"context": "lint", "app_id": 15368}


@pytest.mark.parametrize(
    ("name", "settings", "policy", "sends"),
    [
        (
            "checks",
            live(),
            at_least(checks("lint")),
            {PUT: {"required_status_checks": {"strict": False, "checks": [LINT]}}},
        ),
        (
            "checks",
            live(**required("old", app=ANY_APP, strict=True)),
            at_least(checks("lint")),
            {
                PUT: {
                    "required_status_checks": {"strict": True, "checks": [LINT, {"context": "old", "app_id": ANY_APP}]}
                }
            },
        ),
        ("checks", live(**required("lint")), exactly(()), {PUT: {"required_status_checks": None}}),
        ("checks", live(**required("lint", "old")), at_least(checks("lint")), {}),
        (
            "strict",
            live(**required("lint")),
            at_least(True),
            {PUT: {"required_status_checks": {"strict": True, "checks": [LINT]}}},
        ),
        (
            "strict",
            live(ruled("lint")),
            at_least(True),
            {PUT: {"required_status_checks": {"strict": True, "checks": [LINT]}}},
        ),
    ],
)
def test_what_is_sent(name, settings, policy, sends):
    assert sent(f"requiredChecks.{name}", settings, policy) == sends


def test_checks_that_were_copied_from_a_ruleset_go_again_with_strict():
    found = live(ruled("lint"))
    assert STRICT.restored(STRICT.enforced(found, at_least(True)), found).classic.required_status_checks is None


def test_checks_that_people_added_since_stay_when_strict_goes():
    now = live(ruled("lint"), **required("lint", "mine", strict=True))
    assert STRICT.restored(now, live(ruled("lint"))).classic == live(**required("lint", "mine")).classic
