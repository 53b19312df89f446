"""Cuts our operations out of GitHub's OpenAPI description: `python -m tests.github.slice`.

Needs `npm`; writes `openapi-slice.json` beside this file. NOTICE.md says where the description comes from.
"""

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from tests.github import registry, routes  # noqa: F401 -- routes register themselves
from tests.github.checker import SLICE

PACKAGE = "@octokit/openapi@23.0.2"
DESCRIPTION = "package/generated/api.github.com.json"
KEPT_OF_OPERATION = ("operationId", "requestBody", "responses")
PROSE = ("description", "example", "examples", "title", "externalDocs", "headers", "links", "deprecated")
NAMED = ("properties", "patternProperties", "responses", "schemas", "content", "paths")  # keys are names in these


def packed(package: str) -> tarfile.TarFile:
    """An npm package's archive, fetched by npm."""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
        )
        archive = Path(folder, run.stdout.split()[-1])
        return tarfile.open(archive)


def bare(node: Any, *, names: bool = False) -> Any:
    """A description without prose, examples and vendor extensions."""
    if isinstance(node, list):
        return [bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = node if names else {k: v for k, v in node.items() if k not in PROSE and not k.startswith("x-")}
    return {k: bare(v, names=not names and k in NAMED) for k, v in kept.items()}


def references(node: Any) -> set[str]:
    """Every `$ref` below."""
    if isinstance(node, list):
        return set().union(*map(references, node))
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
    return own.union(*map(references, node.values()))


def cut(whole: dict[str, Any], operations: list[tuple[str, str]]) -> dict[str, Any]:
    """The description of these operations and of everything that they refer to."""
    paths: dict[str, Any] = {}
    for method, template in sorted(operations, key=lambda o: (o[1], o[0])):
        operation = whole["paths"][template][method.lower()]
        part = {name: operation[name] for name in KEPT_OF_OPERATION if name in operation}
        paths.setdefault(template, {})[method.lower()] = bare(part)
    info = {"title": whole["info"]["title"], "version": whole["info"]["version"], "x-cut-from": PACKAGE}
    return {"openapi": whole["openapi"], "info": info, "paths": paths, "components": components(whole, paths)}


def components(whole: dict[str, Any], paths: dict[str, Any]) -> dict[str, Any]:
    """What the paths refer to, directly or through each other."""
    found: dict[str, dict[str, Any]] = {}
    waiting = references(paths)
    while waiting:
        _, _, kind, name = waiting.pop().split("/")
        if name in found.setdefault(kind, {}):
            continue
        found[kind][name] = bare(whole["components"][kind][name])
        waiting |= references(found[kind][name])
    return {kind: dict(sorted(held.items())) for kind, held in sorted(found.items())}


def main() -> None:
    """Write the slice."""
    with packed(PACKAGE) as archive:
        whole = json.load(archive.extractfile(DESCRIPTION))
    SLICE.write_text(json.dumps(cut(whole, registry.operations()), separators=(",", ":")) + "\n")
    print(f"{SLICE.name}: {SLICE.stat().st_size} bytes, {len(registry.operations())} operations")


if __name__ == "__main__":
    main()
