"""What the bench tells is right: a miniature run counts what is known, and a missed target ends it with an error."""

import pytest
from tests.bench import checkouts, fleet, github_requests, kubernetes_requests
from tests.bench.__main__ import conclude
from tests.bench.table import Row, at_most, exactly, times

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
    monkeypatch.setattr(checkouts, "RUNS", 1)
    rows = run(checkouts.measure)
    assert len([name for name in rows if "files" in name]) == 3
    assert rows["… memory at its peak"].met
    assert "zizmor" in rows["small: 3 files, 1 jobs"].compared


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
