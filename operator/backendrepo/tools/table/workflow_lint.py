"""Linters of GitHub's workflows. `yamllint` is none: it knows nothing of what a workflow may say."""

from collections.abc import Iterator

from backendrepo.tools.call import Call
from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind, Use


def _of_workflows(use: Use, call: Call) -> Iterator[Use]:
    """Yield a check against a schema that is one of workflows or actions."""
    schema = " ".join(call.values("--builtin-schema --schemafile")).lower()
    if "github-workflow" in schema or "github-action" in schema:
        yield use


def _tool(names: str, **more: str) -> Tool:
    return Tool(names, Kind.WORKFLOW_LINT, "yaml", **more)  # type: ignore[arg-type]


TOOLS = (
    Tool(
        "actionlint",
        Kind.WORKFLOW_LINT,
        "yaml",
        valued="--format --pyflakes --shellcheck --stdin-filename",
        harmless="--ignore= --ignore=. --ignore=.* --ignore=.+ --ignore=^ --ignore=$ --ignore=^.*$",
        files="--config-file",
        never="--init-config",
        single=True,
    ),
    _tool(
        "zizmor",
        valued="--format --persona --min-severity --min-confidence --gh-token --gh-hostname --cache-dir --color "
        "--collect",
        files="-c --config",
        harmless="--no-exit-codes --format=sarif",
    ),
    Tool(
        "check-jsonschema",
        Kind.WORKFLOW_LINT,
        "yaml",
        valued="--builtin-schema --schemafile --cache-filename --base-uri --default-filetype --color -o "
        "--output-format "
        "--data-transform --regex-variant --format-regex --disable-formats",
        more=_of_workflows,
    ),
    _tool("ghalint run, ghalint act", valued="-c --config --log-level", operands=""),
    _tool("action-validator", valued="--rootdir"),
    _tool("poutine analyze_local", valued="-f --format -c --config", fails_with="--fail-on-violation"),
    _tool("octoscan scan", valued="--format --config-file"),
)
