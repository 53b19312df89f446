"""From words to what they expand to, as far as the script itself tells; the rest stays opaque.

A default counts where the script and its known environment set nothing: `${FLOOR:-99}` is `99`. Source: POSIX, "Shell
Command Language", 2.6.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from backendrepo.shell import arithmetic
from backendrepo.shell.marks import opaque, unresolved
from backendrepo.shell.parser import parse
from backendrepo.shell.questions import told
from backendrepo.shell.state import MOST_VALUES, PIPESTATUS, State, Unset, Value
from backendrepo.shell.syntax import Arithmetic, Array, Parameter, Part, Substitution, Text, Word

MOST_READINGS = 64
"""Readings of one word that are told apart."""

LONGEST_QUESTION = 1000
"""Characters of a script that may only ask for a path."""

MOST_FIELDS = 2000
"""Words of one command."""

LONGEST = 16 * 1024
"""Characters of one word."""

_LISTS = ("@", "*")
_NOTHING = list[str]()

Reading = tuple[str, int]
"""What a word may be, and in which worlds."""


class Expansion:
    """Expands words in a state. `environment` is what is known from outside; `arguments` names the positional ones."""

    def __init__(self, state: State, environment: Mapping[str, str], arguments: str) -> None:
        self._state = state
        self._environment = environment
        self._arguments = arguments

    def readings(self, word: Word) -> list[Reading]:
        """Return what a word may be as one string, without splitting."""
        found = [("", self._state.alive)]
        for part in word:
            more = list(self._part(part))
            found = [(before + text, worlds & each) for before, worlds in found for text, each in more if worlds & each]
            if len(found) > MOST_READINGS or any(len(text) > LONGEST for text, _ in found):
                return [(opaque("…"), self._state.alive)]
        return found

    def one(self, word: Word) -> str:
        """Return a word as one string; opaque where it may be several."""
        text = ""
        for part in word:
            text += self._text(part)
            if len(text) > LONGEST:
                return opaque("…")
        return text

    def fields(self, words: Sequence[Word]) -> list[str]:
        """Return the fields that words expand to."""
        return [*islice((field for word in words for field in self._fields(word)), MOST_FIELDS)]

    def variants(self, words: Sequence[Word]) -> dict[Value, int]:
        """Return the lists of fields that words may expand to; words of several readings stay whole."""
        found: dict[tuple[str, ...], int] = {(): self._state.alive}
        for word in words:
            fields = tuple(self.fields([word]))
            several = self.readings(word) if len(fields) == 1 and unresolved(fields[0]) else []
            several = several if 1 < len(several) * len(found) <= MOST_VALUES else []
            more = dict[tuple[str, ...], int]()
            for before, here in found.items():
                for after, there in _each(several) or [(fields, here)]:
                    both = (*before, *after)[:MOST_FIELDS]
                    more[both] = more.get(both, 0) | here & there
            found = more
        return dict(found.items())

    def value(self, name: str) -> str:
        """Return a variable as one string."""
        return self.one((Parameter(name),))

    def arguments(self) -> list[str]:
        """Return the positional parameters."""
        return self.fields([(Parameter("@", quoted=True),)])

    def elements(self, word: Word) -> tuple[str, ...]:
        """Return the elements of `(…)`."""
        array = word[-1]
        return tuple(self.fields(array.words)) if isinstance(array, Array) else ()

    def _fields(self, word: Word) -> Iterator[str]:
        """Split what is not quoted, join what touches."""
        field: str | None = None
        for part in word:
            pieces = self._pieces(part)
            if pieces == _NOTHING:
                field = field or None
            elif pieces[0]:
                field = _bounded((field or "") + pieces[0])
            elif field is None and isinstance(part, Text | Parameter) and part.quoted:
                field = ""
            for piece in pieces[1:]:
                if field is not None:
                    yield field
                field = piece or None
        if field is not None:
            yield field

    def _pieces(self, part: Part) -> list[str]:
        """Return the strings between which a part is split; the first and last touch what stands beside them."""
        if not isinstance(part, Parameter):
            return [self._text(part)]
        values = list(islice(self._parameter(part), 2))
        value = values[0][0] if len(values) == 1 else opaque(_written(part))
        if isinstance(value, tuple):
            if part.quoted and "*" in (part.name, part.subscript):
                return [" ".join(value)]
            split = [piece for each in value for piece in ([each] if part.quoted else each.split())]
            return split or _NOTHING
        if part.quoted or not value.strip():
            return [value] if part.quoted or not value else ["", ""]
        return ["", *value.split()][not value[0].isspace() :] + [""] * value[-1].isspace()

    def _text(self, part: Part) -> str:
        readings = list(islice(self._part(part), 2))
        return readings[0][0] if len(readings) == 1 else opaque(_written(part))

    def _part(self, part: Part) -> Iterator[Reading]:
        match part:
            case Text():
                yield part.value, self._state.alive
            case Parameter():
                for value, worlds in self._parameter(part):
                    yield value if isinstance(value, str) else " ".join(value), worlds
            case Substitution():
                yield told(part.body, self) or opaque(_written(part)), self._state.alive
            case Arithmetic():
                yield from arithmetic.results(part.text, self.number)
            case _:
                yield " ".join(self.fields(part.words)), self._state.alive

    def number(self, name: str) -> list[Reading]:
        """Return what a name stands for in arithmetic: unset it is 0, but in capitals it may be of the environment."""
        name, _, subscript = name.partition("[")
        default = () if name.isupper() else (Text("0"),)
        operator = ":-" if default else ""
        number = Parameter(name, operator=operator, argument=default, subscript=subscript.removesuffix("]"))
        return [(text if isinstance(text, str) else " ".join(text), worlds) for text, worlds in self._parameter(number)]

    def _parameter(self, part: Parameter) -> Iterator[tuple[str | tuple[str, ...], int]]:
        state = self._state
        if part.name == "?":
            yield from ((text, worlds) for text, worlds in (("0", state.ok), ("1", state.fail)) if worlds)
            return
        for value, worlds in state.values(self._kept(part)):
            yield self._operated(part, self._selected(part, value)), worlds

    def _kept(self, part: Parameter) -> str:
        """Return the name under which the state keeps a parameter."""
        name = part.name
        if name == "PIPESTATUS":
            return PIPESTATUS.format(part.subscript or "0")
        if name in ("@", "*", "#") or (name.isdecimal() and name != "0"):
            return self._arguments
        return "0" if name == "BASH_SOURCE" else name

    def _selected(self, part: Parameter, value: Value) -> str | tuple[str, ...] | None:
        """Return the value that a name and subscript pick; None where there is none."""
        if isinstance(value, Unset):
            return self._environment.get(part.name)
        if part.name == "#":
            return str(len(value))
        if part.name in _LISTS or part.subscript in _LISTS:
            return value if isinstance(value, tuple) else (value,)
        if isinstance(value, str):
            return value
        index = f"{int(part.name[:4]) - 1}" if part.name.isdecimal() else part.subscript or "0"
        return value[int(index)] if index.isdecimal() and len(index) < 5 and int(index) < len(value) else ""

    def _operated(self, part: Parameter, value: str | tuple[str, ...] | None) -> str | tuple[str, ...]:
        operator = part.operator
        missing = value is None or (operator.startswith(":") and not value)
        match operator.removeprefix(":"):
            case "-" | "=" if missing or value is None:
                return self.one(part.argument)
            case "+":
                return "" if missing else self.one(part.argument)
        return opaque(_written(part)) if value is None else self._changed(part, value)

    def _changed(self, part: Parameter, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        """Apply an operator that changes a value that is there."""
        if part.operator.removeprefix(":") in ("", "?", "-", "=") and part.operator != ":":
            return value
        if part.operator == "length" and not (isinstance(value, str) and unresolved(value)):
            return str(len(value))
        if part.operator == "%" and isinstance(value, str) and self.one(part.argument) == "/*":
            return value.rpartition("/")[0] or value
        return opaque(_written(part)) if value else value


def answer(text: str, folder: str) -> str | None:
    """Return what a script prints that only asks for a path (`pwd`, `dirname …`); None where it does anything else."""
    if len(text) > LONGEST_QUESTION:
        return None
    return told(parse(text).body, Expansion(State().set("PWD", folder), {}, "@0"))


def _each(readings: Sequence[Reading]) -> list[tuple[tuple[str, ...], int]]:
    return [((text,), worlds) for text, worlds in readings]


def _bounded(text: str) -> str:
    return text if len(text) <= LONGEST else opaque("…")


def _written(part: Part) -> str:
    """Return how a part is shown where it is unresolved."""
    match part:
        case Parameter():
            return f"${part.name}" if not (part.operator or part.subscript) else f"${{{part.name}}}"
        case Arithmetic():
            return f"$(({part.text}))"
    return "$(…)"
