"""Known vulnerabilities of the dependencies: `DependenciesSecure` and `status.vulnerabilities`."""

from collections import Counter
from collections.abc import Iterable

from backendrepo.advisories import Advisories, Advisory
from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Truth, Type
from backendrepo.api.conformance import VulnerabilityStatus
from backendrepo.api.reasons import Reason
from backendrepo.controls.words import few
from backendrepo.findings import Severity
from backendrepo.formats.plain import plain, shortened
from backendrepo.manifests import Dependency
from backendrepo.rollup import GRAVE, SEVERITIES, status
from backendrepo.status.conditions import Verdict, kept
from backendrepo.status.content import NOT_SCANNED
from backendrepo.status.outcomes import Learnt
from backendrepo.status.reference import CONFORMANCE, ROLLUP, as_of, pointer

SHOWN = 3
MOST_CRITICAL = 32
LONGEST = 200
"""Letters of what is said of one dependency: names come from its repository."""

NOT_ASKED = (
    "Nobody was asked about known vulnerabilities. To have it done, set spec.scan.osvUrl of the BackendStandard, for "
    "example to https://api.osv.dev: names and versions of dependencies are sent there."
)

Found = tuple[Dependency, Advisory]


def verdict(previous: BackendRepoStatus, learnt: Learnt | None, scan: Verdict) -> Verdict:
    """Return `DependenciesSecure`; without a report what was known before stands. `scan` is `ScanSucceeded`."""
    if learnt is None or learnt.report is None:
        unknown = Verdict(Type.DEPENDENCIES_SECURE, Truth.UNKNOWN, Reason.NOT_SCANNED, NOT_SCANNED)
        return kept(previous, Type.DEPENDENCIES_SECURE) or unknown
    truth, reason, message = _judged(learnt.advisories, learnt)
    return Verdict(Type.DEPENDENCIES_SECURE, truth, reason, f"{as_of(learnt.report, scan)}{message}")


def _judged(known: Advisories | None, learnt: Learnt) -> tuple[Truth, Reason, str]:
    if known is None:
        return Truth.UNKNOWN, Reason.ADVISORIES_NOT_READ, NOT_ASKED
    word, why = status(known)
    if word == "gap":
        return Truth.FALSE, Reason.GRAVE_ADVISORIES, _grave(known, learnt)
    if word == "ok":
        return Truth.TRUE, Reason.NO_GRAVE_ADVISORIES, _secure(known)
    if known.failure:
        return Truth.UNKNOWN, Reason.ADVISORIES_NOT_READ, f"{plain(why)} The next scan asks again."
    return Truth.UNKNOWN, Reason.NOT_COVERED, _uncovered(known, why, learnt)


def _secure(known: Advisories) -> str:
    if not known.covered:
        return "The manifests name no dependency."
    return f"No critical or high advisory is open, says {plain(known.source)}; dependencies: {len(known.covered)}."


def _grave(known: Advisories, learnt: Learnt) -> str:
    each = [_raised(*found) for found in _once(known.open) if found[1].severity in GRAVE]
    word = "advisory is" if len(each) == 1 else "advisories are"
    told = f"{len(each)} grave {word} open: {few(each, SHOWN)}. Raise the dependencies, and lock them."
    return told + pointer("Each with its place", learnt, ROLLUP)


def _once(found: Iterable[Found]) -> list[Found]:
    """Return each advisory of each version once, in however many manifests that stands."""
    return list({(each.ecosystem, str(each), advisory.id): (each, advisory) for each, advisory in found}.values())


def _raised(dependency: Dependency, advisory: Advisory) -> str:
    fixed = f"fixed in {' or '.join(advisory.fixed[:SHOWN])}" if advisory.fixed else "no release without it"
    return shortened(f"{dependency} ({advisory.id}, {advisory.word}, {fixed})", LONGEST)


def _uncovered(known: Advisories, why: str, learnt: Learnt) -> str:
    names = [f"{each.dependency} ({each.why})" for each in known.uncovered]
    names += [f"{each.place} ({each.what})" for each in known.problems]
    names = [shortened(each, LONGEST) for each in names]
    told = f"{why.rstrip('.')}: {few(names, SHOWN)}." if names else why
    return told + pointer("What to do about each, below dependencies/auditable", learnt, CONFORMANCE)


def vulnerabilities(previous: VulnerabilityStatus | None, learnt: Learnt | None) -> VulnerabilityStatus | None:
    """Return how many there are, None where nobody knows; what was known stands while the source gives no answer."""
    if learnt is None or learnt.report is None:
        return previous
    known = learnt.advisories
    if known is None:
        return None
    word, _ = status(known)
    if word == "unknown" and known.failure and previous:
        return previous
    return _counted(known, looked=word != "unknown") if word != "unknown" or known.open else None


def _counted(known: Advisories, *, looked: bool) -> VulnerabilityStatus:
    found = _once(known.open)
    counts = Counter(str(advisory.severity) if advisory.rated else "unknown" for _, advisory in found)
    critical = (f"{advisory.id} ({each})" for each, advisory in found if advisory.severity is Severity.CRITICAL)
    return VulnerabilityStatus(
        grave=sum(advisory.severity in GRAVE for _, advisory in found) if looked else None,
        open_critical=tuple(shortened(each, LONGEST) for each in critical)[:MOST_CRITICAL],
        advisories_at=known.fetched_at,
        **{word: counts[word] for word in SEVERITIES},
    )
