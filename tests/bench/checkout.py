"""A checkout that is made for measuring: so many files, a third of them tests, and one workflow of so many jobs."""

import json
import sys
from pathlib import Path

LENGTH = 8800
"""Bytes of a file."""
TEST = "def test_{0}():\n    assert {0} == {0}\n\n"
HANDLER = "def handle_{0}(x: int) -> int:\n    '''Doc.'''\n    return x + {0}\n\n"
MAKEFILE = "ci: lint test\nlint:\n\truff check .\ntest:\n\tpytest --cov --cov-fail-under=99\n"


def made(root: Path, files: int, jobs: int) -> Path:
    """Make it, and return its folder."""
    for number in range(files):
        test = number % 3 == 0
        folder = root / ("tests/unit" if test else "src/app") / f"p{number % 50}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{'test_' if test else ''}m{number}.py").write_text(_text(TEST if test else HANDLER))
    workflows = root / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "ci.yml").write_text(json.dumps(_workflow(jobs), indent=1))
    (root / "Makefile").write_text(MAKEFILE)
    (root / "pyproject.toml").write_text("[project]\nname='app'\nversion='1'\nrequires-python='>=3.11'\n")
    return root


def check(root: Path, *arguments: str) -> list[str]:
    """Return the command that checks a folder."""
    return [sys.executable, "-m", "backendrepo", "check", str(root), "--format", "json", *arguments]


def _text(body: str) -> str:
    return "".join(body.format(each) for each in range(LENGTH // len(body)))


def _workflow(jobs: int) -> dict[str, object]:
    steps = [{"uses": "actions/checkout@v4"}, {"run": "make test"}]
    return {
        "on": "pull_request",
        "jobs": {
            f"j{number}": {"runs-on": "x", "steps": [*steps, {"run": f"ruff check src/app/p{number % 50}"}]}
            for number in range(jobs)
        },
    }
