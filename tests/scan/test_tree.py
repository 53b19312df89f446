"""What of an archive is kept, and whether it is the whole commit."""

import pytest
from tests.snapshots import Memory

from backendrepo.scan.tree import omits, wanted


@pytest.mark.parametrize(
    "path", ["Makefile", "src/a.py", ".github/workflows/ci.yml", "a.lock", "png", ".png", "a.png/b.toml"]
)
def test_what_may_be_text_is_kept(path: str):
    assert wanted(path)


@pytest.mark.parametrize("path", ["docs/logo.png", "A.PNG", "dist/a-1.0.tar.gz", "lib/a.so", "db.sqlite3"])
def test_what_no_control_reads_is_only_listed(path: str):
    assert not wanted(path)


@pytest.mark.parametrize(
    ("line", "omitted"),
    [
        ("/tests export-ignore", True),
        ("  .github\ttext export-ignore", True),
        ("*.md export-ignore\r", True),
        ("tests export-ignore eol=lf", True),
        ("/.gitattributes export-ignore", False),
        (".gitignore export-ignore", False),
        ("tests -export-ignore", False),
        ("tests !export-ignore", False),
        ("tests export-ignore=false-friend", False),
        ("# tests export-ignore", False),
        ("export-ignore text", False),
        ("* text=auto", False),
        ("", False),
    ],
)
def test_files_that_archives_leave_out_are_told_by_their_line(line: str, omitted: bool):
    found = omits(Memory({"a/.gitattributes": f"*.sh eol=lf\n{line}\n"}))
    assert (str(found) if found else None) == ("a/.gitattributes:2" if omitted else None)


@pytest.mark.timeout(20)
def test_a_line_without_end_is_read_in_no_time():
    assert omits(Memory({".gitattributes": "a" + " export-ignor" * 100_000})) is None
    assert omits(Memory({".gitattributes": "a" * 1_000_000 + " " * 500_000})) is None
