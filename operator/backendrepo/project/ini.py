"""INI files with the line of every option, as configparser reads them without interpolation.

configparser itself keeps no lines. Comments are whole lines that begin with `#` or `;`; an option goes on in lines
that are indented deeper; names of options are in lower case (documentation "configparser", "Supported INI File
Structure").
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from backendrepo.lazy import regex

_OPTION = regex(r"([^=:]*)[=:]?")


@dataclass
class Option:
    """The lines of one option, and the line that it begins at, counted from 1."""

    line: int
    parts: list[str]

    @property
    def value(self) -> str:
        """The value, its lines joined; empty ones at its end are none of it."""
        return "\n".join(self.parts).rstrip()


@dataclass
class Ini:
    """Sections in their order, each with its options, the line that each begins at, and why it cannot be read."""

    sections: dict[str, dict[str, Option]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problem: str = ""
    """Why configparser refuses the text, with its line; empty where it does not."""
    line: int = 0
    """The line of the problem."""


def load(text: str) -> Ini:
    """Return a text as an INI file. It never raises; a text that is none has a problem, and no sections."""
    ini = Ini()
    reader = _Reader(ini)
    for number, line in enumerate(text.split("\n"), 1):
        if problem := reader.take(number, line):
            return Ini(problem=problem, line=number)
    return ini


class _Reader:
    """Takes the lines one by one."""

    def __init__(self, ini: Ini) -> None:
        self.ini = ini
        self.section: dict[str, Option] | None = None
        self.option: Option | None = None
        self.indent = 0

    def take(self, number: int, line: str) -> str:
        """Take a line; return why it cannot be taken, empty where it can."""
        content = line.strip()
        if content.startswith(("#", ";")):
            return ""
        if not content:
            if self.option:
                self.option.parts.append("")
            return ""
        indent = len(line) - len(line.lstrip())
        if self.option and indent > self.indent:
            self.option.parts.append(content)
            return ""
        self.indent = indent
        end = content.rfind("]")
        return self._begin(number, content[1:end]) if content[0] == "[" and end > 1 else self._set(number, content)

    def _begin(self, number: int, name: str) -> str:
        if name in self.ini.sections:
            return f"the section {name} is there twice"
        self.section, self.option = {}, None
        self.ini.sections[name], self.ini.lines[name] = self.section, number
        return ""

    def _set(self, number: int, content: str) -> str:
        if self.section is None:
            return "no section stands before it"
        name, separator, value = _split(content)
        if not name or not separator:
            return "it is no option"
        if name in self.section:
            return f"the option {name} is there twice"
        self.option = self.section[name] = Option(number, [value])
        return ""


def _split(content: str) -> Iterator[str]:
    """Return the name of an option, its separator and its value."""
    found = _OPTION.match(content)
    end = found.end() if found else 0
    name = found[1] if found else ""
    return iter((name.strip().lower(), content[len(name) : end], content[end:].strip()))
