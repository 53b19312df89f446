import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema_rs
import pytest

from backendrepo.advisories import Advisories, Advisory, Covered, Uncovered
from backendrepo.findings import Evidence, Severity
from backendrepo.manifests import PYPI, Dependency, Problem
from backendrepo.rollup import rollup

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LEAKY = Dependency("leaky", "1.0", PYPI, Evidence("requirements.txt", 3))
SCHEMA = Path(__file__).parents[1] / "docs/schemas/dependency-vulnerability-rollup.schema.json"


def covered(*advisories: Advisory, **more: object) -> Advisories:
    return Advisories((Covered(LEAKY, advisories),), manifests=("requirements.txt",), fetched_at=NOW, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "status", "reason"),
    [
        (covered(), "ok", ""),
        (covered(Advisory("X-1", severity=Severity.LOW)), "ok", ""),
        (covered(Advisory("X-1", severity=Severity.CRITICAL)), "gap", ""),
        (covered(Advisory("X-1", rated=False)), "gap", ""),
        (Advisories(uncovered=(Uncovered(LEAKY, "why"),)), "unknown", "1 entry of the manifests could not be judged."),
        (covered(problems=(Problem("a", Evidence("x")),) * 2), "unknown", "2 entries of the manifests could not be"),
        (covered(failure="pypi.org is away"), "unknown", "The advisory source gave no answer: pypi.org is away."),
        (Advisories(), "unknown", "There is no manifest"),
        (Advisories(manifests=("requirements.txt",)), "ok", ""),
        (None, "unknown", "Advisories were not read."),
        ("There is no folder x.", "missing-repo", "There is no folder x."),
    ],
)
def test_only_what_was_covered_wholly_is_ok(known: Advisories | str | None, status: str, reason: str):
    document = rollup([("acme/payments", known)], target="backend-foundation", now=NOW)
    (repo,) = document["repos"]
    assert repo["status"] == status
    assert repo.get("reason", "").startswith(reason)
    assert ("reason" in repo) is (status in ("unknown", "missing-repo"))
    jsonschema_rs.validate(json.loads(SCHEMA.read_text()), document)


def test_each_advisory_has_its_place_and_the_oldest_data_say_the_age():
    older = NOW.replace(day=1)
    advisory = Advisory("GHSA-1", ("CVE-1",), Severity.HIGH, rated=False, fixed=("1.1",))
    old = Advisories(fetched_at=older)
    document = rollup([("acme/a", covered(advisory)), ("acme/b", old)], target="standard", now=NOW)
    assert document["advisories_at"] == older.isoformat()
    assert document["repos"][0]["counts"] == {"critical": 0, "high": 0, "medium": 0, "low": 0, "unknown": 1}
    assert document["repos"][0]["advisories"] == [
        {
            "id": "GHSA-1",
            "aliases": ["CVE-1"],
            "package": "leaky",
            "version": "1.0",
            "fixed_in": ["1.1"],
            "severity": "unknown",
            "path": "requirements.txt",
            "line": 3,
        }
    ]
