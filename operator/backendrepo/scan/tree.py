"""What of an archive is kept for the controls, and where a repository has files left out of it."""

import posixpath
import re

from backendrepo.findings import Evidence
from backendrepo.snapshot import Files

ONLY_LISTED = frozenset(
    {
        *("png", "jpg", "jpeg", "gif", "webp", "bmp", "ico", "icns", "tif", "tiff", "psd", "avif", "heic"),
        *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt"),
        *("zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "tar", "jar", "war", "whl", "egg", "deb", "rpm"),
        *("mp3", "mp4", "wav", "ogg", "webm", "mov", "avi", "flac"),
        *("woff", "woff2", "ttf", "otf", "eot"),
        *("so", "dll", "dylib", "exe", "o", "a", "pyc", "class", "wasm"),
        *("sqlite", "sqlite3", "db", "parquet", "npy", "npz", "pkl", "onnx", "pt", "h5", "bin"),
    }
)
"""Endings of names, in lower case, of what only a person or a program looks at: only its path is known to controls."""

_OMITTED = re.compile(r"[ \t]*(?![#\s])(\S+)(?=[ \t])[^\n]*[ \t]export-ignore(?=\s|$)")
_HARMLESS = frozenset({".gitattributes", ".gitignore"})
"""Files that no control reads."""


def wanted(path: str) -> bool:
    """Return whether a control may read a file."""
    return posixpath.splitext(path)[1].lower().removeprefix(".") not in ONLY_LISTED


def omits(files: Files) -> Evidence | None:
    """Return where a repository has files left out of its archives, None where it does not.

    GitHub packs as `git archive` does: what has the attribute `export-ignore` is not in it, tests and workflows often.
    Source: git's documentation, "gitattributes", "Creating an archive".
    """
    for path in files.glob("**/.gitattributes"):
        for number, line in enumerate((files.read(path) or "").split("\n"), 1):
            omitted = _OMITTED.match(line)
            if omitted and omitted[1].strip("/") not in _HARMLESS:
                return Evidence(path, number, line.strip()[:200])
    return None
