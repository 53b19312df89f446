"""tox: the commands of its environments, from tox.ini, setup.cfg, pyproject.toml or tox.toml.

Source: tox's configuration reference. Substitutions are filled in as far as they are literal.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from backendrepo.shell import Command, Script, Swallowed
from backendrepo.shell.marks import opaque
from backendrepo.snapshot import Files
from backendrepo.tools.arguments import parsed
from backendrepo.tools.runners.common import DEEPEST, Config, config
from backendrepo.tools.runners.ini import Sections, sections
from backendrepo.tools.runners.tables import table, texts

NAMES = ("tox.ini", "setup.cfg", "pyproject.toml", "tox.toml")
LONGEST = 8_000
"""Characters of a list, and of a command with its substitutions."""

MOST = 60
"""Environments that are followed."""

_VALUED = (
    "-e -c --conf -f -m -x --override --workdir --root --result-json --installpkg --hashseed --discover -k --skip-env"
)
_COMMANDS = frozenset({"run", "r", "run-parallel", "p", "legacy", "le"})
_OTHERS = frozenset(
    {"list", "l", "config", "c", "devenv", "d", "depends", "de", "quickstart", "q", "schema", "exec", "e"}
)
_ONLY_TELLS = frozenset({"--help", "-h", "--version", "-l", "--listenvs", "-a", "--notest", "-n", "--showconfig"})
_PARTS = re.compile(r"([{},\n])")
_BRACES = re.compile(r"\{([^{}]*)\}")
_FACTOR = re.compile(r"^([!\w.,{}*-]+):\s+(.*)$")


def follow(command: Command, files: Files) -> Script | None:
    """Return the commands of the environments that are run; None where none is, or nothing configures tox."""
    asked = parsed(tuple(map(str, command.argv[1:])), _VALUED)
    if _ONLY_TELLS & asked.options.keys():
        return None
    operands = asked.operands
    if operands[:1] and operands[0] in _OTHERS:
        return None
    found = _config(command, files)
    if found is None:
        return None
    tox, where = found
    chosen = [each for value in asked.all(("-e",)) for each in expanded(value)]
    environment = expanded(command.env.get("TOXENV", ""))
    posargs = operands[1:] if operands[:1] and operands[0] in _COMMANDS else operands
    labels = asked.all(("-m",))
    names = chosen or [each for label in labels for each in tox.labels(label)] or environment or tox.default
    for name in names[:MOST]:
        Environment(tox, name, where, posargs).add()
    return where.script


def expanded(text: str) -> list[str]:
    """Return the environments of a list: `py{310,311}-{a,b}, lint` are five."""
    found: list[str] = []
    for each in _listed(re.sub(r"#.*", "", text)):
        parts = re.split(r"\{([^{}]*)\}", each.strip())
        choices = [part.split(",") if at % 2 else [part] for at, part in enumerate(parts)]
        for combination in product(*(choices[:6])):
            if name := "".join(part.strip() for part in combination):
                found.append(name)
            if len(found) > MOST:
                return found
    return found


def _listed(text: str) -> Iterator[str]:
    """Yield the parts of a list, parted by commas and lines outside braces."""
    kept: list[str] = []
    depth = 0
    for piece in _PARTS.split(text[:LONGEST]):
        depth += (piece == "{") - (piece == "}")
        if piece in (",", "\n") and depth <= 0:
            yield "".join(kept)
            kept = []
        else:
            kept.append(piece)
    yield "".join(kept)


@dataclass(frozen=True)
class Tox:
    """A configuration: what each environment says, and which run by default."""

    sections: Sections

    @property
    def default(self) -> list[str]:
        """The environments that run where none is named."""
        own = self.sections.get("tox", {})
        return expanded(own.get("envlist", "") or own.get("env_list", "")) or ["py"]

    def labels(self, label: str) -> list[str]:
        """Return the environments of a label."""
        lines = self.sections.get("tox", {}).get("labels", "").splitlines()
        return [
            each
            for line in lines
            if line.partition("=")[0].strip() == label
            for each in expanded(line.partition("=")[2])
        ]

    def value(self, name: str, key: str) -> str:
        """Return what an environment says under a key: its own section first, then those that it is based on."""
        waiting = [name]
        seen: set[str] = set()
        while waiting and len(seen) < MOST:
            own = self._own(each := waiting.pop(0))
            if key in own:
                return own[key]
            seen.add(each)
            bases = (base.removeprefix("testenv:") for base in expanded(own.get("base", "")))
            waiting += [base for base in bases if base not in seen]
        return self.sections.get("testenv", {}).get(key, "")

    def _own(self, name: str) -> Mapping[str, str]:
        exact = self.sections.get(f"testenv:{name}")
        if exact is not None:
            return exact
        return self._several.get(name, {})

    @cached_property
    def _several(self) -> Mapping[str, Mapping[str, str]]:
        """The environments whose section names more than one."""
        found: dict[str, Mapping[str, str]] = {}
        for section, values in [each for each in self.sections.items() if each[0].startswith("testenv:")][:MOST]:
            for name in expanded(section.removeprefix("testenv:")):
                found.setdefault(name, values)
        return found


@dataclass(frozen=True)
class Environment:
    """One environment, with what stands behind `--` on the command line."""

    tox: Tox
    name: str
    config: Config
    posargs: Sequence[str] = ()

    def add(self) -> None:
        """Add what it runs."""
        config = self.config
        ignored = self.tox.value(self.name, "ignore_outcome").strip().lower() in ("true", "1", "yes")
        folder = self.tox.value(self.name, "changedir") or self.tox.value(self.name, "change_dir")
        cwd = self.filled(folder).removeprefix("./") if folder.strip() else None
        cwd = cwd if cwd is None or not config.folder else f"{config.folder}/{cwd}"
        via = [
            config.at(
                config.where(f"testenv:{self.name}")
                if f"testenv:{self.name}" in config.text
                else config.where("testenv")
            )
        ]
        for key in ("commands_pre", "commands", "commands_post"):
            for text in self.commands(self.tox.value(self.name, key)):
                swallowed = Swallowed.UNCHECKED if ignored else None
                dash = text[:1] == "-" or text[:2] == "!-"
                line = config.where(" ".join(text.split()[:2]).lstrip("-! ").partition("{")[0].strip())
                words = text.lstrip("-! ")
                config.shell(words, line, cwd=cwd, swallowed=Swallowed.PREFIX if dash else swallowed, via=via)

    def commands(self, text: str, depth: int = 0) -> Iterator[str]:
        """Yield the commands of a value, one for each line, filled in."""
        for line in re.sub(r"\\\n\s*", " ", text).splitlines():
            wanted = self._factored(line.strip())
            reference = re.fullmatch(r"\{\[([^\]]+)\](\w+)\}", wanted)
            if reference and depth < DEEPEST and self.config.step():
                yield from self.commands(self._reference(reference[1], reference[2]), depth + 1)
            elif wanted and not wanted.startswith("#"):
                yield self.filled(wanted)

    def _factored(self, line: str) -> str:
        """Return a line without its condition on factors; "" where that is not met."""
        match = _FACTOR.match(line)
        if not match:
            return line
        factors = set(self.name.split("-"))
        alternatives = (each.split("-") for each in expanded(match[1]))
        met = any(
            all((part[1:] not in factors) if part[:1] == "!" else part in factors for part in each)
            for each in alternatives
        )
        return match[2] if met else ""

    def _reference(self, section: str, key: str) -> str:
        return self.tox.sections.get(section, {}).get(key, "") or self.tox.value(section.removeprefix("testenv:"), key)

    def filled(self, text: str, depth: int = 0) -> str:
        """Return a text with its substitutions filled in; those that only a run could tell are marked."""
        for _ in range(DEEPEST):
            text, count = _BRACES.subn(lambda match: self._substituted(match[1], depth), text)
            if not count or len(text) > LONGEST:
                break
        return " ".join(text.split())

    def _substituted(self, inner: str, depth: int) -> str:
        """Return what stands for `{inner}`."""
        name, _, default = inner.partition(":")
        literal = {"posargs": " ".join(self.posargs) or default, "envname": self.name, "env_name": self.name, "/": "/"}
        literal |= dict.fromkeys(("toxinidir", "tox_root"), ".") | dict.fromkeys(("envpython", "env_python"), "python")
        if name in literal:
            return literal[name]
        if (reference := re.fullmatch(r"\[([^\]]+)\](\w+)", inner)) and depth < DEEPEST and self.config.step():
            return self.filled(self._reference(reference[1], reference[2]), depth + 1)
        fallback = default.partition(":")[2] if name == "env" else ""
        return fallback or opaque(f"{{{inner}}}")


def _config(command: Command, files: Files) -> tuple[Tox, Config] | None:
    """Return the first configuration that is one of tox."""
    for name in NAMES:
        where = config(command, files, name)
        if where and (found := _read(name, where.text)):
            return Tox(found), where
    return None


def _read(name: str, text: str) -> Sections:
    """Return the sections of a file as tox.ini would have them; nothing where it says nothing of tox."""
    if name == "tox.ini":
        return sections(text)
    if name == "setup.cfg":
        found = sections(text)
        return {**found, "tox": found["tox:tox"]} if "tox:tox" in found else {}
    values = table(text, *(("tool", "tox") if name == "pyproject.toml" else ()))
    if legacy := values.get("legacy_tox_ini"):
        return sections(str(legacy))
    return dict(_native(values)) if values else {}


def _native(values: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the sections of TOML's own form."""
    yield "tox", {"env_list": ",".join(texts(values.get("env_list")))}
    yield "testenv", dict(_flat(values.get("env_run_base")))
    for name, each in (values.get("env") or {}).items() if isinstance(values.get("env"), Mapping) else ():
        yield f"testenv:{name}", dict(_flat(each))


def _flat(values: object) -> Iterator[tuple[str, str]]:
    for key, value in values.items() if isinstance(values, Mapping) else ():
        if isinstance(value, list):
            lines = (_words(each) for each in value)
            yield key, "\n".join(lines)
        else:
            yield key, str(value)


def _words(value: object) -> str:
    """Return a command of TOML's form: a list of words, some of which may be substitutions."""
    if not isinstance(value, list):
        return str(value)
    found = [str(each) if not isinstance(each, Mapping) else _posargs(each) for each in value]
    return " ".join(f"'{word}'" if re.search(r"\s", word) and "{" not in word else word for word in found)


def _posargs(value: Mapping[str, Any]) -> str:
    default = value.get("default", "")
    default = " ".join(map(str, default)) if isinstance(default, list) else str(default)
    return f"{{posargs:{default}}}" if value.get("replace") == "posargs" else opaque(str(value.get("replace", "")))
