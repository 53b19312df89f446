"""Lists in pages.

https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
"""

from collections.abc import Sequence
from math import ceil
from typing import Any
from urllib.parse import urlencode

from tests.github.answers import Answer, ok
from tests.github.registry import Call


def number(call: Call, name: str, default: int) -> int:
    """A number of the query; nonsense is the default."""
    text = call.exchange.query.get(name, "")
    return max(1, int(text)) if text.isdigit() else default


def page(call: Call, items: Sequence[Any], shape=lambda item: item, wrap: str = "") -> Answer:
    """The page that was asked for; `wrap` puts the list under this key beside `total_count`."""
    size = min(number(call, "per_page", 30), 100)
    current, last = number(call, "page", 1), max(1, ceil(len(items) / size))
    chosen = [shape(item) for item in items[(current - 1) * size : current * size]]
    answer = ok({"total_count": len(items), wrap: chosen} if wrap else chosen)
    if links := _links(current, last):
        base = _address(call)
        answer.headers["Link"] = ", ".join(
            f'<{base}?{urlencode(call.exchange.query | {"page": str(to)})}>; rel="{rel}"' for rel, to in links
        )
    return answer


def _links(current: int, last: int) -> list[tuple[str, int]]:
    before = [("prev", current - 1)] if current > 1 else []
    after = [("next", current + 1), ("last", last)] if current < last else []
    return before + after + ([("first", 1)] if current > 1 else [])


def _address(call: Call) -> str:
    """Pages of a repository go by its id (recorded in `paginate-issues`)."""
    path = call.exchange.path
    if call.repo is not None and path.startswith("/repos/"):
        path = "/".join(["", "repositories", str(call.repo.id), *path.split("/")[4:]])
    return call.api + path
