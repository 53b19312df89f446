"""Actions that are gates themselves. Sources: the `action.yml` and README of each."""

from collections.abc import Iterator
from dataclasses import replace
from posixpath import normpath

from backendrepo.lazy import regex
from backendrepo.tools.actions.action import Action, Given
from backendrepo.tools.severities import beneath
from backendrepo.tools.use import Kind, Use


def _built(use: Use, given: Given) -> Iterator[Use]:
    """Yield a build of an image with its context and its Dockerfile."""
    context = given.get("context", "") or "."
    context = "." if "://" in context or context.startswith("${{") else normpath(context)
    file = use.files[0] if use.files else f"{context}/Dockerfile"
    yield replace(use, files=(normpath(file),), context=context, target=given.get("target", ""))


def _trivy(use: Use, given: Given) -> Iterator[Use]:
    """Yield a scan of Trivy where it looks for vulnerabilities."""
    kind = given.get("scan-type", "") or "image"
    scanners = given.get("scanners", "") or given.get("security-checks", "") or "vuln"
    if "vuln" in scanners and kind not in ("config", "k8s"):
        image = given.get("image-ref", "")
        yield replace(use, paths=() if kind == "image" else use.paths or (".",), image=image if kind == "image" else "")


def _snyk(use: Use, given: Given) -> Iterator[Use]:
    """Yield a scan of Snyk, whose options stand in `args`."""
    yield replace(use, spares=beneath(_SNYK_LEAST.findall(given.get("args", ""))))


def _linted(use: Use, given: Given) -> Iterator[Use]:
    """Yield a use of Super-Linter: a linter that is switched on by name is alone, but for those that are as well."""
    chosen = [name for name, value in given.items() if name.startswith("validate_") and value.lower() == "true"]
    wanted = {
        Kind.WORKFLOW_LINT: ("validate_github_actions",),
        Kind.LINT: ("validate_python_ruff", "validate_python_flake8", "validate_python_pylint", "validate_python"),
        Kind.FORMAT: ("validate_python_black", "validate_python_ruff_format"),
        Kind.TYPECHECK: ("validate_python_mypy", "validate_python_pyright"),
    }[use.kind]
    off = all(given.get(name, "").lower() == "false" for name in wanted)
    chosen = [name for name in chosen if name != "validate_all_codebase"]
    if not off and (not chosen or set(chosen) & set(wanted)):
        yield use


_SNYK_LEAST = regex(r"--severity-threshold[= ](\w+)")

_SUPER_LINTER = (
    *("DISABLE_ERRORS", "VALIDATE_ALL_CODEBASE", "VALIDATE_GITHUB_ACTIONS", "VALIDATE_PYTHON", "VALIDATE_PYTHON_BLACK"),
    *("VALIDATE_PYTHON_FLAKE8", "VALIDATE_PYTHON_ISORT", "VALIDATE_PYTHON_MYPY", "VALIDATE_PYTHON_PYLINT"),
    *("VALIDATE_PYTHON_PYRIGHT", "VALIDATE_PYTHON_RUFF", "VALIDATE_PYTHON_RUFF_FORMAT", "VALIDATE_YAML"),
    *("VALIDATE_DOCKERFILE_HADOLINT", "VALIDATE_MARKDOWN", "VALIDATE_JSON", "VALIDATE_BASH", "VALIDATE_OPENAPI"),
)

