"""Whole reports of many repositories, joined on the disk."""

import contextlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from tests.formats.reports import fleets
from tests.reports.made import ADVISORIES, NOW, REPORT, raw
from tests.reports.test_documents import published

from backendrepo.artifacts import CONFORMANCE, ROLLUP
from backendrepo.findings import Report
from backendrepo.formats import Judged, Missing
from backendrepo.reports.joined import Joined
from backendrepo.reports.rows import Row, missing, of_report, row


def known(number: int = 1) -> Row:
    found = row(raw(number), now=NOW, oldest=timedelta(days=7))
    assert found
    return found


def join(folder: Path, *reports: Judged) -> None:
    with Joined(folder) as joined:
        for number, report in enumerate(reports):
            if isinstance(report, Missing):
                joined.add(missing(known(number), report.why), None, None)
            else:
                joined.add(of_report(known(number), report, ADVISORIES), report, ADVISORIES)
        joined.finish()


def test_every_repository_is_there_with_all_that_was_found(tmp_path: Path):
    gone = Missing("acme/repo-1", "It is gone.", "backend-foundation", NOW)
    join(tmp_path / "new" / "output", REPORT, gone, REPORT)
    made = {path.name: path.read_text() for path in (tmp_path / "new" / "output").iterdir()}
    assert set(made) == {f"{name}{end}" for name in (CONFORMANCE, ROLLUP) for end in (".json", ".md")}

    conformance = json.loads(made[f"{CONFORMANCE}.json"])
    assert conformance["backend_repos"] == ["acme/repo-0", "acme/repo-1", "acme/repo-2"]
    whole, absent, _ = conformance["results"]
    assert whole["controls"][0]["evidence"] == [{"path": "Makefile", "line": 3, "text": "lint:"}]
    assert whole["report"] == "team/repo-0-conformance"
    assert (absent["status"], absent["reason"]) == ("missing-repo", "It is gone.")
    for sentence in ("| acme/repo-1 | missing-repo |", "| Lint runs. `Makefile:3` |", "No threshold."):
        assert sentence in made[f"{CONFORMANCE}.md"]
    assert made[f"{CONFORMANCE}.md"].count("\n## acme/payments\n") == 2

    entry, *_ = json.loads(made[f"{ROLLUP}.json"])["repos"]
    assert [each["id"] for each in entry["advisories"]] == ["GHSA-1"]
    assert "left_out" not in entry
    assert "| GHSA-1, CVE-1 | leaky | 1.0 | 1.1 | critical | `requirements.txt:3` |" in made[f"{ROLLUP}.md"]


@given(fleets)
def test_it_is_as_the_published_schemas_say(tmp_path_factory: pytest.TempPathFactory, fleet: list[Judged]):
    folder = tmp_path_factory.mktemp("output")
    join(folder, *fleet)
    for name, schema in published.items():
        schema.validate(json.loads((folder / f"{name}.json").read_text()))


def test_what_was_there_stays_until_all_is_written(tmp_path: Path):
    (tmp_path / f"{CONFORMANCE}.md").write_text("earlier")
    with contextlib.suppress(ZeroDivisionError), Joined(tmp_path) as joined:
        joined.add(known(), REPORT, None)
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.iterdir()] == [f"{CONFORMANCE}.md"]
    assert (tmp_path / f"{CONFORMANCE}.md").read_text() == "earlier"


def test_a_folder_that_cannot_be_one_is_an_error(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), Joined(tmp_path / "file"):
        pass


def test_without_advisories_nothing_is_called_clean(tmp_path: Path):
    report: Report = replace(REPORT, findings=())
    with Joined(tmp_path) as joined:
        joined.add(of_report(known(), report, None), report, None)
        joined.finish()
    (entry,) = json.loads((tmp_path / f"{ROLLUP}.json").read_text())["repos"]
    assert (entry["status"], entry["reason"]) == ("unknown", "Advisories were not read.")
