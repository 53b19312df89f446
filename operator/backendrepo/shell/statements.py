"""From tokens to statements: lists, pipelines, simple commands, redirections.

Source: POSIX, "Shell Command Language", 2.10. It never fails: what closes nothing is skipped, what is not closed ends
with the text, and both are told as problems.
"""

from abc import ABC, abstractmethod

from backendrepo.lazy import regex
from backendrepo.shell.lexer import Lexer, Token
from backendrepo.shell.syntax import (
    AndOr,
    Assignment,
    Document,
    Group,
    Item,
    Node,
    Pipeline,
    Sequence,
    Simple,
    Substitution,
    Text,
    Word,
)
from backendrepo.shell.words import DEEPEST

_ASSIGNMENT = regex(r"([A-Za-z_]\w*)(\[[^]]*\])?(\+?)=")
_SUBSCRIPTED = regex(r"([A-Za-z_]\w*)\[\Z")
_REDIRECTIONS = frozenset({"<", ">", ">>", "<<<", ">&", "<&", "&>", "&>>", "<>", ">|"})
_DOCUMENTS = frozenset({"<<", "<<-"})
ENDINGS = frozenset({";;", ";&", ";;&"})
_CLOSING = frozenset({")", "}", "then", "elif", "else", "fi", "do", "done", "esac"}) | ENDINGS
_SEPARATORS = frozenset({";", "\n", "&"})
_OPERATORS = frozenset({"&&", "||", "|", "|&"})
_REDIRECTING = _REDIRECTIONS | _DOCUMENTS


MOST_TOKENS = 60_000
"""Words and operators of one script that are read."""


