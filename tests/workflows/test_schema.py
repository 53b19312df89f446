"""What this reader takes for a workflow, held against the JSON schema that check-jsonschema ships (SchemaStore's)."""

import copy
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema_rs

from backendrepo.workflows.shape import flaws
from backendrepo.yaml12 import load

SCHEMA = jsonschema_rs.validator_for(
    json.loads((files("check_jsonschema") / "builtin_schemas/vendor/github-workflows.json").read_text())
)
WHOLE: dict[str, Any] = {
    "name": "CI",
    "run-name": "x",
    "on": {
        "push": {"branches": ["main"], "paths": ["a"], "tags": ["v*"]},
        "pull_request": {"types": ["opened"], "branches": ["main"]},
        "schedule": [{"cron": "0 5 * * *"}],
        "workflow_dispatch": {
            "inputs": {"x": {"description": "d", "required": True, "default": "a", "type": "string"}}
        },
        "workflow_call": {
            "inputs": {"x": {"type": "string", "description": "d", "required": True}},
            "outputs": {"y": {"value": "1", "description": "d"}},
            "secrets": {"s": {"required": True, "description": "d"}},
        },
        "merge_group": {"types": ["checks_requested"]},
        "issues": {"types": ["opened"]},
        "workflow_run": {"workflows": ["a"], "types": ["completed"], "branches": ["main"]},
    },
    "env": {"A": "1", "B": 2, "C": True},
    "defaults": {"run": {"shell": "bash", "working-directory": "a"}},
    "permissions": {"contents": "read"},
    "concurrency": {"group": "g", "cancel-in-progress": True},
    "jobs": {
        "a": {
            "name": "A",
            "runs-on": "ubuntu-latest",
            "needs": ["b"],
            "if": "always()",
            "permissions": "read-all",
            "environment": {"name": "e", "url": "https://example.com"},
            "outputs": {"o": "1"},
            "concurrency": "g",
            "strategy": {
                "matrix": {"os": ["a", "b"], "include": [{"os": "c"}], "exclude": [{"os": "a"}]},
                "fail-fast": True,
                "max-parallel": 2,
            },
            "timeout-minutes": 10,
            "continue-on-error": True,
            "container": {
                "image": "x",
                "env": {"A": "1"},
                "ports": [80],
                "volumes": ["v"],
                "options": "o",
                "credentials": {"username": "u", "password": "p"},
            },
            "services": {"db": {"image": "pg", "ports": ["1:1"]}},
            "env": {"X": "1"},
            "defaults": {"run": {"shell": "sh"}},
            "steps": [
                {
                    "name": "n",
                    "id": "i",
                    "if": "success()",
                    "run": "make",
                    "shell": "bash",
                    "working-directory": "d",
                    "env": {"A": "1"},
                    "continue-on-error": True,
                    "timeout-minutes": 1,
                },
                {"uses": "a/b@v1", "with": {"x": "1", "y": 2, "z": True}},
            ],
        },
        "b": {"runs-on": ["self-hosted", "x"], "steps": [{"run": "x"}], "container": "img", "environment": "prod"},
        "c": {"runs-on": {"group": "g", "labels": ["x"]}, "steps": [{"run": "x"}]},
        "d": {
            "uses": "./.github/workflows/x.yml",
            "with": {"a": "1"},
            "secrets": "inherit",
            "needs": "b",
            "if": True,
            "strategy": {"matrix": {"a": [1]}},
            "permissions": {"id-token": "write"},
            "concurrency": {"group": "x"},
            "name": "D",
        },
        "e": {"uses": "o/r/.github/workflows/x.yml@v1", "secrets": {"A": "x"}},
    },
}

LAXER = {
    r"on/\w+/(branches|paths|tags) changed": "one pattern may stand without its list",
    r"(jobs/a/)?defaults/run gone": "defaults may be empty",
    r"jobs/a/defaults/run/shell gone": "defaults may be empty",
    r"jobs/a/outputs/o gone": "a mapping may be empty",
    r"jobs/[ad]/strategy/matrix(/a)? gone": "no matrix is one combination; an empty one is told where it is expanded",
    r"jobs/a/services more": "a service may be the name of its image",
    r"jobs/a/services/db changed": "a service may be the name of its image",
}
STRICTER = {
    r"on/\w+/(types|workflows|branches)(/0)? changed": "names are texts",
    r"on/\w+ more": "an event has no other keys",
    r"on/workflow_dispatch/inputs.* (changed|more)": "an input is described",
    r"jobs/[abc]/runs-on (changed|more)": "a group of runners has no other keys",
    r"jobs/a/container/credentials more": "credentials have no other keys",
    r"jobs/[abc]/steps gone": "`No steps defined in steps and no workflow called in uses`, says GitHub",
    r"jobs/b gone": "other jobs need it",
}
"""Where GitHub takes more than the schema, and less, by the documentation and its messages."""


def refused(document: Any) -> bool:
    """Return whether this reader refuses a document. JSON is YAML."""
    return any(True for _ in flaws(load(json.dumps(document)).root))


def places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield every path into a document."""
    for key, child in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield (*path, key)
        yield from places(child, (*path, key))


def at(node: Any, path: tuple[str | int, ...]) -> Any:
    """Return what stands at a path of a document."""
    for key in path:
        node = node[key]
    return node


def broken() -> Iterator[tuple[str, Any]]:
    """Yield a whole workflow, broken in one place: a value of the wrong kind, a key that is gone, or one more."""
    for path in places(WHOLE):
        name, value = "/".join(map(str, path)), at(WHOLE, path)
        others: list[Any] = [{"x": {}}, [["x"]]]
        if isinstance(value, dict):
            others = ["x y", ["x"]]
        elif isinstance(value, list):
            others = ["x y", {"x": {}}]
        for other in others:
            changed = copy.deepcopy(WHOLE)
            at(changed, path[:-1])[path[-1]] = other
            yield f"{name} changed", changed
        if isinstance(path[-1], str):
            gone = copy.deepcopy(WHOLE)
            del at(gone, path[:-1])[path[-1]]
            yield f"{name} gone", gone
        if isinstance(value, dict):
            more = copy.deepcopy(WHOLE)
            at(more, path)["unheard"] = "x"
            yield f"{name} more", more


def test_a_whole_workflow_is_one_for_the_schema_too():
    assert SCHEMA.is_valid(WHOLE)
    assert not refused(WHOLE)


def test_a_broken_workflow_is_refused_as_the_schema_refuses_it_but_where_github_does_not():
    unused, count = {*LAXER, *STRICTER}, 0
    for name, document in broken():
        count += 1
        theirs, ours = SCHEMA.is_valid(document), not refused(document)
        if theirs != ours:
            known = next((rule for rule in (LAXER if ours else STRICTER) if re.fullmatch(rule, name)), None)
            assert known, f"{name}: the schema says {theirs}, this reader {ours}"
            unused.discard(known)
    assert unused == set()
    assert count > 400
