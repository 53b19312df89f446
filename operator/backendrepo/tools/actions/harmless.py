"""Actions that are known to be no gate: they set up, fetch, cache, upload, publish, tell.

`codecov/codecov-action` is one of them: it uploads; whether Codecov's own check fails is decided on its servers.
`github/codeql-action` looks at code, not at dependencies.
"""

OWNERS = frozenset(
    {
        "aws-actions",
        "azure",
        "crazy-max",
        "docker",
        "google-github-actions",
        "hashicorp",
        "helm",
        "peter-evans",
        "sigstore",
        "slackapi",
        "step-security",
        "tibdex",
    }
)
"""Owners of whose actions none is a gate, but for those in the table of gates."""

_NAMES = """
8398a7/action-slack abatilo/actions-poetry actions-cool/check-user-permission actions/add-to-project
actions/attest actions/attest-build-provenance actions/cache actions/cache/restore actions/cache/save
actions/checkout actions/configure-pages actions/create-github-app-token actions/create-release
actions/delete-package-versions actions/deploy-pages actions/download-artifact actions/first-interaction
actions/github-script actions/labeler actions/setup-dotnet actions/setup-go actions/setup-java
actions/setup-node actions/setup-python actions/stale actions/toolkit actions/upload-artifact
actions/upload-pages-artifact actions/upload-release-asset ad-m/github-push-action amondnet/vercel-action
anchore/sbom-action andremiras/coveralls-python-action andstor/file-existence-action andymckay/labeler
ankane/setup-elasticsearch ankane/setup-mariadb ankane/setup-mysql ankane/setup-opensearch
ankane/setup-postgres ankane/setup-redis appleboy/ssh-action arduino/setup-protoc arduino/setup-task
astral-sh/setup-uv auto-it/setup-auto benc-uk/workflow-dispatch biomejs/setup-biome bobheadxi/deployments
browser-actions/setup-chrome bufbuild/buf-setup-action cachix/cachix-action cachix/install-nix-action
chrnorm/deployment-action chuhlomin/render-template codecov/codecov-action codecov/test-results-action
codspeedhq/action conda-incubator/setup-miniconda coverallsapp/github-action cycjimmy/semantic-release-action
daun/playwright-report-summary dawidd6/action-download-artifact dependabot/fetch-metadata depot/setup-action
depot/use-action determinatesystems/nix-installer-action docker/login-action dorny/paths-filter
dorny/test-reporter dtolnay/rust-toolchain easimon/maximize-build-space emscripten-core/setup-emsdk
endbug/add-and-commit enricomi/publish-unit-test-result-action eps1lon/actions-label-merge-conflict
excitedleigh/setup-nox expo/expo-github-action extractions/setup-crate extractions/setup-just
falti/dotenv-action fkirc/skip-duplicate-actions fossas/fossa-action fountainhead/action-wait-for-check
gacts/install-hurl getong/redis-action getsentry/action-github-app-token getsentry/action-release
getsentry/action-setup-venv getsentry/paths-filter github/codeql-action/analyze github/codeql-action/autobuild
github/codeql-action/init github/codeql-action/upload-sarif gitleaks/gitleaks-action go-task/setup-task
goreleaser/goreleaser-action graalvm/setup-graalvm gradle/actions/setup-gradle gradle/gradle-build-action
gradle/wrapper-validation-action graphql-hive/setup harmon758/postgresql-action haya14busa/action-cond
hoverkraft-tech/compose-action ikalnytskyi/action-setup-postgres imjasonh/setup-ko isbang/compose-action
isbang/compose-up jakejarvis/cloudflare-purge-action jamesives/github-pages-deploy-action jdx/mise-action
jlumbroso/free-disk-space jwalton/gh-docker-logs kciter/aws-ecr-action khan/pull-request-comment-trigger
lycheeverse/lychee-action marocchino/sticky-pull-request-comment matrix-org/setup-python-poetry
medyagh/setup-minikube michalvankodev/copy-issue-labels mikefarah/yq mikepenz/action-junit-report
mikepenz/release-changelog-builder-action mozilla-actions/sccache-action mschilde/auto-label-merge-conflicts
mxschmitt/action-tmate ncipollo/release-action oras-project/setup-oras ossf/scorecard-action oven-sh/setup-bun
pdm-project/setup-pdm peaceiris/actions-gh-pages pmeier/pytest-results-action pnpm/action-setup
prefix-dev/setup-pixi py-cov-action/python-coverage-comment-action pyo3/maturin-action
pypa/gh-action-pypi-publish pypa/hatch python-semantic-release/python-semantic-release re-actors/alls-green
release-drafter/release-drafter reviewdog/action-setup reviewdog/action-suggester
rlespinasse/github-slug-action ruby/setup-ruby samuelcolvin/check-python-version shivammathur/setup-php
shogo82148/actions-setup-mysql snok/install-poetry softprops/action-gh-release
sonarsource/sonarcloud-github-action sonarsource/sonarqube-quality-gate-action
sonarsource/sonarqube-scan-action stefanzweifel/git-auto-commit-action styfle/cancel-workflow-action
subosito/flutter-action supercharge/mongodb-github-action supercharge/redis-github-action swatinem/rust-cache
taiki-e/install-action tailscale/github-action terraform-linters/setup-tflint tiangolo/issue-manager
tj-actions/branch-names tj-actions/changed-files trufflesecurity/trufflehog useblacksmith/cache
useblacksmith/setup-docker-builder useblacksmith/setup-python webfactory/ssh-agent wntrblm/nox
wow-actions/auto-assign yezz123/setup-uv yogevbd/enforce-label-action yokawasa/action-setup-kube-tools
"""

ACTIONS = frozenset(_NAMES.split())
"""By name, without the version, in lower case."""


def is_harmless(name: str) -> bool:
    """Whether an action of this name, in lower case, is known to be no gate."""
    return name in ACTIONS or name.partition("/")[0] in OWNERS
