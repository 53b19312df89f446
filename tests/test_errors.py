"""The tree of errors: each leaf names what was found and what to do, bounded and without secrets."""

import pytest

from backendrepo import errors
from backendrepo.errors import BackendRepoError, InvalidSpec, Paced, RestoreFailed, Stalled, Waiting
from backendrepo.pages import sample


def leaves(branch: type[BackendRepoError]) -> list[type[BackendRepoError]]:
    """Return every class below a branch that has none below itself."""
    return [leaf for child in branch.__subclasses__() for leaf in (leaves(child) or [child])]


def samples() -> list[BackendRepoError]:
    """Return an error of each class."""
    return [sample(error) for error in leaves(BackendRepoError)]


ADVICE = (
    "Apply", "Check", "Correct", "Create", "Delete", "Grant", "Push", "Remove", "To delete", "Unarchive", "Upgrade",
    "Use", "again", "change that", "install the App", "log has", "next try", "put a valid", "replace this", "pace",
    "MESSAGE",
)  # fmt: skip


@pytest.mark.parametrize("error", samples(), ids=lambda error: error.reason)
def test_each_message_says_what_was_found_and_what_to_do(error: BackendRepoError):
    message = str(error)
    assert error.reason == type(error).__name__
    if not isinstance(error, errors.KubernetesUnavailable):
        assert any(word in message for word in ADVICE), message
    assert len(message) < 600
    assert isinstance(error, Stalled | Waiting)


def test_the_tree_is_drawn_in_full():
    for error in leaves(BackendRepoError):
        assert f" {error.__name__} " in (errors.__doc__ or "")


def test_a_secret_in_a_message_is_masked():
    token = "ghp_" + "a1" * 18
    assert token not in str(InvalidSpec(f"bad value {token}"))


def test_a_failed_restore_names_the_reason_below_it():
    message = str(RestoreFailed(errors.RepositoryArchived("acme/a")))
    assert "(RepositoryArchived)" in message
    assert "acme/a is archived" in message


def test_pacing_is_no_failure_that_a_user_sees():
    assert Paced.__name__ not in [error.__name__ for error in leaves(Stalled)]
