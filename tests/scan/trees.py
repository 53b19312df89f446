"""Trees for the scan's tests, and archives of what no tree is."""

import gzip
import io
import tarfile

from tests.github.state.git import Link

FILES = {
    "Makefile": b"lint:\r\n\truff check .\r\ntest:\n\tpytest --cov-fail-under=99\nci: lint test\n",
    ".github/workflows/ci.yml": b"""on: pull_request
jobs:
  lint:
    runs-on: ubuntu-latest
    steps: [{uses: actions/checkout@v5}, {run: make lint}]
""",
    "docs/standards/data-model-ownership.md": b"\xef\xbb\xbf# Ownership\n\nThis service owns orders.\n",
    "docs/standards/migration-contract.md": b"Persistence mode: no-schema. \xff\xfe Rollback: forward-fix.\n",
    "migrations/0001_first.sql": b"CREATE TABLE a (id int);\n",
    "migrations/0001_second.sql": b"CREATE TABLE b (id int);\n",
    "src/app/main.py": b"def main() -> None: ...\n",
    "src/app/large.py": b"#" * (3 * 2**20),
    "src/app/nul.py": b"\0" * 100,
    "src/app/logo.png": b"\x89PNG" + bytes(1_000),
    "src/a name\nwith a line break.py": b"",
    "tests/test_main.py": b"def test_main(): ...\n",
}
LINKS = {
    path: Link(target)
    for path, target in {
        "GNUmakefile": b"Makefile",
        "out": b"../../outside",
        "loop": b"loop",
        "logo.png": b"src/app/logo.png",
        "tests/app": b"../src/app",
        "tests/conftest.py": b"../src/app/main.py",
    }.items()
}


def archive(*members: tarfile.TarInfo | tuple[str, bytes]) -> bytes:
    """Return an archive of such members, each below GitHub's one folder unless it is a header of its own."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member, io.BytesIO(bytes(member.size)) if member.isreg() else None)
            else:
                info = tarfile.TarInfo(f"acme-a-0000000/{member[0]}")
                info.size = len(member[1])
                tar.addfile(info, io.BytesIO(member[1]))
    return gzip.compress(stream.getvalue(), 1)


def member(name: str, kind: bytes, target: str = "", size: int = 0) -> tarfile.TarInfo:
    """Return a header."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, target, size
    return info
