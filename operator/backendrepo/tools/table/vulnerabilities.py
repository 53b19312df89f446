"""Scans of dependencies for known vulnerabilities. Sources: the tools' own command-line pages."""

from backendrepo.tools.readers.images import scanned
from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind


def _tool(names: str, language: str = "python", **more: str) -> Tool:
    return Tool(names, Kind.VULNERABILITY_SCAN, language, **more)  # type: ignore[arg-type]


_TRIVY = (
    "--format -f --output -o --template -t --ignorefile --cache-dir --timeout --server --token --db-repository "
    "--java-db-repository --ignore-policy --platform --vuln-type --pkg-types --config -c --vex --skip-version-check "
    "--username --password --report --include-dev-deps --detection-priority --scanners --security-checks"
)
_TRIVY_VARIABLES = {
    "TRIVY_EXIT_CODE": "--exit-code",
    "TRIVY_SCANNERS": "--scanners",
    "TRIVY_SEVERITY": "--severity",
}

TOOLS = (
    _tool(
        "pip-audit",
        valued="-f --format -s --vulnerability-service --cache-dir --progress-spinner --timeout --path --osv-url "
        "--index-url --extra-index-url --ignore-vuln -o --output",
        files="-r --requirement",
        never="-d --dry-run",
    ),
    _tool(
        "safety check, safety scan, safety",
        valued="--output -o --key --db --ignore -i --policy-file --cache --proxy-host --proxy-port --proxy-protocol "
        "--stage "
        "--apply-remediations -arm --audit-and-monitor --project --target --save-as --save-json --exit-code "
        "--detailed-output",
        files="-r --file",
        harmless="--continue-on-error",
        never="auth configure generate license review validate alert init",
        operands="",
    ),
    _tool(
        "uv audit",
        valued="--output-format --ignore --ignore-until-fixed --service-url --group --extra",
        scope="--project --directory",
        operands="",
    ),
    _tool("poetry audit, pipenv check, pipenv audit", valued="--ignore -i --db --key --output", operands=""),
    _tool("jake ddt, depscan", valued="-t --type -o --reports-dir -f", files="-i --input", scope="--src", operands=""),
    _tool(
        "osv-scanner scan source, osv-scanner scan, osv-scanner",
        "",
        valued="--format -f --output --verbosity --call-analysis --licenses --sbom -S --docker",
        files="-L --lockfile --config",
        never="fix update image",
    ),
    Tool(
        "trivy fs, trivy filesystem, trivy repo, trivy repository, trivy rootfs",
        Kind.VULNERABILITY_SCAN,
        valued=_TRIVY,
        excludes="--skip-dirs --skip-files",
        fails_with="--exit-code",
        harmless="--exit-code=0",
        severities="--severity -s",
        variables=_TRIVY_VARIABLES,
        more=scanned,
    ),
    Tool(
        "trivy image, trivy i, trivy sbom",
        Kind.VULNERABILITY_SCAN,
        valued=f"--input --removed-pkgs {_TRIVY}",
        fails_with="--exit-code",
        harmless="--exit-code=0",
        operands="",
        severities="--severity -s",
        variables=_TRIVY_VARIABLES,
        more=scanned,
    ),
    Tool(
        "grype",
        Kind.VULNERABILITY_SCAN,
        least="--fail-on -f",
        valued="-o --output --file -c --config -s --scope -t --template --platform --name --by-cve",
        excludes="--exclude",
        fails_with="--fail-on -f",
        never="db completion config",
        operands="",
        variables={"GRYPE_FAIL_ON_SEVERITY": "--fail-on"},
        more=scanned,
    ),
    Tool(
        "docker scout cves, docker-scout cves",
        Kind.VULNERABILITY_SCAN,
        valued="--format --output -o --only-package-type --platform",
        severities="--only-severity",
        fails_with="--exit-code -e",
        operands="",
        more=scanned,
    ),
    _tool(
        "snyk test",
        "",
        valued="--fail-on --org --package-manager --command",
        least="--severity-threshold",
        files="--file",
        excludes="--exclude",
    ),
    Tool(
        "snyk container test",
        Kind.VULNERABILITY_SCAN,
        valued="--org",
        least="--severity-threshold",
        operands="",
        more=scanned,
    ),
    _tool(
        "npm audit",
        "javascript",
        valued="--omit --include --only --registry",
        scope="--prefix",
        least="--audit-level",
        harmless="--audit-level=none",
        never="fix signatures",
        operands="",
    ),
    _tool(
        "pnpm audit",
        "javascript",
        least="--audit-level",
        scope="-C --dir --prefix",
        harmless="--ignore-registry-errors",
        operands="",
    ),
    _tool("yarn audit, yarn npm audit", "javascript", valued="--level --groups --severity", scope="--cwd", operands=""),
    _tool(
        "bun audit, audit-ci, better-npm-audit audit, retire",
        "javascript",
        valued="--config",
        least="--audit-level -l --level",
        operands="",
    ),
    Tool(
        "govulncheck",
        Kind.VULNERABILITY_SCAN,
        "go",
        valued="--tags --mode --scan --show --db --format",
        scope="--C",
        harmless="--json --format=json --format=sarif --format=openvex",
        single=True,
        operands="",
    ),
    _tool("nancy sleuth", "go", operands=""),
    _tool("cargo audit, cargo deny check, cargo deny", "rust", operands="", never="init list fetch"),
    _tool("bundle audit, bundle-audit, bundler-audit check", "ruby", operands=""),
    _tool("composer audit", "php", operands=""),
    _tool(
        "dependency-check, dependency-check.sh",
        "",
        scope="-s --scan",
        valued="--project -f --format -o --out",
        least="--failOnCVSS",
        fails_with="--failOnCVSS",
    ),
)
