"""From characters to words: quotes, escapes, expansions and what nests in them.

Source: POSIX, "Shell Command Language", 2.2 and 2.3; Bash's manual, "Quoting" and "Shell Expansions". A quote or brace
that nothing closes reads to the end and is told as a problem.
"""

import re
from abc import ABC, abstractmethod
from bisect import bisect_left

from backendrepo.lazy import regex
from backendrepo.shell.marks import opaque
from backendrepo.shell.syntax import Arithmetic, Array, Parameter, Part, Sequence, Substitution, Text, Word

DEEPEST = 30
"""Levels of nesting (substitutions, groups, conditions) that are read."""

_PLAIN = regex(r"[^ \t\r\n\f\v'\"\\$`|&;()<>]+")
_IN_DOUBLE = regex(r'[^"\\$`]+')
_IN_DOCUMENT = regex(r"[^\\$`]+")
_IN_BRACES = regex(r"[^}'\"\\$`]+")
_SINGLE = regex(r"'([^']*)('|\Z)")
_ANSI = regex(r"\$'([^'\\]*(?:\\(?:.|\Z)[^'\\]*)*)('|\Z)", re.DOTALL)
_TICKS = regex(r"`([^`\\]*(?:\\(?:.|\Z)[^`\\]*)*)(`|\Z)", re.DOTALL)
_NAME = regex(r"\$([A-Za-z_]\w*|[0-9@*#?$!-])")
_BRACED = regex(r"\$\{([!#]?)([A-Za-z_]\w*|[0-9]+|[@*#?$!-])(\[[^]\n]*\])?(:?[-=+?]|##?|%%?|//?|\^\^?|,,?|@|:)?")
_EXPRESSION = regex(r"\$\{\{[^$]{0,1000}?\}\}")
_ARRAY = regex(r"[A-Za-z_]\w*\+?=")
_PARENTHESIS = regex(r"[()]")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "e": "\x1b"}


