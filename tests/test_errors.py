"""The tree of errors: each leaf names what was found and what to do, without secrets, and is on the page of reasons."""

import inspect
from datetime import datetime

import pytest
from tests.strategies import NOW, every_error, leaves

from backendrepo import errors, pages
from backendrepo.errors import BackendRepoError, InvalidSpec, Paced, RestoreFailed, Stalled, Superseded, Waiting
from backendrepo.redaction import MASK

TOKEN = "ghp_" + "a1" * 18
WHAT_TO_DO = {
    "BranchNotFound": "Push it, or correct spec.branch",
    "ConnectionNotAllowed": "Use another one in spec.connectionRef, or have NAMESPACE added to its spec.allowed",
    "ConnectionNotFound": "Apply it, or set spec.connectionRef.name",
    "CredentialMissing": "Create it, or correct the reference in the connection",
    "CredentialRejected": "put a valid one into its Secret",
    "GitHubUnavailable": "It is tried again with growing pauses",
    "InstallationUnusable": "install the App on the owner again, or correct spec.auth.app.installationId",
    "InternalError": "Please report it",
    "LoosensStandard": "Remove it, write a value at least as strict",
    "PermissionMissing": "Grant it to the GitHub App or token, and to this repository",
    "PlanLimit": "Upgrade the plan, make the repository public, or set the policy of the setting to Unmanaged",
    "RateLimited": "The next try is then",
    "RepositoryArchived": "Unarchive it, or delete this object",
    "RepositoryNotFound": "Check the name, and that the GitHub App is installed on it",
    "RepositoryRenamed": "replace this object by one with spec.repository: NOW",
    "RepositoryTaken": "Delete one of the two",
    "RestoreFailed": "To delete without that, set spec.deletionPolicy: Orphan",
    "StandardNotFound": "Apply it, or set spec.standardRef.name to backend-foundation",
    "WriteNotKept": "change that, or set the policy of the setting to Unmanaged",
    "WriteRejected": "Correct the value in spec.governance or in the standard",
}
SENTENCE_OF_THE_RAISER = {"InvalidSpec", "UnsafePlan"}
NOT_SEEN_BY_A_USER = {"Paced", "KubernetesRefused"}
"""The one only waits for its turn, the other cannot be written where a user would read it."""

each_error = pytest.mark.parametrize("error", every_error(), ids=lambda error: error.reason)
each_class = pytest.mark.parametrize("leaf", leaves(BackendRepoError), ids=lambda leaf: leaf.__name__)


def parameters(leaf: type[BackendRepoError]) -> list[inspect.Parameter]:
    return list(inspect.signature(leaf).parameters.values())


def test_every_error_is_told_of_here():
    reasons = [error.reason for error in every_error()]
    assert sorted(reasons) == sorted({*WHAT_TO_DO, *SENTENCE_OF_THE_RAISER, *NOT_SEEN_BY_A_USER})


@each_error
def test_each_reason_is_its_class_and_says_who_has_to_act(error: BackendRepoError):
    assert error.reason == type(error).__name__
    assert isinstance(error, Stalled) != isinstance(error, Waiting)


@each_error
def test_each_message_is_a_few_sentences_and_names_what_was_found(error: BackendRepoError):
    message = str(error)
    assert len(message) < 600
    assert error.reason in SENTENCE_OF_THE_RAISER or message.endswith(".")
    for parameter in parameters(type(error)):
        assert parameter.annotation is not str or parameter.name.upper() in message


@pytest.mark.parametrize(("reason", "advice"), WHAT_TO_DO.items())
def test_each_message_says_what_to_do(reason: str, advice: str):
    assert advice in str(pages.sample(getattr(errors, reason)))


@each_class
def test_each_is_in_the_drawing_of_the_tree_with_its_own_sentence(leaf: type[BackendRepoError]):
    assert f"── {leaf.__name__} " in (errors.__doc__ or "")
    assert (inspect.getdoc(leaf) or "").endswith(".")
    assert inspect.getdoc(leaf) != inspect.getdoc(leaf.__mro__[1])


@each_class
def test_each_that_a_user_can_see_is_on_the_page_of_reasons(leaf: type[BackendRepoError]):
    page = pages.conditions()
    assert (f"### {leaf.__name__}\n\n{inspect.getdoc(leaf)}" in page) is (leaf is not Paced)


@each_class
def test_a_secret_in_any_part_of_a_message_is_masked(leaf: type[BackendRepoError]):
    inner = errors.RepositoryNotFound(TOKEN)
    planted = [{str: TOKEN, datetime: NOW, "Stalled": inner}[each.annotation] for each in parameters(leaf)]
    error = leaf(*planted)
    assert TOKEN not in str(error)
    assert TOKEN not in repr(error)
    assert (MASK in str(error)) is (planted != [NOW])


@each_error
def test_nothing_but_secrets_is_masked(error: BackendRepoError):
    assert MASK not in str(error)


def test_a_failed_restore_names_the_reason_below_it():
    message = str(RestoreFailed(errors.RepositoryArchived("acme/a")))
    assert "could not be put back (RepositoryArchived): The repository acme/a is archived" in message


def test_what_a_raiser_writes_is_the_message():
    assert str(InvalidSpec("BackendRepo a: spec.repository: write owner/name.")) == (
        "BackendRepo a: spec.repository: write owner/name."
    )


def test_a_turn_that_is_given_anew_is_no_failure():
    assert not issubclass(Superseded, BackendRepoError)
