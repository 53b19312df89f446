import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.osv.server import OsvServer

from backendrepo.audit import pip_audit
from backendrepo.audit.sources import Pin, Unavailable

PIN = Pin("PyPI", "leaky", "1.0")


@pytest.fixture
def server() -> Iterator[OsvServer]:
    with OsvServer() as running:
        yield running


def test_an_endless_answer_ends_the_process_not_the_machine(server: OsvServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pip_audit, "_BOUNDED", pip_audit._BOUNDED.replace(str(pip_audit.MEMORY), str(2**28)))
    server.faults["/v1/query"] = lambda: (200, b" " * 2**28)
    with pytest.raises(Unavailable, match="cannot be asked"):
        pip_audit.audit([PIN], 60, server.url)


def test_a_process_that_takes_too_long_is_ended(server: OsvServer):
    ended = threading.Event()
    server.faults["/v1/query"] = lambda: (200, b"{}") if ended.wait(60) else (500, b"")
    with pytest.raises(Unavailable, match="takes too long to answer"):
        pip_audit.audit([PIN], 0, server.url)
    ended.set()


def test_the_environment_says_how_to_reach_the_network_and_nothing_else(monkeypatch: pytest.MonkeyPatch):
    for name in ("https_proxy", "REQUESTS_CA_BUNDLE", "PIP_AUDIT_FORMAT", "PIP_INDEX_URL", "GITHUB_TOKEN"):
        monkeypatch.setenv(name, "x")
    assert {"https_proxy", "REQUESTS_CA_BUNDLE"} <= set(pip_audit._environment())
    assert not {"PIP_AUDIT_FORMAT", "PIP_INDEX_URL", "GITHUB_TOKEN"} & set(pip_audit._environment())


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"dependencies": [7]}', '{"dependencies": [{"name": "a", "vulns": [7]}]}']
)
def test_a_report_that_is_none_is_told(tmp_path: Path, text: str):
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(Unavailable, match="the report of pip-audit cannot be read"):
        pip_audit._report(tmp_path / "report.json", "", "")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("x\n/usr/bin/python: No module named pip_audit\n", "pip-audit is not installed beside backendrepo"),
        (
            "requests.exceptions.ConnectionError: HTTPSConnectionPool(…)",
            r"pypi.org cannot be asked \(ConnectionError\)",
        ),
        ("", "pypi.org cannot be asked$"),
    ],
)
def test_why_it_broke_off_is_told_without_what_it_printed(tmp_path: Path, told: str, says: str):
    with pytest.raises(Unavailable, match=says):
        pip_audit._report(tmp_path / "none.json", told, "")
