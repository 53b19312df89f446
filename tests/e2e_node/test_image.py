"""What the image has, and has not, as seen from a pod that runs it."""

import json
import re
from typing import Any

import pytest
from tests.e2e_node.conftest import IMAGE, ROOT
from tests.node import Node
from tests.node.images import Image

pytestmark = pytest.mark.e2e

LOOK = """
import importlib, importlib.metadata, importlib.util, json, os, pkgutil, shutil, sys
import backendrepo

def importable(name):
    try:
        importlib.import_module(name)
    except Exception as error:
        return f"{name}: {type(error).__name__}: {error}"

def writable(path):
    return not path.startswith(("/proc", "/sys", "/dev")) and os.access(path, os.W_OK)

print(json.dumps({
    "user": [os.getuid(), os.getgid()],
    "commands": [name for name in sys.argv[1:] if shutil.which(name)],
    "modules": [name for name in ("pip", "setuptools", "wheel", "ensurepip") if importlib.util.find_spec(name)],
    "failed": [problem for each in pkgutil.walk_packages(backendrepo.__path__, "backendrepo.")
               if not each.name.endswith("__main__") and (problem := importable(each.name))],
    "versions": {each.name: each.version for each in importlib.metadata.distributions()},
    "writable": [path for path, _, _ in os.walk("/") if writable(path)],
}))
"""
ABSENT = ("pip", "pip3", "gcc", "cc", "g++", "ld", "as", "make", "curl", "wget", "git")


@pytest.fixture(scope="module")
def seen(node: Node) -> dict[str, Any]:
    """What a pod of the image tells of itself. Its root file system is writable here, unlike everywhere else."""
    node.kubectl("wait", "--for=create", "serviceaccount/default", "--timeout=30s")
    command = ("--command", "--", "python", "-c", LOOK, *ABSENT)
    node.kubectl("run", "look", f"--image={IMAGE}", "--image-pull-policy=Never", "--restart=Never", *command)
    node.kubectl("wait", "pod/look", "--for=jsonpath={.status.phase}=Succeeded", "--timeout=60s")
    told: dict[str, Any] = json.loads(node.kubectl("logs", "look"))
    return told


def test_it_runs_as_a_user_without_a_name_for_anything(seen: dict[str, Any]) -> None:
    assert seen["user"] == [10001, 10001]


def test_nothing_in_it_is_writable_but_what_is_for_everybody(seen: dict[str, Any]) -> None:
    assert set(seen["writable"]) <= {"/tmp", "/var/tmp", "/run/lock"}


def test_it_has_no_compiler_no_installer_and_no_downloader(seen: dict[str, Any]) -> None:
    assert (seen["commands"], seen["modules"]) == ([], [])


def test_every_module_of_ours_finds_what_it_imports(seen: dict[str, Any]) -> None:
    assert seen["failed"] == []


def test_it_has_the_locked_dependencies_and_nothing_else_that_was_installed(seen: dict[str, Any]) -> None:
    lock = (ROOT / "requirements" / "runtime.txt").read_text()
    locked = dict(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==([^ ;]+)", lock, re.MULTILINE))
    installed = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in seen["versions"].items()}
    assert installed.pop("backendrepo")
    assert installed.items() <= locked.items()


def test_it_is_small(image: Image) -> None:
    assert image.archive.stat().st_size < 300 * 2**20
