"""The story of a scan, a step at a time, with a runner that does what the test says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backendrepo.advisories import Advisories
from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.conformance import ScanState
from backendrepo.checks import Checks
from backendrepo.errors import GitHubUnavailable, KubernetesUnavailable, PermissionMissing
from backendrepo.findings import Report
from backendrepo.scan.frame import frame
from backendrepo.scan.result import write
from backendrepo.scanned import Scanned
from backendrepo.scans.due import MOST_FAILURES
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.line import Line
from backendrepo.scans.order import Order, order
from backendrepo.scans.runner import Running
from backendrepo.scans.scans import Scans, Step
from backendrepo.standards import built_in

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NIGHTLY = "0 3 * * *"


class Stage:
    """A runner whose scans end when the test says so."""

    def __init__(self) -> None:
        self.running: dict[str, Running] = {}
        self.logs: dict[str, str] = {}
        self.started: list[str] = []
        self.refuse: Exception | None = None
        self.why = ""
        self.told: Callable[[str], None] = lambda _: None
        self.now = START

    def find(self, uid: str) -> Running | None:
        return self.running.get(uid)

    def all(self) -> list[Running]:
        return [each for each in self.running.values() if not each.ended]

    def start(self, order: Order, token: str) -> Running:
        if self.refuse:
            raise self.refuse
        self.started.append(order.id)
        self.running[order.uid] = Running(
            order.id, order.uid, order.inputs, order.commit, self.now, of=(order.namespace, order.name)
        )
        return self.running[order.uid]

    def trouble(self, running: Running) -> str:
        return self.why

    def log(self, running: Running) -> str:
        return self.logs[running.id]

    def discard(self, running: Running) -> None:
        self.running.pop(running.uid, None)

    def listen(self, told: Callable[[str], None]) -> None:
        self.told = told

    def close(self) -> None:
        pass

    def end(self, uid: str, log: str) -> None:
        running = self.running[uid]
        self.logs[running.id] = log
        self.running[uid] = replace(running, ended=True)
        self.told(uid)


class House:
    """The scans of a fleet, each BackendRepo with the status that its last step left."""

    def __init__(self, most: int = 2) -> None:
        self.stage = Stage()
        self.woken: list[tuple[str, str]] = []
        self.scans = Scans(self.stage, Line(most), lambda: self.stage.now)
        self.scans.listen(self.woken.append)
        self.repos: dict[str, dict[str, Any]] = {}
        self.token: Callable[[], str] = lambda: "secret"
        self.known: dict[str, Scanned] = {}

    def repo(self, name: str = "a") -> BackendRepo:
        default = {
            "metadata": {"name": name, "namespace": "team", "uid": name, "annotations": {}},
            "spec": {"repository": f"acme/{name}"},
            "status": {},
        }
        return BackendRepo.model_validate(self.repos.setdefault(name, default))

    def step(self, name: str = "a", *, commit: str = "a" * 40, schedule: str = NIGHTLY, known: bool = True) -> Step:
        """Take a step and write its status down, as a turn does."""
        repo = self.repo(name)
        todo = order(repo, built_in(), "https://api.github.com", "main", commit)
        step = self.scans.step(repo, todo, self.token, schedule, known=self.known.get(name) if known else None)
        if step.scanned:
            self.known[name] = step.scanned
        status = self.repos[name]["status"]
        status["scan"] = step.status.manifest()
        if step.handled:
            status["lastHandledScanAt"] = step.handled
        return step

    def finish(self, name: str = "a", *, commit: str = "a" * 40, scanned: Scanned | None = None) -> None:
        self.stage.end(name, frame(write(scanned or result(name, commit, self.stage.now))))

    def request(self, token: str, name: str = "a") -> None:
        self.repo(name)
        self.repos[name]["metadata"]["annotations"] = {"backendrepo.dev/scanRequestedAt": token}

    def later(self, **more: float) -> None:
        self.stage.now += timedelta(**more)


def result(name: str, commit: str, now: datetime) -> Scanned:
    report = Report(f"acme/{name}", "backend-foundation", now, (), commit)
    return Scanned(report, Checks(), Advisories())


@pytest.fixture
def house() -> House:
    return House()


def test_the_first_scan_runs_and_its_result_is_read_once(house):
    assert house.step().status.state is ScanState.RUNNING
    assert house.step().status.state is ScanState.RUNNING
    house.later(seconds=20)
    house.finish()
    read = house.step()
    assert read.scanned.report.commit == "a" * 40
    assert read.status.state is ScanState.IDLE
    assert read.status.last_scan == house.stage.now
    assert read.status.next_scan == datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert house.step().scanned is None
    assert len(house.stage.started) == 1


def test_a_result_whose_status_was_not_written_is_read_again(house):
    house.step()
    house.finish()
    before = dict(house.repos["a"]["status"])
    first = house.step()
    house.repos["a"]["status"] = before
    assert house.step() == first


def test_a_scan_whose_start_was_not_written_down_is_found_again(house):
    house.step()
    house.repos["a"]["status"] = {}
    assert house.step().status.state is ScanState.RUNNING
    house.repos["a"]["status"] = {}
    house.finish()
    assert house.step().scanned is not None
    assert len(house.stage.started) == 1


def test_another_commit_is_scanned_after_the_scan_that_runs(house):
    house.step()
    assert house.step(commit="b" * 40).status.commit == "a" * 40
    house.finish()
    step = house.step(commit="b" * 40)
    assert step.scanned.report.commit == "a" * 40
    assert (step.status.state, step.status.commit) == (ScanState.RUNNING, "b" * 40)


def test_the_schedule_and_a_request_bring_a_scan_of_the_same_commit(house):
    house.step()
    house.finish()
    house.step()
    house.request("please")
    step = house.step()
    assert (step.status.state, step.handled) == (ScanState.RUNNING, "please")
    house.finish()
    assert house.step().status.state is ScanState.IDLE
    house.later(days=1)
    assert house.step().running
    assert len(set(house.stage.started)) == 3


def test_a_failed_scan_is_tried_again_later_and_later_and_then_waits_for_a_trigger(house):
    house.step()
    for failures in range(1, MOST_FAILURES + 1):
        house.stage.end("a", "no result")
        failed = house.step()
        assert failed.failure.reason == "ResultMissing"
        assert (failed.status.failures, failed.status.state) == (failures, ScanState.IDLE)
        assert house.step().failure is None
        if failures < MOST_FAILURES:
            house.stage.now = failed.status.retry
            assert house.step().status.state is ScanState.RUNNING
    assert failed.status.retry is None
    house.later(hours=1)
    assert house.step().status.state is ScanState.IDLE
    house.request("again")
    step = house.step()
    assert (step.status.state, step.status.failures) == (ScanState.RUNNING, 0)


def test_a_failed_scan_keeps_when_the_last_good_one_was(house):
    house.step()
    house.finish()
    house.step()
    house.request("again")
    house.step()
    house.stage.end("a", "no result")
    assert house.step().status.last_scan == START


def test_a_scan_that_is_gone_is_told_and_tried_again_once_at_once_then_later(house):
    house.step()
    house.stage.running.clear()
    lost = house.step()
    assert lost.failure.reason == "ScanLost"
    assert house.stage.started[0] in str(lost.failure)
    assert lost.status.state is ScanState.RUNNING
    house.stage.running.clear()
    again = house.step()
    assert (again.status.state, again.status.failures) == (ScanState.IDLE, 2)
    house.stage.now = again.status.retry
    assert house.step().status.state is ScanState.RUNNING


def test_the_result_of_an_earlier_scan_is_not_taken_for_the_latest(house):
    house.step()
    house.finish()
    house.step()
    earlier = house.stage.running["a"]
    house.later(seconds=1)
    house.step(commit="b" * 40)
    house.stage.running["a"] = earlier  # the later one is gone, and the earlier one still there
    assert house.step(commit="b" * 40).failure.reason == "ScanLost"


def test_a_scan_that_cannot_be_started_is_told_and_tried_again(house):
    house.stage.refuse = ScanFailed("ScanNotStarted", "exceeded quota")
    step = house.step()
    assert (step.failure.reason, step.status.state, step.status.failures) == ("ScanNotStarted", ScanState.IDLE, 1)
    house.stage.refuse = None
    assert house.step().status.state is ScanState.IDLE
    house.stage.now = step.status.retry
    assert house.step().status.state is ScanState.RUNNING


def test_what_keeps_a_started_scan_from_running_is_told(house):
    house.step()
    house.stage.why = "ImagePullBackOff"
    assert house.step().trouble == "ImagePullBackOff"


def test_a_credential_that_may_not_read_is_a_failed_scan(house):
    def token() -> str:
        raise PermissionMissing("contents: read", "read the content of the repository")

    house.token = token
    assert house.step().failure.reason == "PermissionMissing"


@pytest.mark.parametrize("error", [GitHubUnavailable("504"), KubernetesUnavailable("503")])
def test_an_outage_is_no_failed_scan_and_takes_no_place(house, error):
    def token() -> str:
        raise error

    house.token = token
    for name in "abc":
        with pytest.raises(type(error)):
            house.step(name)
    house.token = lambda: "secret"
    assert house.step("a").status.state is ScanState.RUNNING
    assert house.step("b").status.state is ScanState.RUNNING


def test_no_more_scans_run_than_the_fleet_may_and_who_waits_is_woken(house):
    assert [house.step(name).status.state for name in "abc"] == [*[ScanState.RUNNING] * 2, ScanState.WAITING]
    house.finish("a")
    assert set(house.woken) == {("team", "a"), ("team", "c")}
    assert house.step("c").status.state is ScanState.RUNNING
    assert house.step("a").scanned is not None


def test_who_does_not_come_as_far_as_a_step_holds_nobody_up(house):
    for name in "abcd":
        house.step(name)
    house.finish("a")
    house.scans.leave("c")
    assert ("team", "d") in house.woken
    assert house.step("d").status.state is ScanState.RUNNING


def test_after_a_restart_the_scans_that_run_take_their_places(house):
    for name in "ab":
        house.step(name)
    after = Scans(house.stage, Line(2), lambda: house.stage.now)
    house.scans = after
    for name in "ab":
        house.step(name)
    assert house.step("c").status.state is ScanState.WAITING


def test_who_is_scanned_is_woken_by_news_and_keeps_the_place(house):
    for name in "abc":
        house.step(name)
    house.stage.told("a")
    assert house.woken == [("team", "a")]
    assert house.step("c").status.state is ScanState.WAITING


def test_the_scan_of_a_deleted_object_is_let_go_of(house):
    for name in "abc":
        house.step(name)
    house.scans.forget("a")
    assert "a" not in house.stage.running
    assert ("team", "c") in house.woken
    house.scans.forget("never seen")


def test_scans_of_objects_that_went_away_meanwhile_are_let_go_of(house):
    for name in "ab":
        house.step(name)
    house.scans.sweep(lambda running: running.of == ("team", "b"))
    assert set(house.stage.running) == {"b"}


def test_who_is_scanned_is_known_before_its_first_turn_after_a_restart(house):
    house.step()
    after = Scans(house.stage, Line(2), lambda: house.stage.now)
    woken: list[tuple[str, str]] = []
    after.listen(woken.append)
    after.sweep(lambda _: True)
    house.finish()
    assert woken == [("team", "a")]


def test_what_is_told_of_an_unknown_scan_wakes_nobody(house):
    house.stage.told("stranger")
    assert house.woken == []


def test_a_scan_by_the_schedule_is_told_of_when_it_has_ended(house):
    house.step()
    house.finish()
    before = house.step().status
    house.later(days=1)
    assert (house.step().status, house.step().status) == (before, before)
    house.stage.why = "ImagePullBackOff"
    assert house.step().status.state is ScanState.RUNNING
    house.stage.why = ""
    house.finish()
    after = house.step()
    assert after.status.last_scan == house.stage.now
    assert after.status.next_scan == house.stage.now.replace(hour=3) + timedelta(days=1)
    assert len(house.stage.started) == 2


def test_a_scan_by_the_schedule_that_is_gone_is_made_again(house):
    house.step()
    house.finish()
    house.step()
    house.later(days=1)
    house.step()
    house.stage.running.clear()
    assert house.step().running
    assert house.stage.started[1] == house.stage.started[2]


def test_the_clock_brings_the_next_step_when_something_is_due(house):
    assert house.step().again is None
    house.finish()
    step = house.step()
    assert step.again == step.status.next_scan
    house.request("again")
    house.step()
    house.stage.end("a", "no result")
    failed = house.step()
    assert failed.again == failed.status.retry


def test_a_result_that_is_not_at_hand_any_more_is_read_again_from_the_scan(house):
    house.step()
    house.finish()
    house.step()
    assert house.step(known=False).scanned.report.commit == "a" * 40
    assert len(house.stage.started) == 1


def test_a_result_that_is_nowhere_any_more_is_scanned_anew(house):
    house.step()
    house.finish()
    house.step()
    house.stage.running.clear()
    again = house.step(known=False)
    assert (again.status.state, again.failure) == (ScanState.RUNNING, None)


UNANSWERED = Advisories(failure="osv.dev cannot be asked (ConnectionError).")


def unanswered(house: House, commit: str = "a" * 40) -> Scanned:
    return replace(result("a", commit, house.stage.now), advisories=UNANSWERED)


def test_an_outage_of_the_advisory_source_takes_nothing_of_a_commit_back(house):
    house.step()
    house.finish()
    house.step()
    house.request("once more")
    house.step()
    house.later(seconds=5)
    house.finish(scanned=unanswered(house))
    step = house.step()
    assert step.scanned is None
    assert (step.failure.reason, str(step.failure)) == (
        "AdvisoriesUnanswered",
        "osv.dev cannot be asked (ConnectionError). What was known of the commit stands.",
    )
    assert step.again == house.stage.now + timedelta(seconds=30)
    house.later(seconds=30)
    house.step()
    house.finish()
    assert house.step().status.failures == 0


def test_another_commit_is_judged_without_advisories_and_the_source_is_asked_again(house):
    house.step()
    house.finish()
    house.step()
    house.step(commit="b" * 40)
    house.finish(commit="b" * 40, scanned=unanswered(house, "b" * 40))
    step = house.step(commit="b" * 40)
    assert step.scanned.report.commit == "b" * 40
    assert step.failure is None
    assert step.again == house.stage.now + timedelta(seconds=30)


def test_a_source_that_never_answers_is_asked_more_and_more_seldom(house):
    house.step()
    pauses = []
    for _ in range(9):
        house.finish(scanned=unanswered(house))
        step = house.step()
        pauses.append(step.status.retry - house.stage.now)
        house.later(seconds=pauses[-1].total_seconds())
        house.step(schedule="0 0 29 2 *")
    assert pauses[:3] == [timedelta(seconds=each) for each in (30, 90, 270)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)
