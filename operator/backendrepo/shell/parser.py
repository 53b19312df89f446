"""From tokens to compound commands: groups, conditions, loops, functions.

Source: POSIX, "Shell Command Language", 2.9.4, and Bash's manual, "Compound Commands".
"""

from collections.abc import Callable
from functools import lru_cache

from backendrepo.shell.lexer import Lexer
from backendrepo.shell.statements import ENDINGS, Statements
from backendrepo.shell.syntax import (
    Arm,
    Calculation,
    Case,
    Condition,
    For,
    Function,
    Group,
    If,
    Node,
    Parsed,
    Sequence,
    Text,
    While,
    Word,
)


@lru_cache(maxsize=32)
def parse(text: str, line: int = 1) -> Parsed:
    """Return a text as a script; its first line is `line`. Scripts that many recipes call are parsed once."""
    lexer = Lexer(text, _inner, line=line)
    body = Parser(lexer).sequence()
    return Parsed(body, tuple(lexer.problems))


def _inner(lexer: Lexer) -> Sequence:
    """Return what a substitution holds."""
    return Parser(lexer).sequence(")")


class Parser(Statements):
    """Reads compound commands."""

    def compound(self) -> Node | None:
        """Read a compound command; None where none begins."""
        forms: dict[str, Callable[[int], Node]] = {
            "(": self._parenthesis,
            "{": self._group,
            "if": self._if,
            "for": self._for,
            "select": self._for,
            "while": self._while,
            "until": self._while,
            "case": self._case,
            "[[": self._condition,
            "function": self._named,
        }
        form = forms.get(self.token.text)
        return form(self.token.line) if form else None

    def _parenthesis(self, line: int) -> Node:
        lexer = self.lexer
        if lexer.text.startswith("(", lexer.at) and (inner := lexer.calculation(lexer.at + 1)) is not None:
            self.next()
            return Calculation(line, inner)
        self.next()
        body = self.sequence(")")
        self.expect(")")
        return Group(line, body, subshell=True)

    def _group(self, line: int) -> Node:
        self.next()
        body = self.sequence("}")
        self.expect("}")
        return Group(line, body)

    def _if(self, line: int) -> Node:
        arms, otherwise = list[tuple[Sequence, Sequence]](), Sequence()
        while self.token.text in ("if", "elif"):
            self.next()
            condition = self.sequence("then")
            self.expect("then")
            arms.append((condition, self.sequence("elif", "else", "fi")))
        if self.take("else"):
            otherwise = self.sequence("fi")
        self.expect("fi")
        return If(line, tuple(arms), otherwise)

    def _while(self, line: int) -> Node:
        until = self.next().text == "until"
        return While(line, self.sequence("do"), self._do(), until)

    def _named(self, line: int) -> Node:
        self.next()
        return self.function(line, self.next().text)

    def _do(self) -> Sequence:
        self.expect("do")
        body = self.sequence("done")
        self.expect("done")
        return body

    def _for(self, line: int) -> Node:
        self.next()
        if self.token.text == "(":
            self._parenthesis(line)
            self.take(";")
            self.newlines()
            return For(line, "", None, self._do())
        name, words = self.next().text, None
        self.newlines()
        if self.take("in"):
            words = self._words()
        while self.token.text in (";", "\n"):
            self.next()
        return For(line, name, words, self._do())

    def _words(self) -> tuple[Word, ...]:
        words = list[Word]()
        while self.token.word:
            words.append(self.next().word)
        return tuple(words)

    def _case(self, line: int) -> Node:
        self.next()
        subject = self.next().word
        self.newlines()
        self.expect("in")
        arms = list[Arm]()
        self.newlines()
        while not self.token.end and self.token.text not in ("esac", ")"):
            arms.append(self._arm())
            self.newlines()
        self.expect("esac")
        return Case(line, subject, tuple(arms))

    def _arm(self) -> Arm:
        line = self.token.line
        self.take("(")
        patterns = [self.next().word]
        while self.take("|"):
            patterns.append(self.next().word)
        self.expect(")")
        body = self.sequence(ENDINGS, "esac")
        ending = self.next().text if self.token.text in ENDINGS else ";;"
        return Arm(tuple(patterns), body, line, ending)

    def _condition(self, line: int) -> Node:
        self.next()
        words = list[Word]()
        while not self.token.end and self.token.text != "]]":
            token = self.token
            words.append(token.word or (Text(token.text),))
            self.next()
        self.expect("]]")
        return Condition(line, tuple(words))

    def function(self, line: int, name: str) -> Node:
        """Read a function, from its parentheses on."""
        if self.take("("):
            self.expect(")")
        self.newlines()
        return Function(line, name, self.command())
