"""The content of repositories: blobs, trees and commits, named by git's own hashes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha1

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
BORN = 1_700_000_000


def framed(kind: str, content: bytes) -> bytes:
    """An object as git keeps it."""
    return b"%s %d\0" % (kind.encode(), len(content)) + content


def object_id(kind: str, content: bytes) -> str:
    """What `git hash-object` would say."""
    return sha1(framed(kind, content), usedforsecurity=False).hexdigest()


class Link(bytes):
    """A symbolic link, by where it leads to."""


@dataclass(frozen=True)
class Entry:
    """One line of a tree."""

    path: str
    kind: str
    mode: str
    sha: str
    size: int | None = None


@dataclass
class Tree:
    """A folder: names to bytes (a `Link` is a symbolic link) or to folders."""

    children: dict[str, "Tree | bytes"] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> "Tree":
        """From paths to contents."""
        root = cls()
        for path, content in files.items():
            *folders, name = path.split("/")
            here = root
            for folder in folders:
                here = here.children.setdefault(folder, cls())
            here.children[name] = content
        return root

    @property
    def raw(self) -> bytes:
        """The tree as git writes it."""
        lines = [b"%s %s\0" % (e.mode.lstrip("0").encode(), e.path.encode()) + bytes.fromhex(e.sha) for e in self]
        return b"".join(lines)

    @cached_property
    def sha(self) -> str:
        """The tree's object id."""
        return object_id("tree", self.raw)

    def __iter__(self):
        # git sorts a folder as if its name ended in a slash
        names = sorted(self.children, key=lambda n: n + "/" * isinstance(self.children[n], Tree))
        for name in names:
            child = self.children[name]
            if isinstance(child, Tree):
                yield Entry(name, "tree", "040000", child.sha)
            else:
                mode = "120000" if isinstance(child, Link) else "100644"
                yield Entry(name, "blob", mode, object_id("blob", child), len(child))

    def walk(self, prefix: str = ""):
        """Every entry below, with its whole path and its child."""
        for entry in self:
            child = self.children[entry.path]
            path = prefix + entry.path
            yield Entry(path, entry.kind, entry.mode, entry.sha, entry.size), child
            if isinstance(child, Tree):
                yield from child.walk(path + "/")

    def at(self, path: str) -> "Tree | bytes | None":
        """What lies at this path."""
        here: Tree | bytes | None = self
        for name in filter(None, path.split("/")):
            here = here.children.get(name) if isinstance(here, Tree) else None
        return here


@dataclass(frozen=True)
class Commit:
    """One commit with its whole content."""

    tree: Tree
    message: str
    parent: str | None = None
    author: str = "octocat"
    moment: int = BORN

    @property
    def raw(self) -> bytes:
        """The commit as git writes it."""
        who = f"{self.author} <{self.author}@users.noreply.github.com> {self.moment} +0000"
        parent = f"parent {self.parent}\n" if self.parent else ""
        return f"tree {self.tree.sha}\n{parent}author {who}\ncommitter {who}\n\n{self.message}\n".encode()

    @cached_property
    def sha(self) -> str:
        """The commit's object id."""
        return object_id("commit", self.raw)
