"""What an answer of the API server holds, or says that went wrong. Pure."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from urllib3.exceptions import HTTPError

from backendrepo.errors import KubernetesRefused, KubernetesUnavailable
from backendrepo.redaction import redact
from backendrepo.status import shortened

LONGEST_REFUSAL = 512
"""Characters of the API server's reason that are passed on."""

_REFUSALS = (400, 403, 404, 413, 422)

Raw = dict[str, Any]


@contextmanager
def unavailable() -> Iterator[None]:
    """Have what goes wrong on the way to the API server, and back, told as what it is."""
    try:
        yield
    except (HTTPError, OSError) as error:
        raise KubernetesUnavailable(type(error).__name__) from error


def check(method: str, path: str, status: int, answer: bytes) -> None:
    """Raise what an answer's status means, where it is no success."""
    if status >= 300:
        kind = KubernetesRefused if status in _REFUSALS else KubernetesUnavailable
        raise kind(f"{status} to {method} {path.partition('?')[0]}{_told(answer)}")


def decoded(text: bytes) -> Raw:
    """Return the object that an answer is. Raises `KubernetesUnavailable`."""
    try:
        found: Raw = json.loads(text)
    except ValueError as error:  # cut, or from something in between
        raise KubernetesUnavailable("an answer that is no JSON") from error
    return found


def _told(answer: bytes) -> str:
    """Return what the API server says of a refusal; nothing where it says nothing."""
    try:
        message = str(json.loads(answer)["message"])
    except (ValueError, KeyError, TypeError):
        return ""
    return f" ({shortened(redact(message), LONGEST_REFUSAL)})"
