"""A command line's words told apart: options with their values, operands.

Source of the form: POSIX, "Utility Conventions", and GNU's long options. Which options take the next word as their
value is the tool's own affair and has to be given.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

Give = Callable[[str, str], None]
"""Takes an option and its value."""

MOST = 4_000
"""Words of a command that are looked at."""

MOST_VALUES = 200
"""Values of one option that are kept."""


@dataclass(frozen=True)
class Arguments:
    """What stands behind a program's name."""

    options: Mapping[str, tuple[str, ...]]
    """Each option with the values that it was given, in their order; "" where it has none."""
    operands: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()
    """Operands that stand behind an option that is not known: they may be its value."""

    def last(self, names: Collection[str]) -> str | None:
        """Return the last value of the options of these names, None where none is given."""
        found = [values for name, values in self.options.items() if name in names]
        return found[-1][-1] if found else None

    def all(self, names: Collection[str]) -> tuple[str, ...]:
        """Return every value of the options of these names."""
        return tuple(value for name, values in self.options.items() if name in names for value in values)


def merged(first: Arguments, then: Arguments) -> Arguments:
    """Return the options and operands of both, those of the second behind those of the first."""
    options = dict(first.options)
    for name, values in then.options.items():
        options[name] = (*options.pop(name, ()), *values)[-MOST_VALUES:]
    return Arguments(options, (*first.operands, *then.operands), first.doubtful | then.doubtful)


def parsed(words: Sequence[str], valued: Collection[str] | str, *, single: bool = False) -> Arguments:
    """Return words as options and operands. `single` where one dash begins a long option, as in Go's tools.

    `valued` names the options whose value is the next word.
    """
    valued = frozenset(valued.split()) if isinstance(valued, str) else valued
    options: dict[str, list[str]] = {}
    operands: list[str] = []
    doubtful = set[str]()
    left = [*words[:MOST]][::-1]

    def give(name: str, value: str) -> None:
        options[name] = [*options.pop(name, ())[-MOST_VALUES:], value]

    open_ = False
    while left:
        word = left.pop()
        if word == "--":
            operands += left[::-1]
            break
        if word == "-" or not word.startswith("-"):
            operands.append(word)
            doubtful |= {word} if open_ else set()
            open_ = False
            continue
        before = len(left)
        if word.startswith("--") or single:
            name, equals, value = word.partition("=")
            name = f"--{name.lstrip('-')}" if single else name
            give(name, value if equals else left.pop() if name in valued and left else "")
        else:
            _cluster(word, valued, left, give)
        open_ = "=" not in word and len(left) == before
    return Arguments({name: tuple(values) for name, values in options.items()}, tuple(operands), frozenset(doubtful))


def _cluster(word: str, valued: Collection[str], left: list[str], give: Give) -> None:
    """Take short options in one word: `-xvs`, `-n4`, `-k name`."""
    for at, letter in enumerate(word[1:], 2):
        name = f"-{letter}"
        if name in valued:
            give(name, word[at:].removeprefix("=") or (left.pop() if left else ""))
            return
        give(name, "")
