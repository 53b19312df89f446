"""The files of a commit: all of them or a reason, in as few answers as GitHub gives them in."""

from base64 import b64encode

import pytest
from tests.github.standin import GitHub
from tests.github.state.git import Link, object_id
from tests.github.state.repositories import Repository

from backendrepo.errors import BackendRepoError, GitHubUnavailable, PermissionMissing, RepositoryNotFound
from backendrepo.hub import content, transport
from backendrepo.hub.hub import Hub
from backendrepo.snapshot import Unreadable
from backendrepo.trees.commit import LINK, Entry

pytestmark = pytest.mark.integration

TREES, BLOBS = "/git/trees/", "/git/blobs/"
FILES = {
    **{
        f"{folder}/{name}.py": f"{folder}{name}"
        for folder in ("src", "src/app", "src/app/deep", "tests")
        for name in "ab"
    },
    "README.md": "# a\n",
    "link": Link(b"src/a.py"),
}
SUBMODULE = {"path": "vendor", "mode": "160000", "type": "commit", "sha": "1" * 40}


@pytest.fixture
def commit(repo: Repository) -> str:
    return repo.commit(FILES).sha


def listed(hub: Hub, commit: str) -> list[str]:
    return sorted(entry.path for entry in hub.entries("acme/a", commit))


def told(text: bytes) -> dict[str, str]:
    return {"content": b64encode(text).decode(), "encoding": "base64"}


def test_one_answer_tells_all_files_and_links(hub: Hub, github: GitHub, commit: str):
    found = {entry.path: entry for entry in hub.entries("acme/a", commit)}
    assert found.keys() == FILES.keys()
    assert found["link"] == Entry("link", LINK, object_id("blob", b"src/a.py"), 8)
    assert found["src/app/a.py"] == Entry("src/app/a.py", "100644", object_id("blob", b"src/appa"), 8)
    assert len(github.requests) == 1


def test_a_submodule_is_no_file(hub: Hub, github: GitHub, commit: str):
    github.faults.add(path=TREES, status=200, body={"tree": [SUBMODULE], "truncated": False})
    assert listed(hub, commit) == []


@pytest.mark.parametrize(("most", "answers"), [(100, 1), (8, 4), (5, 6), (3, 8)])
def test_where_one_answer_has_no_room_each_folder_is_asked_for(
    most: int, answers: int, hub: Hub, github: GitHub, repo: Repository, commit: str
):
    repo.most_entries = most
    assert listed(hub, commit) == sorted(FILES)
    assert len(github.requests) == answers


def test_an_answer_that_is_too_large_is_as_one_that_is_cut(
    hub: Hub, github: GitHub, commit: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(transport, "LARGEST", 1_500)
    assert listed(hub, commit) == sorted(FILES)
    assert len(github.requests) > 1


@pytest.mark.parametrize(
    ("limit", "value", "says"),
    [
        (f"{content.__name__}.MOST", 9, "more than 9 files"),
        (f"{content.__name__}.MOST_ANSWERS", 3, "in more than 3 answers"),
        (f"{transport.__name__}.LARGEST", 500, "the folder / has more files than GitHub tells"),
    ],
)
def test_more_files_than_can_be_told_are_refused(
    limit: str, value: int, says: str, hub: Hub, repo: Repository, commit: str, monkeypatch: pytest.MonkeyPatch
):
    repo.most_entries = 5
    monkeypatch.setattr(limit, value)
    with pytest.raises(Unreadable, match=says):
        hub.entries("acme/a", commit)


@pytest.mark.parametrize("text", [b"", b"# a\n", b"\x89PNG\r\n\0\xff" * 1_000])
def test_the_content_of_a_file_is_told_to_the_byte(text: bytes, hub: Hub, repo: Repository):
    repo.commit({"file": text})
    assert hub.blob("acme/a", object_id("blob", text)) == text


@pytest.mark.parametrize(
    "body",
    [
        told(b"another one"),
        told(b"# a\n") | {"encoding": "utf-8"},
        {"content": "#", "encoding": "base64"},
        {"encoding": "base64"},
        [],
    ],
)
def test_what_is_not_the_file_is_not_taken_for_it(body: object, hub: Hub, github: GitHub, commit: str):
    github.faults.add(path=BLOBS, status=200, body=body)
    with pytest.raises(GitHubUnavailable, match="not as documented"):
        hub.blob("acme/a", object_id("blob", b"# a\n"))


@pytest.mark.parametrize("body", [{"tree": []}, {"tree": [SUBMODULE | {"sha": "../x"}], "truncated": False}, []])
def test_what_is_no_list_of_files_is_not_taken_for_one(body: object, hub: Hub, github: GitHub, commit: str):
    github.faults.add(path=TREES, status=200, body=body)
    with pytest.raises(GitHubUnavailable, match="not as documented"):
        hub.entries("acme/a", commit)


def test_reading_content_is_all_that_the_credential_needs(hubs, github: GitHub, commit: str):
    hub = hubs(github.url, github.add_token("bot", {"contents": "read", "metadata": "read"}))
    assert listed(hub, commit) == sorted(FILES)
    assert hub.blob("acme/a", object_id("blob", b"# a\n")) == b"# a\n"


@pytest.mark.parametrize(
    ("brings", "error"),
    [
        (lambda github: github.remove("acme/a"), RepositoryNotFound),
        (lambda github: github.faults.bad_gateway(times=2), GitHubUnavailable),
    ],
)
def test_what_github_refuses_has_its_reason(
    brings, error: type[BackendRepoError], hub: Hub, github: GitHub, commit: str
):
    brings(github)
    for ask in (hub.entries, hub.blob):
        with pytest.raises(error):
            ask("acme/a", commit)


def test_a_missing_permission_is_named(hubs, github: GitHub, commit: str):
    hub = hubs(github.url, github.add_token("poor", {"metadata": "read"}))
    with pytest.raises(PermissionMissing, match="contents: read"):
        hub.entries("acme/a", commit)
