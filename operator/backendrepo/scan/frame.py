"""A result as lines that survive a pod's log, and back: one frame, checksummed, bounded in every respect.

    backendrepo-result/1 begin sha256=9f86… length=48213 lines=9
    backendrepo-result/1 1 H4sIAAAAAAAC/+y9…
    …
    backendrepo-result/1 end

Between the two lines stands the gzipped result in base64, on numbered lines. A log may have other lines between them
(two streams are joined in it), a time before each line, and may be cut at either end: container runtimes split lines
above 16 KiB, kubelets rotate logs at 10 MiB. The checksum shows damage; it is no signature: who can write to the log
can write a frame, so a second one is refused rather than chosen from.
Sources: Kubernetes, "Logging Architecture"; CRI log format; RFC 1952 (gzip), RFC 4648 (base64).
"""

import base64
import binascii
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LARGEST = 8 * 2**20
"""Bytes of a result."""

MOST_LINES = 1_024
"""Lines of a frame; with what a line holds about 768 KiB of gzip, and 1 MiB of log."""

LINE = 1_024
"""Characters of base64 on a line."""

_MARK = "backendrepo-result/"
_VERSION = "1"
_STAMP = r"(?:\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:\d\d) )?(?:(?:stdout|stderr) F )?"
_FRAMED = re.compile(rf"{_STAMP}{_MARK}(\d{{1,9}}) (.*)")
_BEGIN = re.compile(r"begin sha256=([0-9a-f]{64}) length=(\d{1,12}) lines=(\d{1,9})")
_DATA = re.compile(rf"(\d{{1,9}}) ([A-Za-z0-9+/=]{{1,{LINE}}})")


class Reason(StrEnum):
    """Why a log gives no result."""

    MISSING = "Missing"
    """There is no frame: the scan ended before it had a result, or its log is gone."""
    TRUNCATED = "Truncated"
    """The frame is not whole: the log was cut, or the scan stopped while it wrote."""
    REPEATED = "Repeated"
    """There is more than one frame, or what pretends to be one."""
    OVERSIZED = "Oversized"
    """The frame claims to be larger than any result is."""
    DAMAGED = "Damaged"
    """The frame is whole and its content is not what it says: the checksum or the encoding is wrong."""
    BOMB = "Bomb"
    """The content unpacks to more than the frame says."""
    VERSION = "Version"
    """The frame is of a version that is not known here."""


class Refused(Exception):
    """A log that gives no result, with the reason; the message is a sentence."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class TooLarge(Exception):
    """A result that no frame holds."""


@dataclass(frozen=True)
class _Header:
    """What a frame says of itself."""

    sha256: str
    length: int
    lines: int


def frame(report: bytes) -> str:
    """Return the lines that carry a result. Raises `TooLarge`."""
    encoded = base64.b64encode(gzip.compress(report, mtime=0)).decode()
    lines = [encoded[at : at + LINE] for at in range(0, len(encoded), LINE)]
    if len(report) > LARGEST or len(lines) > MOST_LINES:
        raise TooLarge(f"a result of {len(report)} bytes, {len(encoded)} as text")
    digest = hashlib.sha256(report).hexdigest()
    head = f"begin sha256={digest} length={len(report)} lines={len(lines)}"
    numbered = (f"{number} {line}" for number, line in enumerate(lines, 1))
    return "".join(f"{_MARK}{_VERSION} {line}\n" for line in (head, *numbered, "end"))


def unframe(log: str) -> bytes:
    """Return the result that a log carries. Raises `Refused`."""
    lines = list(_framed(log))
    if not lines:
        raise Refused(Reason.MISSING, "The log holds no result.")
    header = _header(lines)
    encoded = "".join(_data(lines[1:], header))
    return _checked(_unpacked(encoded, header), header)


def _framed(log: str) -> Iterator[str]:
    """Yield the lines of frames, without what stands before them. Other lines may be anywhere."""
    for line in log.split("\n"):
        match = _FRAMED.fullmatch(line.rstrip("\r"))
        if match is None:
            continue
        if match[1] != _VERSION:
            raise Refused(Reason.VERSION, f"The result is framed in version {match[1]}; {_VERSION} is known here.")
        yield match[2]


def _header(lines: list[str]) -> _Header:
    """Return what the frame says of itself, where there is exactly one and it is no larger than one may be."""
    for word in ("begin", "end"):
        if (count := sum(line.startswith(word) for line in lines)) > 1:
            raise Refused(Reason.REPEATED, f"The log holds {count} results where one belongs.")
    if not lines[0].startswith("begin"):
        raise Refused(Reason.TRUNCATED, "The result is cut: its begin is missing.")
    begin = _BEGIN.fullmatch(lines[0])
    if begin is None:
        reason = Reason.DAMAGED if len(lines) > 1 else Reason.TRUNCATED
        raise Refused(reason, "The first line of the result cannot be read.")
    header = _Header(begin[1], int(begin[2]), int(begin[3]))
    if header.length > LARGEST or header.lines > MOST_LINES or len(lines) > MOST_LINES + 2:
        raise Refused(Reason.OVERSIZED, f"The result claims {header.length} bytes on {header.lines} lines.")
    return header


def _data(lines: list[str], header: _Header) -> Iterator[str]:
    """Yield the text of each line, where all are there, in their order."""
    expected = 1
    for line in lines:
        if line == "end":
            break
        match = _DATA.fullmatch(line)
        if match is None and line != lines[-1]:
            raise Refused(Reason.DAMAGED, f"Line {expected} of the result cannot be read.")
        if match is None or int(match[1]) != expected:
            raise Refused(Reason.TRUNCATED, f"The result is cut: line {expected} of {header.lines} is missing.")
        yield match[2]
        expected += 1
    else:
        raise Refused(Reason.TRUNCATED, f"The result is cut after line {expected - 1} of {header.lines}.")
    if expected != header.lines + 1:
        raise Refused(Reason.TRUNCATED, f"The result has {expected - 1} of {header.lines} lines.")


def _unpacked(encoded: str, header: _Header) -> bytes:
    unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        report = unpacking.decompress(base64.b64decode(encoded, validate=True), header.length + 1)
    except (binascii.Error, zlib.error) as error:
        raise Refused(Reason.DAMAGED, f"The result cannot be unpacked ({type(error).__name__}).") from error
    if len(report) > header.length:
        raise Refused(Reason.BOMB, f"The result unpacks to more than the {header.length} bytes that it names.")
    if not unpacking.eof or unpacking.unused_data:
        raise Refused(Reason.DAMAGED, "The result does not end where it should.")
    return report


def _checked(report: bytes, header: _Header) -> bytes:
    if len(report) != header.length or hashlib.sha256(report).hexdigest() != header.sha256:
        raise Refused(Reason.DAMAGED, "The checksum of the result is wrong.")
    return report
