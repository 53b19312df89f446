"""What a rollup comes to, and in which ConfigMaps its rows are: the key `index.json` of each rollup.

Its form is `docs/schemas/rollup-index.schema.json`.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from backendrepo.artifacts import CONFORMANCE
from backendrepo.findings import Level
from backendrepo.formats.json import written
from backendrepo.formats.markdown import escaped
from backendrepo.reports.documents import latest, standards
from backendrepo.reports.rows import Row
from backendrepo.rollup import SEVERITIES

SCHEMA_VERSION = "1.1"
NAME = "index.json"
NAMESPACE = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
"""Name of a namespace. Source: Kubernetes, "Object Names and IDs", "RFC 1123 Label Names"."""

STATUSES = ("ok", "partial", "gap", "missing-repo")


def index(rows: Sequence[Row], places: Mapping[str, Sequence[Row]], namespaces: Collection[str] = ()) -> dict[str, Any]:
    """Return the index of rows, one at least, that are in the ConfigMaps `places`.

    `namespaces` are those that have a rollup of their own, where it is the fleet's.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "generated_at": latest(rows),
        "standard": standards(rows),
        "totals": _totals(rows),
        "shards": [{"name": name, "rows": len(held)} for name, held in places.items()],
        **({"namespaces": sorted(namespaces)} if namespaces else {}),
    }


def namespaces(text: str) -> set[str]:
    """Return the namespaces that an index names, none where the text is no index: anybody may have edited it."""
    try:
        named = json.loads(text)["namespaces"]
    except (ValueError, TypeError, KeyError):
        return set()
    listed = named if isinstance(named, list) else []
    return {name for name in listed if isinstance(name, str) and NAMESPACE.fullmatch(name)}


def pages(known: Mapping[str, Any]) -> dict[str, str]:
    """Return an index as the texts of a ConfigMap whose rows are elsewhere."""
    return {NAME: written(known), f"{CONFORMANCE}.md": "\n".join(_page(known)) + "\n"}


def _totals(rows: Sequence[Row]) -> dict[str, Any]:
    by_level, by_status = Counter(row.level for row in rows), Counter(row.status for row in rows)
    left = Counter(control for row in rows for control, _ in row.open)
    known = zip(*(row.vulnerable.counts for row in rows), strict=True)
    return {
        "repositories": len(rows),
        "out_of_date": sum(row.old for row in rows),
        "levels": {level.value: by_level[level] for level in Level},
        "statuses": {status: by_status[status] for status in STATUSES},
        "vulnerabilities": dict(zip(SEVERITIES, map(sum, known), strict=True)),
        "left_to_do": dict(left.most_common()),
    }


def _page(known: Mapping[str, Any]) -> list[str]:
    totals = known["totals"]
    levels = ", ".join(f"{count} {level}" for level, count in totals["levels"].items())
    return [
        "# Backend standards conformance\n",
        f"Standard {escaped(known['standard'])}: {totals['repositories']} repositories ({levels}), "
        f"{totals['out_of_date']} out of date.\n",
        "| Control left to do | Repositories |",
        "| --- | --- |",
        *(f"| `{control}` | {count} |" for control, count in totals["left_to_do"].items()),
        "\nThe repositories are in these ConfigMaps of the same namespace:\n",
        *(f"- `{shard['name']}` ({shard['rows']})" for shard in known["shards"]),
    ]