class Statements(ABC):
    """Reads statements, one token ahead. A subclass reads compound commands."""

    @abstractmethod
    def compound(self) -> Node | None:
        """Read a compound command; None where none begins."""

    @abstractmethod
    def function(self, line: int, name: str) -> Node:
        """Read a function, from its parentheses on."""

    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer
        self._awaited = list[frozenset[str]]()
        self._aside = False
        """Whether what is read now is a `coproc`, which nobody waits for."""
        self.token = lexer.token()

    def next(self) -> Token:
        """Return the token that is looked at, and look at the next."""
        token, self.token = self.token, self.lexer.token()
        self.lexer.tokens += 1
        if self.lexer.tokens > MOST_TOKENS:
            self.lexer.stop("only its beginning is read: it is too long")
        return token

    def take(self, text: str) -> bool:
        """Go past a token where it is the one that is looked at."""
        if self.token.text == text:
            self.next()
            return True
        return False

    def expect(self, text: str) -> None:
        """Go past a token that has to be there."""
        if not self.take(text):
            self.lexer.problem(f"{text} is missing")

    def newlines(self) -> None:
        """Go past newlines."""
        while self.token.text == "\n":
            self.next()

    def sequence(self, *stop: str | frozenset[str]) -> Sequence:
        """Read statements up to one of the words that stop them, or stop something around them."""
        self._awaited.append(frozenset().union(*({each} if isinstance(each, str) else each for each in stop)))
        items = list[Item]()
        while not self.token.end:
            if self.token.text in _SEPARATORS:
                self.next()
            elif self.token.text in _CLOSING:
                if any(self.token.text in awaited for awaited in self._awaited):
                    break
                self.lexer.problem(f"{self.token.text} closes nothing")
                self.next()
            else:
                items.append(self._item())
        self._awaited.pop()
        return Sequence(tuple(items))

    def _item(self) -> Item:
        around, self._aside = self._aside, False
        node = self._and_or()
        aside, self._aside = self._aside, around
        return Item(node, background=aside or self.token.text == "&")

    def _and_or(self) -> Node:
        line = self.token.line
        first = self._pipeline()
        rest = list[tuple[str, Node]]()
        while self.token.text in ("&&", "||"):
            operator = self.next().text
            self.newlines()
            rest.append((operator, self._pipeline()))
        return AndOr(line, first, tuple(rest)) if rest else first

    def _pipeline(self) -> Node:
        line, negated = self.token.line, False
        while self.token.text in ("!", "time", "coproc"):
            self._aside |= self.token.text == "coproc"
            negated ^= self.next().text == "!"
            while self.token.text == "-p":
                self.next()
        commands = [self.command()]
        while self.token.text in ("|", "|&"):
            self.next()
            self.newlines()
            commands.append(self.command())
        return Pipeline(line, tuple(commands), negated) if negated or len(commands) > 1 else commands[0]

    def command(self) -> Node:
        """Read a command, simple or compound, with its redirections."""
        lexer = self.lexer
        lexer.enter()
        if lexer.depth > DEEPEST:
            self.token = Token(self.token.line)
        node = self.compound()
        node = self._simple() if node is None else self._redirected(node)
        lexer.leave()
        return node

    def _redirected(self, node: Node) -> Node:
        """Read what follows a compound command; what its redirections substitute runs before it."""
        targets, stdin = self.redirections()
        if not targets and not stdin:
            return node
        before = Simple(node.line, (), redirections=targets, stdin=stdin)
        return Group(node.line, Sequence((Item(before), Item(node))))

    def _simple(self) -> Node:
        line = self.token.line
        words, assignments, targets, stdin = list[Word](), list[Assignment](), tuple[Word, ...](), None
        while not self.token.end:
            if self.token.text in _REDIRECTING:
                more, document = self.redirections()
                targets, stdin = targets + more, document or stdin
            elif not self.token.word:
                if not (self.token.text == "(" and len(words) == 1 and not assignments):
                    break
                return self.function(line, "".join(part.value for part in words[0] if isinstance(part, Text)))
            elif not words and (assignment := _assignment(self.token.word)):
                assignments.append(assignment)
                self.next()
            else:
                line = line if words else self.token.line
                words.append(self.next().word)
        if not (words or assignments or targets or stdin):
            self._skip_stray()
        return Simple(line, tuple(words), tuple(assignments), targets, stdin)

    def _skip_stray(self) -> None:
        """Pass over an operator that stands where a command should."""
        if self.token.text in _OPERATORS:
            self.lexer.problem(f"a command is missing before {self.token.text}")
            self.next()

    def redirections(self) -> tuple[tuple[Word, ...], Document | None]:
        """Read redirections; return the targets that substitute something, and what is read in the end."""
        targets, document = list[Word](), None
        while (operator := self.token.text) in _REDIRECTING:
            if operator in _DOCUMENTS:
                document = self._document(indented=operator == "<<-")
                continue
            self.next()
            word = self.token.word
            if operator == "<<<":
                document = Document(word, self.token.line)
            elif any(isinstance(part, Substitution) for part in word):
                targets.append(word)
            if word:
                self.next()
        return tuple(targets), document

    def _document(self, *, indented: bool) -> Document:
        """Read the delimiter before anything behind it, so that the end of the line finds it."""
        word = (token := self.lexer.token()).word
        if not word:
            self.token = token
            return Document()
        texts = [part for part in word if isinstance(part, Text)]
        delimiter, quoted = "".join(part.value for part in texts), any(part.quoted for part in texts)
        document = self.lexer.document(delimiter, indented=indented, quoted=quoted)
        self.token = self.lexer.token()
        return document


def _assignment(word: Word) -> Assignment | None:
    first = word[0]
    if not isinstance(first, Text) or first.quoted:
        return None
    if found := _SUBSCRIPTED.match(first.value):
        if any(isinstance(part, Text) and not part.quoted and part.value.startswith(("]=", "]+=")) for part in word):
            return Assignment(found[1], (), subscript="?")
        return None
    if not (found := _ASSIGNMENT.match(first.value)):
        return None
    rest = first.value[found.end() :]
    value = ((Text(rest),) if rest else ()) + word[1:]
    return Assignment(found[1], value, append=bool(found[3]), subscript=(found[2] or "")[1:-1])
