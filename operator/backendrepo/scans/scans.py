"""The story of a scan, a step at a time: collect what has ended, see whether one is due, start it when its turn comes.

A step is safe to repeat: a scan's name follows from what it is of, and a result counts as collected once the status
that tells of it is written.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.conformance import ScanState, ScanStatus
from backendrepo.api.reasons import ScanReason
from backendrepo.api.schedule import next_tick
from backendrepo.errors import Stalled
from backendrepo.scanned import Scanned
from backendrepo.scans.collect import result
from backendrepo.scans.due import Due, asked_again, due, retry
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.line import Line
from backendrepo.scans.order import Order
from backendrepo.scans.runner import Runner, Running
from backendrepo.store import Name

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """Where the scanning of a repository stands after a step."""

    status: ScanStatus
    scanned: Scanned | None = None
    """What the latest successful scan learnt; None where it is kept already, and nothing is new."""
    failure: ScanFailed | None = None
    """Why a scan that has just ended, or was to start, gave no result."""
    trouble: str = ""
    """Why a scan that was started does not run."""
    handled: str | None = None
    """The request that was handled."""
    running: bool = False
    """Whether a scan is under way, whose end brings the next step."""

    @property
    def again(self) -> datetime | None:
        """When the clock brings the next step."""
        if self.running:
            return None
        return min(filter(None, (self.status.retry, self.status.next_scan)), default=None)


class Scans:
    """The scans of a fleet. Safe to share between threads."""

    def __init__(self, runner: Runner, line: Line, now: Callable[[], datetime]) -> None:
        self._runner = runner
        self._line = line
        self._now = now
        self._names: dict[str, Name] = {}
        self._wake: Callable[[Name], None] = lambda _: None

    def listen(self, wake: Callable[[Name], None]) -> None:
        """Have a BackendRepo given a turn when its scan changes, or when its turn in the line comes."""
        self._wake = wake
        self._runner.listen(self._told)

    def step(
        self, repo: BackendRepo, order: Order, token: Callable[[], str], schedule: str, *, known: Scanned | None
    ) -> Step:
        """Take a step for one BackendRepo. `order` is the scan that there would be now; `token` makes its credential.

        `known` is the result of the latest successful scan; one that is not at hand any more is scanned anew.
        Raises what Kubernetes and GitHub make it.
        """
        self._names[repo.metadata.uid] = repo.key
        latest = repo.status.scan or ScanStatus()
        running = self._runner.find(repo.metadata.uid)
        if running and not running.ended:
            self._line.resume(repo.key, repo.metadata.uid)
            return self._under_way(latest, running, self._runner.trouble(running))
        return self._next(self._collected(latest, running, repo, known), repo, order, token, schedule)

    @staticmethod
    def _under_way(latest: ScanStatus, running: Running, trouble: str) -> Step:
        """Return that a scan runs. One by the schedule is told of when it has ended, or where it has trouble."""
        quiet = running.inputs == latest.inputs and running.id != latest.id and not trouble
        status = latest if quiet else _of(latest, running, ScanState.RUNNING)
        return Step(status, trouble=trouble, running=True)

    def _collected(self, latest: ScanStatus, running: Running | None, repo: BackendRepo, known: Scanned | None) -> Step:
        """Read the result of a scan that has ended, once; again where it is not known any more."""
        forgotten = latest.last_scan is not None and known is None
        if running is None or _old(running, latest, forgotten):
            if latest.state is not ScanState.RUNNING:
                return Step(latest.model_copy(update={"inputs": None}) if forgotten else latest)
            self.leave(repo.metadata.uid)
            told = f"The scan {latest.id} is gone, and its result was not read."
            return self._failed(latest, ScanFailed(ScanReason.LOST, told))
        self.leave(repo.metadata.uid)
        status = _of(latest, running, ScanState.IDLE)
        try:
            scanned = result(self._runner.log(running), running, repository=repo.spec.repository)
        except ScanFailed as failure:
            return self._failed(status, failure)
        if scanned.unanswered:
            return self._unanswered(status, scanned, known)
        ended = {"last_scan": scanned.report.generated_at, "failures": 0, "retry": None}
        return Step(status.model_copy(update=ended), scanned)

    def _unanswered(self, status: ScanStatus, scanned: Scanned, known: Scanned | None) -> Step:
        """Return that nobody answered about advisories: what was learnt of the same commit before is worth more."""
        tries = status.failures + 1
        again = {"failures": tries, "retry": asked_again(tries, self._now())}
        if known and not known.unanswered and known.report.commit == scanned.report.commit:
            told = f"{scanned.unanswered.rstrip('.')}. What was known of the commit stands."
            failure = ScanFailed(ScanReason.ADVISORIES_UNANSWERED, told)
            return Step(status.model_copy(update=again), failure=failure)
        return Step(status.model_copy(update={"last_scan": scanned.report.generated_at, **again}), scanned)

    def _next(self, step: Step, repo: BackendRepo, order: Order, token: Callable[[], str], schedule: str) -> Step:
        """Start the scan that is due, if its turn has come."""
        status, now = step.status, self._now()
        tick = next_tick(schedule, status.started) if status.started else None
        asked = repo.metadata.scan_requested_at
        asked = asked if asked != repo.status.last_handled_scan_at else None
        todo = due(status, inputs=order.inputs, requested=asked, tick=tick, now=now)
        if todo is None:
            self.leave(repo.metadata.uid)
            return replace(step, status=status.model_copy(update={"state": ScanState.IDLE, "next_scan": tick}))
        if not self._line.enter(repo.key, repo.metadata.uid):
            return replace(step, status=status.model_copy(update={"state": ScanState.WAITING, "next_scan": tick}))
        try:
            running = self._start(replace(order, occasion=todo.occasion), token, todo)
        except ScanFailed as failure:
            self.leave(repo.metadata.uid)
            tried = _tried(status, order, todo, now)
            return replace(self._failed(tried, failure), scanned=step.scanned, handled=asked)
        except BaseException:
            self.leave(repo.metadata.uid)
            raise
        if todo.quiet:
            return replace(step, running=True)
        started = _tried(_of(status, running, ScanState.RUNNING), order, todo, running.started)
        following = next_tick(schedule, running.started)
        return replace(step, status=started.model_copy(update={"next_scan": following}), handled=asked, running=True)

    def _start(self, order: Order, token: Callable[[], str], todo: Due) -> Running:
        try:
            credential = token()
        except Stalled as error:
            raise ScanFailed(error.reason, str(error)) from error
        running = self._runner.start(order, credential)
        logger.info("Scan %s of %s at %.12s: %s", running.id, order.repository, order.commit, todo.why)
        return running

    def _failed(self, status: ScanStatus, failure: ScanFailed) -> Step:
        """Return that a scan gave no result; it is tried again later; one that went away at once, the first time."""
        failures, now = status.failures + 1, self._now()
        at_once = failure.reason == ScanReason.LOST and failures == 1
        again = {"state": ScanState.IDLE, "failures": failures, "retry": now if at_once else retry(failures, now)}
        return Step(status.model_copy(update=again), failure=failure)

    def forget(self, uid: str) -> None:
        """Let go of the scans of a BackendRepo that was deleted, ended ones too: each has a credential beside it."""
        self._names.pop(uid, None)
        while running := self._runner.find(uid):
            self._runner.discard(running)
        self.leave(uid)

    def sweep(self, lives: Callable[[Running], bool]) -> None:
        """Let go of the scans that run for a BackendRepo which does not live any more: it went while nobody looked."""
        for running in self._runner.all():
            if lives(running):
                self._names.setdefault(running.uid, running.of)
            else:
                logger.info("Scan %s is let go of: its BackendRepo is gone.", running.id)
                self._runner.discard(running)

    def _told(self, uid: str) -> None:
        name = self._names.get(uid)
        if name is None:  # its first turn is still to come
            return
        running = self._runner.find(uid)
        if running is None or running.ended:
            self.leave(uid)
        self._wake(name)

    def leave(self, uid: str) -> None:
        """Give up the place in the line of a BackendRepo that has no scan, or did not come as far as a step."""
        for name in self._line.leave(uid):
            self._wake(name)


def _of(status: ScanStatus, running: Running, state: ScanState) -> ScanStatus:
    """Return the status that tells of a scan."""
    of = {"id": running.id, "inputs": running.inputs, "commit": running.commit, "started": running.started}
    return status.model_copy(update={**of, "state": state})


def _tried(status: ScanStatus, order: Order, todo: Due, now: datetime) -> ScanStatus:
    """Return the status after a try to start a scan; only another try of the same goes on counting."""
    of = {"inputs": order.inputs, "commit": order.commit, "started": now, "retry": None}
    return status.model_copy(update={**of, "failures": status.failures if todo.again else 0})


def _old(running: Running, latest: ScanStatus, forgotten: bool) -> bool:
    """Whether a scan's result was read already and is known, or is that of one before the latest."""
    if latest.id == running.id:
        return latest.state is not ScanState.RUNNING and not forgotten
    return latest.started is not None and running.started < latest.started
