"""From a parser's events to a document."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import yaml

from backendrepo.yaml12.nodes import Document, Mapping, Node, Problem, Scalar, Sequence, Value
from backendrepo.yaml12.scalars import KINDS, core

DEEPEST = 100
"""Collections within each other. libyaml is linear in a text only while this is small."""


def build(text: str, most: int) -> Document:
    """Return a text as one document of at most so many nodes."""
    builder = _Builder(most)
    try:
        for event in yaml.parse(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return builder.ended(Problem(mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}"))
    except yaml.YAMLError as error:
        return builder.ended(Problem(1, f"not YAML: {' '.join(str(error).split())}"))
    except UnicodeError:
        return builder.ended(Problem(1, "not YAML: a character that is none"))
    except _Refused as refused:
        return builder.ended(refused.problem)
    return builder.ended()


class _Refused(Exception):
    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.problem = Problem(line, text)


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    close: Callable[[list[Node], int], Node]
    line: int
    anchor: str | None
    before: int
    """Nodes that were counted before it."""
    children: list[Node] = field(default_factory=list)


class _Builder:
    """Takes the parser's events one by one, without recursion."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.count = 0
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Node | None, int]] = {}

    def ended(self, problem: Problem | None = None) -> Document:
        if problem:
            return Document(None, (*self.problems, problem), broken=True)
        return Document(self.root, tuple(self.problems))

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._counted(1, event)
            self._add(self._scalar(event), event.anchor, 1)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            done = self.open.pop()
            self._add(done.close(done.children, done.line), done.anchor, self.count - done.before)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise _Refused(_line(event), "more than one document")

    def _counted(self, nodes: int, event: yaml.Event) -> None:
        self.count += nodes
        if self.count > self.most:
            raise _Refused(_line(event), f"more than {self.most} nodes, aliases counted with what they stand for")

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        if len(self.open) >= DEEPEST:
            raise _Refused(_line(event), f"more than {DEEPEST} levels deep")
        close = self._mapping if isinstance(event, yaml.MappingStartEvent) else _sequence
        self._tagged(event, ("map", "seq", "!"))
        self.open.append(_Open(close, _line(event), event.anchor, self.count))
        self._counted(1, event)
        if event.anchor:
            self.anchors[event.anchor] = None, 0

    def _add(self, node: Node, anchor: str | None, size: int) -> None:
        if anchor:
            self.anchors[anchor] = node, size
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node

    def _alias(self, event: yaml.AliasEvent) -> None:
        if event.anchor not in self.anchors:
            raise _Refused(_line(event), f"no anchor &{event.anchor} stands before *{event.anchor}")
        node, size = self.anchors[event.anchor]
        if node is None:
            raise _Refused(_line(event), f"*{event.anchor} stands within what it stands for")
        self._counted(size, event)
        self._add(node, None, size)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        kind = self._tagged(event, (*KINDS, "!"))
        value: Value = event.value if event.style or kind in ("str", "!") else core(event.value)
        if kind in KINDS and type(value) not in KINDS[kind]:
            self.problems.append(Problem(_line(event), f"`{event.value[:40]}` is not what its tag {event.tag} says"))
        return Scalar(value, _line(event), event.value, event.style or "")

    def _tagged(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, known: tuple[str, ...]) -> str:
        kind = (event.tag or "").removeprefix("tag:yaml.org,2002:")
        if kind and kind not in known:
            self.problems.append(Problem(_line(event), f"the tag {event.tag} is none of YAML's core"))
        return kind

    def _mapping(self, children: list[Node], line: int) -> Mapping:
        return Mapping(tuple(self._entries(children)), line)

    def _entries(self, children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        seen: set[str] = set()
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.problems.append(Problem(key.line, "a key that is no text"))
            elif key.text in seen:
                self.problems.append(Problem(key.line, f"the key {key.text} is there twice"))
            else:
                seen.add(key.text)
                yield key, value


def _sequence(children: list[Node], line: int) -> Sequence:
    return Sequence(tuple(children), line)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
