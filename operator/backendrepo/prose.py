"""Reading a document that people write: what it states, and where it is only a placeholder."""

import re
from dataclasses import dataclass

from backendrepo.findings import Evidence
from backendrepo.lazy import regex

_PLACEHOLDER = regex(
    r"\b(TODO|TBD|FIXME|XXX|lorem ipsum)\b|<[a-z][a-z -]{2,40}>|\{\{.*?\}\}"
    r"|\[(?:describe|insert|fill|add)\b[^\]]*\](?!\()",
    re.IGNORECASE,
)
_CODE = regex(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_NEGATED = regex(
    r"\b(no|not|never|without|isn't|don't|doesn't|won't|cannot|lacks?|missing|absent|undecided|undefined)\b[^.;:\n]{0,40}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Document:
    """A document's text by its path."""

    path: str
    text: str

    @property
    def words(self) -> int:
        """How many words it has, headings and markup aside."""
        return sum(
            len(re.findall(r"\w+", line)) for line in self.text.splitlines() if not line.lstrip().startswith("#")
        )

    @property
    def placeholders(self) -> tuple[Evidence, ...]:
        """Where somebody meant to write something; code is left aside."""
        prose = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), self.text)
        return tuple(self._at(match.start()) for match in _PLACEHOLDER.finditer(prose))

    def states(self, pattern: str) -> Evidence | None:
        """Return where the document states something (a regular expression), None where it does not or negates it."""
        for match in re.finditer(pattern, self.text, re.IGNORECASE):
            if not _NEGATED.search(self.text[max(0, match.start() - 60) : match.start()]):
                return self._at(match.start())
        return None

    def mentions(self, pattern: str) -> Evidence | None:
        """Return where the document has the words at all."""
        match = re.search(pattern, self.text, re.IGNORECASE)
        return self._at(match.start()) if match else None

    def _at(self, position: int) -> Evidence:
        line = self.text.count("\n", 0, position)
        return Evidence(self.path, line + 1, self.text.splitlines()[line].strip())
