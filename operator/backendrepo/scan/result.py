"""What a scan hands over: a report, or the reason why there is none; as bounded bytes, and back."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from backendrepo.findings import Evidence, Finding, Judgement, Outcome, Report, Severity, Waiver
from backendrepo.redaction import redact

VERSION = 1
"""Of the form below. One that is higher is not read."""

LONGEST_TEXT = 2_000
"""Characters of a text in a result."""

MOST_EVIDENCE = 200
"""Places that a result has for a finding; the first ones decide."""

Of = TypeVar("Of")


class Malformed(Exception):
    """Bytes that hold no result; the message says in a few words what is wrong, never what was read."""


@dataclass(frozen=True)
class Failure:
    """Why there is no report: the name of the error, and its sentence."""

    reason: str
    message: str


def write(result: Report | Failure) -> bytes:
    """Return a result as JSON: the same bytes for the same result, without secrets, and bounded."""
    kind = "report" if isinstance(result, Report) else "failure"
    body = asdict(_bounded(result) if isinstance(result, Report) else result)
    document = {"version": VERSION, kind: _redacted(body)}
    return json.dumps(document, default=_plain, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def read(written: bytes) -> Report | Failure:
    """Return the result that was written. Raises `Malformed`."""
    try:
        document = json.loads(written)
        if document["version"] != VERSION:
            raise Malformed(f"a result of version {int(document['version'])}")
        return _report(document["report"]) if "report" in document else _failure(document["failure"])
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Malformed(f"not as a result is ({type(error).__name__})") from error


def _bounded(report: Report) -> Report:
    """Return a report without what nobody reads to its end. What is left out is told."""
    return replace(
        report, findings=tuple(replace(each, judgement=_shortened(each.judgement)) for each in report.findings)
    )


def _shortened(judgement: Judgement) -> Judgement:
    evidence = tuple(Evidence(each.path, each.line, _cut(each.text)) for each in judgement.evidence[:MOST_EVIDENCE])
    left = len(judgement.evidence) - MOST_EVIDENCE
    more = f" ({left} more places are left out.)" if left > 0 else ""
    return Judgement(judgement.outcome, _cut(judgement.summary) + more, evidence, _cut(judgement.fix))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _redacted(value: Any) -> Any:
    """Return the same with secrets masked, text by text: what is masked must not reach into the next."""
    match value:
        case str():
            return redact(value)
        case dict():
            return {key: _redacted(each) for key, each in value.items()}
        case list() | tuple():
            return [_redacted(each) for each in value]
    return value


def _plain(value: Any) -> str:
    """Return a date or a moment as text."""
    text: str = value.isoformat()
    return text


def _report(document: Any) -> Report:
    return Report(
        repository=_text(document["repository"]),
        standard=_text(document["standard"]),
        generated_at=datetime.fromisoformat(document["generated_at"]),
        findings=tuple(_findings(document["findings"])),
        commit=_text(document["commit"]),
        left_out={_text(name): _text(why) for name, why in document["left_out"].items()},
    )


def _findings(documents: Any) -> Iterator[Finding]:
    for each in documents:
        yield Finding(
            control=_text(each["control"]),
            severity=Severity(each["severity"]),
            judgement=_judgement(each["judgement"]),
            waiver=_waiver(each["waiver"]) if each["waiver"] else None,
            waived=_exactly(bool, each["waived"]),
        )


def _judgement(document: Any) -> Judgement:
    places = (
        Evidence(_text(each["path"]), _exactly(int, each["line"]), _text(each["text"])) for each in document["evidence"]
    )
    return Judgement(Outcome(document["outcome"]), _text(document["summary"]), tuple(places), _text(document["fix"]))


def _waiver(document: Any) -> Waiver:
    control, reason, owner = (_text(document[name]) for name in ("control", "reason", "owner"))
    return Waiver(control, reason, owner, date.fromisoformat(document["expires"]))


def _failure(document: Any) -> Failure:
    return Failure(_text(document["reason"]), _text(document["message"]))


def _text(value: Any) -> str:
    return _exactly(str, value)


def _exactly(kind: type[Of], value: Any) -> Of:
    if type(value) is not kind:
        raise TypeError
    return value
