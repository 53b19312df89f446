"""The download of an archive: the end has to be told, a cut is told, nothing is followed and nobody is named."""

import pytest
from tests.hub.wire import http

from backendrepo.errors import GitHubUnavailable
from backendrepo.hub.download import download

BODY = b"\x1f\x8b" + bytes(5_000)


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    head = http(Transfer_Encoding="chunked", Content_Length="")
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def read(link: str, size: int = 1_000) -> bytes:
    with download(link) as stream:
        assert stream.readable()
        body = b"".join(iter(lambda: stream.read(size), b""))
        assert stream.received == len(body)
        return body


@pytest.mark.parametrize(
    "answer", [http(BODY), chunked(BODY[:2_000], BODY[2_000:]), http(BODY, Content_Encoding="gzip")]
)
@pytest.mark.parametrize("size", [1_000, -1])
def test_an_archive_comes_as_it_was_sent(answer: bytes, size: int, wire):
    server = wire(answer)
    assert read(f"{server.url}/a?token=secret-of-the-link", size) == BODY
    assert b"uthorization" not in server.requests[0]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (http(BODY, Content_Length="9000"), "broke off"),
        (chunked(BODY, end=b""), "broke off"),
        (http(BODY, Content_Length=""), "does not say where the archive ends"),
        (http(BODY, status=500), "answers 500"),
        (b"", "did not begin"),
    ],
)
def test_a_cut_archive_never_passes_for_a_whole_one(answer: bytes, says: str, wire):
    with pytest.raises(GitHubUnavailable, match=says) as refusal:
        read(f"{wire(answer).url}/a?token=secret-of-the-link")
    assert "secret-of-the-link" not in str(refusal.value)


@pytest.mark.parametrize(
    "link", ["", "http://codeload.example/a", "ftp://codeload.example/a", "https://user@codeload.example/a", "//x/a"]
)
def test_a_link_in_the_clear_or_to_no_host_is_not_followed(link: str):
    with pytest.raises(GitHubUnavailable, match="without https"):
        read(link)
