"""Every exchange against GitHub's own OpenAPI description.

The description is wrong or silent in a few places; each exception is listed here with its evidence.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from tests.github.exchange import Exchange

SLICE = Path(__file__).with_name("openapi-slice.json")
# Happen on any operation, whether described there or not; their body is `basic-error`.
COMMON = {301, 307, 400, 401, 403, 404, 409, 429, 500, 502, 503, 504}
EMPTY = {204, 304}
ERROR = {"$ref": "#/components/schemas/basic-error"}


class Checker:
    """Says what GitHub's description does not allow in an exchange."""

    def check(self, exchange: Exchange) -> list[str]:
        """The violations of one exchange as sentences."""
        line = f"{exchange.method} {exchange.path} -> {exchange.status}"
        if not exchange.operation:
            return [f"{line}: the stand-in has no such operation"]
        found = [f"request: {fault}" for fault in self._request(exchange)]
        found += [f"response: {fault}" for fault in self._response(exchange)]
        return [f"{line}: {fault}" for fault in found]

    def _request(self, exchange: Exchange) -> list[str]:
        body = _operation(exchange).get("requestBody")
        if body is None or exchange.status == 400:
            return ["this operation takes no body"] if exchange.request_raw and body is None else []
        if not exchange.request_raw:
            return ["a body is required"] if body.get("required") else []
        return _faults(_request_validator(*_key(exchange)), exchange.request_body)

    def _response(self, exchange: Exchange) -> list[str]:
        if exchange.method == "HEAD" or exchange.status in EMPTY:
            return ["a body where none belongs"] if exchange.response_raw and exchange.method != "HEAD" else []
        described = _operation(exchange)["responses"]
        if str(exchange.status) not in described and exchange.status not in COMMON:
            return ["this status is not described"]
        if "json" not in exchange.response_headers.get("Content-Type", "") or _other_media(exchange):
            return []
        return _faults(_response_validator(*_key(exchange), str(exchange.status)), exchange.response_body)


def _other_media(exchange: Exchange) -> bool:
    """Whether the client asked for another form of the answer than the plain one."""
    accept = exchange.headers.get("Accept") or ""
    return any(form in accept for form in (".raw", ".object", ".html"))


def _key(exchange: Exchange) -> tuple[str, str]:
    method = "get" if exchange.method == "HEAD" else exchange.method.lower()
    return exchange.operation, method


def _operation(exchange: Exchange) -> dict[str, Any]:
    template, method = _key(exchange)
    return description()["paths"][template][method]


@cache
def description() -> dict[str, Any]:
    """The slice as JSON Schema: `nullable` turned into types, exceptions applied."""
    whole = _with_null(json.loads(SLICE.read_text()))
    for exception in (_one_form_of_checks, _plain_errors, _either_account):
        exception(whole)
    return whole


def _one_form_of_checks(whole: dict[str, Any]) -> None:
    """PUT protection takes exactly one of `contexts` and `checks`, not always `contexts`.

    google/go-github#2276 and #2976, ossf/allstar#155, integrations/terraform-provider-github#1374.
    """
    put = whole["paths"]["/repos/{owner}/{repo}/branches/{branch}/protection"]["put"]
    body = put["requestBody"]["content"]["application/json"]["schema"]
    _object(body["properties"]["required_status_checks"])["required"] = ["strict"]


def _plain_errors(whole: dict[str, Any]) -> None:
    """Errors of a 422 are sometimes plain strings; go-github reads both (`Error.UnmarshalJSON`)."""
    errors = whole["components"]["schemas"]["validation-error"]["properties"]["errors"]
    errors["items"] = {"anyOf": [errors["items"], {"type": "string"}]}


def _either_account(whole: dict[str, Any]) -> None:
    """The account of a listed installation is a user or an enterprise; the description says both at once."""
    listed = whole["paths"]["/app/installations"]["get"]["responses"]["200"]["content"]["application/json"]
    account = listed["schema"]["items"]["properties"]["account"]["anyOf"]
    account[0] = {"anyOf": account[0]["allOf"]}


def _object(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of the object in a nullable one."""
    return schema if "properties" in schema else next(s for s in schema["anyOf"] if "properties" in s)


def _with_null(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_null(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _with_null(value) for key, value in node.items()}
    if node.pop("nullable", False) is not True:
        return node
    if isinstance(node.get("type"), str) and not {"anyOf", "oneOf", "allOf", "$ref"} & node.keys():
        if "enum" in node:
            node["enum"] = [*node["enum"], None]
        return node | {"type": [node["type"], "null"]}
    return {"anyOf": [node, {"type": "null"}]}


@cache
def _request_validator(template: str, method: str) -> Any:
    content = description()["paths"][template][method]["requestBody"]["content"]
    return _validator(content["application/json"]["schema"])


@cache
def _response_validator(template: str, method: str, status: str) -> Any:
    answer = description()["paths"][template][method]["responses"].get(status, {})
    if "$ref" in answer:
        answer = description()["components"]["responses"][answer["$ref"].rsplit("/", 1)[-1]]
    return _validator(answer.get("content", {}).get("application/json", {}).get("schema", ERROR))


def _validator(schema: dict[str, Any]) -> Any:
    return jsonschema_rs.Draft4Validator({"allOf": [schema], "components": description()["components"]})


def _faults(validator: Any, body: Any) -> list[str]:
    if isinstance(body, bytes):
        return ["not JSON"]
    return [] if validator.is_valid(body) else [_sentence(error) for error in validator.iter_errors(body)]


def _sentence(error: Any) -> str:
    return f"at /{'/'.join(map(str, error.instance_path))}: {error.message[:300]}"
