import gzip
import io
import tarfile
from collections.abc import Callable

import pytest

from backendrepo.snapshot import Unreadable
from backendrepo.trees import archive
from backendrepo.trees.archive import Archive


def packed(*members: tuple[str, bytes] | tarfile.TarInfo) -> io.BytesIO:
    """Return an archive with GitHub's one folder around everything."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member)
            else:
                info = tarfile.TarInfo(f"acme-a-0123/{member[0]}")
                info.size = len(member[1])
                tar.addfile(info, io.BytesIO(member[1]))
    return io.BytesIO(stream.getvalue())


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def anything(_: str) -> bool:
    return True


def test_files_are_read_and_unwanted_ones_only_listed():
    tree = Archive(packed(("Makefile", b"ci:\n"), ("src/a.py", b"x")), lambda path: path == "Makefile")
    assert tree.glob("**") == ["Makefile", "src/a.py"]
    assert tree.read("Makefile") == "ci:\n"
    with pytest.raises(Unreadable, match="not among the files"):
        tree.read("src/a.py")


def test_absolute_names_climbing_names_devices_and_hard_links_are_no_files():
    hostile = [
        special("/etc/passwd", tarfile.REGTYPE),
        special("acme-a-0123/../../x", tarfile.REGTYPE),
        special("acme-a-0123/device", tarfile.CHRTYPE),
        special("acme-a-0123/pipe", tarfile.FIFOTYPE),
        special("acme-a-0123/hard", tarfile.LNKTYPE, "acme-a-0123/Makefile"),
        special("acme-a-0123/folder", tarfile.DIRTYPE),
    ]
    assert Archive(packed(("Makefile", b""), *hostile), anything).glob("**") == ["Makefile"]


def test_a_link_inside_is_followed_and_one_that_leads_out_is_not():
    links = [
        special("acme-a-0123/GNUmakefile", tarfile.SYMTYPE, "build/Makefile"),
        special("acme-a-0123/out", tarfile.SYMTYPE, "../../etc/passwd"),
        special("acme-a-0123/loop", tarfile.SYMTYPE, "loop"),
    ]
    tree = Archive(packed(("build/Makefile", b"ci:\n"), *links), anything)
    assert tree.glob("*") == ["GNUmakefile"]
    assert tree.read("GNUmakefile") == "ci:\n"


def headers(kind: bytes, count: int, size: int = 0) -> io.BytesIO:
    """Return an archive of bare headers, whatever follows them."""
    one = special("acme-a-0123/x", kind)
    one.size = size
    return io.BytesIO(gzip.compress(one.tobuf(tarfile.GNU_FORMAT) * count + bytes(1024)))


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_that_claims_a_gigabyte_is_not_read_into_memory(kind: bytes):
    with pytest.raises(Unreadable, match="too large"):
        Archive(headers(kind, 1, size=2**30), anything)


def test_headers_that_announce_one_another_without_end_are_refused():
    with pytest.raises(Unreadable, match="broken"):
        Archive(headers(tarfile.XHDTYPE, 5_000), anything)


LIMITS: list[tuple[str, int, Callable[[], io.BytesIO]]] = [
    ("LARGEST_ARCHIVE", 10, lambda: packed(("bomb", b"\0" * 100))),
    ("LARGEST_KEPT", 10, lambda: packed(("large", b"x" * 100))),
    ("LARGEST_ARCHIVE", 1_000, lambda: packed(("skipped", b""), special("acme-a-0123/folder", tarfile.DIRTYPE))),
    ("MOST_ENTRIES", 2, lambda: headers(tarfile.DIRTYPE, 3)),
    ("MOST", 1, lambda: packed(("a", b""), ("b", b""))),
]


@pytest.mark.parametrize(("name", "limit", "stream"), LIMITS)
def test_what_passes_a_limit_is_refused(name: str, limit: int, stream, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, name, limit)
    with pytest.raises(Unreadable, match="too large"):
        Archive(stream(), anything)


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive", gzip.compress(b"no tar" * 200), packed(("a", b"x")).getvalue()[:60]],
    ids=["empty", "text", "compressed text", "cut"],
)
def test_what_is_no_archive_says_so(content: bytes):
    with pytest.raises(Unreadable, match="broken"):
        Archive(io.BytesIO(content), anything)
