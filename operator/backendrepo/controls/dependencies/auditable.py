"""Every dependency can be looked up in an advisory source.

The standard: "Vulnerability checks run in CI and block merge on failure."

It looks at every manifest: requirements files with what they include, pyproject.toml with the locks of uv, Poetry and
PDM and `pylock.toml`, Pipfile.lock, package-lock.json, go.sum. Each dependency has to be pinned to one version, and an
advisory source has to know it. What is in no index (git, an address, a file), is not on PyPI, or is in a manifest that
cannot be read makes the outcome `unknown`.

Why: a scanner says “No known vulnerabilities found” of what it has skipped, too.

How to fix: commit a lock, or compile the ranges into pins, and install from that:

    uv lock
    uv pip compile pyproject.toml --generate-hashes --output-file requirements.txt

Known limits: packages from an index of your own are not on PyPI; waive the control for them, or look them up in a
source that knows them. The locks of Yarn, pnpm, Cargo, Maven and others are named and not read.
"""

from collections import Counter

from backendrepo.advisories import Advisories
from backendrepo.controls.words import few
from backendrepo.findings import Evidence, Judgement, Severity, not_applicable, passed, unknown
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.HIGH
NEEDS = ("advisories",)

SHOWN = 5
FIX = """\
Pin every dependency to one version in a lock that is committed, for example:
uv lock
uv pip compile pyproject.toml --generate-hashes --output-file requirements.txt"""
REACH = (
    "Let scans reach the advisory source, and scan again: nothing is wrong with the dependencies as far as is known."
)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether every dependency of every manifest was covered."""
    known: Advisories = snapshot.advisories
    if not known.uncovered and not known.problems:
        return _whole(known)
    places = [*_unjudged(known), *(Evidence(each.place.path, each.place.line, each.what) for each in known.problems)]
    outage = known.failure and not known.covered
    return unknown(f"{_dependencies(known)}{_manifests(known)}".strip(), *places, fix=REACH if outage else FIX)


def _whole(known: Advisories) -> Judgement:
    places = [Evidence(path) for path in known.manifests]
    if not known.covered:
        return not_applicable("No manifest names a dependency.", *places)
    count = len(known.covered)
    return passed(f"{known.source} was asked about all {count} dependencies of {len(places)} manifests.", *places)


def _unjudged(known: Advisories) -> list[Evidence]:
    return [
        Evidence(each.dependency.place.path, each.dependency.place.line, f"{each.dependency}: {each.why}")
        for each in known.uncovered
    ]


def _dependencies(known: Advisories) -> str:
    """Return how many dependencies could not be judged, and for what reasons."""
    left = len(known.uncovered)
    if not left:
        return ""
    if known.failure and not known.covered:
        return f"None of {left} dependencies could be judged: {known.failure}. "
    names = list(dict.fromkeys(str(each.dependency) for each in known.uncovered))
    reason, count = Counter(_reason(each.why) for each in known.uncovered).most_common(1)[0]
    mostly = f"{reason}" if count == left else f"mostly {reason}"
    return f"{left} of {left + len(known.covered)} dependencies could not be judged ({mostly}): {few(names, SHOWN)}. "


def _reason(why: str) -> str:
    return "not pinned to one version" if "is not pinned" in why else why


def _manifests(known: Advisories) -> str:
    paths = list(dict.fromkeys(each.place.path for each in known.problems))
    if not paths:
        return ""
    return f"Not read wholly: {few(paths, SHOWN)} ({known.problems[0].what})."
