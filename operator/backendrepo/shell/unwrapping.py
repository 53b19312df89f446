"""Taking wrappers off a command: what counts is the command within. What is not sure to be a wrapper stays."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from posixpath import basename

from backendrepo.lazy import regex
from backendrepo.shell.command import Swallowed
from backendrepo.shell.marks import OPEN, certain, shown
from backendrepo.shell.wrappers import WRAPPERS, Wrapper

DEEPEST = 8
"""Wrappers within wrappers that are taken off."""

PYTHON = regex(r"(?:python|pypy)[\d.]*(?:\.exe)?|py")

_OPTIONS = regex(r"\$.*(?:ARG|OPT|FLAG)", re.IGNORECASE)
_ASSIGNMENT = regex(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_UNVERSIONED = regex(r"@?[^@=<>~!\[]+")
_ONLY_ASK = frozenset({"--help", "--version", "-V"})

_PYTHON_WRAPPER = Wrapper(("python",), frozenset({"-W", "-X", "-c", "--check-hash-based-pycs"}), module=True)
_BY_PROGRAM = defaultdict[str, list[Wrapper]](list)
for _wrapper in sorted(WRAPPERS, key=lambda each: -len(each.name)):
    _BY_PROGRAM[_wrapper.name[0]].append(_wrapper)


@dataclass
class Unwrapped:
    """A command without its wrappers."""

    argv: list[str]
    wrappers: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    """Folders that the wrappers go to, each from the one before."""
    swallows: Swallowed | None = None
    """Why a wrapper does not pass the failure on; None where each does."""


@dataclass
class _Options:
    """What stands between a wrapper and the command, and what follows it."""

    rest: list[str]
    given: dict[str, str] = field(default_factory=dict)


def unwrapped(words: Sequence[str]) -> Unwrapped:
    """Return the innermost command of the words."""
    found = Unwrapped(list(words))
    while len(found.wrappers) < DEEPEST and _unwrap(found):
        pass
    return found


def _unwrap(found: Unwrapped) -> bool:
    """Take one wrapper off; return whether there was one."""
    program = certain(basename(found.argv[0]))
    if program == "find":
        return _find(found)
    if PYTHON.fullmatch(program) or (not program and found.argv[1:2] == ["-m"]):
        return _module(found, f"{found.argv[0]} -m", _options(_PYTHON_WRAPPER, found.argv[1:]))
    return any(_past(found, wrapper) for wrapper in _BY_PROGRAM.get(program, ()))


def _past(found: Unwrapped, wrapper: Wrapper) -> bool:
    """Go past a wrapper to the command; return whether there is one."""
    options = _named(wrapper, found.argv)
    if options is None or options.given.keys() & _ONLY_ASK or (wrapper.name == ("command",) and "-v" in options.given):
        return False
    name, rest = " ".join(wrapper.name), options.rest
    if wrapper.module and "-m" in options.given:
        return _module(found, f"{name} -m", options)
    operands, rest = rest[: wrapper.operands], rest[wrapper.operands :]
    env = dict[str, str]()
    while wrapper.assignments and rest and (assignment := _ASSIGNMENT.fullmatch(rest[0])):
        env[assignment[1]] = assignment[2]
        rest = rest[1:]
    rest = [word for word in [options.given.get("--entrypoint", "")] if word] + _bare(wrapper, rest)
    if not rest or rest[0] == "-":
        return False
    found.env |= env
    if any(options.given.get(option, "false") != "false" for option in wrapper.leaves):
        found.swallows = Swallowed.DETACHED
    found.folders += [value for option, value in options.given.items() if option in wrapper.folder]
    return _settled(found, " ".join([name, *operands]), rest)


def _named(wrapper: Wrapper, argv: list[str]) -> _Options | None:
    """Return the options of a wrapper that the words begin with; None where they do not."""
    options = _options(wrapper, argv[1:])
    for word in wrapper.name[1:]:
        if certain("".join(options.rest[:1])) != word:
            return None
        options = _options(wrapper, options.rest[1:], options.given)
    if not wrapper.separators:
        options.rest = options.rest[options.rest[:1] == ["--"] :]
        return options
    at = next((at for at, word in enumerate(argv) if word in wrapper.separators), len(argv))
    return _Options(argv[at + 1 :])


def _options(wrapper: Wrapper, words: list[str], given: dict[str, str] | None = None) -> _Options:
    """Go past options, and past what only can be options."""
    found = _Options(words, given or {})
    while found.rest and "-m" not in found.given:
        word = certain(found.rest[0])
        if word in ("-", "--") or not (word.startswith("-") or _stands_for_options(found.rest[0])):
            break
        option, value = _long(wrapper, word) if word.startswith("--") else _short(wrapper, word, found.given)
        if value is None:
            value, found.rest = "".join(found.rest[1:2]), found.rest[1:]
        found.given[option], found.rest = value, found.rest[1:]
    return found


def _long(wrapper: Wrapper, word: str) -> tuple[str, str | None]:
    """Return a long option and its value; None where the next word is that."""
    option, equals, value = word.partition("=")
    if wrapper.module and option == "--module":
        return "-m", ""
    takes = option in wrapper.valued or (wrapper.flags and option not in wrapper.flags)
    return option, None if takes and not equals else value


def _short(wrapper: Wrapper, word: str, given: dict[str, str]) -> tuple[str, str | None]:
    """Return the last of short options in one word, and its value: None where that is the next word. Give the rest."""
    for at, letter in enumerate(word[1:], 2):
        if wrapper.module and letter == "m" and at == len(word):
            return "-m", ""
        if f"-{letter}" in wrapper.valued:
            return f"-{letter}", word[at:].removeprefix("=") or None
        given[f"-{letter}"] = ""
    return word, ""


def _stands_for_options(word: str) -> bool:
    """Whether an unresolved word stands for options, to go by the name of its variable."""
    return word.startswith(OPEN) and _OPTIONS.match(shown(word)) is not None


def _bare(wrapper: Wrapper, rest: list[str]) -> list[str]:
    """Return a command without what a wrapper lets stand at its name: a version, an environment of Hatch."""
    if wrapper.name[0] == "hatch":
        rest = rest[next((at for at, word in enumerate(rest) if not word.startswith("+")), len(rest)) :]
        return [rest[0].rpartition(":")[2], *rest[1:]] if rest else rest
    if wrapper.versioned and rest and (name := _UNVERSIONED.match(rest[0])):
        return [name[0], *rest[1:]]
    return rest


def _module(found: Unwrapped, name: str, options: _Options) -> bool:
    """Take `python -m` off; without `-m` it runs a script."""
    return "-m" in options.given and "-c" not in options.given and _settled(found, name, options.rest)


def _find(found: Unwrapped) -> bool:
    """Take `find … -exec` off. Only with `+` does `find` fail where the command did."""
    starts = [at for at, word in enumerate(found.argv) if word in ("-exec", "-execdir")]
    if len(starts) != 1:
        return False
    inner = found.argv[starts[0] + 1 :]
    end = next((at for at, word in enumerate(inner) if word in (";", "+")), len(inner))
    if inner[end : end + 1] == [";"]:
        found.swallows = Swallowed.FIND
    return _settled(found, f"find {found.argv[starts[0]]}", inner[:end])


def _settled(found: Unwrapped, name: str, argv: list[str]) -> bool:
    if argv:
        found.wrappers.append(name)
        found.argv = argv
    return bool(argv)
