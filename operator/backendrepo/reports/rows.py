"""One BackendRepo as a rollup tells of it, from its status alone, so that a rollup reads no report."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from backendrepo.advisories import Advisories
from backendrepo.api.conditions import Truth, Type
from backendrepo.cluster import Raw
from backendrepo.findings import Level, Outcome, Report
from backendrepo.formats import ordered
from backendrepo.formats.plain import shortened
from backendrepo.rollup import SEVERITIES, UNREAD, rollup

LONGEST = 300
"""Characters of a sentence in a row."""

NEVER = "It was not scanned yet."
COUNTS = {"pass": "pass", "partial": "partial", "fail": "fail", "unknown": "unknown", "notApplicable": "not-applicable"}
"""Outcomes as the status names them, and as the artifacts do."""


@dataclass(frozen=True, slots=True)
class Vulnerable:
    """What is known of the dependencies: `ok`, `gap` or `unknown`, why where it is unknown, and open advisories."""

    word: str = "unknown"
    why: str = UNREAD
    counts: tuple[int, ...] = (0,) * len(SEVERITIES)
    """In the order of `SEVERITIES`."""
    advisories_at: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One repository in a rollup."""

    uid: str
    key: tuple[str, str]
    """Namespace and name of the BackendRepo."""
    repository: str
    standard: str
    moment: str
    """When it was last scanned; where it never was, since when the object is there."""
    report: str = ""
    """The ConfigMap with the whole report, as namespace/name; empty where there is none."""
    why: str = ""
    """Why there is none, in a sentence."""
    old: bool = True
    """Whether the last scan is longer ago than the standard allows, or there was none."""
    commit: str = ""
    level: str = Level.NONE
    status: str = "missing-repo"
    """The original report's one word."""
    passed: str = ""
    counts: tuple[int, ...] = (0,) * len(COUNTS)
    """How many controls came to each outcome, in the order of `COUNTS`."""
    waived: int = 0
    open: tuple[tuple[str, str], ...] = ()
    """What is left to do, with its outcome, in the order of doing it."""
    held_back_by: tuple[str, ...] = ()
    vulnerable: Vulnerable = Vulnerable()

    @property
    def missing(self) -> tuple[str, ...]:
        """The controls that fail."""
        return tuple(control for control, outcome in self.open if outcome == Outcome.FAIL)


def row(raw: Raw, *, now: datetime, oldest: timedelta) -> Row | None:
    """Return the row of a BackendRepo, None where it is being deleted. `oldest` is the age that its standard allows."""
    metadata, spec, status = raw["metadata"], raw["spec"], raw.get("status", {})
    if "deletionTimestamp" in metadata:
        return None
    scan, conformance = status.get("scan", {}), status.get("conformance")
    namespace, scanned = metadata["namespace"], scan.get("lastScan", "")
    about = {
        "uid": metadata["uid"],
        "key": (namespace, metadata["name"]),
        "repository": spec["repository"],
        "standard": spec["standardRef"]["name"],
        "moment": scanned or metadata["creationTimestamp"],
    }
    if not scanned or conformance is None:
        return Row(**about, why=_why(status))
    return Row(
        **about,
        **_conformance(conformance, namespace),
        commit=conformance.get("commit") or scan.get("commit", ""),
        old=now - datetime.fromisoformat(scanned) > oldest,
        vulnerable=_vulnerable(status),
    )


def aged(known: Row, now: datetime, oldest: timedelta) -> Row:
    """Return a row as it is later, while its BackendRepo is as it was."""
    old = bool(known.why) or now - datetime.fromisoformat(known.moment) > oldest
    return known if old == known.old else replace(known, old=old)


def missing(known: Row, why: str) -> Row:
    """Return a row that has no report, and why."""
    return Row(known.uid, known.key, known.repository, known.standard, known.moment, why=shortened(why, LONGEST))


def of_report(known: Row, report: Report, advisories: Advisories | None) -> Row:
    """Return a row as a whole report tells of it."""
    counts = report.counts
    return replace(
        known,
        moment=report.generated_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        commit=report.commit,
        level=report.level.value,
        status=report.status,
        passed=report.passed,
        counts=tuple(counts[Outcome(name)] for name in COUNTS.values()),
        waived=report.waived,
        open=tuple((finding.control, finding.judgement.outcome.value) for finding in ordered(report)),
        held_back_by=tuple(finding.control for finding in report.holding_back),
        vulnerable=_counted(advisories) if advisories else Vulnerable(),
    )


def _counted(advisories: Advisories) -> Vulnerable:
    (entry,) = rollup([("", advisories)], target="", now=datetime.min, most=0)["repos"]
    at = advisories.fetched_at
    counts = tuple(entry["counts"][name] for name in SEVERITIES)
    return Vulnerable(entry["status"], entry.get("reason", ""), counts, at.isoformat() if at else "")


def _conformance(conformance: Raw, namespace: str) -> dict[str, Any]:
    counts = conformance.get("counts", {})
    reference = conformance.get("reportRef", {}).get("name", "")
    outcomes = {name: word for word in ("partial", "unknown") for name in conformance.get(word, ())}
    return {
        "report": reference and f"{namespace}/{reference}",
        "level": conformance["level"],
        "status": conformance.get("status") or ("gap" if counts.get("fail") else "ok"),
        "passed": conformance["passed"],
        "counts": tuple(counts.get(name, 0) for name in COUNTS),
        "waived": counts.get("waived", 0),
        "open": tuple((name, outcomes.get(name, "fail")) for name in conformance.get("failing", ())),
        "held_back_by": tuple(conformance.get("heldBackBy", ())),
    }


def _vulnerable(status: Raw) -> Vulnerable:
    known = status.get("vulnerabilities")
    if known is None:
        return Vulnerable(why=_said(status, Type.DEPENDENCIES_SECURE) or UNREAD)
    grave = known.get("grave")
    word = "unknown" if grave is None else "gap" if grave else "ok"
    why = _said(status, Type.DEPENDENCIES_SECURE) or UNREAD if word == "unknown" else ""
    counts = tuple(known.get(name, 0) for name in SEVERITIES)
    return Vulnerable(word, why, counts, known.get("advisoriesAt", ""))


def _why(status: Raw) -> str:
    """Return why a repository has no report: what stops it, else what its first scan waits for."""
    return _said(status, Type.READY) or _said(status, Type.SCAN_SUCCEEDED) or NEVER


def _said(status: Raw, kind: Type) -> str:
    """Return what a condition says that is not True; nothing where it is, or is not there."""
    conditions: list[Mapping[str, str]] = status.get("conditions", [])
    found = next((each for each in conditions if each["type"] == kind and each["status"] != Truth.TRUE), None)
    return shortened(found["message"], LONGEST) if found else ""
