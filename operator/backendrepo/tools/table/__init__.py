"""The table of tools: every row, by the name of its program."""

from collections import defaultdict

from backendrepo.tools.table import (
    contracts,
    coverage,
    formats,
    go,
    images,
    jvm,
    lint,
    migrations,
    node,
    others,
    tests,
    types,
    vulnerabilities,
    workflow_lint,
)
from backendrepo.tools.tool import Tool

Entry = tuple[Tool, tuple[str, ...]]
"""A tool and one of its names, as words."""

TABLES = (
    *(workflow_lint, lint, formats, types, contracts, tests, coverage, vulnerabilities, images, migrations),
    *(node, go, jvm, others),
)

BY_PROGRAM: dict[str, list[Entry]] = defaultdict(list)
for _table in TABLES:
    for _tool in _table.TOOLS:
        for _name in _tool.calls:
            BY_PROGRAM[_name[0]].append((_tool, _name))
BY_PROGRAM = dict(BY_PROGRAM)
