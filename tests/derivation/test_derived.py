"""What the status tells of the required checks stays within its bounds."""

from tests.derivation.cases import of

from backendrepo.api.checks_status import MOST_NAMES, MOST_UNREACHABLE, RequiredChecksStatus
from backendrepo.derivation import Derived, Unreachable
from backendrepo.governance.required_checks import ChecksMode


def test_the_status_tells_the_mode_what_is_enforced_and_what_is_unreachable():
    result = Derived({}, ChecksMode.DERIVED, of("lint", "test"), unreachable=(Unreachable("old", "it is gone", "new"),))
    assert result.status.manifest() == {
        "mode": "Derived",
        "enforced": ["lint", "test"],
        "unreachable": [{"name": "old", "why": "it is gone", "suggestion": "new", "enforced": False}],
    }


def test_nothing_is_told_of_checks_that_are_not_managed():
    assert Derived({}).status is None
    assert Derived({}, ChecksMode.LISTED).status.manifest() == {"mode": "Listed"}


def test_however_much_there_is_the_status_takes_it():
    many = Derived(
        {},
        ChecksMode.LISTED,
        of(*(f"check {number}" for number in range(200)), *(f"check {number}" for number in range(200))),
        unreachable=tuple(Unreachable(f"{number}" + "x" * 9000, "y" * 9000, "z" * 9000, True) for number in range(99)),
    )
    status = RequiredChecksStatus.model_validate(many.status.manifest())
    assert (len(status.enforced), len(status.unreachable)) == (MOST_NAMES, MOST_UNREACHABLE)


def test_a_name_is_told_once_whoever_reports_it():
    assert Derived({}, ChecksMode.LISTED, (*of("lint"), *of("lint", app=-1))).status.enforced == ("lint",)
