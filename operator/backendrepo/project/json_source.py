"""JSON with comments, as editors' and checkers' configuration has it, with the lines of its keys."""

import json
import re

from backendrepo.lazy import regex
from backendrepo.project.section import Section
from backendrepo.project.sources import Sources

_STRING_OR_COMMENT = regex(r'"(?:[^"\\\n]|\\.)*+"?|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*[}\]])', re.DOTALL)


def load(sources: Sources, path: str) -> Section | None:
    """Return a file as a section, None where there is none, or it is no object."""
    source = sources.text(path)
    if source is None:
        return None
    plain = _STRING_OR_COMMENT.sub(lambda found: found[0] if found[0][0] == '"' else "", source.text)
    try:
        value = json.loads(plain)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None

    def locate(keys: tuple[str, ...]) -> int:
        found = re.search(rf'"{re.escape(keys[-1])}"\s*:', source.text) if keys else None
        return source.text.count("\n", 0, found.start()) + 1 if found else 0

    return Section("", value, lambda keys: source.at(locate(keys)))
