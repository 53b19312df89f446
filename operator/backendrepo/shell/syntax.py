"""The parts of a shell script, as they stand in it: what the parser makes and the interpreter walks.

Names are those of POSIX, "Shell Command Language", and of Bash's manual. Lines count from 1 within the script.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Text(NamedTuple):
    """Characters that mean themselves."""

    value: str
    quoted: bool = False


class Parameter(NamedTuple):
    """`$name`, `${name:-word}`. `operator` is `length` for `${#name}`, `other` for what is not followed."""

    name: str
    quoted: bool = False
    operator: str = ""
    argument: "Word" = ()
    subscript: str = ""


class Substitution(NamedTuple):
    """`$(…)`, backticks, and `<(…)` where `process` is set."""

    body: "Sequence"
    quoted: bool = False
    process: bool = False


class Arithmetic(NamedTuple):
    """`$((…))`."""

    text: str


class Array(NamedTuple):
    """The elements of `name=(…)`."""

    words: "tuple[Word, ...]"


Part = Text | Parameter | Substitution | Arithmetic | Array
Word = tuple[Part, ...]


class Assignment(NamedTuple):
    """`name=word`, `name+=word`, `name[subscript]=word`."""

    name: str
    value: Word
    append: bool = False
    subscript: str = ""


@dataclass
class Document:
    """What a command reads: a here-string, or a here-document, which is known once the line that names it has ended."""

    word: "Word" = ()
    line: int = 0


class Simple(NamedTuple):
    """A simple command, its redirections that substitute something, and what it reads."""

    line: int
    words: tuple[Word, ...]
    assignments: tuple[Assignment, ...] = ()
    redirections: tuple[Word, ...] = ()
    stdin: Document | None = None


class Condition(NamedTuple):
    """`[[ … ]]`."""

    line: int
    words: tuple[Word, ...]


class Calculation(NamedTuple):
    """`(( … ))`."""

    line: int
    text: str


class Pipeline(NamedTuple):
    """`! a | b`."""

    line: int
    commands: "tuple[Node, ...]"
    negated: bool = False


class AndOr(NamedTuple):
    """`a && b || c`: the first, then each other with the operator before it."""

    line: int
    first: "Node"
    rest: "tuple[tuple[str, Node], ...]"


class Item(NamedTuple):
    """One statement of a sequence."""

    node: "Node"
    background: bool = False


class Sequence(NamedTuple):
    """Statements one after the other."""

    items: tuple[Item, ...] = ()


class Group(NamedTuple):
    """`{ … }`, or `( … )` where `subshell` is set."""

    line: int
    body: Sequence
    subshell: bool = False


class If(NamedTuple):
    """Conditions with what each guards, in order, and what stands behind `else`."""

    line: int
    arms: tuple[tuple[Sequence, Sequence], ...]
    otherwise: Sequence = Sequence()


class For(NamedTuple):
    """`for name in words`; `words` is None where it goes through the arguments, or through an arithmetic loop."""

    line: int
    name: str
    words: tuple[Word, ...] | None
    body: Sequence


class While(NamedTuple):
    """`while` and `until`."""

    line: int
    condition: Sequence
    body: Sequence
    until: bool = False


class Arm(NamedTuple):
    """Patterns of a `case` and what they guard; `ending` is `;;`, `;&` or `;;&`."""

    patterns: tuple[Word, ...]
    body: Sequence
    line: int = 0
    ending: str = ";;"


class Case(NamedTuple):
    """`case subject in …`."""

    line: int
    subject: Word
    arms: tuple[Arm, ...]


class Function(NamedTuple):
    """`name() { … }`."""

    line: int
    name: str
    body: "Node"


Node = Simple | Condition | Calculation | Pipeline | AndOr | Group | If | For | While | Case | Function


class Parsed(NamedTuple):
    """A script, and what is odd about it: each a line and a sentence."""

    body: Sequence
    problems: tuple[tuple[int, str], ...] = ()
