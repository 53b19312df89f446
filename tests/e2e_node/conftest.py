"""The whole product on a real node: its image, its manifests, its Jobs. `make e2e` runs these.

`BACKENDREPO_NODE` says whether: `try` skips with the reason where this machine can't, `required` fails there; without
it nothing of this runs, as a node needs root and images.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cluster.certificates import Authority
from tests.e2e_node.https import secure_github
from tests.github.fixtures import insist
from tests.github.standin import GitHub
from tests.node import Node, images

ROOT = Path(__file__).parents[2]
IMAGE = "localhost/backendrepo:test"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test here the time that the first one needs: it builds images and binaries."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def able() -> None:
    """Skip where no node is asked for, or none can be."""
    wanted = os.environ.get("BACKENDREPO_NODE", "")
    if not wanted:
        pytest.skip("needs a real node: `make e2e`")
    if reason := Node.missing() or _base_missing():
        pytest.fail(reason) if wanted == "required" else pytest.skip(reason)


def _base_missing() -> str:
    try:
        images.ensure_base()
    except images.ImageError as error:
        return f"The image is built on {images.BASE}, a stand-in for which could not be made: {error}"
    return ""


@pytest.fixture(scope="session")
def image(able: None) -> images.Image:
    """The image of this repository, built by its own Dockerfile."""
    return images.build(IMAGE, ROOT)


@pytest.fixture(scope="session")
def node(image: images.Image) -> Iterator[Node]:
    """A node that has the image, and the CRDs."""
    pause = images.pause()
    with Node() as node:
        for each in (pause, image):
            node.load(each.archive)
        node.define(ROOT / "crds")
        yield node


@pytest.fixture
def restricted(node: Node) -> Iterator[str]:
    """The name of a namespace that holds its pods to the restricted Pod Security Standard."""
    name = f"test-{secrets.token_hex(4)}"
    node.kubectl("create", "namespace", name)
    node.kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted")
    node.kubectl("wait", "--for=create", "serviceaccount/default", "-n", name, "--timeout=30s")
    yield name
    node.kubectl("delete", "namespace", name, "--wait=false")


@pytest.fixture(scope="session")
def authority() -> Authority:
    """Who signs the certificate of GitHub, as an enterprise does."""
    return Authority()


@pytest.fixture
def github(node: Node, authority: Authority, tmp_path: Path) -> Iterator[GitHub]:
    """GitHub, at an address that pods reach; fails the test when an exchange does not fit its own description."""
    with secure_github(node, authority, tmp_path) as github:
        yield github
    insist(github)
