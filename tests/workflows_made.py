"""Workflows for tests, written shortly."""

import json
from collections.abc import Mapping
from typing import Any

PATH = ".github/workflows/ci.yml"


def workflow(*steps: str | Mapping[str, Any], on: Any = "pull_request", name: str = "Checks", **job: Any) -> str:
    """Return a workflow of one job, with a step for each script or mapping. JSON is YAML."""
    made = [{"run": step} if isinstance(step, str) else dict(step) for step in steps]
    jobs = {"checks": {"name": name, "runs-on": "ubuntu-latest", "steps": made, **job}}
    return json.dumps({"on": on, "jobs": jobs}, indent=1)


def pipeline(*steps: str | Mapping[str, Any], **more: Any) -> dict[str, str]:
    """Return the files of a repository whose only workflow has these steps."""
    return {PATH: workflow(*steps, **more)}
