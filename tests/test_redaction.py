"""No text that leaves the process shows a secret: what looks like one is masked, and so is what is known to be one."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import hypothesis.strategies as st
import pytest
from hypothesis import given

from backendrepo import redaction
from backendrepo.redaction import MASK, redact, remember
from backendrepo.redaction.logs import RedactingFormatter

letters = st.text("abcdefghijkLMNOP0123456789", min_size=36, max_size=40)
SHAPES = {
    "a classic personal token": "ghp_{0}",
    "a fine-grained personal token": "github_pat_11{0}_{0}",
    "a token of an OAuth app": "gho_{0}",
    "a token of a user to an App": "ghu_{0}",
    "an installation token": "ghs_{0}",
    "an installation token that holds a JWT": "ghs_123456_eyJ{0}.eyJ{0}-_.{0}-{0}",  # GitHub changelog, 24 April 2026
    "a refresh token": "ghr_{0}",
    "a JSON Web Token": "eyJ{0}.eyJ{0}.{0}-_{0}",
}
shapes = st.sampled_from(list(SHAPES.values()))
KEYS = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY"]


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what one test makes known from masking the texts of another."""
    monkeypatch.setattr(redaction, "_known", set())


# What looks like a secret


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_what_looks_like_a_token_is_masked_as_a_whole(shape: str):
    token = shape.format("aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6")
    assert redact(token) == MASK
    assert redact(f"Authorization: Bearer {token}\r\n") == f"Authorization: Bearer {MASK}\r\n"
    assert redact(f'{{"token":"{token}"}}') == f'{{"token":"{MASK}"}}'
    assert redact(f"x-access-token%3A{token}%40github.com") == f"x-access-token%3A{MASK}%40github.com"
    assert token not in redact(f"git-{token}")
    assert token not in redact(repr(f"a line\n{token}\n"))


@given(shapes, letters, st.text(max_size=20), st.text(max_size=20))
def test_a_token_is_masked_wherever_it_stands(shape: str, body: str, before: str, after: str):
    token = shape.format(body)
    masked = redact(f"{before}{token}{after}")
    assert token not in masked
    assert body not in masked
    assert MASK in masked


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("lines", ["\n", "\r\n", "\\n"])
def test_a_private_key_is_masked_with_all_its_lines(kind: str, lines: str):
    pem = lines.join([f"-----BEGIN {kind}-----", "MIIEowIBAAKCAQEA", "q1w2e3r4t5", f"-----END {kind}-----"])
    assert redact(f"before {pem} after") == f"before {MASK} after"


def test_a_private_key_that_is_cut_off_is_masked_to_the_end():
    assert redact("key -----BEGIN PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nq1w2e3") == f"key {MASK}"


def test_of_two_keys_what_stands_between_stays():
    pem = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----"
    assert redact(f"{pem} and {pem}") == f"{MASK} and {MASK}"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("proxy http://alice:hunter22@proxy:3128 refused", f"proxy http://{MASK}@proxy:3128 refused"),
        ("https://0123456789abcdef@ghe.example/acme/a", f"https://{MASK}@ghe.example/acme/a"),
        ("postgres://app:p@ss@db/x", f"postgres://{MASK}@db/x"),
        ('{"url":"https://github.com","mail":"a@b.c"}', '{"url":"https://github.com","mail":"a@b.c"}'),
        ("https://docs.github.com/rest?mail=a@b.c", "https://docs.github.com/rest?mail=a@b.c"),
        ("https://github.com/acme/a/pull/1#a@b", "https://github.com/acme/a/pull/1#a@b"),
    ],
)
def test_who_a_url_says_is_asking_is_masked_and_nothing_else_of_it(text: str, masked: str):
    assert redact(text) == masked


# What is known to be one


@given(st.text(min_size=8, max_size=30).filter(lambda text: text not in MASK))
def test_a_known_secret_is_masked_whatever_it_looks_like(secret: str):
    redaction._known.clear()
    remember(secret)
    assert secret not in redact(f"a {secret} b {secret}").replace(MASK, "")


@pytest.mark.parametrize("order", [1, -1])
def test_a_secret_within_another_does_not_uncover_the_rest(order: int):
    for secret in ("hunter22", "hunter22-and-more", "the-hunter22-and-more")[::order]:
        remember(secret)
    assert redact("the-hunter22-and-more, hunter22") == f"{MASK}, {MASK}"


def test_a_secret_of_a_few_letters_would_mask_ordinary_words_and_is_not_remembered():
    remember("short")
    remember("seven77")
    remember("exactly8")
    assert redact("a short word, seven77, exactly8") == f"a short word, seven77, {MASK}"


def test_secrets_can_become_known_while_others_are_masked():
    """Worker threads write logs and read credentials at the same time."""
    with ThreadPoolExecutor(4) as threads:
        learning = [threads.submit(remember, f"secret-{number:08}") for number in range(2000)]
        masked = [threads.submit(redact, "a secret-00000000 b") for _ in range(200)]
        assert [each.result() for each in learning] == [None] * 2000
        assert all(each.result() for each in masked)
    assert redact("a secret-00001999 b") == f"a {MASK} b"


# What stays


@pytest.mark.parametrize(
    "text",
    [
        "The repository acme/ghp_tool at http://127.0.0.1:80/repos has eyJ in it.",
        "highs_and_lows_of_a_branch, ghs_short, github_pat_x",
        "See user@example.com and git@github.com:acme/a.git",
        "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
        "0123456789abcdef0123456789abcdef01234567",  # a commit
        "",
    ],
)
def test_ordinary_text_stays(text: str):
    assert redact(text) == text


@given(shapes, letters, st.text(max_size=20), st.text(max_size=20))
def test_what_is_masked_is_not_masked_again(shape: str, body: str, before: str, after: str):
    masked = redact(f"{before} {shape.format(body)} {after} http://u:p@h")
    assert redact(masked) == masked


# Where it is used


def test_a_log_line_is_masked_with_its_arguments_and_traceback():
    token = "ghp_" + "b2" * 18
    try:
        int(f"bad {token}")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed with %s", (token,), sys.exc_info())
    text = RedactingFormatter("%(levelname)s %(message)s").format(record)
    assert text.startswith(f"ERROR failed with {MASK}\nTraceback")
    assert f"ValueError: invalid literal for int() with base 10: 'bad {MASK}'" in text
    assert token not in text


def test_a_token_that_is_quoted_for_a_url_is_the_same_token():
    token = "ghs_" + "c3" * 18
    assert redact(quote(f"token:{token}", safe="")) == f"token%3A{MASK}"
