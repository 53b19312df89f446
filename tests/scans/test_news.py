"""What of many changes is news: told once, and again only where it changed."""

from typing import Any

import pytest

from backendrepo.scans.manifest import UID
from backendrepo.scans.news import News

ENDED = {"conditions": [{"type": "SuccessCriteriaMet", "status": "True"}, {"type": "Complete", "status": "True"}]}
STUCK = {"containerStatuses": [{"state": {"waiting": {"reason": "ImagePullBackOff"}}}]}
PULLING = {"containerStatuses": [{"state": {"waiting": {"reason": "ContainerCreating"}}}]}
RUNS = {"containerStatuses": [{"state": {"running": {}}}]}


def made(name: str = "scan-a", **status: Any) -> dict[str, Any]:
    return {"metadata": {"name": name, "uid": f"uid-of-{name}", "labels": {UID: "a"}}, "status": status}


def warning(about: str, kind: str = "Job", reason: str = "FailedCreate") -> dict[str, Any]:
    return {"involvedObject": {"name": about, "kind": kind}, "reason": reason}


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def news(told: list[str]) -> News:
    return News(told.append)


def test_the_end_of_a_job_is_told_once(news: News, told: list[str]):
    news.job("ADDED", made())
    news.job("MODIFIED", made(active=1, conditions=[{"type": "Suspended", "status": "True"}]))
    news.job("MODIFIED", made(conditions=[{"type": "Failed", "status": "False"}]))
    assert told == []
    for change in ("MODIFIED", "MODIFIED", "ADDED", "DELETED"):
        news.job(change, made(**ENDED))
    assert told == ["a"]


def test_a_job_that_goes_away_before_its_end_is_told(news: News, told: list[str]):
    news.job("ADDED", made())
    news.job("DELETED", made())
    assert told == ["a"]


def test_a_pod_that_is_stuck_is_told_once_and_that_it_runs_after_all(news: News, told: list[str]):
    for status in (PULLING, STUCK, PULLING, STUCK):
        news.pod("MODIFIED", made("scan-a-x", **status))
    assert told == ["a"]
    for _ in range(2):
        news.pod("MODIFIED", made("scan-a-x", **RUNS))
    assert told == ["a", "a"]


def test_a_warning_is_told_once_of_a_job_and_of_a_pod_of_a_scan(news: News, told: list[str]):
    news.event("ADDED", warning("scan-a"))
    news.event("ADDED", {"involvedObject": {}})
    assert told == [], "of whom it is nobody knows yet"
    news.job("ADDED", made())
    news.event("DELETED", warning("scan-a"))
    news.event("ADDED", warning("scan-a", reason="BackoffLimitExceeded"))
    news.event("MODIFIED", warning("scan-a"))
    news.event("MODIFIED", warning("scan-a"))
    assert told == ["a"]
    news.pod("ADDED", made("scan-a-x", **PULLING))
    news.event("MODIFIED", warning("scan-a-x", "Pod", "FailedMount"))
    assert told == ["a"]
    news.pod("MODIFIED", made("scan-a-x", **RUNS))
    assert told == ["a", "a"]
    news.pod("DELETED", made("scan-a-x", **RUNS))
    news.event("MODIFIED", warning("scan-a-x", "Pod", "FailedMount"))
    assert told == ["a", "a"]


def test_what_could_not_be_told_is_told_again():
    calls = []

    def told(uid: str) -> None:
        calls.append(uid)
        if len(calls) % 2:
            raise OSError("no time")

    news = News(told)
    for tell in (lambda: news.job("ADDED", made(**ENDED)), lambda: news.pod("ADDED", made("scan-a-x", **STUCK))):
        with pytest.raises(OSError, match="no time"):
            tell()
        tell()
        tell()
    assert len(calls) == 4
