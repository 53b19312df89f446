"""A commit out of its archive and what that lacks; `tests/scan/test_whole.py` holds it against git."""

import io
import tarfile

import pytest

from backendrepo.snapshot import Unreadable
from backendrepo.trees.archive import Archive
from backendrepo.trees.commit import LINK, Commit, Entry, object_id
from backendrepo.trees.tree import LARGEST

SHA256 = "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"
"""What git names an empty file in a repository with SHA-256."""


class Remote:
    """Files by the name of their object, and which of them were asked for."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.asked: list[str] = []

    def entry(self, path: str, content: bytes, mode: str = "100644") -> Entry:
        """Put a file here."""
        sha = object_id(content, "0" * 40)
        self.held[sha] = content
        return Entry(path, mode, sha, len(content))

    def fetch(self, entry: Entry) -> bytes:
        """Return the content of a file."""
        self.asked.append(entry.path)
        return self.held[entry.sha]


@pytest.fixture
def remote() -> Remote:
    return Remote()


def archive(files: dict[str, bytes] | None = None, **links: str) -> Archive:
    """Return an archive with GitHub's one folder around everything."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for path, content in (files or {}).items():
            info = tarfile.TarInfo(f"acme-a-0123/{path}")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        for path, target in links.items():
            info = tarfile.TarInfo(f"acme-a-0123/{path}")
            info.type, info.linkname = tarfile.SYMTYPE, target
            tar.addfile(info)
    return Archive(io.BytesIO(stream.getvalue()), wanted)


def wanted(path: str) -> bool:
    return not path.endswith(".png")


def test_what_the_archive_lacks_is_listed_and_fetched_when_it_is_read(remote: Remote):
    entries = [
        remote.entry("tests/a.py", b"a\n"),
        remote.entry("tests/b.py", b"b\n"),
        remote.entry("Makefile", b"ci:\n"),
    ]
    tree = Commit(archive({"Makefile": b"ci:\n"}), entries, wanted, remote.fetch)
    assert tree.glob("**") == ["Makefile", "tests/a.py", "tests/b.py"]
    assert tree.read("Makefile") == "ci:\n"
    assert remote.asked == []
    assert tree.read("tests/a.py") == "a\n"
    assert remote.asked == ["tests/a.py"]


@pytest.mark.parametrize(
    ("in_archive", "in_commit", "read", "asked"),
    [
        (b"commit 0123\n", b"commit $Format:%h$\n", "commit $Format:%h$\n", True),
        (b"a\r\nb\r\n", b"a\nb\n", "a\r\nb\r\n", False),  # as a checkout has it
        (b"a\xff", b"a\xc3\xbf", "a\ufffd", True),  # working-tree-encoding, as a checkout has it too
    ],
)
def test_only_what_was_put_in_for_the_archive_is_taken_from_the_commit(
    in_archive: bytes, in_commit: bytes, read: str, asked: bool, remote: Remote
):
    tree = Commit(archive({"a.txt": in_archive}), [remote.entry("a.txt", in_commit)], wanted, remote.fetch)
    assert tree.read("a.txt") == read
    assert remote.asked == ["a.txt"] * asked


def test_links_lead_from_either_to_either(remote: Remote):
    entries = [
        remote.entry("build/Makefile", b"ci:\n"),
        remote.entry("tests/run.sh", b"../run.sh", LINK),
        remote.entry("out", b"../../etc/passwd", LINK),
    ]
    tree = Commit(archive({"run.sh": b"set -e\n"}, GNUmakefile="build/Makefile"), entries, wanted, remote.fetch)
    assert tree.glob("**") == ["GNUmakefile", "build/Makefile", "run.sh", "tests/run.sh"]
    assert (tree.read("GNUmakefile"), tree.read("tests/run.sh")) == ("ci:\n", "set -e\n")


@pytest.mark.parametrize(
    ("path", "content", "says"),
    [("logo.png", b"png", "not among the files that are read"), ("a.py", b"#" * (LARGEST + 1), "larger than 2 MiB")],
)
def test_what_cannot_be_judged_is_not_fetched(path: str, content: bytes, says: str, remote: Remote):
    tree = Commit(archive(), [remote.entry(path, content)], wanted, remote.fetch)
    with pytest.raises(Unreadable, match=says):
        tree.read(path)
    assert remote.asked == []


def test_a_path_that_is_not_utf8_is_none(remote: Remote):
    assert Commit(archive(), [remote.entry("caf\ufffd.py", b"")], wanted, remote.fetch).glob("**") == []


def test_a_file_that_only_the_archive_has_is_read_as_it_is(remote: Remote):
    assert Commit(archive({"a": b"a"}), [], wanted, remote.fetch).read("a") == "a"


@pytest.mark.parametrize("name", ["e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", SHA256])
def test_objects_have_the_names_that_git_gives_them(name: str):
    assert object_id(b"", name) == name
