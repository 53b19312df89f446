"""`BackendRepo`: one repository that has to be on the standard."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from backendrepo.api.conditions import Status
from backendrepo.api.governance import Governance
from backendrepo.api.objects import RESTORE_FINALIZER, Metadata, Reference
from backendrepo.governance.live import MergeSettings, Protection
from backendrepo.model import Duration, Model, Timestamp


def _rules(*rules: tuple[str, str]) -> dict[str, Any]:
    return {"x-kubernetes-validations": [{"rule": rule, "message": message} for rule, message in rules]}


RepositoryName = Annotated[
    str,
    Field(
        max_length=140,
        description="owner/name on GitHub. Immutable: another repository is another BackendRepo.",
        json_schema_extra=_rules(
            (
                "self.matches('^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$') && !self.matches('/[.]{1,2}$')",
                "write owner/name, for example acme/payments-api (no URL, no .git, no branch)",
            ),
            ("!self.endsWith('.git')", "write owner/name without .git"),
            (
                "self == oldSelf",
                "repository is immutable: delete this BackendRepo and create one for the other repository",
            ),
        ),
    ),
]

BranchName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=255,
        description="The governed branch. Omitted: the repository's default branch.",
        json_schema_extra=_rules(
            (
                "!self.startsWith('refs/') && !self.contains('*') && !self.contains('?') && !self.contains('[') "
                "&& !self.contains(' ') && !self.startsWith('/') && !self.endsWith('/')",
                "write one branch by its name, for example main (no refs/heads/, no pattern, no spaces)",
            ),
        ),
    ),
]


class Mode(StrEnum):
    """What the operator does about drift."""

    ENFORCE = "Enforce"
    OBSERVE = "Observe"


class DeletionPolicy(StrEnum):
    """What becomes of the repository's settings when the BackendRepo is deleted."""

    ORPHAN = "Orphan"
    RESTORE = "Restore"


class Waiver(Model):
    """A control that may fail for a while, with somebody who answers for it."""

    control: str = Field(
        max_length=100,
        description="The control's id, family/name.",
        json_schema_extra=_rules(
            (
                "self.matches('^[a-z]+/[a-z0-9-]+$')",
                "write a control as family/name, for example gates/e2e-tests",
            )
        ),
    )
    reason: str = Field(min_length=1, max_length=1024, description="Why the control may fail.")
    owner: str = Field(min_length=1, max_length=253, description="Who answers for it.")
    expires: str = Field(
        description="The last day of the waiver, for example 2027-03-31.",
        json_schema_extra={"format": "date", "maxLength": 10},
    )


class Scan(Model):
    """How the conformance scan of this repository differs from the standard's."""

    schedule: str | None = Field(
        default=None,
        max_length=100,
        description="When to scan, in cron notation (minute hour day month weekday), in UTC.",
        json_schema_extra=_rules(
            (
                "self.matches('^[^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+$')",
                "write a schedule as five cron fields, for example 0 3 * * *",
            )
        ),
    )
    timeout: Duration | None = Field(default=None, description="How long a scan may take, for example 5m.")


