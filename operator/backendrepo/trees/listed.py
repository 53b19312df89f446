"""Trees that know their files and links from a list, and have no disk that would follow a link."""

import posixpath
from abc import abstractmethod
from collections.abc import Mapping, Set

from backendrepo.snapshot import Unreadable
from backendrepo.trees.tree import Tree

HOPS = 8
"""Links that lead to one another, at most."""


class Listed(Tree):
    """Files, and links: one that leads to a file among them is read as that, any other is none of the tree."""

    def __init__(self, files: Set[str], links: Mapping[str, str]) -> None:
        self.files = files
        """The paths of the files themselves."""
        self.links = links
        """Where each link leads to, by its path."""
        super().__init__(files | {link for link in links if self._target(link) in files})

    def _target(self, path: str) -> str:
        """Return where a link leads, over a few links at most."""
        for _ in range(HOPS):
            if path not in self.links:
                return path
            path = self.links[path]
        return ""

    def _bytes(self, path: str, limit: int) -> bytes:
        return self._content(self._target(path), limit)

    @abstractmethod
    def _content(self, path: str, limit: int) -> bytes:
        """Return at most so many bytes of a file that is no link. Raises `Unreadable`."""


def leads_to(link: str, text: str) -> str:
    """Return the path that a link leads to, by its own path and its text."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(link), text))


def not_read(path: str) -> Unreadable:
    """Return that a file is one whose content is not looked at."""
    return Unreadable(f"{path} is not among the files that are read from an archive")
