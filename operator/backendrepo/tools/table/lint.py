"""Linters of Python as a whole, and of one aspect of it. Sources: the tools' own command-line pages."""

from collections.abc import Iterator
from dataclasses import replace

from backendrepo.lazy import regex
from backendrepo.tools.call import Call
from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind, Use


def _enabled(use: Use, call: Call) -> Iterator[Use]:
    """Yield a use of pylint: `--enable` narrows it only after `--disable=all`, which alone leaves nothing."""
    narrowed = "all" in call.values("-d --disable")
    errors = "errors" if call.given("-E --errors-only") else ""
    if narrowed and not use.aspect and not errors:
        use = replace(use, harmless="`--disable=all` without `--enable` leaves no check")
    yield use if narrowed else replace(use, aspect=errors)


_NOTHING = regex(r"""\b(?:ignore\s*=.*["']ALL["']|select\s*=\s*\[\s*\])""")
"""Settings as `--config` takes them beside files, by which Ruff looks for nothing."""


def _ruled(use: Use, call: Call) -> Iterator[Use]:
    """Yield a use of Ruff: `--ignore ALL` leaves no rule but those that the command line itself selects by name."""
    named = [rule for rule in call.values("--select --extend-select") if rule != "ALL"]
    setting = next((each for each in call.arguments.all(("--config",)) if _NOTHING.search(each)), "")
    if "ALL" in call.values("--ignore --extend-ignore") and not named:
        use = replace(use, harmless="`--ignore ALL` lets it pass whatever it finds")
    elif setting and not named:
        use = replace(use, harmless=f"`--config {setting}` lets it pass whatever it finds")
    ignores = (each.partition(":") for each in call.values("--per-file-ignores --extend-per-file-ignores"))
    silenced = tuple(pattern for pattern, _, rule in ignores if rule.strip() == "ALL" and not pattern.startswith("!"))
    yield replace(use, excluded=(*use.excluded, *silenced))


def _tool(names: str, aspect: str = "", **more: object) -> Tool:
    return Tool(names, Kind.LINT, "python", aspect=aspect, **more)  # type: ignore[arg-type]


TOOLS = (
    _tool(
        "ruff check, ruff",
        aspect="--select",
        valued="--ignore --extend-select --extend-ignore --output-format -o --output-file --target-version --color "
        "--per-file-ignores --extend-per-file-ignores --fixable --unfixable --cache-dir --stdin-filename --extension "
        "--line-length --dummy-variable-rgx --extend-fixable",
        excludes="--exclude --extend-exclude",
        files="--config",
        harmless="--exit-zero -e --fix-only",
        never="clean config linter rule server version analyze format help --add-noqa --show-files --show-settings "
        "-w --watch",
        default=".",
        more=_ruled,
    ),
    _tool(
        "flake8, pflake8, flake9",
        aspect="--select",
        valued="--format --max-line-length --max-complexity --ignore --extend-ignore --extend-select "
        "--per-file-ignores "
        "--filename --stdin-display-name -j --jobs --output-file --tee --max-doc-length --enable-extensions",
        excludes="--exclude --extend-exclude",
        files="--config --append-config",
        harmless="--exit-zero",
        never="--bug-report",
        default=".",
    ),
    Tool(
        "pylint",
        Kind.LINT,
        "python",
        valued="-j --jobs -f --output-format -d --disable --output --load-plugins --max-line-length --msg-template -s "
        "-r --reports --score --fail-on --fail-under --init-hook --evaluation --persistent --py-version "
        "--source-roots",
        excludes="--ignore --ignore-patterns --ignore-paths",
        files="--rcfile",
        aspect="-e --enable",
        harmless="--exit-zero --fail-under=0",
        never="--generate-rcfile --generate-toml-config --list-msgs --help-msg --list-extensions",
        more=_enabled,
    ),
    _tool(
        "prospector",
        valued="-s --strictness -w --with-tool -W -t --tool -o --output-format",
        harmless="-0 --zero-exit",
    ),
    _tool(
        "pylama",
        valued="-f --format -s --select -i --ignore -l --linters -o --options",
        excludes="--skip",
        default=".",
    ),
    _tool("pyflakes"),
    _tool(
        "pycodestyle, pep8, pydocstyle",
        aspect="style",
        valued="--select --ignore --max-line-length --format --config --convention --add-ignore --match",
        excludes="--exclude",
    ),
    _tool(
        "bandit",
        aspect="security",
        valued="-a --aggregate -n --number -f --format --msg-template -o --output -b --baseline -s --skip -t --tests "
        "-p "
        "--profile --severity-level --confidence-level",
        excludes="-x --exclude",
        files="-c --configfile --ini",
        harmless="--exit-zero",
    ),
    _tool("semgrep ci", aspect="security", valued="-c --config", operands=""),
    _tool(
        "semgrep scan, semgrep, opengrep scan",
        aspect="security",
        valued="-c --config -e --pattern -l --lang -o --output --severity --timeout -j --jobs --max-memory "
        "--baseline-commit",
        excludes="--exclude --exclude-rule",
        never="--test --validate ci login logout install-semgrep-pro show test validate",
        fails_with="--error",
    ),
    _tool(
        "vulture",
        aspect="dead code",
        valued="--min-confidence --ignore-names --ignore-decorators",
        excludes="--exclude",
    ),
    _tool(
        "interrogate", aspect="docstrings", valued="-f --fail-under -e -c --config -r", harmless="--fail-under=0 -f=0"
    ),
    _tool("lint-imports", aspect="imports", valued="--contract --cache-dir", files="--config"),
    _tool("import-linter lint", aspect="imports"),
    _tool("tach check", aspect="imports"),
    _tool(
        "deptry",
        aspect="dependencies",
        valued="-i --ignore -o --json-output --per-rule-ignores -ri -rf --requirements-files -rfd --config",
        excludes="-e --exclude -ee --extend-exclude",
    ),
    _tool("xenon", aspect="complexity", valued="-a --max-average -m --max-modules -b --max-absolute", excludes="-e -i"),
    _tool("refurb", aspect="modernisation", valued="--ignore --enable --disable --python-version --config-file"),
    _tool("pyupgrade, add-trailing-comma", aspect="syntax upgrades", harmless="--exit-zero-even-if-changed"),
    _tool("autoflake", aspect="unused imports", valued="--imports --exclude -j", checks="-c --check --check-diff -cd"),
    _tool("pycln", aspect="unused imports", checks="-c --check", valued="--config --include --exclude"),
    _tool("unimport", aspect="unused imports", checks="--check", valued="--exclude --include --config"),
    _tool("slotscheck", aspect="slots", modules="-m --module", valued="--exclude-modules"),
    _tool("fixit lint", aspect="rules of the repository"),
    _tool("flakeheaven lint, flakehell lint, wemake-python-styleguide"),
    _tool("pre-commit-hooks", aspect="text"),
    _tool("hatch fmt", checks="--check", harmless="", never="-f --formatter", operands=""),
    _tool("rye lint"),
    _tool("trunk check", harmless="--no-fix", valued="--ci-progress --filter"),
)
