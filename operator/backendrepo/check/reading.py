"""YAML files that a person writes for the command line: everything that is wrong is told at once, with its line."""

from collections.abc import Collection
from pathlib import Path

from backendrepo.formats.plain import plain, shortened
from backendrepo.yaml12 import Mapping, Node, Scalar, Sequence, load

LARGEST = 1024 * 1024
"""Bytes of such a file."""


class Mistakes(Exception):
    """What is wrong with the files that the command line names: a sentence each, with file and line."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Book:
    """One file, and what was found wrong in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mistakes: list[tuple[int, str]] = []

    def root(self) -> Node | None:
        """Return what the file holds. Raises `Mistakes` where it cannot be read."""
        try:
            with self.path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            raise Mistakes(f"{self._name}: it cannot be read ({error.strerror}).") from error
        if len(content) > LARGEST:
            raise Mistakes(f"{self._name}: it is larger than {LARGEST // 1024} KiB.")
        document = load(content.decode("utf-8-sig", errors="replace"))
        for problem in document.problems:
            self.wrong(problem.line, problem.text)
        self.close()
        return document.root

    def wrong(self, line: int, sentence: str) -> None:
        """Note a mistake."""
        self._mistakes.append((line, plain(sentence)))

    def close(self) -> None:
        """Raise `Mistakes` where there are any."""
        if self._mistakes:
            told = [f"{self._name}:{line}: {sentence}" for line, sentence in sorted(self._mistakes)]
            raise Mistakes(*told)

    def mapping(self, node: Node | None, what: str, known: Collection[str] = ()) -> Mapping:
        """Return a mapping, of these keys only where some are given; what is none, as an empty one."""
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return Mapping((), 1 if node is None else node.line)
        if not isinstance(node, Mapping):
            self.wrong(node.line, f"{what} has to be a mapping, with keys like {', '.join(list(known)[:3])}.")
            return Mapping((), node.line)
        for key, _ in node.entries:
            if known and key.text not in known:
                self.wrong(key.line, f"{what} has no field {shown(key.text)}.{nearest(key.text, known)}")
        return node

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """Return the items of a list."""
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return ()
        if not isinstance(node, Sequence):
            self.wrong(node.line, f"{what} has to be a list, each item after a dash.")
            return ()
        return node.items

    def text(self, node: Node | None, what: str, line: int) -> str:
        """Return a text that is there and not blank; else note it, and return nothing."""
        if isinstance(node, Scalar) and node.text.strip() and (node.style or node.value is not None):
            return node.text.strip()
        self.wrong(node.line if node else line, f"{what} has to be a text.")
        return ""

    def number(self, node: Node | None, what: str, least: float, most: float, default: float) -> float:
        """Return a number within bounds, the default where there is none."""
        if node is None:
            return default
        value = node.value if isinstance(node, Scalar) and not node.style else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self.wrong(node.line, f"{what} has to be a number from {least:g} to {most:g}, for example {default:g}.")
            return default
        return value

    @property
    def _name(self) -> str:
        return plain(str(self.path))


def shown(text: str) -> str:
    """Return what somebody wrote, as a message may repeat it."""
    return f"“{shortened(text, 60)}”"


def nearest(name: str, known: Collection[str]) -> str:
    """Return a sentence with the known name that was probably meant, or with all where they are few."""
    from difflib import get_close_matches  # noqa: PLC0415 - only mistakes pay for it

    if found := get_close_matches(name[:100], known, n=1):
        return f" Did you mean {found[0]}?"
    return f" It has {', '.join(known)}." if len(known) <= 10 else ""
