"""From a script to its commands, each with what becomes of its failure.

With `errexit` (a workflow's `run`, `set -e`) a failing command ends the script; without (a line of a recipe) the last
command decides. In both cases the shell looks away at the left of `&&` and `||`, in conditions, behind `!`, in all but
the last part of a pipe, and in the background. Source: POSIX, "Shell Command Language", `set -e`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from backendrepo.shell.words import text, word
from backendrepo.shell.wrappers import unwrapped

LARGEST = 256 * 1024
"""Characters of one script that are read."""

DEEPEST = 60
"""Levels of nesting that are followed."""


@dataclass(frozen=True)
class Command:
    """One command as it stands in a script, without wrappers such as `uv run`."""

    words: tuple[str, ...]
    line: int
    text: str
    soft: str = ""
    """Why a failure of it does not fail the script; empty where it does."""

    @property
    def program(self) -> str:
        """The name of what is run, without its folder."""
        return self.words[0].rpartition("/")[2] if self.words else ""


@dataclass(frozen=True)
class _Fate:
    """What becomes of a failure: it ends the script at once (`exits`), it is the result that counts, or neither."""

    exits: bool
    result: bool
    shell: bool = True
    """Whether the failure of the shell that runs it, a subshell maybe, fails the script."""
    why: str = "the script goes on after a failure"

    def kept(self, end: str = "fail") -> "_Fate":
        """Return the fate where the shell does not stop, but what follows fails, or ends the shell (`exit`)."""
        counts = self.exits or self.result or (end == "exit" and self.shell)
        return replace(self, exits=False, result=counts)

    def nested(self) -> "_Fate":
        """Return the fate within a subshell."""
        return replace(self, shell=self.exits or self.result)

    def ignored(self, why: str) -> "_Fate":
        return replace(self, exits=False, result=False, why=why)


@dataclass
class _State:
    """Switches that `set` turns on the way."""

    errexit: bool
    pipefail: bool


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bash.language()))


def read(script: str, *, errexit: bool = False, pipefail: bool = False, first_line: int = 1) -> tuple[Command, ...]:
    """Return the commands of a script in order. `first_line` is the line of the file that the script begins at."""
    tree = _parser().parse(script[:LARGEST].encode(errors="replace"))
    state = _State(errexit, pipefail)
    found = _Reader(state, first_line).sequence(tree.root_node.named_children, _Fate(exits=True, result=True), 0)
    return tuple(found)


class _Reader:
    def __init__(self, state: _State, first_line: int) -> None:
        self._state = state
        self._first_line = first_line

    def sequence(self, nodes: Sequence[Node], fate: _Fate, depth: int) -> Iterator[Command]:
        """Read statements one after the other."""
        nodes = [node for node in nodes if node.type != "comment"]
        for at, node in enumerate(nodes):
            counts = (fate.result and at == len(nodes) - 1) or _asserted(nodes[at + 1 :])
            here = replace(fate, exits=fate.exits and self._state.errexit, result=counts)
            if _in_background(node):
                here = here.ignored("it runs in the background")
            yield from self.statement(node, here, depth + 1)

    def statement(self, node: Node, fate: _Fate, depth: int) -> Iterator[Command]:
        """Read one statement, whatever it is."""
        if depth > DEEPEST:
            return
        match node.type:
            case "command":
                yield from self._command(node, fate, depth)
            case "list":
                yield from self._list(node, fate, depth)
            case "pipeline":
                yield from self._pipeline(node, fate, depth)
            case "negated_command":
                yield from self._all(node.named_children, fate.ignored("it is negated"), depth)
            case "if_statement" | "elif_clause":
                yield from self._if(node, fate, depth)
            case "while_statement" | "until_statement":
                conditions = node.children_by_field_name("condition")
                yield from self._all(conditions, fate.ignored("it is the condition of a loop"), depth)
                yield from self._all([part for part in node.named_children if part not in conditions], fate, depth)
            case "function_definition":
                return  # counts where it is called, which is not followed
            case "variable_assignment" | "declaration_command":
                declared = node.type == "declaration_command"
                inner = fate.ignored("its result is lost in a declaration") if declared else fate
                yield from self._substituted(node, inner, depth)
            case "subshell" | "compound_statement" | "do_group" | "case_item" | "else_clause" | "program" | "ERROR":
                within = fate.nested() if node.type == "subshell" else fate
                yield from self.sequence(node.named_children, within, depth)
            case "redirected_statement" | "for_statement" | "c_style_for_statement" | "case_statement":
                yield from self._all(node.named_children, fate, depth)
            case _:
                return

    def _all(self, nodes: Sequence[Node], fate: _Fate, depth: int) -> Iterator[Command]:
        for node in nodes:
            yield from self.statement(node, fate, depth + 1)

    def _command(self, node: Node, fate: _Fate, depth: int) -> Iterator[Command]:
        parts = [child for child in node.named_children if child.type not in ("variable_assignment", "file_redirect")]
        words = tuple(word(child) for child in parts if child.type != "herestring_redirect")
        self._switch(words)
        yield from self._substituted(node, fate.ignored("its output is used, its result is not"), depth)
        inner = unwrapped(words)
        if inner[:1] and inner[0].rpartition("/")[2] in ("bash", "sh", "dash") and (nested := _nested(inner)):
            script, errexit = nested
            for command in read(script, errexit=errexit, first_line=self._line(node)):
                yield replace(command, soft=command.soft or _soft(fate))
            return
        yield Command(inner, self._line(node), text(node), _soft(fate))

    def _switch(self, words: tuple[str, ...]) -> None:
        """Follow `set -e`, `set +e`, `set -o pipefail`."""
        if words[:1] != ("set",):
            return
        for at, option in enumerate(words[1:], 1):
            on = option.startswith("-")
            if option[1:] in ("o", "eo", "euo", "exo", "euxo", "uo") and words[at + 1 : at + 2] == ("pipefail",):
                self._state.pipefail = on
            if (option[:1] in "-+" and "e" in option[1:]) or words[at : at + 2] in (
                ("-o", "errexit"),
                ("+o", "errexit"),
            ):
                self._state.errexit = on

    def _list(self, node: Node, fate: _Fate, depth: int) -> Iterator[Command]:
        left, *_, right = node.named_children
        operator = next(child.type for child in node.children if child.type in ("&&", "||"))
        if operator == "&&":
            yield from self.statement(
                left, replace(fate, exits=False, why="the shell goes on after the left of &&"), depth + 1
            )
        elif end := _end(right):
            yield from self.statement(left, fate.kept(end), depth + 1)
        else:
            yield from self.statement(left, fate.ignored(f"|| {text(right).splitlines()[0][:40]}"), depth + 1)
        yield from self.statement(right, fate, depth + 1)

    def _pipeline(self, node: Node, fate: _Fate, depth: int) -> Iterator[Command]:
        *before, last = node.named_children
        earlier = (
            fate if self._state.pipefail else fate.ignored("it is not the last of a pipe, and pipefail is not set")
        )
        yield from self._all(before, earlier.nested(), depth)
        yield from self.statement(last, fate.nested(), depth + 1)

    def _if(self, node: Node, fate: _Fate, depth: int) -> Iterator[Command]:
        conditions = [part for part in node.children_by_field_name("condition") if part.is_named]
        others = [part for part in node.named_children if part.type in ("elif_clause", "else_clause")]
        body = [part for part in node.named_children if part not in conditions and part not in others]
        *before, condition = conditions or [node]
        negated = condition.type == "negated_command"
        end = next(filter(None, map(_end, body if negated else others)), "")
        ignored = fate.ignored("it is the condition of an if")
        yield from self._all(before, ignored, depth)
        inner = fate.kept(end) if end else ignored
        yield from self._all(condition.named_children if negated else [condition][: len(conditions)], inner, depth)
        yield from self.sequence(body, fate, depth + 1)
        yield from self._all(others, fate, depth)

    def _substituted(self, node: Node, fate: _Fate, depth: int) -> Iterator[Command]:
        """Read what stands in `$(…)` and backticks anywhere below."""
        if depth > DEEPEST:
            return
        for child in node.named_children:
            if child.type == "command_substitution":
                yield from self.sequence(
                    child.named_children, fate.kept().nested(), depth + 1
                )  # `-e` does not reach into it
            else:
                yield from self._substituted(child, fate, depth + 1)

    def _line(self, node: Node) -> int:
        return self._first_line + node.start_point[0]


def _soft(fate: _Fate) -> str:
    return "" if fate.exits or fate.result else fate.why


def _in_background(node: Node) -> bool:
    after = node.next_sibling
    return after is not None and after.type == "&"


def _end(node: Node) -> str:
    """Return how a statement ends: `exit` (the shell, with a failure), `fail`, or nothing that can be told.

    `exit $rc` is taken for a failure that is kept.
    """
    if node.type == "command":
        words = tuple(word(child) for child in node.named_children)
        leaves = words[:1] in (("exit",), ("return",)) and words[1:2] not in ((), ("0",))
        return "exit" if leaves else "fail" if words == ("false",) else ""
    if node.type == "list":
        return _end(node.named_children[-1]) if any(child.type == "&&" for child in node.children) else ""
    if node.type in ("compound_statement", "subshell", "else_clause"):
        end = next(filter(None, map(_end, node.named_children)), "")
        return "fail" if end and node.type == "subshell" else end
    return ""


def _asserted(later: Sequence[Node]) -> bool:
    """Whether what follows keeps the result (`rc=$?`, `status=$?`) and ends the script with it, or asks for it."""
    if not later or "$?" not in text(later[0]):
        return False
    return any(_end(part) for node in later for part in (node, *node.named_children)) or (
        later[0].type == "command" and text(later[0]).startswith("exit")
    )


def _nested(words: tuple[str, ...]) -> tuple[str, bool] | None:
    """Return the script of `bash -ec '…'` and whether it stops at failures, None where it is not in the words."""
    for at, each in enumerate(words[1:], 1):
        if each.startswith("-") and "c" in each and not each.startswith("--") and at + 1 < len(words):
            return words[at + 1], "e" in each
        if not each.startswith("-"):
            return None
    return None
