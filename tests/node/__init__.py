"""A real cluster of one node for tests: kubelet, containerd and runc beside the control plane of `tests.cluster`.

    if reason := Node.missing():
        ...  # this machine can't: a sentence why, and what would help
    with Node() as node:
        node.load(image)
        node.kubectl("run", "hello", "--image", image.name)

Everything runs in a network, a mount and a PID namespace of its own, which the kernel takes down with their first
process; only control groups and a folder are left then, which that process removes before it ends.

machine      whether this machine can run a node
namespaces   the launcher of everything, and the way into the node's network
components   command lines and configuration of what a node has beside a control plane
node         all of it together
images       the base that a Dockerfile's FROM names, images built over it, archives that a node takes
fixtures     pytest: one node for the session, the image of this repository
"""

from tests.node.node import Node

__all__ = ["Node"]
