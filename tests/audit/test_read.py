"""pip-audit and the rest, run for real, against an OSV endpoint and a PyPI on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.osv.pypi import Pypi
from tests.osv.records import V3_CRITICAL, V3_HIGH, V3_MEDIUM, record
from tests.osv.server import OsvServer
from tests.snapshots import judged, snapshot

from backendrepo.advisories import Advisories
from backendrepo.audit import Sources, pip_audit, read

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def osv() -> Iterator[OsvServer]:
    with OsvServer() as server:
        yield server


def asked(files: dict[str, str], now: datetime = NOW, **sources: Any) -> Advisories:
    return read(snapshot(files).files, Sources(**sources), now)


def pins(*lines: str) -> dict[str, str]:
    return {"requirements.txt": "\n".join(lines)}


def told(advisories: Advisories) -> list[tuple[str, str, str]]:
    return [(str(dependency), advisory.id, advisory.word) for dependency, advisory in advisories.open]


def test_a_vulnerable_pin_is_found_with_the_severity_of_its_records(osv: OsvServer):
    osv.records = [
        record("GHSA-aaaa-bbbb-cccc", vectors=(V3_MEDIUM,), label="MODERATE", aliases=["CVE-2026-0001"]),
        record("PYSEC-2026-1", aliases=["CVE-2026-0001"]),
        record("CVE-2026-0001", package="other", vectors=(V3_CRITICAL,)),
    ]
    found = asked(pins("leaky==1.0", "sound==2.0"), osv=osv.url)
    assert told(found) == [("leaky 1.0", "GHSA-aaaa-bbbb-cccc", "critical")]
    ((dependency, advisory),) = found.open
    assert (advisory.aliases, advisory.fixed) == (("PYSEC-2026-1", "CVE-2026-0001"), ("1.1",))
    assert str(dependency.place) == "requirements.txt:1"
    assert (len(found.covered), found.uncovered, found.fetched_at) == (2, (), NOW)
    assert found.manifests == ("requirements.txt",)


def test_what_was_withdrawn_does_not_count(osv: OsvServer):
    osv.records = [record("GHSA-aaaa-bbbb-cccc", label="HIGH", withdrawn="2026-11-02T00:00:00Z")]
    assert told(asked(pins("leaky==1.0"), osv=osv.url)) == []


def test_no_known_severity_is_treated_as_high_and_named(osv: OsvServer):
    osv.records = [record("PYSEC-2026-1")]
    found = asked(pins("leaky==1.0"), osv=osv.url)
    assert told(found) == [("leaky 1.0", "PYSEC-2026-1", "unknown severity")]
    judgement = judged("dependencies/no-high", advisories=found)
    assert judgement.outcome == "fail"
    assert "PYSEC-2026-1, unknown severity" in judgement.summary


def test_two_versions_of_a_package_are_both_looked_up(osv: OsvServer):
    osv.records = [record("GHSA-aaaa-bbbb-cccc", versions=("1.0",), label="LOW")]
    found = asked({"a/requirements.txt": "leaky==1.0", "b/requirements.txt": "leaky==1.1"}, osv=osv.url)
    assert told(found) == [("leaky 1.0", "GHSA-aaaa-bbbb-cccc", "low")]
    assert len(found.covered) == 2


def test_a_local_build_is_looked_up_as_what_it_was_built_from(osv: OsvServer):
    osv.records = [record("GHSA-aaaa-bbbb-cccc", label="HIGH")]
    assert told(asked(pins("leaky==1.0+cpu"), osv=osv.url)) == [("leaky 1.0+cpu", "GHSA-aaaa-bbbb-cccc", "high")]


def test_everything_skipped_is_unknown_though_pip_audit_says_that_nothing_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, osv: OsvServer
):
    with Pypi(tmp_path, {}) as pypi:
        for name, value in pypi.environment.items():
            monkeypatch.setenv(name, value)
        found = asked(pins("acme-internal==1.0"))
    assert [(str(each.dependency), each.why) for each in found.uncovered] == [
        ("acme-internal 1.0", "PyPI does not have it")
    ]
    for control in ("dependencies/no-critical", "dependencies/no-high", "dependencies/auditable"):
        assert judged(control, advisories=found).outcome == "unknown"


def test_pypi_is_asked_by_default_and_the_records_come_from_osv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, osv: OsvServer
):
    said = {"id": "PYSEC-2026-1", "aliases": ["GHSA-aaaa-bbbb-cccc"], "fixed_in": ["1.1"], "summary": "leaks"}
    osv.records = [record("GHSA-aaaa-bbbb-cccc", vectors=(V3_HIGH,))]
    monkeypatch.setattr("backendrepo.audit.sources.OSV", osv.url)
    with Pypi(tmp_path, {("leaky", "1.0"): [said], ("sound", "2.0"): []}) as pypi:
        for name, value in pypi.environment.items():
            monkeypatch.setenv(name, value)
        found = asked(pins("leaky==1.0", "sound==2.0", "acme==3"))
    assert told(found) == [("leaky 1.0", "GHSA-aaaa-bbbb-cccc", "high")]
    assert (found.source, len(found.covered), len(found.uncovered)) == ("PyPI", 2, 1)


def test_without_a_network_the_reason_is_clear_and_nothing_is_clean(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://somebody:hunter2-secret@127.0.0.1:9")
    found = asked(pins("leaky==1.0"))
    assert found.failure == "pypi.org cannot be asked (ProxyError)"
    judgement = judged("dependencies/no-critical", advisories=found)
    assert judgement.outcome == "unknown"
    assert judgement.summary == "The advisory source gave no answer: pypi.org cannot be asked (ProxyError)."
    assert "hunter2" not in repr(found)


def test_kept_answers_stand_in_until_they_are_old_and_after_that_only_without_a_network(osv: OsvServer, tmp_path: Path):
    osv.records = [record("GHSA-aaaa-bbbb-cccc", label="HIGH")]
    cached = {"osv": osv.url, "cache": tmp_path / "cache", "max_age": timedelta(hours=24)}
    first = asked(pins("leaky==1.0"), **cached)
    count = len(osv.asked)
    assert count
    again = asked(pins("leaky==1.0"), now=NOW + timedelta(hours=23), **cached)
    assert (told(again), again.fetched_at, len(osv.asked)) == (told(first), NOW, count)
    late = NOW + timedelta(hours=25)
    assert asked(pins("leaky==1.0"), now=late, **cached).fetched_at == late
    osv.faults = {path: lambda: (503, b"") for path in ("/v1/query", "/v1/vulns/GHSA-aaaa-bbbb-cccc")}
    later = NOW + timedelta(days=9)
    stale = asked(pins("leaky==1.0"), now=later, **cached)
    assert (told(stale), stale.fetched_at) == (told(first), late)
    assert "cannot be asked" in stale.failure


def test_an_endpoint_is_asked_without_pip_audit_where_that_is_not_installed(
    osv: OsvServer, monkeypatch: pytest.MonkeyPatch
):
    osv.records = [record("GHSA-aaaa-bbbb-cccc", label="HIGH")]
    with_it = asked(pins("leaky==1.0", "sound==2.0"), osv=osv.url)
    monkeypatch.setattr(pip_audit, "installed", lambda: False)
    osv.asked.clear()
    assert asked(pins("leaky==1.0", "sound==2.0"), osv=osv.url) == with_it
    assert [path for path, _ in osv.asked] == ["/v1/querybatch", "/v1/vulns/GHSA-aaaa-bbbb-cccc"]
