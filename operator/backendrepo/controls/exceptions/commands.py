"""Options that have a tool ignore an advisory, wherever commands are written; read as text, line by line.

Sources: the command lines of pip-audit (`--ignore-vuln`), uv and others (`--ignore`), the inputs of
pypa/gh-action-pip-audit (`ignore-vulns`) and actions/dependency-review-action (`allow-ghsas`).
"""

import re
from collections.abc import Iterator

from backendrepo.controls.exceptions.exempt import ID, MOST, Exempt, day, reason, text_of
from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.snapshot import Files

PLACES = (
    "Makefile",
    "GNUmakefile",
    "makefile",
    "**/*.mk",
    ".github/workflows/*.yml",
    ".github/workflows/*.yaml",
    ".github/actions/*/action.yml",
    ".github/actions/*/action.yaml",
    ".pre-commit-config.yaml",
    ".gitlab-ci.yml",
    "tox.ini",
    "noxfile.py",
    "tasks.py",
    "justfile",
    "Justfile",
    "Taskfile.yml",
    "pyproject.toml",
    "**/*.sh",
)
_IGNORING = regex(
    r"--ignore(?:-vuln(?:erability|s)?)?\b|ignore-vulns|allow-ghsas|IGNORE|ignored?_vuln",
)
_IDS = regex(rf"\b{ID}\b")
_SAFETY = regex(r"(?:--ignore|-i)[= ]+(\d{5,6})\b")
_COMMENT = regex(r"(?:^|\s)#(.*)$")
MOST_FILES = 500
_ABOVE = 5
"""Lines of a comment above that may give the reason."""


def in_commands(files: Files) -> Iterator[Exempt]:
    """Yield what commands have ignored."""
    paths = dict.fromkeys(path for pattern in PLACES for path in files.glob(pattern))
    for path in [*paths][:MOST_FILES]:
        text = text_of(files, path)
        if "gnore" in text or "IGNORE" in text or "allow-ghsas" in text or "safety" in text:
            yield from _in_file(path, text.split("\n"))


def _in_file(path: str, lines: list[str]) -> Iterator[Exempt]:
    count = 0
    listing = False
    for number, line in enumerate(lines):
        code, comment = _split(line)
        ignoring = bool(_IGNORING.search(code))
        listing = ignoring or (listing and _goes_on(code))
        ids = [*(_IDS.findall(code) if listing else ()), *_SAFETY.findall(code)]
        for each in ids[:MOST]:
            said = comment or _above(lines, number)
            yield Exempt(each, Evidence(path, number + 1, line.strip()[:200]), reason(said), day(said))
            count += 1
        if count >= MOST:
            return


def _split(line: str) -> tuple[str, str]:
    """Return what of a line is said to a tool, and what to people."""
    comment = _COMMENT.search(line) if "#" in line else None
    return (line[: comment.start()], comment[1]) if comment else (line, "")


def _goes_on(code: str) -> bool:
    """Whether a line may be one of a list that an option or input began: it has ids, or nothing but punctuation."""
    return bool(_IDS.search(code)) or not re.search(r"\w", code)


def _above(lines: list[str], number: int) -> str:
    """Return the comment right above a line, also above the lines of the same command or list before it."""
    while number and lines[number - 1].rstrip().endswith("\\"):
        number -= 1
    said: list[str] = []
    while number and len(said) < _ABOVE and lines[number - 1].lstrip().startswith(("#", "@#")):
        number -= 1
        said.insert(0, lines[number].lstrip().lstrip("@#"))
    return " ".join(said)
