"""The four artifacts of the standard, as texts by the names of their files.

The standard, "Automated Conformance" and "Dependency Hygiene": `backendrepo check --output` writes the same four that
the ConfigMaps of the cluster hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from backendrepo.findings import Evidence
from backendrepo.formats import Judged, Missing, renderer
from backendrepo.formats.json import written
from backendrepo.formats.markdown import code, escaped
from backendrepo.rollup import SEVERITIES
from backendrepo.rollup import rollup as build

CONFORMANCE = "backend-standards-conformance"
ROLLUP = "dependency-vulnerability-rollup"

Document = Mapping[str, Any]
"""A rollup as `docs/schemas/dependency-vulnerability-rollup.schema.json` describes it."""


def artifacts(reports: Sequence[Judged], rollup: Document | None = None) -> dict[str, str]:
    """Return the artifacts of reports, one at least; without a rollup, one that says that nothing was read."""
    known = _unread(reports) if rollup is None else rollup
    return {
        f"{CONFORMANCE}.json": renderer("json")(reports),
        f"{CONFORMANCE}.md": renderer("markdown")(reports),
        f"{ROLLUP}.json": written(known),
        f"{ROLLUP}.md": "\n".join(_page(known)) + "\n",
    }


def _unread(reports: Sequence[Judged]) -> Document:
    """Return the rollup where no advisories were asked for: nothing is known, and nothing is called clean."""
    known = [(report.repository, report.why if isinstance(report, Missing) else None) for report in reports]
    now = max(report.generated_at for report in reports)
    return build(known, target=reports[0].standard, now=now)


def _page(rollup: Document) -> Iterator[str]:
    yield "# Dependency vulnerability rollup\n"
    data = f"advisory data of {escaped(rollup['advisories_at'])}" if rollup["advisories_at"] else "no advisory data"
    yield f"{escaped(rollup['target'])}, generated {escaped(rollup['generated_at'])}, {data}.\n"
    yield f"| Repository | Status | {' | '.join(name.capitalize() for name in SEVERITIES)} | Manifests | Remark |"
    yield f"| --- | --- |{' --- |' * (len(SEVERITIES) + 2)}"
    for repo in rollup["repos"]:
        looked = repo["status"] in ("ok", "gap") or repo["advisories"]  # a zero that nobody looked for is none
        counts = (str(repo["counts"][name]) if looked else "" for name in SEVERITIES)
        cells = (escaped(repo["repo"]), repo["status"], *counts, str(len(repo["manifests"])))
        yield f"| {' | '.join(cells)} | {escaped(repo.get('reason', ''))} |"
    for repo in rollup["repos"]:
        yield from advisories(repo)


def advisories(repo: Document) -> Iterator[str]:
    """Yield the lines that list the advisories of one entry of a rollup; none where it lists none."""
    if not repo["advisories"]:
        return
    yield f"\n## {escaped(repo['repo'])}\n"
    yield "| Advisory | Package | Version | Fixed in | Severity | Where |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for known in repo["advisories"]:
        names = ", ".join((known["id"], *known["aliases"]))
        fixed = ", ".join(known["fixed_in"]) or "none"
        cells = (names, known["package"], known["version"], fixed, known["severity"])
        place = Evidence(known["path"], known["line"])
        yield f"| {' | '.join(map(escaped, cells))} | {code(str(place))} |"
    if left := repo.get("left_out", {}).get("advisories"):
        yield f"\n{left} more {'is' if left == 1 else 'are'} left out here, for the size."
