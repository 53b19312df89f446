"""Repositories of small back ends, for scans: one that keeps the standard, and what teams make of it.

They are text here rather than files, so that nothing takes them for a part of this repository.
"""

from collections.abc import Iterable, Mapping

Files = dict[str, str]

JOBS = {
    "workflow-lint": "uses: raven-actions/actionlint@v2",
    "lint": "run: make lint",
    "typecheck": "run: make typecheck",
    "openapi": "run: make openapi-gate",
    "test": "run: make test",
    "docker-build": "run: docker build .",
    "security-audit": "run: make security-audit",
    "migration-smoke": "run: make migration-smoke",
}
"""The jobs of the pipeline, each with the step that is its gate."""

MAKEFILE = """\
.PHONY: ci setup lint typecheck openapi-gate test security-audit migration-smoke migration-apply

ci: lint typecheck openapi-gate test docker-build security-audit migration-smoke

setup:
	pip install --requirement requirements.txt
	pre-commit install

lint:
	ruff check .
	ruff format --check .
	actionlint

typecheck:
	mypy src

openapi-gate:
	python scripts/export_openapi.py --check openapi.json

test:
	pytest --cov=payments --cov-branch --cov-fail-under=99 tests/unit tests/integration tests/e2e

docker-build:
	docker build .

security-audit:
	pip-audit --require-hashes --requirement requirements.txt

migration-smoke:
	python scripts/no_schema.py

migration-apply:
	python scripts/no_schema.py
"""

CONTRACT = """\
# Migration contract

Persistence mode: no-schema. The service keeps no data of its own.

- Smoke command: `make migration-smoke`
- Apply command: `make migration-apply`
- Rollback policy: forward-fix
"""

OWNERSHIP = """\
# Data model ownership

The service payments owns no tables and keeps no state between two requests. Payments, accounts and balances are owned
by the service ledger: its boundary is its API, and no other service reads its tables. Exchange rates are owned by the
service rates and are kept nowhere else.
"""

HOOKS = """\
default_install_hook_types: [pre-push]
repos:
  - repo: local
    hooks:
      - {id: gates, name: gates, entry: make lint typecheck, language: system, stages: [pre-push]}
"""

DEPENDABOT = """\
version: 2
updates:
  - {package-ecosystem: github-actions, directory: /, schedule: {interval: weekly}}
  - {package-ecosystem: pip, directory: /, schedule: {interval: weekly}}
  - {package-ecosystem: docker, directory: /, schedule: {interval: weekly}}
"""

PYPROJECT = """\
[project]
name = "payments"
version = "1.0.0"
requires-python = ">=3.11"
dependencies = ["jinja2"]

[tool.mypy]
strict = true
python_version = "3.11"

[tool.coverage.report]
precision = 2
"""


def backend(*, jobs: Mapping[str, str] = JOBS, jinja2: str = "3.1.6", without: Iterable[str] = ()) -> Files:
    """Return a back end that keeps the standard, by path, without the files at some paths."""
    files = {
        "Makefile": MAKEFILE,
        ".github/workflows/ci.yml": workflow(jobs),
        ".github/dependabot.yml": DEPENDABOT,
        ".pre-commit-config.yaml": HOOKS,
        "pyproject.toml": PYPROJECT,
        "requirements.txt": f"jinja2=={jinja2} --hash=sha256:{'0' * 64}\n",
        "Dockerfile": 'FROM python:3.11-slim\nCOPY src /app\nUSER 10001\nENTRYPOINT ["python", "-m", "payments"]\n',
        "openapi.json": '{"openapi": "3.1.0", "info": {"title": "payments", "version": "1"}, "paths": {}}\n',
        "scripts/export_openapi.py": 'import sys\n\nsys.exit("paths" not in open(sys.argv[-1]).read())\n',
        "scripts/no_schema.py": 'import pathlib, sys\n\nsys.exit(pathlib.Path("migrations").exists())\n',
        "docs/standards/migration-contract.md": CONTRACT,
        "docs/standards/data-model-ownership.md": OWNERSHIP,
        "src/payments/__init__.py": "def pay(cents: int) -> int:\n    return cents\n",
        "tests/unit/test_pay.py": _tests(15),
        "tests/integration/test_api.py": _tests(4),
        "tests/e2e/test_journey.py": _tests(1),
    }
    return {path: text for path, text in files.items() if path not in set(without)}


def workflow(jobs: Mapping[str, str]) -> str:
    """Return the workflow of pull requests with these jobs."""
    head = "name: CI\non:\n  pull_request:\n  push:\n    branches: [main]\npermissions:\n  contents: read\njobs:\n"
    return head + "".join(map(_job, jobs, jobs.values()))


def renamed(old: str, new: str) -> Files:
    """Return the change of the workflow in which a job has another name."""
    return {".github/workflows/ci.yml": workflow({new if name == old else name: step for name, step in JOBS.items()})}


def _job(name: str, step: str) -> str:
    python = "      - uses: actions/setup-python@v5\n        with: {python-version: '3.11'}\n"
    setup = f"      - uses: actions/checkout@v4\n{python}"
    return f"  {name}:\n    runs-on: ubuntu-24.04\n    steps:\n{setup}      - {step}\n"


def _tests(count: int) -> str:
    return "".join(f"def test_{number}():\n    assert {number} == {number}\n\n\n" for number in range(count))
