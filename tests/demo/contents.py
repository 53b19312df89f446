"""What is in the repositories of the demo, and the seed of the stand-in that has it."""

from pathlib import Path
from typing import Any

import yaml
from tests.backends import JOBS, PYPROJECT, Files, backend

OLD = "pyyaml==5.3.1"
"""A dependency with a critical advisory."""

ADVISORY = {
    "schema_version": "1.6.0",
    "id": "GHSA-8q59-q68h-6hv4",
    "aliases": ["CVE-2020-14343"],
    "modified": "2024-11-18T16:26:20Z",
    "published": "2021-03-25T21:26:26Z",
    "summary": "Improper Input Validation in PyYAML",
    "affected": [
        {
            "package": {"name": "pyyaml", "ecosystem": "PyPI"},
            "versions": ["5.3.1"],
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "5.4"}]}],
        }
    ],
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
    "database_specific": {"severity": "CRITICAL"},
}
"""The advisory, as api.osv.dev tells of it, of one version."""


def seed(organisation: Path) -> dict[str, Any]:
    """Return the seed that a file describes, each `content` of a repository as files."""
    described: dict[str, Any] = yaml.safe_load(organisation.read_text())
    for about in described["repositories"].values():
        if "content" in about:
            about["files"] = CONTENTS[about.pop("content")]
    return described


def _soft() -> Files:
    """A pipeline in which a failing test stops nobody, and nobody looks at the workflows."""
    jobs = {name: step for name, step in JOBS.items() if name != "workflow-lint"}
    return backend(jobs=jobs | {"test": "run: make test || true"})


def _vulnerable() -> Files:
    """A back end that keeps the standard, with two gates of its own and an old dependency."""
    files = backend(jobs=JOBS | {"secret-scan": "run: gitleaks detect", "fuzz": "run: make fuzz"})
    files["requirements.txt"] += f"{OLD} --hash=sha256:{'1' * 64}\n"
    files["pyproject.toml"] = PYPROJECT.replace('["jinja2"]', '["jinja2", "pyyaml"]')
    files["Makefile"] += "\nfuzz:\n\tpytest tests/unit --hypothesis-profile=fuzz\n"
    return files


CONTENTS = {
    "gold": backend(),
    "without-journeys": backend(without=["tests/e2e/test_journey.py"]),
    "soft": _soft(),
    "vulnerable": _vulnerable(),
}
"""The contents by the name that organisation.yaml uses."""
