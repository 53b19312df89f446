"""Log records without secrets. It stands apart because most commands log nothing, and `logging` takes 6 ms to load."""

import logging

from backendrepo.redaction import redact


class RedactingFormatter(logging.Formatter):
    """Formats a log record, tracebacks included, and masks secrets in the result."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of the record, redacted."""
        return redact(super().format(record))
