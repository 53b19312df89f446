"""Files of which no more than so much is read altogether: many large manifests take no longer than some."""

from backendrepo.snapshot import Files, Unreadable

LARGEST = 24 * 2**20
"""Characters of all manifests together; those of a large repository have five million."""


class Bounded(Files):
    """Other files, each counted once. Raises `Unreadable` for what is too much."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._counted: set[str] = set()
        self._size = 0

    def read(self, path: str) -> str | None:
        """Return a file's text, None where there is none."""
        text = self._files.read(path)
        if text is not None and path not in self._counted:
            if self._size + len(text) > LARGEST:
                raise Unreadable(f"{path} is not read: the manifests before it have {LARGEST >> 20} MiB")
            self._counted.add(path)
            self._size += len(text)
        return text

    def glob(self, pattern: str) -> list[str]:
        """Return the paths that a pattern matches."""
        return self._files.glob(pattern)
