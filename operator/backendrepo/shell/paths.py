"""Paths within the repository, whose root is a folder of its own name (`marks.ROOT`) to a script."""

from posixpath import normpath

from backendrepo.shell.marks import ROOT, opaque, unresolved


def absolute(path: str, here: str) -> str:
    """Return a path from the root of the file system."""
    if unresolved(path) or (unresolved(here) and not path.startswith("/")):
        return opaque(path)
    return normpath(path if path.startswith("/") else f"{here}/{path}")


def inside(path: str) -> str | None:
    """Return an absolute path from the root of the repository; None where it is outside, or not known."""
    if path == ROOT:
        return ""
    return path.removeprefix(f"{ROOT}/") if path.startswith(f"{ROOT}/") and not unresolved(path) else None
