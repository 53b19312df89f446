"""TOML and JSON of a repository: parsed within bounds, with the lines that their strings stand on."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any, TypeAlias

from backendrepo.lazy import regex

Table: TypeAlias = dict[str, Any]

MOST_DOTS = 200
"""Dots on one line of TOML: tomllib takes the square of a key's parts to read it."""

_STRING = regex(r"""("(?:[^"\\]|\\.)*+"?)|('[^']*+'?)""")
"""A string, or what begins as one up to the end of its line."""

_HEADER = regex(r"^[ \t]*\[\[[ \t]*([\w.-]+)[ \t]*\]\]", re.MULTILINE)


class Malformed(Exception):
    """A text that cannot be read as what it should be. The message says why, in a phrase."""


def toml(text: str) -> Table:
    """Return the table that a TOML text is. Raises `Malformed`."""
    if any(line.count(".") > MOST_DOTS for line in text.split("\n")):
        raise Malformed(f"it has a line with more than {MOST_DOTS} dots")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise Malformed("it is nested too deeply") from error
    except (ValueError, TypeError) as error:  # numbers and dates out of range, and all that is no TOML
        raise Malformed(f"it is no TOML: {str(error)[:120]}") from error


def json_object(text: str) -> Table:
    """Return the object that a JSON text is. Raises `Malformed`."""
    try:
        found = json.loads(text)
    except RecursionError as error:
        raise Malformed("it is nested too deeply") from error
    except ValueError as error:
        raise Malformed(f"it is no JSON: {str(error)[:120]}") from error
    if not isinstance(found, dict):
        raise Malformed("it is JSON, but no object")
    return found


def strings(text: str) -> dict[str, int]:
    """Return the line that each quoted string stands on first."""
    lines: dict[str, int] = {}
    for number, match in _strings(text):
        lines.setdefault(match[0][1:-1], number)
    return lines


def keys(text: str) -> dict[str, int]:
    """Return the line that each key of a JSON text stands on first."""
    lines: dict[str, int] = {}
    for number, match in _strings(text):
        if match.string.startswith((":", " :"), match.end()):
            lines.setdefault(match[0][1:-1], number)
    return lines


def _strings(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(text.split("\n"), 1):
        for match in _STRING.finditer(line):
            yield number, match


def headers(text: str, name: str, count: int) -> list[int]:
    """Return the lines of the tables `[[name]]`, where there are as many as were read, else 0 for each."""
    found = list(_headers(text, name))
    return found if len(found) == count else [0] * count


def _headers(text: str, name: str) -> Iterator[int]:
    line, at = 1, 0
    for match in _HEADER.finditer(text):
        if match[1] == name:
            line, at = line + text.count("\n", at, match.start()), match.start()
            yield line


def table(value: Any) -> Table:
    """Return a value that is a table, an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def tables(value: Any) -> list[Table]:
    """Return the tables of a value that is a list of them."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """Return the strings of a value that is a list of them."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """Return a value that is text, an empty one where it is none."""
    return value if isinstance(value, str) else ""
