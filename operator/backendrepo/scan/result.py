"""What a scan hands over: what it learnt, or the reason why there is nothing; as bounded bytes, and back.

The form is that of the dataclasses, as JSON. A field that is added needs a default, so that results which were kept by
an earlier version stay readable; any other change raises the version.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from backendrepo.scan.bounds import ROOMS, Room, fitted, text
from backendrepo.scan.frame import TooLarge
from backendrepo.scanned import Scanned

VERSION = 2
"""Of the form. One that is another is not read."""

LARGEST = 512 * 1024
"""Bytes of a result."""


class Malformed(Exception):
    """Bytes that hold no result; the message says in a few words what is wrong, never what was read."""


@dataclass(frozen=True)
class Failure:
    """Why there is no result: the name of the error, and its sentence."""

    reason: str
    message: str


@dataclass(frozen=True)
class _Document:
    """One of the two."""

    version: int
    scanned: Scanned | None = None
    failure: Failure | None = None


_FORM = TypeAdapter(_Document)


def write(result: Scanned | Failure) -> bytes:
    """Return a result as JSON: the same bytes for the same result, without secrets, and bounded.

    What makes it too large is left out step by step, and told. Raises `TooLarge` where that is not enough.
    """
    if isinstance(result, Failure):
        return _written(_Document(VERSION, failure=result), ROOMS[0])
    for room in ROOMS:
        written = _written(_Document(VERSION, scanned=fitted(result, room)), room)
        if len(written) <= LARGEST:
            return written
    raise TooLarge(f"a result of more than {LARGEST} bytes")


def read(written: bytes) -> Scanned | Failure:
    """Return the result that was written. Raises `Malformed`."""
    try:
        document = _FORM.validate_json(written, strict=True)
    except ValidationError as error:
        raise Malformed(_why(written)) from error
    if document.version != VERSION:
        raise Malformed(_why(written))
    result = document.scanned or document.failure
    if result is None or not _dated(result):
        raise Malformed(f"not as a result is ({'no content' if result is None else 'a time without a zone'})")
    return result


def _written(document: _Document, room: Room) -> bytes:
    plain = _FORM.dump_python(document)
    return json.dumps(_fitted(plain, room), default=_plain, ensure_ascii=False, separators=(",", ":")).encode()


def _fitted(value: Any, room: Room) -> Any:
    """Return the same with each text as it fits, one by one: what is masked in one must not reach into the next."""
    match value:
        case str():
            return text(value, room)
        case dict():
            return {text(key, room): _fitted(each, room) for key, each in value.items()}
        case list() | tuple():
            return [_fitted(each, room) for each in value]
    return value


def _plain(value: Any) -> str:
    """Return a date or a moment as text."""
    told: str = value.isoformat()
    return told


def _why(written: bytes) -> str:
    try:
        version = from_json(written)["version"]
    except (ValueError, TypeError, KeyError):
        return "not as a result is (no version)"
    known = type(version) is int and version != VERSION
    return f"a result of version {str(version)[:20]}" if known else "not as a result is (the wrong form)"


def _dated(result: Scanned | Failure) -> bool:
    """Whether each moment has a zone, so that it can be held against others."""
    if isinstance(result, Failure):
        return True
    known = result.advisories
    moments: list[datetime | None] = [result.report.generated_at]
    moments += [known.asked_at, known.fetched_at] if known else []
    return all(moment is None or moment.tzinfo for moment in moments)
