"""Folders into reports, one at a time: of a repository that was judged only its report is kept."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backendrepo.check.advisories import Ask
from backendrepo.check.branch import default_branch
from backendrepo.findings import Evidence, Finding, Report, Waiver
from backendrepo.formats import Judged, Missing
from backendrepo.judge import judge
from backendrepo.parameters import Parameters
from backendrepo.redaction import redact
from backendrepo.snapshot import Snapshot, Unreadable
from backendrepo.trees.checkout import Checkout
from backendrepo.trees.git import head

if TYPE_CHECKING:
    from backendrepo.advisories import Advisories


def names(paths: Sequence[Path]) -> list[str]:
    """Return how each repository is called: its folder's name, the path as given where two have the same."""
    folders = [Path(os.path.abspath(path)).name or str(path) for path in paths]
    often = Counter(folders)
    return [name if often[name] == 1 else str(path) for name, path in zip(folders, paths, strict=True)]


@dataclass(frozen=True)
class Terms:
    """What every repository of one call is judged by."""

    now: datetime
    parameters: Parameters
    waivers: Sequence[Waiver] = ()
    branch: str | None = None
    """Whose pull requests count; None: each repository's default branch."""
    ask: Ask | None = None
    """What is asked about dependencies; None: nobody is."""


@dataclass(frozen=True)
class Verdict:
    """What one repository comes to, and what is known of its dependencies where somebody was asked."""

    report: Judged
    advisories: "Advisories | None" = None


def judged(path: Path, name: str, terms: Terms) -> Verdict:
    """Return the report on a folder, or why there is none."""
    try:
        snapshot = _snapshot(path, name, terms)
    except Unreadable as error:
        return Verdict(Missing(name, f"{error}.", terms.parameters.standard, terms.now))
    if terms.ask:
        snapshot = replace(snapshot, advisories=terms.ask(snapshot.files))
    return Verdict(_redacted(judge(snapshot, now=terms.now, waivers=terms.waivers)), snapshot.advisories)


def _snapshot(path: Path, name: str, terms: Terms) -> Snapshot:
    """Return what is judged. Raises `Unreadable` where the path leads to no repository."""
    try:
        if not path.exists():
            raise Unreadable(f"There is no folder {path}")
        if not path.is_dir():
            raise Unreadable(f"{path} is no folder")
        os.listdir(path)
        files, commit = Checkout(path), head(path)
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path} cannot be read ({getattr(error, 'strerror', None) or error})") from error
    snapshot = Snapshot(files, name, commit, terms.branch or default_branch(path), parameters=terms.parameters)
    if not snapshot.paths:
        raise Unreadable(f"{path} has no files, so it is no repository")
    return snapshot


def _redacted(report: Report) -> Report:
    """Return the report without what looks like a secret: reports travel further than the repository."""
    return replace(report, findings=tuple(_finding(finding) for finding in report.findings))


def _finding(finding: Finding) -> Finding:
    judgement = finding.judgement
    evidence = tuple(Evidence(redact(place.path), place.line, redact(place.text)) for place in judgement.evidence)
    clean = replace(judgement, summary=redact(judgement.summary), fix=redact(judgement.fix), evidence=evidence)
    return replace(finding, judgement=clean)
