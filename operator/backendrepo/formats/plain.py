"""Foreign text as one harmless line: names of files may hold newlines, escape sequences and unseen letters."""

import re

from backendrepo.lazy import regex

UNSEEN = regex(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL and C1: what moves a cursor, colours or rings
    "\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069"  # directions and zero width (Unicode Technical Report 36, 2.2)
    "\u2028\u2029\ufeff\ud800-\udfff]"  # other line ends, byte order mark, halves of a letter
)
"""Letters that a reader does not see, or that a terminal obeys."""


def plain(text: str) -> str:
    """Return a text on one line, with everything that a reader would not see written out."""
    return UNSEEN.sub(_written, " ".join(text.split()))


def lines(text: str) -> list[str]:
    """Return the lines of a text, each harmless, with its margin."""
    return [UNSEEN.sub(_written, line.expandtabs(4)) for line in text.split("\n")]


def shortened(text: str, longest: int) -> str:
    """Return a text on one line of at most so many letters."""
    line = plain(text)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _written(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
