"""The only part that talks to Kubernetes; Kopf's watches aside.

client    a credential, and one request to the API server
answers   what an answer holds, or says that went wrong
stream    the changes of a list
verbs     what is at a path: read, listed, watched, made, applied, deleted
paths     where an object of the operator's kinds is
event     what is posted about an object
cluster   all of it, as the operator uses it

It uses the official client for credentials, TLS and transport, and plain JSON for objects: the client's own classes
for the core API take 70 MB of memory, for the four requests that are made here.
"""

from backendrepo.cluster.answers import Raw
from backendrepo.cluster.client import connect
from backendrepo.cluster.cluster import Cluster
from backendrepo.cluster.stream import Stream
from backendrepo.cluster.verbs import MANAGER

__all__ = ["MANAGER", "Cluster", "Raw", "Stream", "connect"]
