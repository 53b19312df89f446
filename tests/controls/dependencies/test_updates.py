import json

import pytest
from tests.snapshots import judged

CONTROL = "dependencies/updates"
FILES = {"requirements.txt": "a==1", ".github/workflows/ci.yml": "on: push"}


def dependabot(*ecosystems: str) -> str:
    return "version: 2\nupdates:\n" + "".join(
        f"  - package-ecosystem: {each}\n    directory: /\n" for each in ecosystems
    )


@pytest.mark.parametrize(
    "configured",
    [
        {".github/dependabot.yml": dependabot("pip", "github-actions")},
        {".github/dependabot.yaml": dependabot("uv", "github-actions", "docker")},
        {"renovate.json": "{}"},
        {".renovaterc": '{"extends": ["config:recommended"],\n // why\n}'},
        {"renovate.json5": "{extends: ['x']}"},
        {".github/renovate.json": json.dumps({"enabledManagers": ["pip_requirements", "github-actions"]})},
        {".github/renovate.json": json.dumps({"npm": {"enabled": False}})},
        {"package.json": json.dumps({"renovate": {}})},
        {
            "renovate.json": json.dumps({"enabledManagers": ["pep621"]}),
            ".github/dependabot.yml": dependabot("github-actions"),
        },
    ],
)
def test_each_ecosystem_with_an_update_tool_passes(configured: dict[str, str]):
    judgement = judged(CONTROL, {**FILES, **configured})
    assert (judgement.outcome, "updates PyPI, GitHub Actions." in judgement.summary) == ("pass", True)


@pytest.mark.parametrize(
    ("configured", "outcome", "says"),
    [
        ({}, "fail", "No tool for updates is configured"),
        ({"renovate.json": '{"enabled": false}'}, "fail", "No tool for updates is configured"),
        ({"package.json": '{"renovate": 7}'}, "fail", "No tool for updates is configured"),
        ({"package.json": '{"renovate"'}, "fail", "No tool for updates is configured"),
        ({".github/dependabot.yml": dependabot("pip")}, "partial", "Dependabot leaves out GitHub Actions."),
        ({".github/dependabot.yml": dependabot("npm")}, "partial", "Dependabot leaves out PyPI, GitHub Actions."),
        (
            {".github/dependabot.yml": dependabot("pip", "github-actions") + "    open-pull-requests-limit: 0\n"},
            "partial",
            "Dependabot leaves out GitHub Actions.",
        ),
        ({"renovate.json": '{"github-actions": {"enabled": false}}'}, "partial", "Renovate leaves out GitHub Actions."),
        ({".github/dependabot.yml": "- 1"}, "unknown", ".github/dependabot.yml cannot be read: it is no mapping."),
        ({".github/dependabot.yml": b"\0"}, "unknown", "is no text"),
        ({"renovate.json": "{nonsense"}, "unknown", "renovate.json cannot be read: it is no JSON"),
        ({".github/dependabot.yml": "updates: [7, {package-ecosystem: [1]}]"}, "partial", "leaves out PyPI"),
    ],
)
def test_what_is_left_out_is_named(configured: dict[str, str], outcome: str, says: str):
    judgement = judged(CONTROL, {**FILES, **configured})
    assert (judgement.outcome, says in judgement.summary) == (outcome, True)
    assert "package-ecosystem: github-actions" in judgement.fix


def test_a_repository_without_dependencies_needs_none():
    assert judged(CONTROL, {"README.md": ""}).outcome == "not-applicable"


def test_a_dockerfile_is_an_ecosystem_and_the_fix_names_it():
    judgement = judged(CONTROL, {"Dockerfile": "", ".github/dependabot.yml": dependabot("pip")})
    assert judgement.outcome == "partial"
    assert "package-ecosystem: docker" in judgement.fix
