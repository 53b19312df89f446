"""What all objects have: metadata, as far as the operator reads it."""

from datetime import datetime

from pydantic import Field

from backendrepo.api.rules import ObjectName
from backendrepo.model import Model

GROUP = "backendrepo.dev"
VERSION = "v1alpha1"
API_VERSION = f"{GROUP}/{VERSION}"

MANAGED_BY, COMPONENT = "app.kubernetes.io/managed-by", "app.kubernetes.io/component"
"""Labels of what the operator makes. Source: Kubernetes, "Recommended Labels"."""

REQUESTED_AT = f"{GROUP}/requestedAt"
"""Annotation: an opaque token; a new one asks for a reconcile now (as Flux's `requestedAt`)."""

SCAN_REQUESTED_AT = f"{GROUP}/scanRequestedAt"
"""Annotation: an opaque token; a new one asks for a scan now."""

RESTORE_FINALIZER = f"{GROUP}/restore"
"""Finalizer of a BackendRepo with `deletionPolicy: Restore`; others have none and never block a deletion."""


class Metadata(Model):
    """The part of `metadata` that the operator reads."""

    name: str
    namespace: str = ""
    uid: str = ""
    generation: int = 0
    resource_version: str = ""
    creation_timestamp: str = ""
    deletion_timestamp: datetime | None = None
    annotations: dict[str, str] = Field(default_factory=dict)
    finalizers: tuple[str, ...] = ()

    @property
    def requested_at(self) -> str | None:
        """The token of the latest request for a reconcile, None where there is none."""
        return self.annotations.get(REQUESTED_AT)

    @property
    def scan_requested_at(self) -> str | None:
        """The token of the latest request for a scan, None where there is none."""
        return self.annotations.get(SCAN_REQUESTED_AT)

    @property
    def deleting(self) -> bool:
        """Whether somebody deleted the object and it waits for a finalizer."""
        return self.deletion_timestamp is not None

    @property
    def asked(self) -> tuple[object, ...]:
        """What a user asks for; the operator's own writes do not change it."""
        return self.uid, self.generation, self.requested_at, self.scan_requested_at, self.deleting

    @property
    def seniority(self) -> tuple[str, str]:
        """What orders objects by age; the uid decides between two of the same second."""
        return self.creation_timestamp, self.uid


class Reference(Model):
    """A reference to a cluster-scoped object by its name."""

    name: ObjectName = Field(description="The object's name, as kubectl lists it.")
