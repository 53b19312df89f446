"""`BackendRepo`: one repository that has to be on the standard."""

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from backendrepo.api.checks_status import RequiredChecksStatus
from backendrepo.api.conditions import Status
from backendrepo.api.conformance import ConformanceStatus, ScanStatus, VulnerabilityStatus
from backendrepo.api.governance import Governance
from backendrepo.api.objects import RESTORE_FINALIZER, Metadata, Reference
from backendrepo.api.rules import rules
from backendrepo.api.scan import Scan, Waiver
from backendrepo.governance.live import MergeSettings, Protection
from backendrepo.model import Model, Timestamp

RepositoryName = Annotated[
    str,
    Field(
        max_length=140,
        description="The repository on GitHub as owner/name, for example acme/payments-api. It cannot be changed: "
        "another repository is another BackendRepo.",
        json_schema_extra=rules(
            (
                "self.matches('^[A-Za-z0-9][A-Za-z0-9_-]*/[A-Za-z0-9._-]+$') && !self.matches('/[.]{1,2}$')",
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

_BRANCH = (
    r"!self.matches(r'[\x00-\x20\x7f~^:?*\[\\]|[.]{2}|@[{]|//|(^|/)[.]|[.]lock(/|$)|^[/-]|[/.]$|^@$')"
    " && !self.startsWith('refs/')"
)
"""A branch's name as `git check-ref-format` takes it, and not the full name of a ref."""

BranchName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=255,
        description="The branch to govern, for example main. Left out: the repository's default branch, whichever that "
        "is at the time.",
        json_schema_extra=rules(
            (_BRANCH, "write one branch by its name, for example main (no refs/heads/, no pattern, no spaces)")
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


class BackendRepoSpec(Model):
    """What is wanted for one repository. Only `repository` has to be written."""

    repository: RepositoryName
    branch: BranchName | None = None
    mode: Mode = Field(
        default=Mode.ENFORCE,
        description="What to do about drift. Enforce, the default: bring the settings onto the standard and keep them "
        "there. Observe: compare and report, and write nothing to GitHub.",
    )
    suspend: bool = Field(
        default=False,
        description="Write true to leave the repository alone for now: it is neither read nor written, and its "
        "settings stay as they are.",
    )
    standard_ref: Reference = Field(
        default=Reference(name="backend-foundation"),
        description="The BackendStandard that applies, for example {name: ledger}. Left out: backend-foundation, which "
        "is built in.",
    )
    connection_ref: Reference = Field(
        default=Reference(name="default"),
        description="The GitHubConnection to reach GitHub by, for example {name: ghes}. Left out: default.",
    )
    governance: Governance = Field(
        default_factory=Governance,
        description="Only what differs from the standard, for example {requiredChecks: {checks: {value: [{name: "
        "lint}]}}}. What the standard locks may be tightened here, never loosened.",
    )
    allow_loosening: bool = Field(
        default=False,
        description="Write true to let the operator give protection away, such as dropping a required check under "
        "policy Exactly. Otherwise such a plan is refused with the reason UnsafePlan.",
    )
    scan: Scan = Field(
        default_factory=Scan,
        description="How conformance scans of this repository differ from the standard's, for example {schedule: 0 3 * "
        "* 1}.",
    )
    waivers: tuple[Waiver, ...] = Field(
        default=(),
        max_length=64,
        description="Controls that may fail for a while, one entry for each. A waived control is listed and counts as "
        "what it is; it does not make Conformant False, and does not lift the level.",
        json_schema_extra={"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["control"]},
    )
    deletion_policy: DeletionPolicy = Field(
        default=DeletionPolicy.ORPHAN,
        description="What becomes of the repository's settings when this object is deleted. Orphan, the default: they "
        "stay as they are. Restore: those that the operator has changed are put back as they were found.",
    )


_KEPT = "what was found at adoption is kept: to forget it, delete this BackendRepo and create it again"


class Adoption(Model):
    """What was found on a branch before the operator first wrote to it. Field names are GitHub's own."""

    branch: str = Field(max_length=255, description="The branch.")
    time: Timestamp = Field(
        description="When it was found.",
        json_schema_extra=rules(("self == oldSelf", "what was found at adoption is never found anew")),
    )
    merge: MergeSettings | None = Field(
        default=None,
        description="The repository's merge settings as GitHub names them (REST, Update a repository). Absent where "
        "the credential may not see them.",
    )
    protection: Protection | None = Field(
        default=None,
        description="Classic protection as GitHub names its parts (REST, Update branch protection). Absent where there "
        "was none.",
    )
    changed: tuple[str, ...] = Field(
        default=(),
        max_length=64,
        description="The settings that the operator has changed since; deletionPolicy Restore puts back these.",
    )


class Drift(Model):
    """A setting that differs from its policy."""

    setting: str = Field(description="The setting's place below spec.governance, for example enforceAdmins.")
    live: str = Field(description="What GitHub has.")
    wanted: str = Field(description="What the standard and spec.governance want.")


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
    changes: tuple[Drift, ...] = Field(max_length=64, description="What was changed, from live to wanted.")


class GovernanceStatus(Model):
    """How the repository's settings stand."""

    state: GovernanceState = Field(
        description="InSync: everything managed is on the standard. Drifted: it is not, and could not be repaired. "
        "Observing: it is not, and mode Observe forbids to repair it. Unknown: it could not be compared."
    )
    branch: str = Field(description="The governed branch.")
    drift: tuple[Drift, ...] = Field(default=(), max_length=64, description="What differs, one entry for each setting.")
    required_checks: RequiredChecksStatus | None = Field(
        default=None, description="The required checks: which are wanted, and which not every pull request gets."
    )
    last_repair: Repair | None = Field(default=None, description="The latest change made on GitHub.")


class BackendRepoStatus(Status):
    """What was observed about the repository. Written by the operator alone."""

    model_config = ConfigDict(
        # The rule of `adopted` itself says nothing of a status without it.
        json_schema_extra=rules(("!has(oldSelf.adopted) || has(self.adopted)", _KEPT))
    )
    last_handled_reconcile_at: str | None = Field(
        default=None,  # and of any length, as annotations are: a bound would refuse the whole status
        description="The value of the annotation backendrepo.dev/requestedAt that was handled last.",
    )
    repository_id: int | None = Field(
        default=None, description="GitHub's number of the repository, which a rename does not change."
    )
    governance: GovernanceStatus | None = Field(default=None, description="How the repository's settings stand.")
    last_handled_scan_at: str | None = Field(
        default=None,
        description="The value of the annotation backendrepo.dev/scanRequestedAt that was handled last.",
    )
    scan: ScanStatus | None = Field(default=None, description="The scans of the repository.")
    conformance: ConformanceStatus | None = Field(
        default=None, description="What the repository comes to by the standard, by the latest scan."
    )
    vulnerabilities: VulnerabilityStatus | None = Field(
        default=None, description="Known vulnerabilities of the dependencies, by the latest scan."
    )
    adopted: tuple[Adoption, ...] = Field(
        default=(),
        max_length=100,
        description="What was found on each governed branch before the first write, for deletionPolicy Restore.",
        json_schema_extra={
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["branch"],
            **rules(("oldSelf.all(old, self.exists(new, new.branch == old.branch))", _KEPT)),
        },
    )


class BackendRepo(Model):
    """One GitHub repository whose branch protection and merge settings are kept on a standard.

    Only `spec.repository` has to be written, as owner/name; everything else has a default. `status.conditions` says how
    the repository stands: `kubectl describe` shows it, and the message on the condition Ready says what to do.
    """

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
