"""Reading files of the repository: never an exception, and no more than is needed."""

from posixpath import dirname, join

from backendrepo.snapshot import Files, Unreadable

LARGEST = 256 * 1024
"""Characters of a file that are looked at."""


DEEPEST = 40
"""Folders within each other that are gone up."""


def text_of(files: Files, path: str) -> str:
    """Return a file's text; "" where there is none that can be read."""
    try:
        return (files.read(path) or "")[:LARGEST]
    except Unreadable:
        return ""


def there(files: Files, path: str) -> bool:
    """Whether there is a file of this path."""
    try:
        return files.read(path) is not None
    except Unreadable:
        return True


def below(files: Files, path: str) -> bool:
    """Whether there is a file of this path, or a folder with one."""
    return there(files, path) or bool(files.glob(f"{path}/**"))


def nearest(files: Files, cwd: str | None, *names: str) -> str | None:
    """Return the path of the first of some files in a folder or in those above it; None where there is none."""
    folder = cwd or ""
    for _ in range(DEEPEST):
        for name in names:
            if there(files, path := join(folder, name)):
                return path
        if folder in ("", "/"):
            break
        folder = dirname(folder)
    return None
