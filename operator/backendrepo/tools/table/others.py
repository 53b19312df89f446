"""Linters of what stands beside the code, and tools of languages that a back end has seldom."""

from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind


def _lint(names: str, language: str, **more: str) -> Tool:
    return Tool(names, Kind.LINT, language, **more)  # type: ignore[arg-type]


TOOLS = (
    _lint("yamllint", "yaml", valued="-f --format -d --config-data", files="-c --config-file", never="--list-files"),
    _lint(
        "hadolint",
        "docker",
        valued="-f --format --ignore --trusted-registry -t",
        files="-c --config",
        harmless="--no-fail",
    ),
    _lint("shellcheck", "shell", valued="-e --exclude -s --shell -S --severity -f --format -P -o --enable"),
    _lint(
        "markdownlint, markdownlint-cli2, mdl, pymarkdown scan, rumdl check, remark",
        "markdown",
        valued="-i --ignore -d --disable -p",
        files="-c --config",
    ),
    _lint("sqlfluff lint", "sql", valued="--dialect --rules --format --templater -p", excludes="-e"),
    _lint("sqlfluff fix", "sql", valued="--dialect", checks="--check"),
    _lint("djlint", "html", valued="--profile --extension", needs="--lint --check"),
    _lint(
        "codespell, typos, cspell, cspell lint",
        "",
        aspect="spelling",
        valued="-L --ignore-words-list -I -S --skip --config --toml",
    ),
    _lint("editorconfig-checker, ec, reuse lint, commitlint, cz check", "", aspect="form", valued="--rev-range"),
    _lint(
        "helm lint, kube-linter lint, kubeconform, kubeval, tflint, checkov, kube-score score",
        "infrastructure",
        valued="-f --values -d",
    ),
    _lint("buf lint, protolint lint", "protobuf"),
    _lint("cargo clippy", "rust", operands=""),
    Tool("cargo fmt", Kind.FORMAT, "rust", checks="--check", operands=""),
    Tool("rustfmt", Kind.FORMAT, "rust", checks="--check", valued="--edition --config"),
    Tool("tombi format", Kind.FORMAT, "toml", checks="--check --diff"),
    Tool("yamlfmt, yamlfix", Kind.FORMAT, "yaml", checks="-lint --lint --check -dry"),
    Tool("sphinx-lint, doc8, rstcheck", Kind.LINT, "rst"),
    Tool("tombi lint", Kind.LINT, "toml"),
    Tool("cargo check, cargo build", Kind.TYPECHECK, "rust", operands=""),
    Tool("cargo test, cargo nextest run", Kind.TEST, "rust", operands="", never="--no-run"),
    Tool("dotnet test", Kind.TEST, "dotnet", select="--filter", valued="-c --logger", never="-t --list-tests"),
    Tool("dotnet format", Kind.FORMAT, "dotnet", checks="--verify-no-changes"),
    Tool("dotnet build", Kind.TYPECHECK, "dotnet", valued="-c --configuration"),
    Tool("rspec, rails test, phpunit, bats", Kind.TEST, "", valued="-f --format"),
    _lint("rubocop, phpcs, phpstan analyse", ""),
)
