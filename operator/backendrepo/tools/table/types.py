"""Checkers of static types. Sources: the tools' own command-line pages."""

from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind


def _tool(names: str, **more: str) -> Tool:
    return Tool(names, Kind.TYPECHECK, "python", **more)  # type: ignore[arg-type]


_MYPY = (
    "--python-version --platform --cache-dir --follow-imports --python-executable --always-true --always-false "
    "--disable-error-code --enable-error-code --junit-xml --shadow-file --any-exprs-report --html-report --txt-report "
    "--xml-report --cobertura-xml-report --linecount-report --lineprecision-report --custom-typeshed-dir -n "
    "--num-workers "
    "--package-root --junit-format --output -O"
)

TOOLS = (
    _tool(
        "mypy, zmypy",
        valued=_MYPY,
        modules="-p --package -m --module",
        excludes="--exclude",
        files="--config-file",
        never="-c --command",
    ),
    _tool("dmypy run, dmypy check", valued=f"--timeout --log-file --status-file {_MYPY}", files="--config-file"),
    _tool(
        "pyright, basedpyright",
        valued="--pythonplatform --pythonpath --pythonversion -t --typeshedpath -v --venvpath --level --threads "
        "--baselinefile --verifytypes",
        files="-p --project",
        never="--createstub --stats",
    ),
    _tool(
        "ty check",
        valued="--python --python-version --python-platform --typeshed --extra-search-path --output-format --color -c "
        "--config --config-file --error --warn --ignore",
        scope="--project",
        excludes="--exclude",
        harmless="--exit-zero",
    ),
    _tool(
        "pyrefly check, pyrefly",
        valued="-c --config --python-version --output-format -j",
        excludes="--project-excludes",
    ),
    _tool(
        "pyre check, pyre, pyre analyze",
        scope="--source-directory",
        valued="--strict --output",
        never="init query",
        operands="",
    ),
    _tool("pytype", valued="-j --jobs -V --python-version -d --disable", files="--config", excludes="-x --exclude"),
    _tool("zuban check, zuban mypy, zuban", valued=_MYPY, excludes="--exclude", files="--config-file", never="server"),
)
