import pytest

from backendrepo.derivation.suggestion import likely


@pytest.mark.parametrize(
    ("name", "reported", "required", "gates", "meant"),
    [
        ("Lint", ["lint", "Lint2"], ["lint"], [], "lint"),  # a slip of the pen comes first
        ("test", ["lint", "unit-tests"], ["lint"], [], "unit-tests"),
        ("test", ["tests", "unit-tests"], ["tests"], [], "unit-tests"),  # rather one that is new
        ("test", ["lint", "pytest-suite-of-all"], ["lint"], ["lint", "pytest-suite-of-all"], "pytest-suite-of-all"),
        ("e2e", ["lint", "a", "b"], ["lint"], ["a", "b"], ""),  # either may be meant
        ("tset", ["test", "lint"], ["test", "lint"], [], "test"),
        ("sonar quality", ["lint"], ["lint"], [], ""),
        ("test", [], [], [], ""),
        ("test (3.11)", ["test (3.12)", "test (3.13)"], [], [], "test (3.13)"),
    ],
)
def test_the_likely_new_name(name, reported, required, gates, meant):
    assert likely(name, reported, required, gates) == meant


def test_a_repository_with_very_many_names_is_no_burden():
    assert likely("x" * 255, [f"{'y' * 250}{number}" for number in range(20_000)], [], []) == ""
