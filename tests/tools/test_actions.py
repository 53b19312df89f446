"""Which kind of gate an action is."""

import pytest

from backendrepo.shell.marks import opaque
from backendrepo.tools import command_of_action, of_action


def kinds(uses, given=None, env=None):
    """Return the kinds of an action, harmless ones marked; None where it is not known."""
    found = of_action(uses, given or {}, env)
    return found if found is None else [f"{use.kind.name.lower()}{' (!)' if use.harmless else ''}" for use in found]


@pytest.mark.parametrize(
    ("uses", "given", "found"),
    [
        ("actions/checkout@v5", {}, []),
        ("actions/setup-python@v6", {"python-version": "3.12"}, []),
        ("actions/cache@0123456789abcdef0123456789abcdef01234567", {}, []),
        ("actions/upload-artifact@v4", {}, []),
        ("docker/setup-buildx-action@v3", {}, []),
        ("docker/login-action@v3", {}, []),
        ("codecov/codecov-action@v5", {"fail_ci_if_error": "true"}, []),
        ("github/codeql-action/analyze@v3", {}, []),
        ("somebody/something@v1", {}, None),
        ("docker/build-push-action@v6", {"push": "false"}, ["docker_build"]),
        ("docker/build-push-action@v6", {"call": "check"}, []),
        ("Docker/Build-Push-Action@v6", {}, ["docker_build"]),
        ("docker/bake-action@v6", {}, ["docker_build"]),
        ("aquasecurity/trivy-action@0.30.0", {"scan-type": "fs"}, ["vulnerability_scan (!)"]),
        ("aquasecurity/trivy-action@0.30.0", {"scan-type": "fs", "exit-code": "1"}, ["vulnerability_scan"]),
        ("aquasecurity/trivy-action@0.30.0", {"exit-code": "0"}, ["vulnerability_scan (!)"]),
        ("aquasecurity/trivy-action@0.30.0", {"scan-type": "config", "exit-code": "1"}, []),
        ("aquasecurity/trivy-action@0.30.0", {"scanners": "secret", "exit-code": "1"}, []),
        ("anchore/scan-action@v6", {"image": "app"}, ["vulnerability_scan"]),
        ("anchore/scan-action@v6", {"image": "app", "fail-build": "false"}, ["vulnerability_scan (!)"]),
        ("actions/dependency-review-action@v4", {}, ["vulnerability_scan"]),
        ("actions/dependency-review-action@v4", {"warn-only": "true"}, ["vulnerability_scan (!)"]),
        ("google/osv-scanner-action/osv-scanner-action@v2", {}, ["vulnerability_scan"]),
        ("snyk/actions/python@master", {}, ["vulnerability_scan"]),
        ("snyk/actions/python@master", {"command": "monitor"}, []),
        ("jpetrucciani/mypy-check@master", {"path": "--cov x"}, ["typecheck"]),
        ("isort/isort-action@v1", {"sort-paths": "src --unknown gone more"}, ["format"]),
        ("pypa/gh-action-pip-audit@v1", {"inputs": "requirements.txt"}, ["vulnerability_scan"]),
        ("rhysd/actionlint@v1", {}, ["workflow_lint"]),
        ("docker://rhysd/actionlint:1.7.7", {"args": "-color"}, ["workflow_lint"]),
        ("raven-actions/actionlint@v2", {"fail-on-error": "false"}, ["workflow_lint (!)"]),
        ("zizmorcore/zizmor-action@v0", {}, ["workflow_lint (!)"]),
        ("zizmorcore/zizmor-action@v0", {"advanced-security": "false"}, ["workflow_lint"]),
        ("reviewdog/action-actionlint@v1", {}, ["workflow_lint (!)"]),
        ("reviewdog/action-actionlint@v1", {"fail_level": "none"}, ["workflow_lint (!)"]),
        ("reviewdog/action-actionlint@v1", {"fail_level": "error"}, ["workflow_lint"]),
        ("reviewdog/action-actionlint@v1", {"fail_on_error": "true"}, ["workflow_lint"]),
        ("reviewdog/action-flake8@v3", {}, ["lint (!)"]),
        ("golangci/golangci-lint-action@v7", {}, ["lint"]),
        ("golangci/golangci-lint-action@v7", {"install-only": "true"}, []),
        ("bufbuild/buf-action@v1", {}, ["openapi"]),
        ("bufbuild/buf-action@v1", {"setup_only": "true"}, []),
        ("astral-sh/ruff-action@v3", {}, ["lint"]),
        ("astral-sh/ruff-action@v3", {"args": "format --check"}, ["format"]),
        ("astral-sh/ruff-action@v3", {"args": "--version"}, None),
        ("psf/black@stable", {}, ["format"]),
        ("psf/black@stable", {"options": "--verbose"}, None),
        ("isort/isort-action@v1", {}, ["format"]),
        ("jakebailey/pyright-action@v2", {"project": "pyrightconfig.json"}, ["typecheck"]),
        ("jpetrucciani/mypy-check@master", {"path": "src"}, ["typecheck"]),
        ("pre-commit/action@v3.0.1", {}, None),
        ("nick-fields/retry@v3", {"command": "pytest && mypy"}, ["test", "typecheck"]),
        ("oasdiff/oasdiff-action/breaking@v0", {"base": "a", "revision": "b"}, ["openapi (!)"]),
        ("oasdiff/oasdiff-action/breaking@v0", {"fail-on": "ERR"}, ["openapi"]),
        ("stoplightio/spectral-action@latest", {"file_glob": "openapi.yaml"}, ["openapi"]),
    ],
)
def test_an_action_is_a_gate_of_its_kind(uses, given, found):
    assert kinds(uses, given) == found


