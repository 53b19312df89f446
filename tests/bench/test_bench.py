"""What the bench tells is right: a miniature run counts what is known, and a missed target ends it with an error."""

from pathlib import Path

import pytest
from tests.bench import (
    advisories,
    checkouts,
    fleet,
    github_requests,
    kubernetes_requests,
    peers,
    reports,
    results,
    rollups,
)
from tests.bench.__main__ import conclude
from tests.bench.table import Row, at_most, exactly, times

from backendrepo.scan.result import LARGEST, write

pytestmark = pytest.mark.e2e


def run(measure, *arguments) -> dict[str, Row]:
    rows: list[Row] = []
    measure(rows.append, *arguments)
    return {row.what: row for row in rows}


def counted(rows: dict[str, Row]) -> dict[str, str]:
    return {what: row.measured for what, row in rows.items()}


@pytest.mark.usefixtures("cluster")  # builds what is missing
def test_requests_to_github_are_counted():
    rows = run(github_requests.measure)
    assert counted(rows) == {
        "first enforcement: protection, signatures, merging": "7",
        "first enforcement without signatures": "6",
        "resync without drift, cold": "3",
        "resync without drift, cold, one active ruleset": "4",
        "resync without drift, warm": "3, 3 of them 304",
        "… and what that costs of the hourly limit": "0",
        "repair of protection": "5",
        "repair of merge settings": "4",
        "repair of both": "6",
        "repair of all there is: as a first enforcement": "7",
    }
    assert rows["resync without drift, cold"].compared == "naive loop 4, 1.3 times as many"
    assert all(row.met for row in rows.values())


def test_checkouts_are_measured(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checkouts, "SIZES", {"small": (3, 1), "middle": (30, 1), "large": (60, 2)})
    monkeypatch.setattr(checkouts, "JOBS", (1, 2))
    monkeypatch.setattr(checkouts, "RUNS", 1)
    monkeypatch.setattr(advisories, "PINS", 20)
    monkeypatch.setattr(peers, "repo_review", peers.zizmor)  # nothing is downloaded for a test
    rows = run(checkouts.measure)
    assert len([name for name in rows if name.endswith(" jobs")]) == 3
    assert rows["… memory at its peak"].met
    assert {part.split()[0] for part in rows["middle: 30 files, 1 jobs"].compared.split(", ")} == {
        "sp-repo-review",
        "zizmor",
        "cat",
    }
    assert rows["advisories of 20 pins, cold (by the clock)"].compared == "22 requests to OSV"
    assert rows["… requests to OSV when the answers are kept"].met


def test_without_what_it_is_compared_to_a_checkout_is_measured_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(checkouts, "SIZES", {"middle": (3, 1)})
    monkeypatch.setattr(checkouts, "RUNS", 1)
    monkeypatch.setattr(peers, "repo_review", lambda: None)
    rows: list[Row] = []
    checkouts._size(rows.append, tmp_path / "middle", "middle")
    assert [row.what for row in rows] == ["middle: 3 files, 1 jobs", "… memory at its peak"]


@pytest.mark.parametrize(
    ("seconds", "power"), [([1.0, 8.0], 1.0), ([1.0, 64.0], 2.0), ([1.0, 1.0], 0.0), ([0.0, -1], 0)]
)
def test_growth_is_told_as_an_exponent(seconds: list[float], power: float):
    assert checkouts.exponent([100, 800], seconds) == pytest.approx(power)


@pytest.mark.usefixtures("cluster")
def test_requests_to_kubernetes_are_counted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kubernetes_requests, "WINDOW", 3.0)
    rows = run(kubernetes_requests.measure)
    assert rows["first enforcement, for each repository"].measured == "4"
    assert rows["resync without drift, asked for by annotation"].measured == "1"
    assert all(row.met for row in rows.values())


@pytest.mark.usefixtures("cluster")
def test_a_fleet_is_measured(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fleet, "IDLE", 1.0)
    monkeypatch.setattr(fleet, "STARTS", 1)
    rows = run(fleet.measure, 10)
    assert rows["… patches of status"].measured == "20"  # adoption and outcome of each
    assert rows["restart in sync: writes to Kubernetes"].measured == "0"
    assert rows["memory of the process (VmRSS and its peak)"].target == "≤ 150 MiB"
    exact = [row for name, row in rows.items() if row.target.startswith("=") and not name.startswith("idle")]
    assert [str(row) for row in exact if not row.met] == []  # how fast, and how idle when, is not for a test


@pytest.mark.usefixtures("cluster")
def test_a_fleet_of_reports_is_measured(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reports, "QUIET", 1)
    monkeypatch.setattr(reports, "ASKED", 1)
    monkeypatch.setattr(reports, "EVERY", 4)
    monkeypatch.setattr(reports, "STREAM", 1.0)
    rows = run(reports.measure, 4)
    assert rows["… writes to Kubernetes, of all looks"].measured == "0"
    assert rows["ConfigMap of a largest report"].met
    assert rows["ConfigMaps of rollups, the largest of them"].compared == "1 of the namespace, 1 of the fleet"
    ways = ("1 more, in a quiet fleet", "1 more, one by one", "4 more, 4 a second")
    assert {f"{way}: to the rollups" for way in ways} <= set(rows)


def test_the_largest_result_comes_near_to_what_a_scan_may_hand_over():
    small, large = (len(write(results.result(size))) for size in (results.USUAL, results.LARGEST))
    assert small < LARGEST / 20
    assert LARGEST * 0.9 < large <= LARGEST


def test_rows_are_laid_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rollups, "COUNT", 400)
    rows = run(rollups.measure)
    assert rows["… ConfigMaps beside the index"].measured == "8"
    assert rows["… the largest of all"].met


@pytest.mark.parametrize(("moments", "most"), [([1.0], 1), ([1.0, 4.0, 7.0], 1), ([9.0, 1.0, 3.5, 5.9, 6.4], 3)])
def test_the_most_writes_of_any_window_are_told(moments: list[float], most: int):
    assert reports.busiest(moments, 3.0) == most


def test_a_missed_target_is_an_error(capsys: pytest.CaptureFixture):
    rows = [at_most("requests", 6, 6), exactly("writes", 1, 0), Row("told", "1/s")]
    assert [str(row).split()[-1] for row in rows] == ["ok", "MISSED", "1/s"]
    assert conclude(rows, took=1.0) == 1
    assert "1 of 2 targets met" in (told := capsys.readouterr().out)
    assert "Missed: writes: 1, target = 0." in told
    assert conclude(rows[:1], took=1.0) == 0


def test_what_it_is_compared_to_is_told_by_how_much():
    assert times(10, 4, "naive loop") == "naive loop 10, 2.5 times as many"
    assert times(4, 0, "naive loop") == "naive loop 4"
