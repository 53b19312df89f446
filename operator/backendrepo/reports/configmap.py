"""The ConfigMap of a BackendRepo: the standard's four artifacts for people, and what its scan learnt for the operator.

Anybody who may edit ConfigMaps may have edited it, so that what is read back is bounded and checked.
"""

import base64
import binascii
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import replace
from sys import maxsize
from typing import Any

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.objects import API_VERSION, Metadata
from backendrepo.artifacts import artifacts
from backendrepo.checks import Checks
from backendrepo.cluster import Raw
from backendrepo.findings import Evidence, Finding, Report
from backendrepo.formats import Judged, Missing
from backendrepo.reports.shelf import LARGEST, configmap, labelled, sealed, size
from backendrepo.rollup import rollup
from backendrepo.scan import bounds, result
from backendrepo.scan.bounds import Room
from backendrepo.scanned import Scanned

COMPONENT = "report"
SUFFIX = "-conformance"
RESULT = "scan-result"
"""Key in `binaryData`: what the scan learnt, as `scan.result` writes it, gzipped."""

LONGEST_NAME = 253
MOST_FINDINGS = 500
"""Findings of a report that are told; the catalogue has fewer controls by far."""

ROOMS = (*bounds.ROOMS[1:], Room(text=80, places=0, names=0, dependencies=0))
"""How much of a report is told where the whole is too large; evidence goes first."""


def name_of(repo: Metadata) -> str:
    """Return the name of the ConfigMap: the BackendRepo's with a suffix, as far as a name may be that long."""
    if len(repo.name) + len(SUFFIX) <= LONGEST_NAME:
        return repo.name + SUFFIX
    told = hashlib.sha256(repo.name.encode()).hexdigest()[:12]
    return f"{repo.name[: LONGEST_NAME - len(SUFFIX) - 13].rstrip('.-')}-{told}{SUFFIX}"


def manifest(repo: BackendRepo, report: Report, scanned: Scanned, kept: bytes = b"") -> Raw:
    """Return the ConfigMap, sealed: equal for what is equal, and of `LARGEST` bytes at most whatever was found.

    `kept` is `packed(scanned)`, where that is at hand.
    """
    encoded = base64.b64encode(kept or packed(scanned)).decode()
    made = (_manifest(repo.metadata, texts, encoded) for texts in _artifacts(report, scanned))
    return sealed(next(each for each in made if size(each) <= LARGEST))


def packed(scanned: Scanned) -> bytes:
    """Return what a scan learnt as it is kept: the same bytes for the same."""
    return gzip.compress(result.write(scanned), mtime=0)


def unpacked(kept: bytes) -> Scanned | None:
    """Return what a scan learnt, None where the bytes are none of `packed`."""
    unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        found = result.read(unpacking.decompress(kept, result.LARGEST + 1))
    except (zlib.error, result.Malformed):
        return None
    return found if unpacking.eof and isinstance(found, Scanned) else None


def belongs(metadata: Raw, repo: Metadata) -> bool:
    """Whether a ConfigMap is the report of a BackendRepo, or of an earlier one of its name that is being collected."""
    owners = metadata.get("ownerReferences", [])
    return labelled(metadata, COMPONENT) and any(
        (owner["apiVersion"], owner["kind"], owner["name"]) == (API_VERSION, "BackendRepo", repo.name)
        for owner in owners
    )


def owned(metadata: Raw, repo: Metadata) -> bool:
    """Whether a ConfigMap is the report of this very BackendRepo."""
    return belongs(metadata, repo) and repo.uid in (owner["uid"] for owner in metadata["ownerReferences"])


def kept_in(raw: Raw, repo: Metadata) -> bytes | None:
    """Return what is kept in the ConfigMap of a BackendRepo, None where it is none or holds nothing."""
    if not owned(raw["metadata"], repo):
        return None
    try:
        return base64.b64decode(raw.get("binaryData", {}).get(RESULT, ""), validate=True) or None
    except binascii.Error:
        return None


def _owner(repo: Metadata) -> dict[str, Any]:
    about = {"apiVersion": API_VERSION, "kind": "BackendRepo", "name": repo.name, "uid": repo.uid}
    return about | {"controller": True, "blockOwnerDeletion": False}


def _manifest(repo: Metadata, texts: dict[str, str], kept: str) -> Raw:
    made = configmap(repo.namespace, name_of(repo), COMPONENT, texts)
    made["metadata"]["ownerReferences"] = [_owner(repo)]
    return made | {"binaryData": {RESULT: kept}}


def _artifacts(report: Report, scanned: Scanned) -> Iterator[dict[str, str]]:
    """Yield the artifacts, whole first, then with less and less in them; the last are small, whatever was found."""
    if len(report.findings) <= MOST_FINDINGS:
        yield _told(report, report, scanned)
        yield from (_told(report, _short(report, room), scanned, room.dependencies) for room in ROOMS)
    why = f"The report, of {len(report.findings)} findings, is larger than a ConfigMap may be."
    yield _told(report, Missing(report.repository, why, report.standard, report.generated_at), scanned, 0)


def _told(report: Report, judged: Judged, scanned: Scanned, most: int = maxsize) -> dict[str, str]:
    known = [(report.repository, scanned.advisories)]
    return artifacts([judged], rollup(known, target=report.standard, now=report.generated_at, most=most))


def _short(report: Report, room: Room) -> Report:
    """Return a report as it fits into a room."""
    cut = bounds.fitted(Scanned(report, Checks()), room).report
    return replace(cut, findings=tuple(_shortened(finding, room) for finding in cut.findings))


def _shortened(finding: Finding, room: Room) -> Finding:
    """Return a finding with each of its texts as it fits into a room."""
    judged, waiver = finding.judgement, finding.waiver
    evidence = (Evidence(bounds.text(at.path, room), at.line, bounds.text(at.text, room)) for at in judged.evidence)
    summary, fix = bounds.text(judged.summary, room), bounds.text(judged.fix, room)
    if waiver is not None:
        waiver = replace(waiver, reason=bounds.text(waiver.reason, room), owner=bounds.text(waiver.owner, room))
    return replace(
        finding, judgement=replace(judged, summary=summary, evidence=tuple(evidence), fix=fix), waiver=waiver
    )
