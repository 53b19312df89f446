"""Functions of Make that only change text: each takes its arguments expanded.

Source: GNU make's manual, "Functions for String Substitution and Analysis", "Functions for File Names".
"""

import posixpath
from collections.abc import Callable, Sequence

from backendrepo.shell.marks import ROOT, shown

MOST_PATTERNS = 100
"""Patterns of one `filter`."""


def stem(pattern: str, word: str) -> str | None:
    """Return what the `%` of a pattern stands for in a word, nothing without `%`; None where it does not match."""
    before, percent, after = pattern.partition("%")
    if not percent:
        return "" if word == pattern else None
    fits = len(word) >= len(before) + len(after) and word.startswith(before) and word.endswith(after)
    return word[len(before) : len(word) - len(after)] if fits else None


def most(name: str, given: Sequence[str]) -> int:
    """Return how many characters a call may come to, or has to look at."""
    length = sum(map(len, given))
    match name:
        case "subst":
            return length + given[2].count(given[0]) * len(given[1])
        case "patsubst":
            return length + len(given[2].split()) * len(given[1])
        case "addprefix" | "addsuffix":
            return length + len(given[1].split()) * len(given[0])
        case "filter" | "filter-out":
            return length * (1 + min(given[0].count("%"), MOST_PATTERNS))
    return length


def replaced(before: str, after: str, text: str) -> str:
    """Return a list with each word that a pattern matches replaced."""
    found = ((word, stem(before, word)) for word in text.split())
    return " ".join(word if kept is None else after.replace("%", kept, 1) for word, kept in found)


def _patsubst(given: Sequence[str]) -> str:
    before, after, text = (each.strip() for each in given)
    return replaced(before, after, text)


def _filter(given: Sequence[str], *, keep: bool) -> str:
    literal = {each for each in given[0].split() if "%" not in each}
    patterns = [each for each in given[0].split() if "%" in each][:MOST_PATTERNS]

    def fits(word: str) -> bool:
        return word in literal or any(stem(each, word) is not None for each in patterns)

    return " ".join(word for word in given[1].split() if fits(word) is keep)


def _word(given: Sequence[str]) -> str:
    words, at = given[1].split(), given[0].strip()
    return words[int(at) - 1] if at.isdecimal() and len(at) < 9 and 0 < int(at) <= len(words) else ""


def _wordlist(given: Sequence[str]) -> str:
    first, last = (int(each.strip()[:9]) if each.strip().isdecimal() else 0 for each in given[:2])
    return " ".join(given[2].split()[max(first - 1, 0) : last])


def _join(given: Sequence[str]) -> str:
    one, other = given[0].split(), given[1].split()
    length = max(len(one), len(other))
    padded = [[*each, *[""] * (length - len(each))] for each in (one, other)]
    return " ".join(a + b for a, b in zip(*padded, strict=True))


def _each(change: Callable[[str], str]) -> Callable[[Sequence[str]], str]:
    return lambda given: " ".join(changed for word in given[0].split() if (changed := change(word)))


def _dir(word: str) -> str:
    return word[: word.rfind("/") + 1] or "./"


def _absolute(word: str) -> str:
    return posixpath.normpath(word if word.startswith("/") else f"{ROOT}/{word}")


FUNCTIONS: dict[str, tuple[int, Callable[[Sequence[str]], str]]] = {
    "subst": (3, lambda given: given[2].replace(given[0], given[1]) if given[0] else given[2] + given[1]),
    "patsubst": (3, _patsubst),
    "strip": (1, lambda given: " ".join(given[0].split())),
    "findstring": (2, lambda given: given[0] if given[0] in given[1] else ""),
    "filter": (2, lambda given: _filter(given, keep=True)),
    "filter-out": (2, lambda given: _filter(given, keep=False)),
    "sort": (1, lambda given: " ".join(sorted(set(given[0].split())))),
    "word": (2, _word),
    "wordlist": (3, _wordlist),
    "words": (1, lambda given: str(len(given[0].split()))),
    "firstword": (1, lambda given: " ".join(given[0].split()[:1])),
    "lastword": (1, lambda given: " ".join(given[0].split()[-1:])),
    "dir": (1, _each(_dir)),
    "notdir": (1, _each(posixpath.basename)),
    "basename": (1, _each(lambda word: posixpath.splitext(word)[0])),
    "suffix": (1, _each(lambda word: posixpath.splitext(word)[1])),
    "addprefix": (2, lambda given: " ".join(given[0] + word for word in given[1].split())),
    "addsuffix": (2, lambda given: " ".join(word + given[0] for word in given[1].split())),
    "join": (2, _join),
    "abspath": (1, _each(_absolute)),
    "realpath": (1, _each(_absolute)),
}
WORDWISE = frozenset(
    {"strip", "dir", "notdir", "basename", "suffix", "addprefix", "addsuffix", "firstword", "lastword"}
)


def from_root(text: str) -> str:
    """Return a text as a person is told it: the folder of the repository is `.`, and paths in it begin there."""
    return shown(text.replace(f"{ROOT}/", "").replace(ROOT, "."))
