"""Coverage thresholds. An upload to a service is none."""

from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind

TOOLS = (
    Tool(
        "coverage report, coverage xml, coverage html, coverage json, coverage lcov",
        Kind.COVERAGE,
        "python",
        valued="--data-file --format --precision --sort --contexts -o -d --directory --title",
        scope="--include",
        excludes="--omit",
        files="--rcfile",
        threshold="--fail-under",
        harmless="--fail-under=0",
        operands="",
    ),
    Tool(
        "diff-cover",
        Kind.COVERAGE,
        "python",
        valued="--compare-branch --html-report --json-report --markdown-report --src-roots --diff-range-notation "
        "--include --format",
        excludes="--exclude",
        files="--config-file -c",
        threshold="--fail-under",
        fails_with="--fail-under",
        harmless="--fail-under=0",
        aspect="changed lines",
        operands="",
    ),
    Tool(
        "slipcover",
        Kind.COVERAGE,
        "python",
        valued="--source --out --omit -m",
        threshold="--fail-under",
        fails_with="--fail-under",
        operands="",
    ),
    Tool(
        "c8, nyc",
        Kind.COVERAGE,
        "javascript",
        valued="--lines --branches --functions --statements --reporter -r --include --exclude",
        threshold="--lines",
        fails_with="--check-coverage check-coverage",
        operands="",
    ),
    Tool("go-test-coverage", Kind.COVERAGE, "go", files="--config", threshold="--threshold-total", operands=""),
)
