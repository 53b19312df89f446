"""A result comes out of a pod's log as it went in, or is refused for a reason of its own."""

import base64
import gzip
import hashlib
import random
import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.scan.frame import LARGEST, LINE, MOST_LINES, Reason, Refused, TooLarge, frame, unframe

REPORT = random.Random(1).randbytes(4_000)
FRAME = frame(REPORT)
LINES = FRAME.splitlines()


def refused(log: str) -> Reason:
    with pytest.raises(Refused) as refusal:
        unframe(log)
    assert str(refusal.value).endswith(".")
    return refusal.value.reason


def refused_or_the_same(log: str) -> bool:
    try:
        return unframe(log) == REPORT
    except Refused:
        return True


def forged(packed: bytes, length: int, digest: str = "", lines: int | None = None) -> str:
    """Return a frame around any bytes."""
    encoded = base64.b64encode(packed).decode()
    parts = [encoded[at : at + LINE] for at in range(0, len(encoded), LINE)]
    head = f"begin sha256={digest or '0' * 64} length={length} lines={len(parts) if lines is None else lines}"
    numbered = [f"{number} {part}" for number, part in enumerate(parts, 1)]
    return "".join(f"backendrepo-result/1 {line}\n" for line in (head, *numbered, "end"))


@given(st.binary(max_size=5_000))
def test_what_is_framed_comes_back(report: bytes):
    assert unframe(frame(report)) == report


def test_a_frame_has_lines_that_no_container_runtime_splits():
    assert max(map(len, LINES)) < 1_100
    assert len(LINES) > 4
    assert all(line.startswith("backendrepo-result/1 ") for line in LINES)


STAMP = "2026-11-24T13:30:00.123456789Z "


@pytest.mark.parametrize(
    "log",
    [
        f"INFO begins\n{FRAME}INFO ends\n",
        FRAME.replace("\n", "\n\nWARNING between the lines\n"),
        "".join(f"{STAMP}{line}\n" for line in LINES),
        "".join(f"2026-11-24T14:30:00+01:00 {line}\n" for line in LINES),
        "".join(f"{STAMP}stdout F {line}\n" for line in LINES),
        FRAME.replace("\n", "\r\n"),
        FRAME.rstrip("\n"),
        f"a line that tells of backendrepo-result/1 begin\n> backendrepo-result/1 end\n{FRAME}",
    ],
)
def test_other_lines_times_and_line_ends_do_no_harm(log: str):
    assert unframe(log) == REPORT


@given(st.lists(st.text(max_size=80).filter(lambda text: "backendrepo-result/" not in text), max_size=20), st.data())
def test_no_other_line_of_a_log_does_harm(others: list[str], data: st.DataObject):
    lines = [*LINES]
    for other in others:
        lines.insert(data.draw(st.integers(0, len(lines))), other)
    assert unframe("\n".join(lines)) == REPORT


@given(st.data())
def test_a_log_that_is_cut_gives_no_result_and_says_so(data: st.DataObject):
    first = data.draw(st.integers(0, len(FRAME)))
    last = data.draw(st.integers(first, len(FRAME)))
    if FRAME[first:last].strip("\n") != FRAME.strip("\n"):
        assert refused(FRAME[first:last]) in {Reason.TRUNCATED, Reason.MISSING, Reason.DAMAGED}


@given(st.integers(0, len(LINES) - 1))
def test_a_line_that_is_missing_is_a_truncation(at: int):
    assert refused("\n".join(LINES[:at] + LINES[at + 1 :])) is Reason.TRUNCATED


@given(st.integers(0, len(FRAME) - 2), st.characters(min_codepoint=32, max_codepoint=126))
def test_a_changed_character_is_refused_or_changes_nothing(at: int, other: str):
    assert refused_or_the_same(FRAME[:at] + other + FRAME[at + 1 :])  # the last bits of base64 may mean nothing


