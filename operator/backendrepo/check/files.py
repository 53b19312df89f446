"""Texts onto the disk, each whole or not at all: a reader never meets half an artifact."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files below a folder, which is made where it is missing. Raises `OSError`; nothing half is left then."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting: dict[str, Path] = {}
    try:
        for name, text in texts.items():
            waiting[name] = _aside(folder, name, text)
        for name in texts:
            os.replace(waiting[name], folder / name)
            del waiting[name]
    finally:
        for path in waiting.values():
            path.unlink(missing_ok=True)


def _aside(folder: Path, name: str, text: str) -> Path:
    """Write a text into a file beside its place, and return that file."""
    with NamedTemporaryFile(dir=folder, prefix=f".{name}.", delete=False) as file:
        path = Path(file.name)
        try:
            file.write(text.encode(errors="replace"))
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o644 & ~_umask())
        except OSError:
            path.unlink()
            raise
    return path


def _umask() -> int:
    """Return the mask of this process, which can be asked for only by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
