"""Programs of others that `backendrepo check` is measured beside, kept out of our own environment."""

import os
import subprocess
import sys
import venv
from pathlib import Path

REPO_REVIEW = "sp-repo-review[cli]==2026.8.14"


def repo_review() -> Path | None:
    """Return the program of sp-repo-review, installed where it is missing; None where that is not possible."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = home / "backendrepo" / "bench" / f"{REPO_REVIEW.replace('[cli]==', '-')}-python{version}"
    program, python = folder / "bin" / "repo-review", folder / "bin" / "python"
    if not program.exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", REPO_REVIEW]
        if subprocess.run(install, stdout=subprocess.DEVNULL, check=False).returncode:
            return None
        _compile(python, folder)
    return program


def zizmor() -> Path:
    """Return the program of zizmor, which our own environment has."""
    return Path(sys.executable).parent / "zizmor"


def _compile(python: Path, folder: Path) -> None:
    """Have the byte code there: compiling it again for each run is no part of what is compared."""
    subprocess.run([str(python), "-m", "compileall", "-q", str(folder / "lib")], stdout=subprocess.DEVNULL, check=False)
