"""Trees for the scan's tests: on disk, and as GitHub would pack them."""

import gzip
import io
import os
import tarfile
from pathlib import Path

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
LINKS = {"GNUmakefile": "Makefile", "out": "../../outside", "loop": "loop", "tests/app": "../src/app"}


def written(folder: Path) -> Path:
    """Write the tree to disk."""
    for path, content in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    for path, target in LINKS.items():
        os.symlink(target, folder / path)
    return folder


def packed(folder: Path) -> bytes:
    """Return the archive that GitHub would send of a checkout: one folder around everything, links as links."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.pax_headers = {"comment": "0" * 40}
        archive.add(folder, "acme-a-0000000")
    return gzip.compress(stream.getvalue())


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
