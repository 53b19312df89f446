import logging
import sys

import hypothesis.strategies as st
import pytest
from hypothesis import given

from backendrepo.redaction import MASK, RedactingFormatter, redact, remember

letters = st.text("abcdefghijkLMNOP0123456789", min_size=36, max_size=40)
SHAPES = ["ghp_{}", "gho_{}", "ghu_{}", "ghs_{}", "ghr_{}", "github_pat_{}", "eyJ{0}.{0}.{0}"]


@given(st.sampled_from(SHAPES), letters, st.text(max_size=20), st.text(max_size=20))
def test_what_looks_like_a_token_is_masked_wherever_it_stands(shape: str, body: str, before: str, after: str):
    token = shape.format(body)
    masked = redact(f"{before} {token} {after}")
    assert token not in masked
    assert MASK in masked
    assert redact(masked) == masked


@given(st.text(min_size=8, max_size=30).filter(lambda text: text not in MASK))
def test_a_known_secret_is_masked_whatever_it_looks_like(secret: str):
    remember(secret)
    assert secret not in redact(f"a {secret} b").replace(MASK, "")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nafter", "MIIE"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE, cut off", "MIIE"),
        ("proxy http://alice:hunter22@proxy:3128 refused", "hunter22"),
    ],
)
def test_keys_and_credentials_in_urls_are_masked(text: str, hidden: str):
    assert hidden not in redact(text)


def test_ordinary_text_stays():
    text = "The repository acme/ghp_tool at http://127.0.0.1:80/repos has eyJ in it."
    remember("short")
    assert redact(text) == text
    assert redact("a short word") == "a short word"


def test_a_traceback_is_masked_too():
    token = "ghp_" + "b2" * 18
    try:
        int(f"bad {token}")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed with %s", (token,), sys.exc_info())
    text = RedactingFormatter("%(message)s").format(record)
    assert "ValueError: invalid literal" in text
    assert token not in text


def test_a_secret_within_another_does_not_uncover_the_rest():
    remember("prefix-secret")
    remember("prefix-secret-and-more")
    assert redact("prefix-secret-and-more") == MASK
