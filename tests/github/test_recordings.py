"""The stand-in answers recorded requests as the real API did: same status, same keys."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.github.fetch_recordings import RECORDINGS, SCENARIOS
from tests.github.standin import GitHub

ORG = "octokit-fixture-org"
# Recorded in 2022 and before; GitHub's description of today has these too.
NEWER = {
    "status",  # of an error
    "has_discussions",
    "archived_at",
    "lock_branch",
    "allow_fork_syncing",
    "squash_merge_commit_title",
    "squash_merge_commit_message",
    "merge_commit_title",
    "merge_commit_message",
    "require_last_push_approval",
    "notification_setting",
    "type",  # of a team
    "temp_clone_token",  # recorded on GET, not on PATCH
}
# Only administrators of an organisation are told these, and no part of the operator reads them.
NOT_TOLD = {
    *("total_private_repos", "owned_private_repos", "private_gists", "disk_usage", "collaborators"),
    *("billing_email", "default_repository_permission", "members_can_create_repositories"),
    *("two_factor_requirement_enabled", "members_allowed_repository_creation_type"),
    *("members_can_create_public_repositories", "members_can_create_private_repositories"),
    *("members_can_create_internal_repositories", "members_can_create_pages"),
    *("members_can_fork_private_repositories", "members_can_create_public_pages"),
    "members_can_create_private_pages",
}


def protected(github: GitHub) -> None:
    github.add_repository(f"{ORG}/branch-protection")
    github.owner("octokit-fixture-user-a", kind="User")
    github.owner(ORG).team("a-team")


def hello_world(github: GitHub) -> None:
    github.add_repository(f"{ORG}/hello-world", files={"README.md": "# hello-world"}, default_branch="master")


SEEDS: dict[str, Callable[[GitHub], Any]] = {
    "branch-protection": protected,
    "rename-repository": lambda github: github.add_repository(f"{ORG}/rename-repository", id=1000),
    "get-repository": hello_world,
    "get-content": hello_world,
    "get-organization": lambda github: github.owner(ORG),
    "get-root": lambda github: None,
    "get-archive": lambda github: github.add_repository(f"{ORG}/get-archive"),
}


def recorded(scenario: str) -> list[dict[str, Any]]:
    exchanges = json.loads(RECORDINGS.joinpath(f"{scenario}.json").read_text())
    return [e for e in exchanges if e["scope"].startswith("https://api.")]


def keys(value: Any, at: str = "") -> Iterator[str]:
    """Every key below, as a path; the first item stands for a list."""
    if isinstance(value, list) and value:
        yield from keys(value[0], f"{at}[]")
    if isinstance(value, dict):
        for name, item in value.items():
            yield f"{at}.{name}"
            yield from keys(item, f"{at}.{name}")


def unknown(paths: set[str], known: set[str]) -> set[str]:
    return {path for path in paths if not known & set(path.split("."))}


@pytest.mark.parametrize("scenario", SEEDS)
def test_answers_as_recorded(github: GitHub, connect, scenario: str):
    SEEDS[scenario](github)
    client = connect(github.add_token("octokit-fixture-user-a"))
    for exchange in recorded(scenario):
        body = exchange["body"] or None
        reply = client.ask(exchange["method"].upper(), exchange["path"], body, Accept=exchange["reqheaders"]["accept"])
        line = f"{exchange['method']} {exchange['path']}"
        assert reply.status == exchange["status"], line
        location = exchange["headers"].get("location", "")
        if location.startswith("https://api.github.com"):
            assert reply.headers["Location"] == location.replace("https://api.github.com", github.url)
        if not isinstance(exchange["response"], str):
            there, here = set(keys(exchange["response"])), set(keys(reply.body))
            assert not unknown(there - here, NOT_TOLD), f"{line}: missing"
            assert not unknown(here - there, NEWER), f"{line}: not recorded"
        elif exchange["response"] and "json" not in exchange["headers"]["content-type"]:
            assert reply.raw.decode() == exchange["response"], line


def test_messages_as_recorded(github: GitHub, connect):
    protected(github)
    client = connect(github.add_token("octokit-fixture-user-a"))
    unprotected = recorded("branch-protection")[0]
    assert client.get(unprotected["path"]).message == unprotected["response"]["message"]


def test_pages_as_recorded(github: GitHub, connect):
    """Links of pages: the order of relations, and addresses by id."""
    repo = github.add_repository(f"{ORG}/paginate-issues", id=1000)
    for number in range(12):
        repo.commit({}, f"branch-{number}")
    client = connect(github.add_token("octokit-fixture-user-a"))
    for exchange in recorded("paginate-issues"):
        reply = client.get(exchange["path"].replace("/issues", "/branches"))
        recorded_link = exchange["headers"]["link"].replace("https://api.github.com", github.url)
        assert reply.headers["Link"] == recorded_link.replace("/issues", "/branches")
        assert len(reply.body) == len(exchange["response"])


def test_all_recordings_are_there():
    assert {path.stem for path in RECORDINGS.glob("*.json")} == set(SCENARIOS)
