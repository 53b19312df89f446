"""What is to be scanned, and by which rules. Equal orders are one scan: a repeat conflicts instead of doubling."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import yaml

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.objects import API_VERSION
from backendrepo.model import seconds


@dataclass(frozen=True)
class Order:
    """One scan of the repository of one BackendRepo."""

    uid: str
    """The BackendRepo's uid."""
    namespace: str
    name: str
    repository: str
    branch: str
    commit: str
    api_url: str
    terms: str
    """A BackendStandard as YAML: its name and what a scan needs of its spec (`spec.controls`)."""
    osv_url: str = ""
    """Whom to ask about vulnerabilities; empty: nobody."""
    timeout: int = 600
    """Seconds that the scan may take."""
    occasion: str = ""
    """What makes it another scan than one of the same inputs: the moment of a schedule, a request's token, a retry."""

    @cached_property
    def inputs(self) -> str:
        """A digest of what is scanned and how: a scan of other inputs may come to another result."""
        parts = (self.repository, self.branch, self.commit, self.api_url, self.terms, self.osv_url)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    @cached_property
    def id(self) -> str:
        """The scan's name, and its Job's: it follows from the BackendRepo, the inputs and the occasion."""
        digest = hashlib.sha256("\0".join((self.uid, self.inputs, self.occasion)).encode()).hexdigest()
        return f"scan-{self.name[:40].rstrip('.-').replace('.', '-')}-{digest[:12]}"


def order(repo: BackendRepo, standard: BackendStandard, api_url: str, branch: str, commit: str) -> Order:
    """Return the scan that there would be of a repository now."""
    return Order(
        uid=repo.metadata.uid,
        namespace=repo.metadata.namespace,
        name=repo.metadata.name,
        repository=repo.spec.repository,
        branch=branch,
        commit=commit,
        api_url=api_url,
        terms=terms(standard),
        osv_url=standard.spec.scan.osv_url or "",
        timeout=int(seconds(repo.spec.scan.timeout or standard.spec.scan.timeout)),
    )


def terms(standard: BackendStandard) -> str:
    """Return what a scan needs of a standard, as the file that `backendrepo scan --standard` reads."""
    metadata, spec = {"name": standard.metadata.name}, {"controls": standard.spec.controls.manifest()}
    body = {"apiVersion": API_VERSION, "kind": "BackendStandard", "metadata": metadata, "spec": spec}
    return yaml.safe_dump(body, sort_keys=False)
