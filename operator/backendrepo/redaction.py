"""Secrets reach no log, status, Event, report or exception: what looks like one, or is a known one, is masked."""

import logging
import re

MASK = "[redacted]"

_SHAPES = re.compile(
    r"\b(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{20,}"  # GitHub's token formats
    r"|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,})"  # JSON Web Tokens
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|(?<=://)[^/\s@]+:[^/\s@]+(?=@)",  # user:password in a URL
    re.DOTALL,
)
_known: set[str] = set()


def remember(secret: str) -> None:
    """Have this very text masked from now on, whatever it looks like."""
    if len(secret) >= 8:  # shorter ones would mask ordinary words
        _known.add(secret)


def redact(text: str) -> str:
    """Return the text with everything masked that is, or looks like, a secret."""
    for secret in _known:
        text = text.replace(secret, MASK)
    return _SHAPES.sub(MASK, text)


class RedactingFormatter(logging.Formatter):
    """Formats a log record, tracebacks included, and masks secrets in the result."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of the record, redacted."""
        return redact(super().format(record))
