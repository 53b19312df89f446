"""Which executables a control plane runs: ready-made ones where given, else the ones built here."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.cluster.build import built, ensure_built


@dataclass(frozen=True)
class Binaries:
    """The executables of one control plane."""

    etcd: Path
    kube_apiserver: Path
    kube_controller_manager: Path


def find_binaries() -> Binaries:
    """The executables of a control plane, built first where they have to be.

    A folder named by `KUBEBUILDER_ASSETS` comes first. It seldom has a kube-controller-manager, which is
    then built here alone.
    """
    names = ("etcd", "kube-apiserver", "kube-controller-manager")
    ensure_built(*(name for name in names if not _given(name)))
    return Binaries(*(_given(name) or built(name) for name in names))


@cache
def find_kubectl() -> Path:
    """The kubectl of `KUBEBUILDER_ASSETS`, else the one on PATH, else the one built here."""
    given = _given("kubectl") or shutil.which("kubectl")
    if given and _works(given):
        return Path(given)
    ensure_built("kubectl")
    return built("kubectl")


def _given(name: str) -> Path | None:
    folder = os.environ.get("KUBEBUILDER_ASSETS")
    path = Path(folder, name).absolute() if folder else None
    return path if path and path.exists() else None


def _works(kubectl: str | Path) -> bool:
    """Whether it runs at all: a version manager's shim may find nothing behind it."""
    try:
        answer = subprocess.run([kubectl, "version", "--client"], capture_output=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0
