"""A section of a configuration file, whatever its format: values by name, each with its place."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from backendrepo.findings import Evidence
from backendrepo.lazy import regex

TRUE = frozenset({"1", "yes", "true", "on"})
"""What configparser takes for true, in any case."""

_SEPARATORS = regex(r"[,\n]")
_NUMBER = regex(r"[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})")


@dataclass(frozen=True)
class Section:
    """A table of TOML, or a section of an INI file, in which every value is text. `name` is its dotted name."""

    name: str
    values: Mapping[str, object]
    locate: Callable[[tuple[str, ...]], Evidence] = field(repr=False, compare=False)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    @property
    def place(self) -> Evidence:
        """Where it begins."""
        return self.locate(())

    def at(self, *keys: str) -> Evidence:
        """Return the place of a key, or of one within it; where that has none, of what is around it."""
        return self.locate(keys)

    def text(self, key: str) -> str:
        """Return a value as text, empty where there is none, or a list."""
        value = self.values.get(key)
        return "" if value is None or isinstance(value, list | dict) else str(value).strip()

    def texts(self, key: str, separators: re.Pattern[str] = _SEPARATORS) -> tuple[str, ...]:
        """Return a list of texts: a list of TOML, or a text whose parts stand between commas or on lines."""
        return tuple(_texts(self.values.get(key), separators))

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return a boolean."""
        value = self.text(key).lower()
        return value in TRUE if value else default

    def number(self, key: str) -> float | None:
        """Return a number, None where there is none or it is not written as one."""
        return number(self.text(key))

    def tables(self, key: str) -> Iterator["Section"]:
        """Yield the tables of an array of tables (TOML)."""
        value = self.values.get(key)
        for index, each in enumerate(value if isinstance(value, list) else []):
            if isinstance(each, dict):
                yield Section(f"{self.name}.{key}", each, _within(self.locate, (key, str(index))))

    def table(self, key: str) -> "Section | None":
        """Return a table within it (TOML), None where there is none."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            return None
        return Section(f"{self.name}.{key}", value, _within(self.locate, (key,)))


def _within(
    locate: Callable[[tuple[str, ...]], Evidence], prefix: tuple[str, ...]
) -> Callable[[tuple[str, ...]], Evidence]:
    return lambda keys: locate((*prefix, *keys))


def _texts(value: object, separators: re.Pattern[str]) -> Iterator[str]:
    if isinstance(value, list):
        yield from (str(each).strip() for each in value if not isinstance(each, list | dict))
    elif isinstance(value, str):
        yield from (stripped for part in separators.split(value) if (stripped := part.strip()))


def number(text: str) -> float | None:
    """Return a text as a number, None where it is not written as one."""
    return float(text) if _NUMBER.fullmatch(text) else None
