"""The changes of a list, where the API server breaks off in the middle of one."""

import pytest

from backendrepo.cluster import Stream
from backendrepo.errors import KubernetesUnavailable


def test_a_watch_that_breaks_off_is_unavailable():
    class Broken(list[bytes]):
        def close(self) -> None: ...

    with pytest.raises(KubernetesUnavailable, match="no JSON"):
        list(Stream(Broken([b'{"type": "ADDED"}\n', b'{"type": "MODI'])))
