import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.osv.records import record
from tests.osv.server import OsvServer
from tests.snapshots import snapshot

from backendrepo.advisories import Advisories
from backendrepo.audit import Sources, asking, osv, read, reader
from backendrepo.audit.osv import Osv
from backendrepo.audit.sources import Pin, Unavailable

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PIN = Pin("Go", "a.com/x", "v1.0.0")
GO_SUM = {"go.sum": "a.com/x v1.0.0 h1:a=\na.com/y v2.0.0 h1:b="}


@pytest.fixture
def server() -> Iterator[OsvServer]:
    with OsvServer() as running:
        yield running


def client(server: OsvServer, seconds: float = 30) -> Osv:
    return Osv(server.url, time.monotonic() + seconds)


def asked(files: dict[str, str], **sources: object) -> Advisories:
    return read(snapshot(files).files, Sources(**sources), NOW)  # type: ignore[arg-type]


def test_other_ecosystems_are_asked_about_in_one_question(server: OsvServer):
    found = record("GO-2026-0001", package="a.com/x", versions=("1.0.0",), label="HIGH")
    found["affected"][0]["package"]["ecosystem"] = "Go"
    server.records = [found]
    known = asked(GO_SUM, osv=f"{server.url}/v1/query")
    assert [(str(each), advisory.id, advisory.word) for each, advisory in known.open] == [
        ("a.com/x v1.0.0", "GO-2026-0001", "high")
    ]
    assert server.paths() == ["/v1/querybatch", "/v1/vulns/GO-2026-0001"]
    assert known.source == f"OSV at {server.url.removeprefix('http://')}"


@pytest.mark.parametrize(
    ("status", "content", "says"),
    [
        (500, b"", "answers 500 to POST /v1/querybatch"),
        (302, b"", "answers 302"),
        (200, b"{", "answers what is no JSON to POST /v1/querybatch"),
        (200, b"[" * 200_000, "answers what is no JSON"),
        (200, b"[]", "did not answer what it was asked"),
        (200, b'{"results": []}', "did not answer what it was asked"),
        (200, b" " * (osv.LARGEST + 1), "answers with more than 8 MiB"),
    ],
)
def test_an_answer_that_is_none_is_told(server: OsvServer, status: int, content: bytes, says: str):
    server.faults["/v1/querybatch"] = lambda: (status, content)
    with pytest.raises(Unavailable, match=says):
        client(server).batch([PIN])
    known = asked(GO_SUM, osv=server.url)
    assert says in known.failure
    assert all(says in each.why for each in known.uncovered)


@pytest.mark.parametrize(
    "result", [b'{"next_page_token": "x"}', b"7", b'{"vulns": 7}', b'{"vulns": [7]}', b'{"vulns": [{}]}']
)
def test_an_answer_that_is_not_whole_covers_nothing(server: OsvServer, result: bytes):
    server.faults["/v1/querybatch"] = lambda: (200, b'{"results": [' + result + b", {}]}")
    known = asked(GO_SUM, osv=server.url)
    assert [(str(each.dependency), each.why) for each in known.uncovered] == [
        ("a.com/x v1.0.0", "the source gave no answer about it")
    ]
    assert len(known.covered) == 1


def test_an_answer_that_never_ends_is_cut(server: OsvServer):
    with pytest.raises(Unavailable, match="takes too long to answer"):
        client(server, seconds=-1).batch([PIN])


def test_a_record_that_is_not_there_is_none(server: OsvServer):
    assert client(server).record("../x?y") is None
    assert server.paths() == ["/v1/vulns/..%2Fx%3Fy"]


def test_a_closed_port_is_told_in_words():
    with pytest.raises(Unavailable, match=r"127.0.0.1:9 cannot be asked \(ConnectionError\)"):
        Osv("http://127.0.0.1:9", time.monotonic() + 9).record("x")


@pytest.mark.parametrize("address", ["osv.example.com", "file:etc/passwd", "https://"])
def test_what_is_no_address_is_told(address: str):
    known = asked(GO_SUM, osv=address)
    assert "is no address of an OSV endpoint: write https://osv.example.com" in known.failure
    assert (known.source, len(known.uncovered)) == ("OSV", 2)


def test_an_address_with_a_password_is_refused_and_not_repeated(server: OsvServer):
    known = asked(GO_SUM, osv=server.url.replace("//", "//somebody:hunter2-secret@"))
    assert "holds a credential" in known.failure
    assert ("hunter2" in repr(known), server.asked) == (False, [])


def test_asking_ends_in_time(server: OsvServer):
    known = asked(GO_SUM, osv=server.url, timeout=-1.0)
    assert known.failure == "asking took more than -1 s"
    assert server.asked == []


def test_pins_are_bounded_and_the_rest_is_not_clean(server: OsvServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader, "MOST", 1)
    known = asked(GO_SUM, osv=server.url)
    assert [each.why for each in known.uncovered] == ["more than 1 dependencies are not asked about"]


def test_names_that_no_ecosystem_has_are_sent_nowhere(server: OsvServer):
    lock = '{"packages": {"node_modules/a b": {"version": "1"}, "node_modules/c": {"version": "1", "resolved": "https://x/c"}}}'
    poetry = '[[package]]\nname = "a\\nb"\nversion = "1"\n[[package]]\nname = "c"\nversion = "none of these"\n'
    known = asked({"package-lock.json": lock, "poetry.lock": poetry}, osv=server.url)
    assert sorted(each.why for each in known.uncovered) == [
        "it comes from x, which no advisory source knows",
        "its name or version is none that PyPI has",
        "its name or version is none that PyPI has",
        "its name or version is none that npm has",
    ]
    assert server.asked == []


def test_a_record_that_cannot_be_had_leaves_a_severity_unknown(server: OsvServer, tmp_path: Path):
    found = record("GO-2026-0001", package="a.com/x", versions=("1.0.0",), label="HIGH", aliases=7)
    found["affected"][0]["package"]["ecosystem"] = "Go"
    server.records = [found]
    server.faults["/v1/vulns/GO-2026-0001"] = lambda: (503, b"")
    known = asked(GO_SUM, osv=server.url, cache=tmp_path)
    assert [(advisory.word) for _, advisory in known.open] == ["unknown severity"]
    assert "answers 503" in known.failure
    del server.faults["/v1/vulns/GO-2026-0001"]
    assert [advisory.word for _, advisory in asked(GO_SUM, osv=server.url, cache=tmp_path).open] == ["high"]


def test_batches_take_a_package_of_pypi_once(server: OsvServer):
    known = asking.Asking(Sources(osv=server.url), asking.Cache(None, Sources().max_age, NOW))
    pins = [Pin("PyPI", "a", "1"), Pin("PyPI", "a", "2"), Pin("PyPI", "b", "1"), PIN]
    batches = [[pin.version for pin in batch] for _, batch in known._batches(pins)]
    assert batches == [["v1.0.0"], ["1", "1"], ["2"]]
