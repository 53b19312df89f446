"""What the commands write: results to standard output, complaints to standard error."""

import os
import shutil
import sys

from backendrepo.redaction import redact


def emit(text: str, encoding: str = "") -> None:
    """Write to standard output. Who stops reading, as `head` does, ends it without a word."""
    try:
        sys.stdout.buffer.write(text.encode(encoding or sys.stdout.encoding, errors="replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # What is left in the buffer would be complained about when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(*sentences: str) -> None:
    """Write to standard error, a line each."""
    for sentence in sentences:
        sys.stderr.write(f"backendrepo: {redact(sentence)}\n")


def columns() -> int:
    """Return how wide the terminal is; 0 where standard output is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def colourful() -> bool:
    """Whether standard output takes colours: a terminal, and nobody who asked for none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
