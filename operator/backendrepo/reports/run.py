"""What `backendrepo report` does, from the arguments to the exit code."""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from backendrepo.advisories import Advisories
from backendrepo.api.kinds import BACKEND_REPO, BACKEND_STANDARD
from backendrepo.api.objects import Metadata
from backendrepo.artifacts import CONFORMANCE
from backendrepo.check.output import complain
from backendrepo.check.progress import Progress
from backendrepo.cluster import Cluster, connect
from backendrepo.errors import KubernetesRefused
from backendrepo.findings import Report
from backendrepo.formats.plain import plain
from backendrepo.reports.configmap import kept_in, owned, unpacked
from backendrepo.reports.joined import Joined
from backendrepo.reports.reading import read
from backendrepo.reports.rollups import rows_of
from backendrepo.reports.rows import Row, missing, of_report
from backendrepo.reports.shelf import path
from backendrepo.store import Store

WRITTEN, NOT_WRITTEN = 0, 1
"""Exit codes."""

RIGHTS = "It takes the rights to list backendrepos and to get configmaps in each namespace; --namespace asks for fewer."


def run(options: argparse.Namespace) -> int:
    """Write the artifacts; return the exit code. Raises `KubernetesUnavailable`."""
    try:
        return _run(Cluster(connect(), ""), options)
    except KubernetesRefused as error:
        complain(f"{error} {RIGHTS}")
    except OSError as error:
        complain(f"The artifacts cannot be written to {plain(str(options.output))} ({error.strerror}).")
    return NOT_WRITTEN


def _run(cluster: Cluster, options: argparse.Namespace) -> int:
    with Progress(sys.stderr) as progress:
        progress.tell("listing BackendRepos")
        rows = rows_of(_store(cluster, options.namespace), datetime.now(UTC))
        if not rows:
            where = " or ".join(options.namespace) or "any namespace"
            complain(f"There is no BackendRepo in {where} of the cluster that KUBECONFIG leads to.")
            return NOT_WRITTEN
        absent = 0
        with Joined(options.output) as joined:
            for number, row in enumerate(rows, 1):
                progress.tell(f"{number} of {len(rows)}: {row.repository}")
                found = _whole(cluster, row)
                joined.add(*found)
                absent += found[1] is None
            joined.finish()
    told = f", {absent} of them without a report," if absent else ""
    repositories = "1 repository" if len(rows) == 1 else f"{len(rows)} repositories"
    complain(f"Wrote the artifacts of {repositories}{told} to {plain(str(options.output))}.")
    return WRITTEN


def _store(cluster: Cluster, namespaces: Iterable[str]) -> Store:
    store = Store()
    for namespace in tuple(dict.fromkeys(namespaces)) or ("",):
        for raw in cluster.list(BACKEND_REPO, namespace):
            store.put(BACKEND_REPO, raw)
    try:
        for raw in cluster.list(BACKEND_STANDARD):
            store.put(BACKEND_STANDARD, raw)
    except KubernetesRefused:
        complain("BackendStandards may not be listed: ages are held against the limit of the built-in one.")
    return store


def _whole(cluster: Cluster, row: Row) -> tuple[Row, Report | None, Advisories | None]:
    """Return a repository with its report as its ConfigMap has it."""
    if row.why:
        return row, None, None
    namespace, _, name = row.report.partition("/")
    raw = cluster.get(path(namespace, name))
    if raw is None:
        return missing(row, f"The ConfigMap {row.report} is gone."), None, None
    about = Metadata(name=row.key[1], namespace=namespace, uid=row.uid)
    report = read(raw.get("data", {}).get(f"{CONFORMANCE}.json", "")) if owned(raw["metadata"], about) else None
    if not isinstance(report, Report):
        return missing(row, report.why if report else f"The ConfigMap {row.report} holds no report."), None, None
    report = replace(report, day=datetime.now(UTC).date())
    kept = kept_in(raw, about)
    scanned = unpacked(kept) if kept else None
    known = scanned.advisories if scanned else None
    return of_report(row, report, known), report, known