@pytest.mark.parametrize(
    ("env", "found"),
    [
        ({}, ["lint", "format", "typecheck", "workflow_lint"]),
        ({"VALIDATE_PYTHON_RUFF": "true"}, ["lint"]),
        ({"VALIDATE_PYTHON_RUFF": "true", "VALIDATE_ALL_CODEBASE": "true"}, ["lint"]),
        ({"VALIDATE_GITHUB_ACTIONS": "false"}, ["lint", "format", "typecheck"]),
        ({"VALIDATE_GITHUB_ACTIONS": "true", "DISABLE_ERRORS": "true"}, ["workflow_lint (!)"]),
    ],
)
def test_super_linter_is_what_its_environment_says(env, found):
    assert kinds("super-linter/super-linter@v7", {}, env) == found


def test_a_build_says_its_dockerfile_its_context_and_its_stage():
    given = {"context": "./api", "file": "./api/Dockerfile.prod", "target": "prod"}
    (use,) = of_action("docker/build-push-action@v6", given)
    assert (use.files, use.context, use.target) == (("api/Dockerfile.prod",), "api", "prod")


@pytest.mark.parametrize("context", ["", "${{ github.workspace }}", "https://github.com/acme/a.git"])
def test_a_build_from_elsewhere_is_one_of_the_repository(context):
    (use,) = of_action("docker/build-push-action@v6", {"context": context})
    assert use.files == ("Dockerfile",)


def test_a_scan_says_what_it_looks_at():
    (folder,) = of_action("aquasecurity/trivy-action@0.30.0", {"scan-type": "fs", "exit-code": "1"})
    (image,) = of_action("aquasecurity/trivy-action@0.30.0", {"image-ref": "app:1", "exit-code": "1"})
    assert (folder.paths, image.image) == ((".",), "app:1")


def test_an_input_that_only_a_run_could_tell_does_not_make_a_gate_hold():
    (use,) = of_action("reviewdog/action-actionlint@v1", {"fail_level": opaque("${{ inputs.level }}")})
    assert use.harmless == "only a run could tell `fail_level`"


@pytest.mark.parametrize(
    ("uses", "given", "words"),
    [
        ("pre-commit/action@v3.0.1", {}, "pre-commit run --show-diff-on-failure --all-files"),
        (
            "pre-commit/action@v3",
            {"extra_args": "mypy --all-files"},
            "pre-commit run --show-diff-on-failure mypy --all-files",
        ),
        ("j178/prek-action@v1", {}, "prek run --all-files"),
        ("astral-sh/ruff-action@v3", {"src": "src tests"}, "ruff check src tests"),
        ("pavelzw/pytest-action@v2", {}, "pytest"),
        ("pavelzw/pytest-action@v2", {"custom-pytest": "uv run pytest tests/api"}, "uv run pytest tests/api"),
        ("pypa/gh-action-pip-audit@v1", {"inputs": "requirements.txt ."}, "pip-audit -r requirements.txt ."),
        ("jakebailey/pyright-action@v2", {}, "pyright"),
        ("nick-fields/retry@v3", {"command": "make test", "timeout_minutes": "5"}, "bash -c make test"),
        ("nick-fields/retry@v3", {"command": "make test", "shell": "sh"}, "sh -c make test"),
        ("nick-fields/retry@v3", {"command": "make test", "shell": "pwsh"}, None),
        ("wandalen/wretry.action@v3", {"command": "make", "current_path": "api"}, "env -C api bash -ec make"),
        ("coactions/setup-xvfb@v1", {"run": "make"}, "bash -ec make"),
        ("actions/checkout@v5", {}, None),
    ],
)
def test_an_action_that_runs_a_command_says_which(uses, given, words):
    found = command_of_action(uses, given)
    assert (found if found is None else " ".join(found)) == words
