"""Images for a node: the base that a Dockerfile's FROM names, what is built over it, and archives of them.

All of it is kept in the cache: the base by what makes it, the layers by buildah, the archives by their images.
"""

import fcntl
import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.cache import cache_folder
from tests.cluster.progress import Progress
from tests.node import package_index
from tests.node.components import PAUSE
from tests.node.machine import search_path

BASE = "docker.io/library/python:3.11-slim"
"""The image that the Dockerfile is built on; here a stand-in for it, see base.sh."""

_RECIPE = Path(__file__).with_name("base.sh")
_MADE_BY = "dev.backendrepo.made-by"
"""The label by which a base of another recipe is told."""


class ImageError(RuntimeError):
    """An image could not be made; the message ends with what the command said last."""


@dataclass(frozen=True)
class Image:
    """An image in an archive."""

    name: str
    id: str
    archive: Path


def build(name: str, context: Path) -> Image:
    """Build a folder's Dockerfile, over the base where it asks for it, and return the image in an archive."""
    ensure_base()
    with _only_one(), tempfile.TemporaryDirectory(prefix="backendrepo-image-") as scratch:
        before = _identity(name)
        mounts = package_index.mounts(Path(scratch))
        _buildah("bud", "--layers", "--pull-never", *mounts, "--tag", name, str(context))
        identity = _identity(name)
        if before != identity:  # what the two have in common stays
            _buildah("rmi", before, check=False)
        return Image(name, identity, _archived(name, identity))


def pause() -> Image:
    """The image of the process that holds a pod's namespaces: the base, asleep. Its layers cost nothing more."""
    with tempfile.TemporaryDirectory(prefix="backendrepo-image-") as folder:
        Path(folder, "Dockerfile").write_text(f'FROM {BASE}\nENTRYPOINT ["sleep", "infinity"]\n')
        return build(PAUSE, Path(folder))


def ensure_base() -> None:
    """Make the base, unless the one that is there was made by the same recipe. It takes a mirror of Debian."""
    recipe = hashlib.sha256(_RECIPE.read_bytes()).hexdigest()
    label = f'{{{{index .OCIv1.Config.Labels "{_MADE_BY}"}}}}'
    with _only_one():
        if _buildah("inspect", "--type", "image", "--format", label, BASE, check=False).strip() != recipe:
            _make_base(recipe)


def _make_base(recipe: str) -> None:
    with (
        Progress(f"Making a stand-in for {BASE} (debootstrap)"),
        tempfile.TemporaryDirectory(prefix="backendrepo-base-", dir=_folder()) as scratch,
    ):
        root = Path(scratch, "root")
        # In a mount namespace of its own, so that nothing stays mounted where it is killed.
        _run(["unshare", "--mount", "sh", str(_RECIPE), str(root)])
        _run(["tar", "--create", "--directory", str(root), "--file", f"{scratch}/root.tar", "."])
        lines = ["FROM scratch", "ADD root.tar /", f"LABEL {_MADE_BY}={recipe}", 'CMD ["python"]']
        Path(scratch, "Dockerfile").write_text("\n".join(lines))
        _buildah("bud", "--file", f"{scratch}/Dockerfile", "--tag", BASE, scratch)


def _identity(name: str) -> str:
    """The id of an image; empty where there is none of that name."""
    return _buildah("inspect", "--type", "image", "--format", "{{.FromImageID}}", name, check=False).strip()


def _archived(name: str, identity: str) -> Path:
    """Write the image to an archive, unless it is there; older ones of the same name go."""
    kind = name.rpartition("/")[2].partition(":")[0]
    archive = _folder() / f"{kind}-{identity[:12]}.tar"
    if not archive.exists():
        for old in _folder().glob(f"{kind}-*.tar"):
            old.unlink()
        partial = archive.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        _buildah("push", name, f"docker-archive:{partial}:{name}")
        partial.rename(archive)
    return archive


def _buildah(command: str, *arguments: str, check: bool = True) -> str:
    return _run(["buildah", command, *arguments], check=check)


def _run(command: list[str], *, check: bool = True) -> str:
    ran = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if check and ran.returncode:
        said = (ran.stdout + ran.stderr)[-3000:]
        raise ImageError(f"{' '.join(command)}\nended with {ran.returncode}; it said last:\n{said}")
    return ran.stdout


def _environment() -> dict[str, str]:
    """Storage of our own, and no daemon, user namespace or nested container for RUN."""
    configuration = _folder() / "storage.conf"
    if not configuration.exists():
        lines = [
            "[storage]",
            'driver = "overlay"',
            f'graphroot = "{_folder()}/storage"',
            f'runroot = "{_folder()}/run"',
        ]
        configuration.write_text("\n".join(lines))
    return os.environ | {
        "PATH": search_path(),
        "BUILDAH_ISOLATION": "chroot",
        "CONTAINERS_STORAGE_CONF": str(configuration),
    }


def _folder() -> Path:
    folder = cache_folder() / "images"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _only_one() -> Iterator[None]:
    """Hold the lock of the images, which the kernel releases however this process ends."""
    with (_folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
