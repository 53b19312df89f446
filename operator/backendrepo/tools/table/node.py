"""Tools of JavaScript and TypeScript."""

from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind


def _tool(names: str, kind: Kind | tuple[Kind, ...], **more: str) -> Tool:
    return Tool(names, kind, "javascript", **more)  # type: ignore[arg-type]


_JEST = (
    "-t --testNamePattern --coverageDirectory --coverageReporters --reporters --maxWorkers -w --testTimeout --shard "
    "--environment --outputFile --reporter --pool --root --dir"
)

TOOLS = (
    _tool(
        "eslint, oxlint, standard, xo, jshint",
        Kind.LINT,
        valued="--ext --max-warnings -f --format --rule --ignore-path --cache-location -o --output-file --plugin "
        "--parser",
        files="-c --config",
        excludes="--ignore-pattern",
        never="--print-config --init",
    ),
    _tool("biome check, biome ci", (Kind.LINT, Kind.FORMAT), valued="--reporter --max-diagnostics --config-path"),
    _tool("biome lint", Kind.LINT, valued="--reporter --config-path"),
    _tool("biome format", Kind.FORMAT, valued="--reporter --config-path", never="--write --fix"),
    _tool("stylelint, ng lint, next lint, deno lint", Kind.LINT, valued="--config --formatter"),
    _tool(
        "prettier",
        Kind.FORMAT,
        valued="--ignore-path --parser --plugin --log-level --loglevel",
        files="--config",
        checks="-c --check -l --list-different",
    ),
    _tool("deno fmt", Kind.FORMAT, checks="--check"),
    _tool("dprint check", Kind.FORMAT),
    _tool(
        "tsc, vue-tsc, svelte-check, astro check, deno check",
        Kind.TYPECHECK,
        valued="-t --target -m --module --outDir --threshold --moduleResolution",
        files="-p --project --tsconfig",
        never="--init --showConfig -w --watch",
    ),
    _tool(
        "jest, vitest run, vitest, react-scripts test",
        Kind.TEST,
        valued=_JEST,
        files="-c --config",
        never="--listTests list bench --watch --watchAll",
    ),
    _tool(
        "mocha, ava, tap, jasmine, bun test, deno test, ng test",
        Kind.TEST,
        valued="-r --require --reporter -R --timeout -t --spec",
        select="-g --grep",
        never="--list-files",
    ),
    _tool("node", Kind.TEST, valued="--test-reporter --import -r --require", needs="--test"),
    _tool(
        "playwright test, cypress run",
        Kind.TEST,
        valued="--project --reporter --browser",
        scope="--spec",
        never="--list",
    ),
    _tool("newman run, karate", Kind.TEST, valued="-e --environment -d -r --reporters -g --globals"),
)
