"""Regular expressions that are compiled at their first search.

To compile one takes 0.1 to 3 ms. The readers have two hundred, and a repository meets a third of them.
"""

import re
from functools import cached_property
from typing import Any, cast


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` would, later: a mistake in the text is told at the first search."""
    return cast("re.Pattern[str]", _Pattern(text, flags))


class _Pattern:
    """Becomes a compiled pattern, method by method, as they are asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        setattr(self, name, found)  # from now on it is found without coming here
        return found
