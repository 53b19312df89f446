"""Scripts of the repository that are gates by their name: what they do is their own, and only partly read.

A script that cannot fail by itself is harmless; one that only makes something is no gate.
"""

import re
from collections.abc import Mapping, Sequence
from posixpath import basename, join, normpath

from backendrepo.lazy import regex
from backendrepo.shell import Command, Swallowed
from backendrepo.snapshot import Files
from backendrepo.tools.call import number
from backendrepo.tools.reading import text_of
from backendrepo.tools.use import Kind, Use

LONGEST = 64 * 1024
"""Characters of a script that are searched for its threshold."""

_SCRIPT = regex(r"\.(?:py|sh|bash|js|mjs|ts|rb|pl|ps1)$")
_MAKES = regex(
    r"(?:^|[_-])(?:export|generate|gen|dump|update|write|create|make|build|sync|publish|upload|report|inventory|badge)(?=[_.-]|$)",
    re.I,
)
_CHECKS = regex(r"check|verify|validat|lint|gate|diff|drift|assert|compar|compat|breaking|quality|conform|guard", re.I)
_COMMENT = regex(r"^\s*(?:#|//).*$", re.MULTILINE)
_WELL = r"\s*(?:\(\s*(?:0|None|False)?\s*\)|0?\s*(?:[;#]|$))"
"""What stands behind an exit that succeeds."""
_FAILS = regex(
    rf"\bexit\b(?!{_WELL})(?:\s*\(|\s+\S)|\bSystemExit\b(?!{_WELL})|\braise\b(?!\s+SystemExit{_WELL})|\bassert\b|\bthrow\b"
    r"|\bset -\w*e|\bcheck=True|\bcheck_call\b",
    re.MULTILINE,
)
"""What can make a script fail."""

_KINDS = (
    (Kind.MIGRATION_SMOKE, regex(r"migrat|alembic|no[_-]?schema", re.I)),
    (
        Kind.OPENAPI,
        regex(r"open_?-?api|swagger|api[_-](?:contract|schema|spec)|^(?:check[_-])?contract[_-](?:gate|check)", re.I),
    ),
    (
        Kind.VULNERABILITY_SCAN,
        regex(
            r"vulnerabilit(?:y|ies)[_-](?:scan|audit|check|gate)|(?:scan|audit|check)[_-]vulnerab|security[_-]?audit"
            r"|pip[_-]?audit|dependency[_-]?(?:audit|health|scan|check)|audit[_-]dep",
            re.I,
        ),
    ),
    (Kind.WORKFLOW_LINT, regex(r"workflow[_-]?(?:lint|check|valid)|(?:lint|check|validate)[_-]?workflow", re.I)),
)
_WORDS = """
branch check code combined cov coverage enforce fail floor gate guard line min minimum percent policy ratchet report run
test tests threshold total under unit validate verify
"""
_OF_COVERAGE = frozenset(_WORDS.split())
"""Words of which the name of a script consists that looks at the coverage of tests: not at that of anything else."""

_RUNS = regex(r"\bsubprocess\b|\bos\.exec|\brunpy\b")
_LOOKS = regex(
    r"\bexit\s*\(|\bSystemExit\b|\braise\b|\bassert\b|\bcheck\s*=\s*True\b|\bcheck_(?:call|output|returncode)\b"
    r"|\bos\.exec|\brunpy\b"
)
"""What a script of Python says that looks at the results of what it starts, or becomes that."""
_STARTS = (
    (regex(r"[\"']pytest[\"']"), (Kind.TEST, "python", "pytest")),
    (
        regex(r"[\"']docker[\"'],\s*(?:[\"']buildx[\"'],\s*)?[\"'](?:build|bake)[\"']"),
        (Kind.DOCKER_BUILD, "docker", "a build of images"),
    ),
)
"""Programs among whose words those are that a script computes."""
_SKIPS = regex(r"--(?:skip|no)-audit", re.I)
_APPLIES = regex(r"apply|upgrade|(?:^|[\W_])up(?:[\W_]|$)|run[_-]?migrat|(?:^|[_-])migrate\.", re.I)
_VERIFIES = regex(r"smoke|contract|dry|sql|offline|no[_-]?schema|heads|single", re.I)
_LITERAL = regex(
    r"(?:fail[_-]?under|threshold|minimum|min_?\w{0,30}cov|cov\w{0,30}_?min|floor|required|target|baseline)\w{0,30}[\"']?\]?"
    r"(?:\s*:\s*\w+)?\s*(?::?=|:|,|<|\bdefault=)\s*[\"']?(?:[\w.]+[(=]\s*)?[\"']?(\d{1,3}(?:\.\d+)?)(?![\w.])",
    re.I,
)
_ASKED = regex(
    r"(?:\b(?:environ(?:\.get)?|getenv)\s*[\[(]\s*[\"']|\bprocess\.env\.)"
    r"(?=\w{0,40}?(?:cov|thresh|floor|under|percent|min(?:imum)?(?!\w)))(\w+)",
    re.I,
)
"""Variables, by names that mean a threshold, which a script takes from its environment."""


