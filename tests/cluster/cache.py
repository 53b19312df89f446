"""Where built binaries are kept, and which versions they have."""

import hashlib
import os
import re
from pathlib import Path

MODULE = Path(__file__).parent
"""The folder with the go.mod that pins every version."""

NODE_MODULE = MODULE.parent / "node"
"""The folder with the go.mod of what only a node needs, at the same versions."""

_PIN = re.search(r"k8s\.io/kubernetes (v1\.\d+\.\d+)", (MODULE / "go.mod").read_text())
assert _PIN, "go.mod pins no k8s.io/kubernetes"

KUBERNETES_VERSION = _PIN[1]
"""The pinned version of Kubernetes, such as v1.36.3."""


def cache_folder() -> Path:
    """Everything that outlives a run: `BACKENDREPO_CACHE`, or ~/.cache/backendrepo."""
    return Path(os.environ.get("BACKENDREPO_CACHE") or "~/.cache/backendrepo").expanduser().absolute()


def binaries_folder(build_flags: list[str], module: Path = MODULE) -> Path:
    """The folder of what a module's go.mod and these build flags make: a change of either is another folder."""
    go_mod = (module / "go.mod").read_text()
    recipe = hashlib.sha256("\n".join([go_mod, *build_flags]).encode()).hexdigest()
    return cache_folder() / f"kubernetes-{KUBERNETES_VERSION}-{recipe[:10]}"