@given(st.text())
def test_any_text_is_refused_or_read(log: str):
    assert refused(log) is Reason.MISSING


@given(st.lists(st.sampled_from([*LINES, "backendrepo-result/1 ", "backendrepo-result/1 1 ", "x"]), max_size=20))
def test_any_order_of_lines_is_refused_or_the_result(lines: list[str]):
    assert refused_or_the_same("\n".join(lines))


SHUFFLED = [LINES[0], LINES[2], LINES[1], *LINES[3:]]
PACKED = gzip.compress(b"report")
DIGEST = hashlib.sha256(b"report").hexdigest()


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        ("", Reason.MISSING),
        ("Traceback: …\nMemoryError\n", Reason.MISSING),
        (LINES[0], Reason.TRUNCATED),
        (f"{LINES[0]}\n{LINES[-1]}", Reason.TRUNCATED),
        ("\n".join(LINES[:-1]), Reason.TRUNCATED),
        ("\n".join(LINES[1:]), Reason.TRUNCATED),
        (LINES[0][:60], Reason.TRUNCATED),
        ("\n".join([*LINES[:2], "backendrepo-result/1 2 "]), Reason.TRUNCATED),
        ("\n".join(SHUFFLED), Reason.TRUNCATED),
        (FRAME + FRAME, Reason.REPEATED),
        (FRAME + frame(b"another"), Reason.REPEATED),
        (f"{LINES[0]}\n{FRAME}", Reason.REPEATED),
        (f"{FRAME}{LINES[-1]}\n", Reason.REPEATED),
        (re.sub(r"sha256=\w+", "sha256=0", FRAME), Reason.DAMAGED),
        (forged(PACKED, 6), Reason.DAMAGED),
        (forged(PACKED, 7, DIGEST), Reason.DAMAGED),
        (forged(b"no gzip", 6, DIGEST), Reason.DAMAGED),
        (forged(PACKED[:-3], 6, DIGEST), Reason.DAMAGED),
        (forged(PACKED + b"more", 6, DIGEST), Reason.DAMAGED),
        (forged(PACKED, 6, DIGEST).replace("=\nb", "\nb"), Reason.DAMAGED),
        (FRAME.replace(f"{LINES[2]}\n", "backendrepo-result/1 2 !\n"), Reason.DAMAGED),
        (forged(gzip.compress(bytes(2**20)), 1_000), Reason.BOMB),
        (forged(gzip.compress(bytes(64 * 2**20)), LARGEST), Reason.BOMB),
        (forged(PACKED, LARGEST + 1, DIGEST), Reason.OVERSIZED),
        (forged(PACKED, 6, DIGEST, lines=MOST_LINES + 1), Reason.OVERSIZED),
        (forged(bytes(2**20), 6, DIGEST, lines=1), Reason.OVERSIZED),
        (FRAME.replace("result/1", "result/2"), Reason.VERSION),
    ],
)
def test_what_is_no_whole_single_sound_frame_is_refused_by_its_reason(log: str, reason: Reason):
    assert refused(log) is reason


def test_a_bomb_is_not_unpacked():
    log = forged(gzip.compress(bytes(64 * 2**20)), 1_000)
    tracemalloc.start()
    try:
        assert refused(log) is Reason.BOMB
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_extra_lines_within_a_frame_are_refused():
    assert refused(FRAME.replace(LINES[-1], f"backendrepo-result/1 {len(LINES) - 1} AAAA\n{LINES[-1]}")) is (
        Reason.TRUNCATED
    )


@pytest.mark.parametrize("report", [bytes(LARGEST + 1), random.Random(1).randbytes(MOST_LINES * LINE)])
def test_a_result_that_no_frame_holds_is_not_written(report: bytes):
    with pytest.raises(TooLarge, match="bytes"):
        frame(report)


def test_the_same_result_is_the_same_frame():
    assert frame(REPORT) == FRAME
