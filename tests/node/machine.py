"""Whether this machine can run a node: a sentence says why not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PLUGINS = Path("/usr/lib/cni")
"""Where the package containernetworking-plugins puts them."""

COMMANDS = ("containerd", "ctr", "runc", "buildah", "debootstrap", "ip", "unshare", "nsenter")

INSTALL = "tests/node/install.sh installs what is missing (Debian, Ubuntu)"


def missing() -> str:
    """Return what this machine lacks for a node, as a sentence; empty where it lacks nothing."""
    if not sys.platform.startswith("linux"):
        return "A node needs Linux."
    if os.geteuid() != 0:
        return "A node needs root."
    lacking = [command for command in COMMANDS if not shutil.which(command, path=search_path())]
    if not (PLUGINS / "bridge").exists():
        lacking.append("the CNI plugins")
    if lacking:
        return f"A node needs {', '.join(lacking)}: {INSTALL}."
    return _refused()


def search_path() -> str:
    """PATH with the folders of administrators, which a user's PATH may lack."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])


def _refused() -> str:
    """What the kernel refuses of that which every node does."""
    attempt = ["unshare", "--net", "--mount", "--pid", "--fork", "ip", "link", "add", "probe", "type", "bridge"]
    ran = subprocess.run(attempt, capture_output=True, text=True, check=False)
    if ran.returncode:
        return f"A node needs namespaces and a bridge, which this machine refuses: {ran.stderr.strip()}."
    if not any(os.access(path, os.W_OK) for path in (Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup"))):
        return "A node needs control groups that it may write to."
    return ""
