"""INI files as tox and setuptools write them, read without interpolation."""

import configparser
from collections.abc import Mapping
from functools import lru_cache

Sections = Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=16)
def sections(text: str) -> Sections:
    """Return the sections of a text with their values; nothing where it is none."""
    parser = configparser.RawConfigParser(strict=False, default_section="\0")
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError):
        return {}
    return {name: dict(parser.items(name)) for name in parser.sections()}
