"""An Event about an object, as the API server takes it. Pure."""

from datetime import datetime

from backendrepo.api.kinds import Kind
from backendrepo.api.objects import API_VERSION, Metadata
from backendrepo.cluster.answers import Raw
from backendrepo.cluster.verbs import MANAGER
from backendrepo.redaction import redact
from backendrepo.status import Event

LONGEST_EVENT = 1024
"""Characters that the API server takes in an Event's message."""


def manifest(kind: Kind, metadata: Metadata, event: Event, now: datetime) -> Raw:
    """Return an Event about an object, in the object's namespace."""
    moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    namespace = metadata.namespace or "default"  # where Events about cluster-scoped objects live
    about = {"apiVersion": API_VERSION, "kind": kind.name, "name": metadata.name, "uid": metadata.uid}
    return {
        "metadata": {"generateName": f"{metadata.name[:200]}.", "namespace": namespace},
        "involvedObject": {**about, **({"namespace": namespace} if kind.namespaced else {})},
        "type": event.type,
        "reason": event.reason,
        "message": redact(event.message)[:LONGEST_EVENT],
        "source": {"component": MANAGER},
        "reportingComponent": MANAGER,
        "firstTimestamp": moment,
        "lastTimestamp": moment,
        "count": 1,
    }
