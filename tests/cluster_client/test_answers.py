"""What an answer of the API server says that went wrong."""

import pytest

from backendrepo.cluster.answers import check
from backendrepo.errors import KubernetesUnavailable


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b"{}"])
def test_a_refusal_that_says_nothing_is_told_by_its_status(answer: bytes):
    with pytest.raises(KubernetesUnavailable, match=r"503 to GET /x\."):
        check("GET", "/x?y=z", 503, answer)
