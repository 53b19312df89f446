"""Archives of commits behind links that need no token, like GitHub's codeload host."""

import gzip
import io
import secrets
import tarfile
import tempfile
from pathlib import Path

from tests.github.answers import Answer
from tests.github.clock import Clock
from tests.github.on_disk import git, write_repository
from tests.github.state.git import Commit, Link
from tests.github.state.repositories import Repository

PREFIX = "/_codeload/"
LIFETIME = 300


class Archives:
    """The links given out."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._tickets: dict[str, tuple[Repository, Commit, float]] = {}

    def ticket(self, api: str, repo: Repository, commit: Commit) -> str:
        """A link to the archive of a commit."""
        path = f"{PREFIX}{repo.full_name}/legacy.tar.gz/{commit.sha}"
        secret = secrets.token_urlsafe(12)
        self._tickets[secret] = (repo, commit, self._clock.now() + LIFETIME)
        return f"{api.removesuffix('/api/v3')}{path}?token={secret}"

    def fetch(self, secret: str) -> Answer:
        """The archive behind a link."""
        repo, commit, ends = self._tickets.get(secret, (None, None, 0.0))
        if repo is None or commit is None or ends <= self._clock.now():
            return Answer(404, b"404: Not Found", {"Content-Type": "text/plain"})
        root = f"{repo.owner.login}-{repo.name}-{commit.sha[:7]}"
        disposition = f"attachment; filename={root}.tar.gz"
        body = pack(commit, root) if repo.archive is None else repo.archive
        return Answer(200, body, {"Content-Type": "application/x-gzip", "Content-Disposition": disposition})


def pack(commit: Commit, root: str) -> bytes:
    """A commit's files below one folder, as GitHub packs them; the same bytes each time."""
    attributes = any(entry.path.rpartition("/")[2] == ".gitattributes" for entry, _ in commit.tree.walk())
    return gzip.compress(_by_git(commit, root) if attributes else _packed(commit, root), mtime=0)


def _packed(commit: Commit, root: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.pax_headers = {"comment": commit.sha}
        for entry, child in commit.tree.walk():
            member = tarfile.TarInfo(f"{root}/{entry.path}")
            member.mtime = commit.moment
            if isinstance(child, Link):
                member.type, member.linkname = tarfile.SYMTYPE, child.decode()
            elif isinstance(child, bytes):
                member.size, member.mode = len(child), 0o664
            else:
                member.type, member.mode = tarfile.DIRTYPE, 0o775
            archive.addfile(member, io.BytesIO(child) if member.isreg() else None)
    return packed.getvalue()


def _by_git(commit: Commit, root: str) -> bytes:
    """The same by `git archive`, which is what GitHub runs: attributes leave files out, and change some."""
    with tempfile.TemporaryDirectory() as folder:
        write_repository(commit, Path(folder))
        return git(folder, "archive", "--format=tar", f"--prefix={root}/", commit.sha)
