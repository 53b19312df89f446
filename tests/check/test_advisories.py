"""`backendrepo check` with advisories: nobody is asked unless a user wants it."""

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import jsonschema_rs
import pytest
from tests.check.conftest import Answer

from backendrepo.check.advisories import asking

pytestmark = pytest.mark.e2e

Ask = Callable[..., Answer]
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "dependency-vulnerability-rollup.schema.json"
published = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()), validate_formats=True)
RECORD = {
    "schema_version": "1.6.0",
    "id": "GHSA-aaaa-bbbb-cccc",
    "modified": "2026-01-01T00:00:00Z",
    "database_specific": {"severity": "HIGH"},
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "left-pad"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}],
        }
    ],
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A folder with one advisory record."""
    folder = tmp_path / "osv"
    folder.mkdir()
    (folder / "GHSA-aaaa-bbbb-cccc.json").write_text(json.dumps(RECORD))
    return folder


def options(**given: object) -> argparse.Namespace:
    return argparse.Namespace(**{"advisories": False, "osv": None, "offline": None, **given})


def test_nobody_is_asked_unless_a_user_wants_it(ask: Ask, repository: Path, tmp_path: Path):
    assert asking(options(), NOW) is None
    (repository / "requirements.txt").write_text("left-pad==1.0\n")
    answer = ask("check", repository, "--output", tmp_path / "out")
    assert "advisories were not read" in answer.out
    (repo,) = json.loads((tmp_path / "out" / "dependency-vulnerability-rollup.json").read_text())["repos"]
    assert (repo["status"], repo["reason"]) == ("unknown", "Advisories were not read.")


def test_what_a_folder_of_records_knows_is_a_finding_and_in_the_rollup(
    ask: Ask, repository: Path, database: Path, tmp_path: Path
):
    (repository / "requirements.txt").write_text("left-pad==1.0\n")
    answer = ask("check", repository, tmp_path / "gone", "--offline", database, "--output", tmp_path / "out")
    assert "✗ fail  dependencies/no-high" in answer.out
    assert "GHSA-aaaa-bbbb-cccc" in answer.out
    rollup = json.loads((tmp_path / "out" / "dependency-vulnerability-rollup.json").read_text())
    published.validate(rollup)
    payments, gone = rollup["repos"]
    assert (payments["status"], payments["counts"]["high"]) == ("gap", 1)
    assert (payments["advisories"][0]["id"], payments["advisories"][0]["line"]) == ("GHSA-aaaa-bbbb-cccc", 1)
    assert gone["status"] == "missing-repo"


def test_a_folder_that_is_not_there_is_told(ask: Ask, repository: Path):
    answer = ask("check", repository, "--offline", repository / "gone")
    assert answer.code == 2
    assert answer.err == f"backendrepo: --offline: there is no folder {repository}/gone with advisory records.\n"


def test_asking_somebody_and_nobody_at_once_is_refused(ask: Ask, repository: Path, database: Path):
    answer = ask("check", repository, "--offline", database, "--osv", "https://osv.example.com")
    assert (answer.code, answer.out) == (2, "")
    assert "leave one out" in answer.err


@pytest.mark.parametrize(("home", "folder"), [("/x/cache", "/x/cache"), ("", "/h/.cache"), ("relative", "/h/.cache")])
def test_answers_are_kept_where_caches_are(monkeypatch: pytest.MonkeyPatch, home: str, folder: str):
    told = []

    def read(files: object, sources: object, now: datetime) -> None:
        told.append((sources, now))

    monkeypatch.setattr("backendrepo.audit.read", read)
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    monkeypatch.setenv("HOME", "/h")
    look_up = asking(options(osv="https://osv.example.com"), NOW)
    assert look_up
    look_up(None)
    ((sources, now),) = told
    assert (sources.osv, sources.cache, now) == ("https://osv.example.com", Path(folder) / "backendrepo", NOW)
