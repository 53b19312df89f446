"""CustomResourceDefinitions from the pydantic models of `api/`.

A CRD's schema is structural: no `$ref`, no `title`, no union with null. Source: Kubernetes, "Extend the
Kubernetes API with CustomResourceDefinitions", "Specifying a structural schema". Nor has it a `pattern`, whose refusal
quotes a regular expression: a rule beside it says what to write.
"""

from typing import Any

from backendrepo.api.kinds import Column, Kind
from backendrepo.api.objects import GROUP, VERSION

Schema = dict[str, Any]


def crd(kind: Kind) -> dict[str, Any]:
    """Return the CustomResourceDefinition of a kind, as a manifest."""
    singular = kind.name.lower()
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.plural}.{GROUP}"},
        "spec": {
            "group": GROUP,
            "names": {
                "kind": kind.name,
                "listKind": f"{kind.name}List",
                "plural": kind.plural,
                "singular": singular,
                "shortNames": [kind.short],
                "categories": list(kind.categories),
            },
            "scope": "Namespaced" if kind.namespaced else "Cluster",
            "versions": [_version(kind)],
        },
    }


def _version(kind: Kind) -> dict[str, Any]:
    return {
        "name": VERSION,
        "served": True,
        "storage": True,
        "subresources": {"status": {}},
        "additionalPrinterColumns": [_column(column) for column in kind.columns],
        "schema": {"openAPIV3Schema": _root(kind)},
    }


def _column(column: Column) -> dict[str, Any]:
    priority = {"priority": 1} if column.wide else {}
    return {"name": column.name, "type": column.type, "jsonPath": column.path, **priority}


def _root(kind: Kind) -> Schema:
    schema = structural(kind.model.model_json_schema(by_alias=True, mode="validation"))
    properties = schema["properties"]
    return {
        "type": "object",
        "description": schema["description"],
        "required": ["spec"],
        "properties": {
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "metadata": {"type": "object"},
            "spec": properties["spec"],
            # Visible before the first look too, so that nobody takes an object without status for a good one.
            "status": {**properties["status"], "default": {"observedGeneration": -1}},
        },
    }


def structural(schema: Schema) -> Schema:
    """Return a JSON schema of pydantic's as a structural one: references inlined, the rest dropped."""
    definitions = schema.get("$defs", {})
    inlined: Schema = _inline(_without(schema, "$defs"), definitions)
    return inlined


def _inline(node: Any, definitions: Schema) -> Any:
    if isinstance(node, list):
        return [_inline(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inline({**definitions[node["$ref"].rpartition("/")[2]], **_without(node, "$ref")}, definitions)
    if "anyOf" in node:
        (only,) = (option for option in node["anyOf"] if option != {"type": "null"})
        return _inline({**only, **_without(node, "anyOf")}, definitions)
    return {key: _value(key, value, definitions) for key, value in node.items() if not _dropped(key, value)}


def _value(key: str, value: Any, definitions: Schema) -> Any:
    if key == "properties":
        return {name: _inline(property_, definitions) for name, property_ in value.items()}
    if key == "description":
        return " ".join(value.split())  # kubectl explain breaks the lines itself
    return value if key in ("default", "enum", "required") else _inline(value, definitions)


def _dropped(key: str, value: Any) -> bool:
    return key in ("title", "pattern") or (key == "default" and value in (None, []))


def _without(node: Schema, key: str) -> Schema:
    return {name: value for name, value in node.items() if name != key}
