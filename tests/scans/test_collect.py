"""From what a scan printed to what it learnt; what anybody else might have printed is not taken for it."""

import base64
import gzip
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.checks import Checks
from backendrepo.findings import Report
from backendrepo.scan.frame import frame
from backendrepo.scan.result import Failure, write
from backendrepo.scanned import Scanned
from backendrepo.scans.collect import LARGEST_LOG, LONGEST_MESSAGE, result, whole
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.runner import Running

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
RUNNING = Running("scan-a", "uid", "inputs", "a" * 40, MOMENT, ended=True)


def learnt(repository: str = "acme/a", commit: str = "a" * 40) -> Scanned:
    return Scanned(Report(repository, "backend-foundation", MOMENT, (), commit=commit), Checks())


GOOD = frame(write(learnt()))


def failed(log: str) -> ScanFailed:
    with pytest.raises(ScanFailed) as failed:
        result(log, RUNNING, repository="acme/a")
    return failed.value


def test_a_result_is_found_among_whatever_else_was_printed():
    assert result(f"a warning\n{GOOD}another\n", RUNNING, repository="acme/a") == learnt()
    assert whole(GOOD)


def bomb() -> str:
    content = gzip.compress(b"0" * 2**20)
    head = f"begin sha256={hashlib.sha256(b'').hexdigest()} length=100 lines=1"
    return "".join(
        f"backendrepo-result/1 {each}\n" for each in (head, f"1 {base64.b64encode(content)[:1024].decode()}", "end")
    )


@pytest.mark.parametrize(
    ("log", "reason", "told"),
    [
        ("", "ResultMissing", "The log holds no result."),
        ("\n \n", "ResultMissing", "The log holds no result."),
        ("a\nTraceback: ghp_0123456789abcdef0123\n", "ResultMissing", "Its last line: Traceback: [redacted]"),
        (f"x\n{'y' * 5000}", "ResultMissing", f"Its last line: {'y' * 99}…{'y' * 100}"),
        (GOOD[:-30], "ResultTruncated", "cut"),
        (GOOD + GOOD, "ResultRepeated", "2 results"),
        (GOOD.replace("H4s", "H5s"), "ResultDamaged", "cannot be unpacked"),
        (GOOD.replace("length=", "length=99999999"), "ResultOversized", "claims"),
        (bomb(), "ResultOversized", "unpacks to more"),
        (GOOD.replace("result/1", "result/7"), "ResultDamaged", "version 7; 1 is known here. Scans have to run from"),
        (frame(b"{}"), "ResultDamaged", "Scans have to run from the image of the operator's own version."),
        ("x" * LARGEST_LOG, "ResultOversized", "2 MiB"),
        (frame(write(learnt("acme/b"))), "ResultForged", "should be of acme/a at aaaa"),
        (frame(write(learnt(commit="b" * 40))), "ResultForged", "another repository or commit"),
        (frame(write(Failure("RateLimited", "The limit is spent."))), "RateLimited", "The limit is spent."),
        (frame(write(Failure("no word!", "x"))), "ResultDamaged", "x"),
    ],
)
def test_what_is_no_result_of_this_scan_is_refused_with_its_reason(log: str, reason: str, told: str):
    failure = failed(log)
    assert failure.reason == reason
    assert told in str(failure)
    assert len(str(failure)) <= LONGEST_MESSAGE


def test_what_a_scan_says_of_itself_has_room_in_a_condition():
    message = str(failed(frame(write(Failure("InternalError", "w" * 9000)))))
    assert len(message) == LONGEST_MESSAGE


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=3))
def test_a_damaged_log_gives_the_same_result_or_none(at: int, noise: bytes):
    log = GOOD[:at] + noise.decode("latin-1") + GOOD[at + len(noise) :]
    if whole(log):
        assert result(log, RUNNING, repository="acme/a") == learnt()
    else:
        assert failed(log).reason.startswith("Result")
