"""The branches of a repository and what is in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.github.state.git import BORN, Commit, Tree
from tests.github.state.protection import Protection


@dataclass
class Branch:
    """A branch: its commit, and its classic rule when it has one."""

    name: str
    sha: str
    protection: Protection | None = None


@dataclass(kw_only=True)
class Content:
    """The part of a repository that git keeps."""

    default_branch: str = "main"
    branches: dict[str, Branch] = field(default_factory=dict)
    commits: dict[str, Commit] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    objects: dict[str, Tree | bytes] = field(default_factory=dict)  # trees and blobs by hash
    archive: bytes | None = None  # sent instead of the real archive of any commit
    most_entries: int = 100_000  # of a recursive tree; what it has beyond that is cut off and told

    def commit(self, files: Mapping[str, str | bytes | None], branch: str = "", message: str = "Change") -> Commit:
        """Add files to a branch (None removes one), making the branch when it is new."""
        branch = branch or self.default_branch
        base = self.branches.get(branch) or self.branches.get(self.default_branch)
        held = self._files_at(base.sha) if base else {}
        for path, text in files.items():
            held[path] = text.encode() if isinstance(text, str) else text
        tree = Tree.of({path: content for path, content in held.items() if content is not None})
        commit = Commit(tree, message, base.sha if base else None, moment=BORN + len(self.commits))
        self.commits[commit.sha] = commit
        self.objects |= {tree.sha: tree} | {entry.sha: child for entry, child in tree.walk()}
        self.branches.setdefault(branch, Branch(branch, commit.sha)).sha = commit.sha
        return commit

    def _files_at(self, sha: str) -> dict[str, bytes | None]:
        return {e.path: child for e, child in self.commits[sha].tree.walk() if isinstance(child, bytes)}

    def find_commit(self, ref: str = "") -> Commit | None:
        """The commit behind a branch, a tag, a full ref or a hash; the default branch when empty."""
        name = (ref or self.default_branch).removeprefix("refs/").removeprefix("heads/").removeprefix("tags/")
        if name == "HEAD":
            name = self.default_branch
        branch = self.branches.get(name)
        return self.commits.get(branch.sha if branch else self.tags.get(name, name))
