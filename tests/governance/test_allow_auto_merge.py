import pytest
from tests.governance.cases import at_least, live, outcome, rule, sent

from backendrepo.governance.live import Check, RequiredChecks

PATH = "allowAutoMerge"
CHECKED = {"required_status_checks": RequiredChecks(checks=(Check(context="lint"),))}
RULED = rule("required_status_checks", required_status_checks=[{"context": "lint"}])
ON = {"allow_auto_merge": True}


@pytest.mark.parametrize(
    ("settings", "policy", "becomes"),
    [
        (live(**CHECKED), at_least(True), True),
        (live(RULED), at_least(True), True),
        (live(), at_least(True), None),  # without required checks it would merge at once
        (live(merge=ON), at_least(True), False),
        (live(merge=ON, **CHECKED), at_least(True), None),
        (live(merge=ON, **CHECKED), at_least(False), False),
    ],
)
def test_auto_merge_counts_only_where_checks_are_required(settings, policy, becomes):
    assert outcome(PATH, settings, policy) is becomes


@pytest.mark.parametrize(
    ("settings", "policy", "sends"),
    [
        (live(**CHECKED), at_least(True), {"PATCH": {"allow_auto_merge": True}}),
        (live(merge=ON), at_least(True), {"PATCH": {"allow_auto_merge": False}}),
        (live(), at_least(True), {}),
    ],
)
def test_what_is_sent(settings, policy, sends):
    assert sent(PATH, settings, policy) == sends
