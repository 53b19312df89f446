"""Secrets reach no log, status, Event, report or exception: what looks like one, or is a known one, is masked."""

import re

from backendrepo.lazy import regex

MASK = "[redacted]"

_SHAPES = regex(
    # No word boundary before a token: in a URL or a repr it may follow `%3A` or `\n`.
    r"ghs_[A-Za-z0-9._-]{36,}|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{20,}"  # GitHub's, ghs_APPID_JWT too
    r"|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"  # JSON Web Tokens
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|(?<=://)[^/\s?#\"'<>]+(?=@)",  # who a URL says is asking: user:password, or a token alone
    re.DOTALL,
)
_known: set[str] = set()


def remember(secret: str) -> None:
    """Have this very text masked from now on, whatever it looks like."""
    if len(secret) >= 8:  # shorter ones would mask ordinary words
        _known.add(secret)


def redact(text: str) -> str:
    """Return the text with everything masked that is, or looks like, a secret."""
    for secret in sorted(_known, key=len, reverse=True):  # a copy, made in one step
        text = text.replace(secret, MASK)
    return _SHAPES.sub(MASK, text)