class Words(ABC):
    """Reads words of a text at a place that moves on. What a substitution and an array hold, a subclass reads."""

    def __init__(self, text: str, *, line: int = 1, depth: int = 0) -> None:
        self.text = text
        self.at = 0
        self.tokens = 0
        self.depth = depth
        self.problems: list[tuple[int, str]] = []
        self._line = line
        self._newlines = [found.start() for found in re.finditer("\n", text)]

    @abstractmethod
    def nested(self) -> Sequence:
        """Read statements up to the parenthesis that closes them."""

    @abstractmethod
    def quoted(self, text: str, line: int) -> Sequence:
        """Read a text of its own: what stands between backticks."""

    @abstractmethod
    def elements(self) -> tuple[Word, ...]:
        """Read words up to the parenthesis that closes them."""

    @property
    def line(self) -> int:
        """The line that is read."""
        return self._line + bisect_left(self._newlines, self.at)

    def problem(self, sentence: str) -> None:
        """Note what is odd here."""
        self.problems.append((self.line, sentence))

    def enter(self) -> None:
        """Go one level deeper; what is too deep is not read."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.stop("it is nested too deeply to be read")

    def stop(self, why: str) -> None:
        """Read nothing more."""
        if self.at < len(self.text):
            self.problem(why)
            self.at = len(self.text)

    def leave(self) -> None:
        """Come back from a level."""
        self.depth -= 1

    def word(self) -> Word:
        """Return the word that begins here; empty at the end."""
        parts = list[Part]()
        while self.at < len(self.text):
            if plain := _PLAIN.match(self.text, self.at):
                parts.append(Text(plain[0]))
                self.at = plain.end()
            elif not self._part(parts, quoted=False) and not self._parenthesised(parts):
                break
        return tuple(parts)

    def expanding(self) -> Word:
        """Return the whole text as a here-document is read: nothing but `$`, a backtick and a backslash is special."""
        parts = list[Part]()
        while self.at < len(self.text):
            if found := _IN_DOCUMENT.match(self.text, self.at):
                parts.append(Text(found[0], quoted=True))
                self.at = found.end()
            else:
                self._part(parts, quoted=True)
        return tuple(parts)

    def _part(self, parts: list[Part], *, quoted: bool) -> bool:
        """Read what a quote, a backslash, a dollar or a backtick begins; return whether there is one."""
        match self.text[self.at]:
            case "\\":
                self._escaped(parts, quoted=quoted)
            case "'" if not quoted:
                parts.append(self._closed(_SINGLE, "a single quote"))
            case '"' if not quoted:
                self.at += 1
                parts.append(Text("", quoted=True))
                parts.extend(self._until('"', _IN_DOUBLE, quoted=True))
            case "`":
                parts.append(self._ticks(quoted=quoted))
            case "$":
                parts.extend(self._dollar(quoted=quoted))
            case _:
                return False
        return True

    def _escaped(self, parts: list[Part], *, quoted: bool) -> None:
        following = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if following == "\n":
            return
        kept = quoted and following not in '$`"\\'
        parts.append(Text(f"\\{following}" if kept or not following else following, quoted=True))

    def _closed(self, pattern: re.Pattern[str], what: str) -> Text:
        found = pattern.match(self.text, self.at)
        assert found  # noqa: S101 - each of the patterns takes the end for the closing quote
        if not found[2]:
            self.problem(f"{what} is not closed")
        self.at = found.end()
        return Text(found[1], quoted=True)

    def _until(self, closing: str, plain: re.Pattern[str], *, quoted: bool) -> list[Part]:
        parts = list[Part]()
        while self.at < len(self.text):
            if found := plain.match(self.text, self.at):
                parts.append(Text(found[0], quoted=quoted))
                self.at = found.end()
            elif self.text[self.at] == closing:
                self.at += 1
                return parts
            else:
                self._part(parts, quoted=quoted and closing == '"')
        self.problem(f"{closing} is missing")
        return parts

    def _ticks(self, *, quoted: bool) -> Part:
        line = self.line
        inner = re.sub(r"\\([`$\\])", r"\1", self._closed(_TICKS, "a backtick").value)
        return Substitution(self.quoted(inner, line), quoted)

    def _dollar(self, *, quoted: bool) -> list[Part]:
        text = self.text
        if found := _NAME.match(text, self.at):
            self.at = found.end()
            return [Parameter(found[1], quoted)]
        if found := _EXPRESSION.match(text, self.at):
            self.at = found.end()
            return [Text(opaque(found[0]), quoted)]
        if found := _BRACED.match(text, self.at):
            return [self._braced(found, quoted=quoted)]
        if text.startswith("$(", self.at):
            return [self._arithmetic(quoted=quoted) or self._substitution(2, quoted=quoted)]
        if text.startswith("$'", self.at) and not quoted:
            escaped = self._closed(_ANSI, "a single quote").value
            return [Text(re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), escaped), quoted=True)]
        self.at += 1
        return [Text("$" if quoted or not text.startswith('"', self.at) else "", quoted)]

    def _braced(self, found: re.Match[str], *, quoted: bool) -> Part:
        self.at = found.end()
        prefix, name, subscript, operator = found.groups()
        self.enter()
        argument = self._until("}", _IN_BRACES, quoted=quoted)
        self.leave()
        if prefix or (argument and not operator):
            operator = "length" if prefix == "#" else "other"
        return Parameter(name, quoted, operator or "", tuple(argument), (subscript or "")[1:-1])

    def _arithmetic(self, *, quoted: bool) -> Part | None:
        if not self.text.startswith("$((", self.at):
            return None
        inner = self.calculation(self.at + 3)
        return None if inner is None else Arithmetic(inner)

    def calculation(self, start: int) -> str | None:
        """Return what stands between here and the `))` that closes it, and go on behind it; None where none does."""
        depth = 0
        for found in _PARENTHESIS.finditer(self.text, start):
            depth += 1 if found[0] == "(" else -1
            if depth < 0:
                if not self.text.startswith("))", found.start()):
                    return None
                self.at = found.start() + 2
                return self.text[start : found.start()]
        return None

    def _substitution(self, skipped: int, *, quoted: bool = False, process: bool = False) -> Part:
        self.at += skipped
        self.enter()
        body = self.nested()
        self.leave()
        return Substitution(body, quoted, process)

    def _parenthesised(self, parts: list[Part]) -> bool:
        """Read `<(…)`, an array's elements or an extended pattern; return whether there is one."""
        if self.text.startswith(("<(", ">("), self.at):
            parts.append(self._substitution(2, process=True))
            return True
        last = parts[-1] if parts else None
        if not self.text.startswith("(", self.at) or not isinstance(last, Text) or last.quoted:
            return False
        if len(parts) == 1 and _ARRAY.fullmatch(last.value):
            parts.append(Array(self.elements()))
            return True
        if last.value[-1] in "?*+@!" and (len(parts) > 1 or last.value != "!"):
            parts.append(Text(self._pattern()))
            return True
        return False

    def _pattern(self) -> str:
        start, depth = self.at, 0
        for found in _PARENTHESIS.finditer(self.text, start):
            depth += 1 if found[0] == "(" else -1
            if not depth:
                self.at = found.end()
                return self.text[start : self.at]
        self.at = len(self.text)
        self.problem(") is missing")
        return self.text[start:]
