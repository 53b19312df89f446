"""A real Kubernetes control plane for tests and demo.

    with ControlPlane() as cluster:
        cluster.apply(Path("crds"))
        print(cluster.kubectl("get", "crds"))

`fixtures.py` has the pytest fixtures, `python -m tests.cluster` the command line.
"""

from tests.cluster.cluster import Cluster, GivenCluster, KubectlError
from tests.cluster.control_plane import ControlPlane
from tests.cluster.wait import wait_until

__all__ = ["Cluster", "ControlPlane", "GivenCluster", "KubectlError", "wait_until"]
