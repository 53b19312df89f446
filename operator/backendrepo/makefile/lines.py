"""From the text of a Makefile to its logical lines; small scanners that know what a reference hides.

Source: GNU make's manual, "Splitting Long Lines"; `readline` in its `read.c` for what counts as continued.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from backendrepo.findings import Evidence
from backendrepo.lazy import regex

LONGEST_TEXT = 200
"""Characters of a line that are kept as evidence."""

_PRIVATE = regex("[\ue000-\ue1ff]")
_CLOSING = {"(": ")", "{": "}"}
_PARENTHESES = {"(": regex(r"[()]"), "{": regex(r"[{}]")}
_INTERESTING = regex(r"[#;$\\]")
_ENDING = regex(r"[#$]")


class Line(NamedTuple):
    """A logical line: the physical ones that it is made of, without their newlines."""

    path: str
    number: int
    physical: tuple[str, ...]

    @property
    def place(self) -> Evidence:
        """Where it begins."""
        return Evidence(self.path, self.number, self.physical[0][: 2 * LONGEST_TEXT].strip()[:LONGEST_TEXT])

    @property
    def code(self) -> str:
        """The line as Make reads it outside of a recipe: continuations are one blank."""
        if len(self.physical) == 1:
            return self.physical[0]
        first, *more = self.physical
        parts = [first[:-1].rstrip(" \t")] + [each[:-1].strip(" \t") for each in more[:-1]] + [more[-1].lstrip(" \t")]
        return " ".join(parts)


def cleaned(text: str) -> str:
    """Return a text without what would be taken for our own marks, and with newlines alone at the ends of lines."""
    text = text.replace("\r\n", "\n")
    return text if text.isascii() else _PRIVATE.sub("\N{REPLACEMENT CHARACTER}", text)


def logical(text: str, path: str, first: int = 1) -> Iterator[Line]:
    """Return the logical lines of a text. What stands behind a NUL is ignored, as Make does."""
    held, number = list[str](), first
    for at, written in enumerate(text.split("\n"), first):
        line = written.partition("\0")[0]
        held.append(line)
        if continued(line):
            continue
        yield Line(path, number, tuple(held))
        held, number = [], at + 1
    if held:
        yield Line(path, number, tuple(held))


def continued(line: str) -> bool:
    """Whether a line goes on in the next: it ends with an odd number of backslashes."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def reference_end(text: str, at: int) -> int:
    """Return where the reference that begins at a dollar ends; the length of the text where it is not closed."""
    opening = text[at + 1 : at + 2]
    if opening not in _CLOSING:
        return min(at + 2, len(text))
    depth = 0
    for found in _PARENTHESES[opening].finditer(text, at + 1):
        depth += 1 if found[0] == opening else -1
        if not depth:
            return found.end()
    return len(text)


def cut(text: str) -> tuple[str, str | None]:
    """Return a line without its comment, and the recipe that stands behind its first semicolon."""
    at = 0
    while found := _INTERESTING.search(text, at):
        match found[0]:
            case "$":
                at = reference_end(text, found.start())
            case "\\":
                at = found.end() + 1
            case "#":
                return text[: found.start()], None
            case _:
                return text[: found.start()], text[found.end() :]
    return text, None


def uncommented(text: str) -> str:
    r"""Return a line without its comment, `\#` as the sign itself; a semicolon is nothing special."""
    if "#" not in text:
        return text
    parts, begin, at = list[str](), 0, 0
    while found := _ENDING.search(text, at):
        if found[0] == "$":
            at = reference_end(text, found.start())
            continue
        before = text[begin : found.start()]
        kept = before.rstrip("\\")
        slashes = len(before) - len(kept)
        parts += kept, "\\" * (slashes // 2)
        if slashes % 2 == 0:
            return "".join(parts)
        begin, at = found.start(), found.end()
    return "".join([*parts, text[begin:]])


def find_outside(text: str, pattern: re.Pattern[str], at: int = 0) -> re.Match[str] | None:
    """Return the first match that no reference hides. The pattern has to match a `$` and a backslash, too."""
    while found := pattern.search(text, at):
        if found[0] == "$":
            at = reference_end(text, found.start())
        elif found[0] == "\\":
            at = found.end() + 1
        else:
            return found
    return None


def words(text: str) -> list[str]:
    """Return the names of a list; a backslash keeps a blank in a name."""
    if "\\" not in text:
        return text.split()
    return [re.sub(r"\\([\s:#%|\\])", r"\1", each) for each in re.findall(r"(?:\\.|[^\s\\])+", text, re.DOTALL)]
