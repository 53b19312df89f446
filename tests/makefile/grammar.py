"""Makefiles built together with what they mean: one graph can be written in many ways, and has to be read as one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import strategies as st

ROOT = "t0"


@dataclass(frozen=True)
class Target:
    """A target of the graph; `calls` are targets that its recipe calls Make for, after its commands."""

    name: str
    needs: tuple[str, ...]
    order_only: tuple[str, ...]
    commands: tuple[tuple[str, bool], ...]
    """What it runs, and whether a failure counts."""
    calls: tuple[str, ...]


@dataclass
class Built:
    """A repository of Makefiles, and the graph that they say."""

    targets: dict[str, Target] = field(default_factory=dict)
    patterns: dict[str, Target] = field(default_factory=dict)
    """Targets that only a pattern rule makes."""
    files: dict[str, str] = field(default_factory=dict)

    def commands(self, name: str) -> list[tuple[str, bool]]:
        """Return what making a target runs, in order, each with whether its failure counts."""
        return [*self._commands(name, set())]

    def several(self, last: int) -> list[str]:
        """Add targets that one rule stands for: several, those of a static pattern, those of a pattern."""
        for name in ("x1", "x2"):
            self.targets[name] = Target(name, (ROOT,), (), (("c 91", True),), ())
        for at in (0, last):
            self.targets[f"y{at}"] = Target(f"y{at}", (f"t{at}", "x1"), (), ((f"c 92 {at}", True),), ())
            self.patterns[f"z-{at}"] = Target(f"z-{at}", (f"t{at}",), (), ((f"c 93 {at}", True),), ())
        return ["x1 x2: t0 ; c 91", f"y0 y{last}: y%: t% x1 ; c 92 $*", "z-%: t% ; c 93 $*"]

    def _commands(self, name: str, seen: set[str]) -> Iterator[tuple[str, bool]]:
        if name in seen:
            return
        seen.add(name)
        target = self.targets.get(name) or self.patterns[name]
        for each in (*target.needs, *target.order_only):
            yield from self._commands(each, seen)
        yield from target.commands
        for each in target.calls:
            yield from self._commands(each, seen)


class Writer:
    """Writes targets in one of the ways that Make knows."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self.prefix = draw(st.sampled_from(["\t", "\t", ">"]))
        self.main: list[str] = [f".RECIPEPREFIX = {self.prefix}"] if self.prefix != "\t" else []
        self.files: dict[str, str] = {}

    def target(self, target: Target) -> None:
        """Write one target."""
        lines = [*self._lines(target)]
        ways = [self._plain, self._apart, self._of_a_variable, self._evaluated, self._included, self._in_a_branch]
        ways += [self._double, self._canned, self._of_a_target, self._phony]
        self._draw(st.sampled_from(ways))(target, lines)

    def _lines(self, target: Target) -> Iterator[str]:
        for command, counts in target.commands:
            ways = (
                [command, f"@{command}", f" {command}"]
                if counts
                else [f"-{command}", f"@-{command}", f"{command} || true"]
            )
            yield self._draw(st.sampled_from(ways))
        for name in target.calls:
            ways = [
                f"$(MAKE) {name}",
                f"@make --no-print-directory {name}",
                f"+${{MAKE}} -C . {name}",
                f"cd sub/.. && $(MAKE) {name}",
            ]
            yield self._draw(st.sampled_from(ways))

    def _head(self, target: Target, colon: str = ":") -> str:
        blank = self._draw(st.sampled_from([" ", " \\\n  ", "\t"]))
        order = f" | {blank.join(target.order_only)}" if target.order_only else ""
        comment = self._draw(st.sampled_from(["", " # help", " ## help: it; is"]))
        return (
            f"{target.name}{self._draw(st.sampled_from(['', ' ']))}{colon} {blank.join(target.needs)}{order}{comment}"
        )

    def _body(self, lines: list[str]) -> list[str]:
        between = self._draw(st.sampled_from([[], [""], ["# a comment"]]))
        return [each for line in lines for each in (*between, self.prefix + line)]

    def _plain(self, target: Target, lines: list[str]) -> None:
        self.main += [self._head(target), *self._body(lines), ""]

    def _apart(self, target: Target, lines: list[str]) -> None:
        order = f"| {' '.join(target.order_only)}" if target.order_only else ""
        first, *more = lines or [":"]
        self.main += [
            f"{target.name}: ; {first}",
            *self._body(more),
            f"{target.name}: {' '.join(target.needs)} {order}",
        ]

    def _of_a_variable(self, target: Target, lines: list[str]) -> None:
        flavour = self._draw(st.sampled_from(["=", ":=", "::=", "?="]))
        self.main += [f"N_{target.name} {flavour} {' '.join(target.needs)}", f"N_{target.name} +="]
        order = f" | {' '.join(target.order_only)}" if target.order_only else ""
        self.main += [f"{target.name}: $(N_{target.name}){order}", *self._body(lines)]

    def _evaluated(self, target: Target, lines: list[str]) -> None:
        body = [self.prefix + line.replace("$", "$$") for line in lines]
        order = f" | {' '.join(target.order_only)}" if target.order_only else ""
        self.main += [f"define R_{target.name}", f"$(1): $(2){order}", *body, "endef"]
        self.main += [f"$(eval $(call R_{target.name},{target.name},{' '.join(target.needs)}))"]

    def _included(self, target: Target, lines: list[str]) -> None:
        path = f"mk/{target.name}.mk"
        self.files[path] = "\n".join([self._head(target), *self._body(lines), ""])
        self.main.append(f"{self._draw(st.sampled_from(['include', '-include', 'sinclude']))} {path}")

    def _in_a_branch(self, target: Target, lines: list[str]) -> None:
        condition = self._draw(st.sampled_from(["ifeq (a,a)", "ifneq (a, b)", "ifdef MAKE", "ifndef NOPE"]))
        decoy = self._draw(st.sampled_from([[], ["else"], ["else ifeq (a,a)", "DECOY = 1"]]))
        self.main += [condition, self._head(target), *self._body(lines), *decoy, "endif"]

    def _double(self, target: Target, lines: list[str]) -> None:
        self.main += [self._head(target, "::"), *self._body(lines)]

    def _canned(self, target: Target, lines: list[str]) -> None:
        self.main += [
            f"define C_{target.name}",
            *lines,
            "endef",
            self._head(target),
            f"{self.prefix}$(C_{target.name})",
        ]

    def _of_a_target(self, target: Target, lines: list[str]) -> None:
        self.main += [f"{target.name}: private WORD := c", self._head(target)]
        self.main += self._body([re.sub(r"\bc (?=\d)", "$(WORD) ", line) for line in lines])

    def _phony(self, target: Target, lines: list[str]) -> None:
        head, body = self._head(target), self._body(lines)
        self.main += [f"{target.name}: X = 1", head, *body, f".PHONY: {target.name}"]


@st.composite
def built(draw: st.DrawFn) -> Built:
    """Return Makefiles and what they mean."""
    names = [f"t{number}" for number in range(draw(st.integers(1, 6)))]
    result, number = Built(), 0
    for at, name in enumerate(names):
        later = st.lists(st.sampled_from(names[at + 1 :]), unique=True, max_size=3) if names[at + 1 :] else st.just([])
        needs, order, calls = draw(later), draw(later), draw(later)
        count = draw(st.integers(0, 3))
        commands = tuple((f"c {number + each}", draw(st.booleans())) for each in range(count))
        number += count
        order = [each for each in order if each not in needs]
        result.targets[name] = Target(name, tuple(needs), tuple(order), commands, tuple(calls))
    writer = Writer(draw)
    for name in draw(st.permutations(names)):
        writer.target(result.targets[name])
    writer.main += result.several(len(names) - 1)
    goal = draw(st.sampled_from(["", ".DEFAULT_GOAL := t0\n"]))
    result.files = {
        **writer.files,
        draw(st.sampled_from(["Makefile", "makefile", "GNUmakefile"])): goal + "\n".join(writer.main) + "\n",
    }
    return result
