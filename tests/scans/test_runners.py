"""What both runners promise, with real processes, and with real Jobs of a real cluster."""

import json
from collections.abc import Callable

import pytest
from tests.cluster import wait_until
from tests.scans.conftest import COMMIT, Ear, order

from backendrepo.scans.collect import result
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.order import Order
from backendrepo.scans.runner import Runner, Running

Ended = Callable[[Order], Running]


def test_what_a_scan_learnt_arrives(runner: Runner, ended: Ended):
    scan = ended(order())
    assert (scan.id, scan.uid, scan.inputs, scan.commit) == (order().id, "uid-good", order().inputs, COMMIT)
    assert result(runner.log(scan), scan, repository="acme/good").report.repository == "acme/good"
    assert runner.find("uid-good") == scan, "it can be read again, after a restart say"
    assert runner.trouble(scan) == ""
    assert runner.all() == []


WITHOUT_RESULT = {
    "fails": ("GitHubUnavailable", "GitHub does not answer"),
    "cut": ("ResultTruncated", "cut"),
    "crashes": ("ResultMissing", "Its last line: there is no room left"),
    "dies": ("ScanKilled", "signal 9"),
    "noisy": ("ResultOversized", "2 MiB"),
    "deaf": ("ResultMissing", "no result"),
    "hangs": ("ScanOverdue", r"stopped after 2 s.*raise spec\.scan\.timeout"),
}


def test_a_scan_without_a_result_says_why(runner: Runner):
    ear, orders = Ear(), [order(behaviour, timeout=2 if behaviour == "hangs" else 60) for behaviour in WITHOUT_RESULT]
    runner.listen(ear)
    for each in orders:
        runner.start(each, "gh-token")
    for each in orders:
        ear.wait(each.uid)
        scan, (reason, told) = runner.find(each.uid), WITHOUT_RESULT[each.name]
        assert scan
        with pytest.raises(ScanFailed, match=told) as failed:
            result(runner.log(scan), scan, repository=each.repository)
        assert failed.value.reason == reason


def test_a_result_that_was_whole_before_the_scan_was_killed_counts(runner: Runner, ended: Ended):
    scan = ended(order("late"))
    assert result(runner.log(scan), scan, repository="acme/late")


def test_a_scan_is_given_what_it_needs_and_no_more(runner: Runner, ended: Ended, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KUBECONFIG", "secret-of-the-operator")
    monkeypatch.setenv("https_proxy", "http://proxy.test:3128")
    asked = order("tells", branch="-b $(HOME) $$", osv_url="https://osv.test")
    told = json.loads(runner.log(ended(asked)))
    given = {"repository": "acme/tells", "commit": COMMIT, "branch": "-b $(HOME) $$", "osv": "https://osv.test"}
    assert given.items() <= told["options"].items()
    assert told["files"] == {"token_file": "gh-token", "standard": "kind: BackendStandard\n"}
    assert "secret-of-the-operator" not in told["environment"].values()
    assert "gh-token" not in str(told["environment"]) + str(told["options"])


def test_a_start_that_is_repeated_starts_nothing(runner: Runner, ended: Ended):
    first = runner.start(order("hangs"), "gh-token")
    assert runner.start(order("hangs"), "gh-token").id == first.id
    assert [scan.id for scan in runner.all()] == [first.id]
    scan = ended(order())
    assert runner.start(order(), "gh-token") == scan


def test_one_that_runs_is_found_before_one_that_has_ended(runner: Runner, ended: Ended):
    old = ended(order())
    new = runner.start(order("hangs", uid="uid-good"), "gh-token")
    assert runner.find("uid-good") == new != old
    assert runner.find("nobody") is None


def reason(runner: Runner, scan: Running) -> str:
    """Why a scan has no log; empty where it has one."""
    try:
        runner.log(scan)
    except ScanFailed as failure:
        return failure.reason
    return ""


def test_a_scan_that_is_let_go_of_stops_and_is_gone(runner: Runner):
    ear = Ear()
    runner.listen(ear)
    scan = runner.start(order("hangs"), "gh-token")
    runner.discard(scan)
    wait_until(lambda: runner.find(scan.uid) is None, "the scan to go")
    assert runner.all() == []
    wait_until(lambda: reason(runner, scan) == "ScanLost", "the log to go, which a cluster does after the Job")
    runner.discard(scan)
    assert runner.start(order(), "gh-token").uid == "uid-good"
    ear.wait("uid-good")


def test_who_could_not_take_the_news_is_told_again(runner: Runner, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("backendrepo.scans.processes.AGAIN", 0.0)
    tries: list[str] = []

    def told(uid: str) -> None:
        tries.append(uid)
        if len(tries) == 1:
            raise OSError("no time")

    runner.listen(told)
    runner.start(order(), "gh-token")
    wait_until(lambda: len(tries) > 1, "the second try")


def test_who_listens_late_is_told_of_what_has_ended(runner: Runner, ended: Ended):
    ended(order())
    ear = Ear()
    runner.listen(ear)
    ear.wait("uid-good")
