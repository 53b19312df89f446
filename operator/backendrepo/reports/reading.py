"""A report back from the document that a ConfigMap holds. Anybody may have edited it, so its form is checked."""

from dataclasses import dataclass, field
from datetime import date

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from backendrepo.findings import Evidence, Finding, Judgement, Outcome, Report, Severity, Waiver
from backendrepo.formats import Judged, Missing


@dataclass(frozen=True)
class _Waiver:
    reason: str
    owner: str
    expires: date


@dataclass(frozen=True)
class _Control:
    id: str
    outcome: Outcome
    severity: Severity
    waived: bool
    summary: str
    evidence: tuple[Evidence, ...]
    fix: str
    waiver: _Waiver | None = None


@dataclass(frozen=True)
class _Result:
    repo: str
    generated_at: AwareDatetime
    commit: str
    controls: tuple[_Control, ...]
    left_out: dict[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class _Document:
    standard: str
    results: tuple[_Result]


_FORM = TypeAdapter(_Document)


def read(text: str) -> Judged | None:
    """Return what a document of one result tells, None where the text is no such document."""
    try:
        document = _FORM.validate_json(text, strict=True)
    except ValidationError:
        return None
    (result,) = document.results
    if result.reason:
        return Missing(result.repo, result.reason, document.standard, result.generated_at)
    return Report(
        repository=result.repo,
        standard=document.standard,
        generated_at=result.generated_at,
        findings=tuple(map(_finding, result.controls)),
        commit=result.commit,
        left_out=result.left_out,
    )


def _finding(control: _Control) -> Finding:
    judgement = Judgement(control.outcome, control.summary, control.evidence, control.fix)
    known = control.waiver
    waiver = Waiver(control.id, known.reason, known.owner, known.expires) if known else None
    return Finding(control.id, control.severity, judgement, waiver, control.waived)