def script(command: Command, words: Sequence[str], files: Files) -> tuple[Use, ...]:
    """Return what a script of the repository is as a gate, by its name and what can be read of it."""
    name = basename(words[0])
    if not _SCRIPT.search(name):
        return ()
    said = " ".join([name, *words[1:]])
    found = [kind for kind, named in _KINDS if named.search(name)]
    for kind in (found or _coverage(name))[:1]:
        skipped = kind is Kind.VULNERABILITY_SCAN and _SKIPS.search(said)
        if not skipped and (_CHECKS.search(said) or not _MAKES.search(name)):
            return (_use(_kind(kind, said), name, _text(command, words, files), words, command.env),)
    return () if found else _wrapped(command, words, files)


def _wrapped(command: Command, words: Sequence[str], files: Files) -> tuple[Use, ...]:
    """Return that a script is a gate, where it starts pytest or a build with arguments that it makes itself.

    Which tests is told by the folders whose names are among its own arguments, `--suite unit`, where there are such.
    """
    text = _text(command, words, files)
    started = next((started for pattern, started in _STARTS if pattern.search(text)), None)
    if started is None or not _RUNS.search(text):
        return ()
    kind, language, what = started
    asked = dict.fromkeys(part for word in words[1:] for part in re.split(r"[^a-z0-9]+", word.lower()))
    paths = tuple(f"tests/{each}" for each in asked if kind is Kind.TEST and each and files.glob(f"tests/{each}/**"))
    remark = f"it starts {what} with arguments that it makes itself"
    ignores = "" if _LOOKS.search(text) else Swallowed.UNCHECKED
    return (Use(kind, basename(words[0]), language, paths=paths, harmless=ignores, remark=remark),)


def _coverage(name: str) -> list[Kind]:
    words = set(re.split(r"[\W_]+", name.rpartition(".")[0].lower()))
    return [Kind.COVERAGE] if words & {"cov", "coverage"} and words <= _OF_COVERAGE else []


def arguments_of(command: Command, words: Sequence[str], files: Files) -> tuple[str, ...]:
    """Return the command in the arguments of a script that runs them, `tools.py run ruff check`, where there is one."""
    rest = [*words[1:]]
    while rest and rest[0].startswith("-") and rest[0] != "-m":
        rest = rest[1:]
    starts = rest[:1] and (rest[0] in ("-m", "run", "exec") or rest[0].endswith(".py"))
    if not starts or not words[0].endswith(".py") or not _RUNS.search(_text(command, words, files)):
        return ()
    return (*rest[1:],) if rest[0] in ("-m", "run", "exec") else ("python", *rest)


def _text(command: Command, words: Sequence[str], files: Files) -> str:
    return text_of(files, normpath(join(command.cwd or "", words[0])))


def _kind(kind: Kind, said: str) -> Kind:
    applies = kind is Kind.MIGRATION_SMOKE and _APPLIES.search(said) and not _VERIFIES.search(said)
    return Kind.MIGRATION_APPLY if applies else kind


def _use(kind: Kind, name: str, text: str, words: Sequence[str], env: Mapping[str, str]) -> Use:
    fails = not text or _FAILS.search(_COMMENT.sub("", text[:LONGEST]))
    return Use(
        kind,
        tool=name,
        language="",
        harmless="" if fails else "nothing in the script makes it fail",
        threshold=_threshold(text, words, env) if kind is Kind.COVERAGE else None,
        remark="it counts by its name" if text else "it counts by its name, and could not be read",
    )


def _threshold(text: str, words: Sequence[str], env: Mapping[str, str]) -> float | None:
    """Return the threshold that a script is called with, by its words or its environment, or the first in its text."""
    given = [number(word.rpartition("=")[2]) for word in words[1:]]
    asked = [number(env.get(match[1])) for match in _ASKED.finditer(text[:LONGEST])]
    literal = [number(match[1]) for match in _LITERAL.finditer(text[:LONGEST])]
    return next((each for each in (*given, *asked, *literal) if each), None)
