import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.osv.records import V3_HIGH, record
from tests.snapshots import snapshot

from backendrepo.advisories import Advisories
from backendrepo.audit import Sources, database, read

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
RECORDS = [
    record("GHSA-aaaa-bbbb-cccc", versions=(), fixed="1.5", vectors=(V3_HIGH,), aliases=["CVE-2026-0001"]),
    record("PYSEC-2026-1", versions=("1.0",), aliases=["CVE-2026-0001"], modified="2026-11-20T00:00:00Z"),
    record("GHSA-dddd-eeee-ffff", package="other"),
    record("GHSA-gggg-hhhh-iiii", modified="yesterday"),
]


def asked(folder: Path, text: str = "leaky==1.0\nleaky-not==1.0", **more: str) -> Advisories:
    return read(snapshot({"requirements.txt": text, **more}).files, Sources(database=folder), NOW)


@pytest.fixture(params=["files", "zip"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    texts = {f"{each['id']}.json": json.dumps(each) for each in RECORDS}
    texts |= {"broken.json": "{", "foreign.json": '{"id": 7}', "README.md": "x", "huge.json": " " * 5_000_000}
    place = tmp_path / "PyPI"
    place.mkdir()
    if request.param == "zip":
        with zipfile.ZipFile(place / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                archive.writestr(name, text)
    else:
        for name, text in texts.items():
            (place / name).write_text(text)
    return tmp_path


def test_a_folder_of_records_is_as_good_as_a_network_and_says_how_old_it_is(folder: Path):
    found = asked(folder)
    assert [(str(each), advisory.id, advisory.word, advisory.aliases) for each, advisory in found.open] == [
        ("leaky 1.0", "GHSA-aaaa-bbbb-cccc", "high", ("PYSEC-2026-1", "CVE-2026-0001")),
        ("leaky 1.0", "GHSA-gggg-hhhh-iiii", "unknown severity", ()),
    ]
    assert found.fetched_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert (len(found.covered), found.uncovered, found.failure) == (2, (), "")


def test_it_is_only_about_python_and_about_what_comes_from_pypi(folder: Path):
    found = asked(folder, "-i https://pypi.example.com/packages\nleaky==1.0", **{"go.sum": "a.com/x v1.0.0 h1:a="})
    assert sorted(each.why for each in found.uncovered) == [
        "an advisory database is only read for PyPI, not for Go",
        "it comes from https://pypi.example.com, and only PyPI can say whether it is the package of that name",
    ]
    mirrors = Sources(database=folder, mirrors=frozenset({"https://pypi.example.com"}))
    files = snapshot({"requirements.txt": "-i https://pypi.example.com/packages\nleaky==1.0"}).files
    assert len(read(files, mirrors, NOW).open) == 2


def test_a_folder_without_records_is_no_clean_database(tmp_path: Path):
    found = asked(tmp_path)
    assert "has no record that says when it was changed" in found.failure
    assert {each.why for each in found.uncovered} == {found.failure}
    assert "there is no advisory database at" in asked(tmp_path / "gone").failure


def test_a_broken_zip_file_is_told(tmp_path: Path):
    (tmp_path / "all.zip").write_text("x")
    assert asked(tmp_path).failure == "the advisory database cannot be read: all.zip is no zip file"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path):
    (tmp_path / "x.json").symlink_to(tmp_path / "gone")
    assert asked(tmp_path).failure == "the advisory database cannot be read: x.json (FileNotFoundError)"


def test_its_records_are_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "MOST", 2)
    assert "has more than 2 records" in asked(folder).failure
