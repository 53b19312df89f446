"""From words to tokens: operators, comments, here-documents.

Source: POSIX, "Shell Command Language", 2.3 and 2.7.4.
"""

from collections.abc import Callable
from typing import NamedTuple

from backendrepo.lazy import regex
from backendrepo.shell.syntax import Document, Sequence, Text, Word
from backendrepo.shell.words import Words

_BLANK = regex(r"(?:[ \t\r\f\v]+|\\\r?\n)+")
_OPERATOR = regex(r"\n|&&|\|\||;;&|;;|;&|&>>|&>|>&|<&|<<-|<<<|<<|>>|>\||<>|\|&|[|&;()<>]")
_DESCRIPTOR = regex(r"\d+(?=[<>])")


class Token(NamedTuple):
    """A word, an operator, or the end (neither). `text` is an operator, or a word that nothing in it is quoted of."""

    line: int
    text: str = ""
    word: Word = ()

    @property
    def end(self) -> bool:
        """Whether nothing is left."""
        return not self.text and not self.word


class _Awaited(NamedTuple):
    document: Document
    delimiter: str
    indented: bool
    quoted: bool


class Lexer(Words):
    """Tokens of a text, one at a time. `parse` reads the statements of a substitution."""

    def __init__(self, text: str, parse: Callable[["Lexer"], Sequence], *, line: int = 1, depth: int = 0) -> None:
        super().__init__(text, line=line, depth=depth)
        self._documents: list[_Awaited] = []
        self._parse = parse

    def token(self) -> Token:
        """Return the next token."""
        self._skip()
        line = self.line
        if found := _OPERATOR.match(self.text, self.at):
            if found[0] in "<>" and self.text.startswith("(", found.end()):
                return Token(line, word=self.word())
            self.at = found.end()
            if found[0] == "\n":
                self._read_documents()
            return Token(line, found[0])
        word = self.word()
        plain = all(isinstance(part, Text) and not part.quoted for part in word)
        return Token(line, "".join(part.value for part in word if isinstance(part, Text)) if plain else "", word)

    def _skip(self) -> None:
        if blank := _BLANK.match(self.text, self.at):
            self.at = blank.end()
        if self.text.startswith("#", self.at):
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end
        if descriptor := _DESCRIPTOR.match(self.text, self.at):
            self.at = descriptor.end()

    def nested(self) -> Sequence:
        """Read statements up to the parenthesis that closes them."""
        return self._parse(self)

    def quoted(self, text: str, line: int) -> Sequence:
        """Read a text of its own: what stands between backticks."""
        inner = Lexer(text, self._parse, line=line, depth=self.depth)
        inner.enter()
        body = self._parse(inner)
        self.problems += inner.problems
        self.tokens += inner.tokens + 1
        return body

    def elements(self) -> tuple[Word, ...]:
        """Read words up to the parenthesis that closes them."""
        self.at += 1
        self.enter()
        words = list[Word]()
        while not (token := self.token()).end and token.text != ")":
            if token.word:
                words.append(token.word)
        self.leave()
        if token.end:
            self.problem(") is missing")
        return tuple(words)

    def document(self, delimiter: str, *, indented: bool, quoted: bool) -> Document:
        """Return a here-document, to be read when this line has ended."""
        document = Document()
        self._documents.append(_Awaited(document, delimiter, indented, quoted))
        return document

    def _read_documents(self) -> None:
        """Read the bodies of the here-documents that the line named."""
        for awaited in self._documents:
            line = self.line
            text = self._body(awaited)
            word: Word = (Text(text, quoted=True),)
            if not awaited.quoted:
                inner = Lexer(text, self._parse, line=line, depth=self.depth)
                word = inner.expanding()
                self.problems += inner.problems
            awaited.document.word, awaited.document.line = word, line
        self._documents.clear()

    def _body(self, awaited: "_Awaited") -> str:
        lines = list[str]()
        while self.at < len(self.text):
            end = self.text.find("\n", self.at)
            end = len(self.text) if end < 0 else end
            line = self.text[self.at : end].removesuffix("\r")
            self.at = min(end + 1, len(self.text))
            line = line.lstrip("\t") if awaited.indented else line
            if line == awaited.delimiter:
                break
            lines.append(line)
        else:
            self.problem(f"the here-document {awaited.delimiter} does not end")
        return "\n".join(lines)
