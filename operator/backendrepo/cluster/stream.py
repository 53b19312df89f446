"""The changes of a list, as the API server tells of them."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from backendrepo.cluster.answers import Raw, decoded, unavailable


class Stream:
    """The changes of a list as they come, until the API server ends it. To be read by one thread."""

    def __init__(self, response: Any) -> None:
        self._response = response

    def __iter__(self) -> Iterator[Raw]:
        """Return each change: its `type` and its `object`. Raises `KubernetesUnavailable`."""
        try:
            with unavailable():
                for line in self._response:
                    yield decoded(line)
        finally:
            self._response.close()

    def stop(self) -> None:
        """End it, from any thread."""
        with suppress(ValueError, RuntimeError, OSError):  # it has ended by itself
            self._response.shutdown()
