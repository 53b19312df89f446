import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.snapshots import snapshot

from backendrepo.audit import Sources, read
from backendrepo.audit.cache import Cache

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_an_answer_is_kept_with_its_moment(tmp_path: Path):
    Cache(tmp_path / "a/b", DAY, NOW).put([1], "pin", "x")
    later = Cache(tmp_path / "a/b", DAY, NOW + timedelta(hours=23))
    assert later.get("pin", "x") == ([1], NOW)
    assert later.get("pin", "y") is None
    late = Cache(tmp_path / "a/b", DAY, NOW + timedelta(hours=25))
    assert (late.get("pin", "x"), late.get("pin", "x", stale=True)) == (None, ([1], NOW))
    before = Cache(tmp_path / "a/b", DAY, NOW - DAY)
    assert before.get("pin", "x") is None


def test_without_a_folder_nothing_is_kept():
    cache = Cache(None, DAY, NOW)
    cache.put(1, "x")
    assert cache.get("x") is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"at": 7}', "[" * 200_000, '{"at": "2026-11-24", "key": ["x"]}'])
def test_a_broken_file_is_no_answer(tmp_path: Path, text: str):
    cache = Cache(tmp_path, DAY, NOW)
    cache.put(1, "x")
    (path,) = tmp_path.rglob("*.json")
    path.write_text(text)
    assert cache.get("x") is None


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path):
    (tmp_path / "file").write_text("")
    Cache(tmp_path / "file", DAY, NOW).put(1, "x")
    assert Cache(tmp_path / "file", DAY, NOW).get("x") is None


def test_an_answer_that_cannot_be_put_in_its_place_leaves_no_other_file(tmp_path: Path):
    cache = Cache(tmp_path, DAY, NOW)
    cache.put(1, "x")
    (path,) = tmp_path.rglob("*.json")
    path.unlink()
    path.mkdir()
    cache.put(2, "x")
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_kept_answers_of_another_shape_are_asked_again(tmp_path: Path):
    sources = Sources(osv="http://127.0.0.1:9", cache=tmp_path)
    Cache(tmp_path, DAY, NOW).put(7, "pin", sources.name, "Go", "a.com/x", "v1.0.0")
    known = read(snapshot({"go.sum": "a.com/x v1.0.0 h1:a="}).files, sources, NOW)
    assert "cannot be asked" in known.failure
    assert json.loads(next(tmp_path.rglob("*.json")).read_text())["value"] == 7
