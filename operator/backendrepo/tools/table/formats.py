"""Checks of formatting. What rewrites files and passes is none. Sources: the tools' own command-line pages."""

from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind

_BLACK = (
    "-l --line-length -t --target-version -c --code -W --workers --stdin-filename --include --required-version "
    "--line-ranges --enable-unstable-feature"
)


def _tool(names: str, language: str = "python", **more: str) -> Tool:
    return Tool(names, Kind.FORMAT, language, **more)  # type: ignore[arg-type]


TOOLS = (
    _tool(
        "ruff format",
        valued="--target-version --line-length --cache-dir --stdin-filename --extension --range --color "
        "--output-format",
        excludes="--exclude",
        files="--config",
        checks="--check --diff --exit-non-zero-on-format",
        default=".",
    ),
    _tool(
        "black, blue, pyink, oitnb",
        valued=_BLACK,
        excludes="--exclude --extend-exclude --force-exclude",
        files="--config",
        checks="--check",
    ),
    _tool("darker", valued="-r --revision -l -t", files="-c --config", checks="--check", aspect="changed lines"),
    _tool(
        "isort",
        valued="-p --project --profile -l --line-length -m --multi-line -o --thirdparty -b --builtin -j --jobs --src "
        "--src-path --filename --py --python-version --wrap-length --lai --ext",
        excludes="--skip -s --skip-glob --sg --extend-skip --extend-skip-glob",
        files="--settings-path --settings-file --sp --settings",
        checks="-c --check --check-only",
        aspect="import order",
        never="--show-files --show-config",
    ),
    _tool(
        "usort check, reorder-python-imports",
        aspect="import order",
        valued="--application-directories --py --remove-import",
    ),
    _tool("ufmt check, ufmt diff"),
    _tool("yapf", valued="--style -l --lines", excludes="-e --exclude", checks="-d --diff -q --quiet"),
    _tool(
        "autopep8",
        valued="--max-line-length --indent-size --ignore --select --global-config -j --jobs -p",
        excludes="--exclude",
        checks="--exit-code",
    ),
    _tool(
        "docformatter",
        valued="--config --wrap-summaries",
        excludes="-e --exclude",
        checks="-c --check",
        aspect="docstrings",
    ),
    _tool("blacken-docs, blackdoc", valued="-l -t --rst-literal-blocks", aspect="documentation"),
    _tool("hatch fmt", checks="--check", never="-l --linter", operands=""),
    _tool("rye fmt", checks="--check"),
    _tool("uv format", checks="--check --diff", valued="--project --directory --version"),
    _tool("toml-sort, taplo fmt, taplo format", "toml", checks="--check", valued="-c --config"),
    _tool("pyproject-fmt", "toml", checks="--check", valued="--keep-full-version --indent --column-width"),
    _tool("mdformat", "markdown", checks="--check", valued="--wrap --number"),
    _tool("djhtml, djlint", "html", checks="--check -c", valued="--profile --extension -e"),
    _tool("sqlfmt", "sql", checks="--check --diff", valued="-l --line-length"),
    _tool("shfmt", "shell", checks="-d --diff -l --list", valued="-i --indent -ln -p"),
    Tool("terraform fmt, tofu fmt", Kind.FORMAT, "terraform", checks="--check", single=True),
    _tool("buf format", "protobuf", checks="--exit-code", valued="--path --config"),
)
