"""Checks of contracts: of OpenAPI documents and what is made from them, and of other contracts of an API."""

import re
from collections.abc import Iterator
from dataclasses import replace

from backendrepo.lazy import regex
from backendrepo.tools.call import Call
from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind, Use


def _tool(names: str, **more: str) -> Tool:
    return Tool(names, Kind.OPENAPI, **more)  # type: ignore[arg-type]


def _drift(use: Use, call: Call) -> Iterator[Use]:
    """Yield a comparison of a generated document with the committed one."""
    if any(_DOCUMENT.search(path) for path in use.paths):
        yield replace(use, remark="it looks whether the committed document is the generated one")


_DOCUMENT = regex(r"open_?-?api|swagger", re.IGNORECASE)

TOOLS = (
    Tool("git diff", Kind.OPENAPI, needs="--exit-code --quiet --check", never="--cached --staged", more=_drift),
    _tool(
        "spectral lint",
        valued="-f --format -o --output -e --encoding --stdin-filepath -F --fail-severity --resolver",
        files="-r --ruleset",
    ),
    _tool("vacuum lint, vacuum report", valued="-c --category -n --fail-severity -t", files="-r --ruleset"),
    _tool(
        "redocly lint, openapi lint, redocly check-config",
        valued="--format --max-problems --skip-rule --extends",
        files="--config",
    ),
    _tool("openapi-spec-validator", valued="--errors --validation-errors --subschema-errors --schema --detector"),
    _tool("openapi-generator validate, openapi-generator-cli validate", scope="-i --input-spec"),
    _tool("swagger-cli validate, prance validate, speakeasy lint, speccy lint", valued="-r --rules -s --schema"),
    _tool(
        "oasdiff breaking, oasdiff changelog",
        valued="--fail-on -o -f --format --severity-levels",
        fails_with="--fail-on -o",
    ),
    _tool("oasdiff diff", valued="-f --format", fails_with="--fail-on-diff -o"),
    _tool("openapi-diff", valued="--header --json --html --markdown"),
    _tool("openapi-diff.jar", fails_with="--fail-on-incompatible --fail-on-changed"),
    _tool("optic diff", valued="--base -b --standard", fails_with="--check"),
    _tool("optic lint"),
    _tool("bump diff", fails_with="--fail-on-breaking -F"),
    _tool(
        "schemathesis run, st run",
        valued="-b --base-url -u --url -c --checks --app -H --header -A --auth -w --workers --hypothesis-max-examples "
        "--max-examples -n --report --cassette-path --junit-xml -t --tls-verify -M -E -T -O --phases --mode "
        "--exclude-checks --request-timeout --wait-for-schema --hypothesis-deadline --hypothesis-seed --stateful",
        files="--config-file",
    ),
    _tool("dredd", valued="--hookfiles -f --server -g --language -a --reporter -r --output -o --config", never="init"),
    _tool("tavern-ci, portman, pact-verifier, pact_verifier_cli", valued="--provider-base-url --pact-url --provider"),
    _tool("buf lint, buf breaking", valued="--against --config --path --error-format"),
    _tool("asyncapi validate", valued="--fail-severity"),
    _tool("graphql-inspector diff, graphql-inspector validate", valued="--rule"),
    Tool(
        "manage.py spectacular, django-admin spectacular",
        Kind.OPENAPI,
        "python",
        valued="--format --urlconf --generator-class --api-version --lang --settings",
        files="--file",
        needs="--validate --fail-on-warn",
        operands="",
    ),
    _tool("backendrepo generate", valued="--root", needs="--check", remark="the schemas of Kubernetes' own kinds"),
)
