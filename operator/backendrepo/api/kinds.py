"""The three kinds as Kubernetes knows them: names, scope and printer columns."""

from dataclasses import dataclass

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.githubconnection import GitHubConnection


@dataclass(frozen=True)
class Column:
    """A column of `kubectl get`; a wide one shows with `-o wide` only."""

    name: str
    path: str
    type: str = "string"
    wide: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of the API."""

    name: str
    plural: str
    short: str
    namespaced: bool
    model: type[BackendRepo] | type[BackendStandard] | type[GitHubConnection]
    columns: tuple[Column, ...]
    categories: tuple[str, ...] = ("backendrepo-all",)
    """What `kubectl get` takes for several kinds at once."""


_READY = Column("Ready", '.status.conditions[?(@.type=="Ready")].status')
_STATUS = Column("Status", '.status.conditions[?(@.type=="Ready")].reason')
_MESSAGE = Column("Message", '.status.conditions[?(@.type=="Ready")].message', wide=True)
_AGE = Column("Age", ".metadata.creationTimestamp", "date")

BACKEND_REPO = Kind(
    name="BackendRepo",
    plural="backendrepos",
    short="br",
    namespaced=True,
    model=BackendRepo,
    # A category goes before a singular name: with the other kinds in it, `kubectl get backendrepo NAME` would fail.
    categories=("backendrepo", "backendrepo-all"),
    columns=(
        Column("Repository", ".spec.repository"),
        _READY,
        _STATUS,
        Column("Governance", ".status.governance.state"),
        Column("Level", ".status.conformance.level"),
        Column("Passed", ".status.conformance.passed"),
        Column("Vulns", ".status.vulnerabilities.grave", "integer"),
        Column("Last Scan", ".status.scan.lastScan", "date"),
        _AGE,
        Column("Conformant", '.status.conditions[?(@.type=="Conformant")].status', wide=True),
        Column("Scan", '.status.conditions[?(@.type=="ScanSucceeded")].reason', wide=True),
        Column("Last Repair", ".status.governance.lastRepair.time", "date", wide=True),
        Column("Mode", ".spec.mode", wide=True),
        Column("Branch", ".status.governance.branch", wide=True),
        Column("Standard", ".spec.standardRef.name", wide=True),
        Column("Connection", ".spec.connectionRef.name", wide=True),
        _MESSAGE,
    ),
)

BACKEND_STANDARD = Kind(
    name="BackendStandard",
    plural="backendstandards",
    short="bstd",
    namespaced=False,
    model=BackendStandard,
    columns=(_READY, _STATUS, Column("Drift Interval", ".spec.driftInterval"), _AGE, _MESSAGE),
)

GITHUB_CONNECTION = Kind(
    name="GitHubConnection",
    plural="githubconnections",
    short="ghc",
    namespaced=False,
    model=GitHubConnection,
    columns=(Column("API", ".spec.apiUrl"), _READY, _STATUS, _AGE, _MESSAGE),
)

KINDS = (BACKEND_REPO, BACKEND_STANDARD, GITHUB_CONNECTION)
