"""What a document is made of."""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | int | float | bool | None"


class Scalar(NamedTuple):
    """One value, and the line that it begins at."""

    value: Value
    line: int
    text: str
    """As written, without quotes."""
    style: str = ""
    """How it is written: empty for a plain one, else its quote, `|` or `>`."""

    @property
    def first(self) -> int:
        """The line that its content begins at: below the `|` or `>` of a block."""
        return self.line + (self.style in ("|", ">"))


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, and the line that it begins at."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values as they stand, and the line that it begins at. Of equal keys the first stays."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int
    _by_key: dict[str, tuple[Scalar, "Node"]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {entry[0].text: entry for entry in reversed(self.entries)})

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, None where there is none."""
        entry = self._by_key.get(key)
        return entry[1] if entry else None

    def key(self, key: str) -> Scalar | None:
        """Return the key itself, for its line."""
        entry = self._by_key.get(key)
        return entry[0] if entry else None


Node: TypeAlias = Scalar | Sequence | Mapping


class Problem(NamedTuple):
    """What could not be read, or is read differently by others, and its line."""

    line: int
    text: str


class Document(NamedTuple):
    """A document's root, None where it is empty or could not be read, and what is wrong with the text."""

    root: Node | None
    problems: tuple[Problem, ...] = ()
    broken: bool = False
    """Whether it could not be read to its end."""