class BackendRepoSpec(Model):
    """What a user wants for one repository."""

    repository: RepositoryName
    branch: BranchName | None = None
    mode: Mode = Field(
        default=Mode.ENFORCE,
        description="Enforce: bring the settings onto the standard and keep them there. Observe: compare and report, "
        "never write.",
    )
    suspend: bool = Field(default=False, description="Whether to leave the repository alone altogether for now.")
    standard_ref: Reference = Field(
        default=Reference(name="backend-foundation"), description="The BackendStandard that applies."
    )
    connection_ref: Reference = Field(default=Reference(name="default"), description="The GitHubConnection to use.")
    governance: Governance = Field(
        default_factory=Governance,
        description="Only what differs from the standard. May tighten, never loosen what the standard locks.",
    )
    allow_loosening: bool = Field(
        default=False,
        description="Whether a plan may be carried out that gives protection away, such as dropping a required check "
        "under policy Exactly. Otherwise it is refused with the reason UnsafePlan.",
    )
    scan: Scan = Field(
        default_factory=Scan,
        description="How conformance scans of this repository differ. Kept for the scanner, which is not part of this "
        "version; it has no effect on governance.",
    )
    waivers: tuple[Waiver, ...] = Field(
        default=(),
        max_length=64,
        description="Controls of the conformance scan that may fail for a while. Kept for the scanner, which is not "
        "part of this version; no effect on governance.",
        json_schema_extra={"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["control"]},
    )
    deletion_policy: DeletionPolicy = Field(
        default=DeletionPolicy.ORPHAN,
        description="What becomes of the settings when this object is deleted. Orphan: they stay. Restore: what was "
        "found at adoption is put back.",
    )


class Adoption(Model):
    """What was found on a branch before the operator first wrote to it."""

    branch: str = Field(max_length=255, description="The branch.")
    time: Timestamp = Field(
        description="When it was found.",
        json_schema_extra=_rules(("self == oldSelf", "what was found at adoption is never found anew")),
    )
    merge: MergeSettings | None = Field(
        default=None, description="The repository's merge settings; absent where the credential may not see them."
    )
    protection: Protection | None = Field(default=None, description="Classic protection; absent where there was none.")
    changed: tuple[str, ...] = Field(
        default=(),
        max_length=64,
        description="The settings that the operator has changed since; Restore is about these.",
    )


class Drift(Model):
    """A setting that differs from its policy."""

    setting: str = Field(description="The setting's place below spec.governance.")
    live: str = Field(description="What holds now.")
    wanted: str = Field(description="What is wanted.")


class GovernanceState(StrEnum):
    """The one-word summary of governance."""

    IN_SYNC = "InSync"
    DRIFTED = "Drifted"
    OBSERVING = "Observing"
    UNKNOWN = "Unknown"

    @classmethod
    def _missing_(cls, _: object) -> "GovernanceState":
        """Read a word that a newer version may have written: after a rollback an older one has to."""
        return cls.UNKNOWN


class Repair(Model):
    """The latest change that the operator made on GitHub."""

    time: Timestamp = Field(description="When it was made.")
    changes: tuple[Drift, ...] = Field(max_length=64, description="What was changed: from live to wanted.")


class GovernanceStatus(Model):
    """How the repository's settings stand."""

    state: GovernanceState = Field(
        description="InSync: everything managed is on the standard. Drifted: it is not, and could not be repaired. "
        "Observing: it is not, and mode Observe forbids to repair it. Unknown: it could not be compared."
    )
    branch: str = Field(description="The governed branch.")
    drift: tuple[Drift, ...] = Field(default=(), max_length=64, description="What differs.")
    last_repair: Repair | None = Field(default=None, description="The latest change made on GitHub.")


class BackendRepoStatus(Status):
    """What was observed about one repository."""

    last_handled_reconcile_at: str | None = Field(
        default=None,
        max_length=256,
        description="The value of the annotation backendrepo.dev/requestedAt that was handled last.",
    )
    repository_id: int | None = Field(
        default=None, description="GitHub's number of the repository, which a rename does not change."
    )
    governance: GovernanceStatus | None = Field(default=None, description="How the repository's settings stand.")
    adopted: tuple[Adoption, ...] = Field(
        default=(),
        max_length=16,
        description="What was found on each governed branch before the first write, for deletionPolicy Restore.",
        json_schema_extra={
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["branch"],
            **_rules(
                (
                    "oldSelf.all(old, self.exists(new, new.branch == old.branch))",
                    "what was found at adoption is kept",
                )
            ),
        },
    )


class BackendRepo(Model):
    """One repository that has to be on the standard."""

    metadata: Metadata
    spec: BackendRepoSpec
    status: BackendRepoStatus = Field(default_factory=BackendRepoStatus)

    @property
    def key(self) -> tuple[str, str]:
        """Namespace and name."""
        return self.metadata.namespace, self.metadata.name

    @property
    def restores(self) -> bool:
        """Whether a deletion has to put back what was found at adoption."""
        return self.spec.deletion_policy is DeletionPolicy.RESTORE

    @property
    def held(self) -> bool:
        """Whether the object carries the finalizer that lets a deletion wait for the restoring."""
        return RESTORE_FINALIZER in self.metadata.finalizers
