"""What a node is built from is of the same versions as the control plane that it joins."""

import re
from pathlib import Path

from tests.cluster.build import built
from tests.cluster.cache import MODULE, NODE_MODULE


def versions(module: Path) -> dict[str, str]:
    return dict(re.findall(r"^\t(\S+) (v\S+)", (module / "go.mod").read_text(), re.MULTILINE))


def test_every_module_that_both_require_has_one_version() -> None:
    node, control_plane = versions(NODE_MODULE), versions(MODULE)
    assert {name: version for name, version in node.items() if control_plane.get(name, version) != version} == {}
    assert node["k8s.io/kubernetes"] == control_plane["k8s.io/kubernetes"]


def test_what_only_a_node_needs_is_no_part_of_the_control_planes_cache() -> None:
    assert built("kubelet").parent == built("kube-scheduler").parent != built("kube-apiserver").parent
