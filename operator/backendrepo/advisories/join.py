"""From records to advisories: withdrawn ones go, those that are one vulnerability under several names become one."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from backendrepo.advisories.advisory import Advisory
from backendrepo.advisories.record import Record, dicts, groups, ids, summary, usable, withdrawn
from backendrepo.advisories.severity import highest, of_record
from backendrepo.advisories.versions import parsed
from backendrepo.findings import Severity
from backendrepo.manifests.requirement import canonical

_ORDER = ("GHSA-", "PYSEC-", "CVE-")
"""Whose id stands first: GitHub's pages say most."""


def advisories(named: Collection[frozenset[str]], records: Iterable[Any], name: str) -> tuple[Advisory, ...]:
    """Return the vulnerabilities of a dependency.

    `named` are the ids that the source gave, a set for each vulnerability; `records` what is known under any of them.
    A vulnerability all of whose records are withdrawn is none; one without records has no known severity.
    """
    asked = frozenset().union(*named)
    known = [record for record in records if usable(record)] if asked else []
    found = []
    for group in groups([*named, *map(ids, known)]):
        if not group & asked:
            continue
        members = [record for record in known if record["id"] in group]
        if not members or not all(withdrawn(record) for record in members):
            found.append(_joined(group, [record for record in members if not withdrawn(record)], name))
    return tuple(sorted(found, key=lambda each: each.id))


def _joined(group: frozenset[str], members: list[Record], name: str) -> Advisory:
    everything = sorted(group.union(*map(ids, members)), key=_rank)
    severity = highest(said for record in members if (said := of_record(record)))
    told = sorted((record for record in members if summary(record)), key=lambda record: _rank(record["id"]))
    return Advisory(
        id=everything[0],
        aliases=tuple(everything[1:]),
        severity=severity or Severity.HIGH,
        rated=severity is not None,
        fixed=_fixed(members, name),
        summary=summary(told[0]) if told else "",
    )


def _rank(identifier: str) -> tuple[int, str]:
    return next((rank for rank, start in enumerate(_ORDER) if identifier.startswith(start)), len(_ORDER)), identifier


def _fixed(members: list[Record], name: str) -> tuple[str, ...]:
    found = {parsed(version) for record in members for version in _fixes(record, name)}
    return tuple(str(version) for version in sorted(version for version in found if version))


def _fixes(record: Record, name: str) -> Iterator[str]:
    for entry in dicts(record.get("affected")):
        package = entry.get("package")
        if not isinstance(package, dict) or canonical(str(package.get("name"))) != name:
            continue
        for versions in dicts(entry.get("ranges")):
            if versions.get("type") == "ECOSYSTEM":
                yield from (event["fixed"] for event in dicts(versions.get("events")) if _text(event.get("fixed")))


def _text(value: Any) -> bool:
    return isinstance(value, str)