GATES = (
    Action(
        "docker/build-push-action, depot/build-push-action, useblacksmith/build-push-action",
        Kind.DOCKER_BUILD,
        "docker build",
        "docker",
        files="file",
        never="call=check",
        fetches=True,
        more=_built,
    ),
    Action(
        "docker/bake-action, depot/bake-action",
        Kind.DOCKER_BUILD,
        "docker buildx bake",
        "docker",
        fetches=True,
        remark="its file says what",
    ),
    Action(
        "redhat-actions/buildah-build", Kind.DOCKER_BUILD, "buildah build", "docker", files="containerfiles dockerfiles"
    ),
    Action("aevea/action-kaniko", Kind.DOCKER_BUILD, "kaniko", "docker", files="build_file"),
    Action(
        "aquasecurity/trivy-action",
        Kind.VULNERABILITY_SCAN,
        "trivy",
        fails_with="exit-code",
        harmless="exit-code=0",
        severities="severity trivy_severity",
        variables="TRIVY_EXIT_CODE TRIVY_SEVERITY",
        paths="scan-ref",
        more=_trivy,
    ),
    Action(
        "anchore/scan-action",
        Kind.VULNERABILITY_SCAN,
        "grype",
        least="severity-cutoff",
        harmless="fail-build=false",
        paths="path",
    ),
    Action(
        "actions/dependency-review-action",
        Kind.VULNERABILITY_SCAN,
        "dependency-review",
        least="fail-on-severity",
        harmless="warn-only=true vulnerability-check=false",
        files="config-file",
        fetches=True,
        aspect="changed dependencies",
    ),
    Action("google/osv-scanner-action/osv-scanner-action", Kind.VULNERABILITY_SCAN, "osv-scanner"),
    Action(
        "snyk/actions/python, snyk/actions/python-3.10, snyk/actions/node, snyk/actions/golang, snyk/actions/docker, "
        "snyk/actions/maven, snyk/actions/gradle, snyk/actions/poetry, snyk/actions",
        Kind.VULNERABILITY_SCAN,
        "snyk test",
        never="command=monitor command=code",
        more=_snyk,
    ),
    Action("pyupio/safety-action, pyupio/safety", Kind.VULNERABILITY_SCAN, "safety", "python"),
    Action(
        "golang/govulncheck-action",
        Kind.VULNERABILITY_SCAN,
        "govulncheck",
        "go",
        harmless="output-format=sarif output-format=json",
    ),
    Action("rustsec/audit-check, actions-rs/audit-check", Kind.VULNERABILITY_SCAN, "cargo audit", "rust"),
    Action(
        "docker/scout-action",
        Kind.VULNERABILITY_SCAN,
        "docker scout",
        severities="only-severities",
        fails_with="exit-code",
    ),
    Action(
        "dependency-check/dependency-check_action", Kind.VULNERABILITY_SCAN, "dependency-check", fails_with="failoncvss"
    ),
    Action("rhysd/actionlint, docker://rhysd/actionlint", Kind.WORKFLOW_LINT, "actionlint", "yaml"),
    Action("raven-actions/actionlint", Kind.WORKFLOW_LINT, "actionlint", "yaml", harmless="fail-on-error=false"),
    Action(
        "zizmorcore/zizmor-action, woodruffw/zizmor-action",
        Kind.WORKFLOW_LINT,
        "zizmor",
        "yaml",
        defaults="advanced-security=true",
        harmless="advanced-security=true",
        paths="inputs",
    ),
    Action(
        "reviewdog/action-actionlint",
        Kind.WORKFLOW_LINT,
        "actionlint",
        "yaml",
        fails_with="fail_level fail_on_error",
        harmless="fail_level=none",
    ),
    Action("suzuki-shunsuke/github-action-ghalint", Kind.WORKFLOW_LINT, "ghalint", "yaml"),
    Action(
        "reviewdog/action-flake8, reviewdog/action-ruff, reviewdog/action-pylint, dciborow/action-pylint",
        Kind.LINT,
        "reviewdog",
        "python",
        fails_with="fail_level fail_on_error",
        harmless="fail_level=none",
        remark="it may look at changed lines alone",
    ),
    Action(
        "reviewdog/action-black",
        Kind.FORMAT,
        "black",
        "python",
        fails_with="fail_level fail_on_error",
        harmless="fail_level=none",
    ),
    Action(
        "tsuyoshicho/action-mypy, reviewdog/action-mypy",
        Kind.TYPECHECK,
        "mypy",
        "python",
        fails_with="fail_level fail_on_error",
        harmless="fail_level=none",
    ),
    Action(
        "reviewdog/action-golangci-lint",
        Kind.LINT,
        "golangci-lint run",
        "go",
        fails_with="fail_level fail_on_error",
        harmless="fail_level=none",
    ),
    Action(
        "reviewdog/action-eslint",
        Kind.LINT,
        "eslint",
        "javascript",
        fails_with="fail_level fail_on_error",
        harmless="fail_level=none",
    ),
    Action(
        "reviewdog/action-hadolint, reviewdog/action-shellcheck, reviewdog/action-yamllint, "
        "reviewdog/action-markdownlint, "
        "reviewdog/action-misspell, reviewdog/action-detect-secrets, reviewdog/action-alex, "
        "reviewdog/action-languagetool",
        Kind.LINT,
        "reviewdog",
        fails_with="fail_level fail_on_error",
        harmless="fail_level=none",
    ),
    Action(
        "hadolint/hadolint-action",
        Kind.LINT,
        "hadolint",
        "docker",
        harmless="no-fail=true failure-threshold=none",
        files="config",
        paths="dockerfile",
    ),
    Action("golangci/golangci-lint-action", Kind.LINT, "golangci-lint run", "go", never="install-only=true"),
    Action(
        "wagoid/commitlint-github-action, amannn/action-semantic-pull-request", Kind.LINT, "commitlint", aspect="form"
    ),
    Action("davidanson/markdownlint-cli2-action", Kind.LINT, "markdownlint", "markdown"),
    Action(
        "super-linter/super-linter, super-linter/super-linter/slim, github/super-linter, github/super-linter/slim",
        (Kind.LINT, Kind.FORMAT, Kind.TYPECHECK, Kind.WORKFLOW_LINT),
        "super-linter",
        "python",
        harmless="disable_errors=true",
        variables=" ".join(_SUPER_LINTER),
        remark="its environment says which linters run",
        more=_linted,
    ),
    Action(
        "oxsecurity/megalinter, oxsecurity/megalinter/flavors/python, oxsecurity/megalinter/flavors/ci_light",
        (Kind.LINT, Kind.WORKFLOW_LINT),
        "megalinter",
        "python",
        harmless="disable_errors=true",
        variables="DISABLE_ERRORS",
        remark="its configuration says which linters run",
    ),
    Action("stoplightio/spectral-action", Kind.OPENAPI, "spectral lint", paths="file_glob", files="spectral_ruleset"),
    Action("redocly/openapi-cli-action, redocly/cli-action", Kind.OPENAPI, "redocly lint"),
    Action(
        "oasdiff/oasdiff-action/breaking, tufin/oasdiff-action",
        Kind.OPENAPI,
        "oasdiff breaking",
        fails_with="fail-on fail-on-diff",
        paths="revision",
    ),
    Action("schemathesis/action", Kind.OPENAPI, "schemathesis run", paths="schema"),
    Action("bump-sh/github-action", Kind.OPENAPI, "bump diff", fails_with="fail_on_breaking"),
    Action(
        "bufbuild/buf-action, bufbuild/buf-breaking-action, bufbuild/buf-lint-action",
        Kind.OPENAPI,
        "buf",
        never="setup_only=true",
    ),
    Action("readmeio/rdme", Kind.OPENAPI, "rdme openapi validate", remark="it may upload alone"),
    Action("orgoro/coverage", Kind.COVERAGE, "coverage", "python", files="coveragefile"),
    Action("irongut/codecoveragesummary", Kind.COVERAGE, "coverage summary", fails_with="fail_below_min"),
    Action("vladopajic/go-test-coverage", Kind.COVERAGE, "go-test-coverage", "go", files="config"),
)
