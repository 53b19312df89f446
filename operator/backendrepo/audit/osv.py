"""An OSV endpoint, asked within bounds. Source: google.github.io/osv.dev, "API"."""

import json
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from backendrepo.audit.sources import Pin, Unavailable
from backendrepo.manifests import GO

LARGEST = 8 * 2**20
"""Bytes of an answer."""

TIMEOUT = (10, 20)
"""Seconds to connect, and between two pieces of an answer."""

BATCH = 500
"""Pins of one question; the endpoint takes a thousand."""


class Osv:
    """The endpoint at an address. Everything raises `Unavailable` where it does not answer, or not sensibly."""

    def __init__(self, address: str, deadline: float) -> None:
        self.address = address
        self._deadline = deadline
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "backendrepo"

    def record(self, identifier: str) -> Any:
        """Return the record of an id, None where there is none."""
        return self._ask("GET", f"/v1/vulns/{quote(identifier, safe='')}")

    def batch(self, pins: Sequence[Pin]) -> list[tuple[frozenset[str], ...] | None]:
        """Return the ids of the vulnerabilities of each pin, None for one whose answer is not whole."""
        asked = [_query(pin) for pin in pins]
        answer = self._ask("POST", "/v1/querybatch", {"queries": asked})
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(results, list) or len(results) != len(pins):
            raise Unavailable(f"{self._host} did not answer what it was asked")
        return [_ids(result) for result in results]

    @property
    def _host(self) -> str:
        return urlsplit(self.address).netloc

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        try:
            with self._session.request(
                method,
                self.address + path,
                json=body,
                timeout=TIMEOUT,
                stream=True,
                allow_redirects=False,
                auth=_nobody,
            ) as response:
                if response.status_code == 404 and method == "GET":
                    return None
                if response.status_code != 200:
                    raise Unavailable(f"{self._host} answers {response.status_code} to {method} {path}")
                return json.loads(self._body(response))
        except requests.RequestException as error:
            raise Unavailable(f"{self._host} cannot be asked ({type(error).__name__})") from error
        except (ValueError, RecursionError) as error:
            raise Unavailable(f"{self._host} answers what is no JSON to {method} {path}") from error

    def _body(self, response: requests.Response) -> bytes:
        """Return an answer's bytes, as they come: neither their number nor their time is the server's to choose."""
        body = b""
        for chunk in response.iter_content(64 * 2**10):
            body += chunk
            if len(body) > LARGEST:
                raise Unavailable(f"{self._host} answers with more than {LARGEST >> 20} MiB")
            if time.monotonic() > self._deadline:
                raise Unavailable(f"{self._host} takes too long to answer")
        return body


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Say who asks: nobody. Without this requests would look the host up in a `.netrc`."""
    return request


def _query(pin: Pin) -> dict[str, Any]:
    version = pin.version.removeprefix("v") if pin.ecosystem == GO else pin.version
    return {"package": {"name": pin.name, "ecosystem": pin.ecosystem}, "version": version}


def _ids(result: Any) -> tuple[frozenset[str], ...] | None:
    if not isinstance(result, dict) or result.get("next_page_token"):
        return None
    vulns = result.get("vulns") or []
    if not isinstance(vulns, list) or not all(isinstance(each, dict) and "id" in each for each in vulns):
        return None
    return tuple(frozenset([str(each["id"])]) for each in vulns)
