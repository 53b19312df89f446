"""nox: what the sessions of noxfile.py run, found in its syntax tree. Nothing is run or imported.

Source: nox's documentation, "Configuration & API" and "Command-line usage".
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backendrepo.shell import Command, Script, Swallowed
from backendrepo.shell.marks import unresolved
from backendrepo.snapshot import Files
from backendrepo.tools.arguments import parsed
from backendrepo.tools.runners.common import Config, config
from backendrepo.tools.runners.syntax import Literals, literals, name_of, parsed_module

_VALUED = "-f --noxfile -s -e --session --sessions -k --keywords -t --tags -p --python --pythons -db --envdir"
_RUNS = frozenset({"run", "run_always", "run_install"})


def follow(command: Command, files: Files) -> Script | None:
    """Return what the sessions run; None where a command runs none, or there is no noxfile."""
    words = tuple(map(str, command.argv[1:]))
    options, posargs = _parted(words)
    asked = parsed(options, _VALUED)
    if {"-l", "--list", "--help", "-h", "--version", "--install-only"} & asked.options.keys():
        return None
    where = config(command, files, asked.last(("-f", "--noxfile")) or "noxfile.py")
    if where is None:
        return None
    module = parsed_module(where.text)
    if module is None:
        return where.unread("the noxfile cannot be parsed")
    file = Noxfile(module, posargs)
    names = [each for value in asked.all(("-s", "-e", "--session", "--sessions")) for each in value.split()]
    names += asked.operands
    wanted = asked.last(("-k", "--keywords")) or " ".join(asked.all(("-t", "--tags")))
    for session in file.chosen(names, wanted):
        file.add(session, where)
    return where.script


def _parted(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    at = words.index("--") if "--" in words else len(words)
    return words[:at], words[at + 1 :]


@dataclass
class Session:
    """A function that is a session."""

    name: str
    function: ast.FunctionDef
    default: bool = True
    tags: tuple[str, ...] = ()


@dataclass
class Noxfile:
    """The sessions of a module, and what its names stand for."""

    module: ast.Module
    posargs: Sequence[str] = ()
    sessions: dict[str, Session] = field(default_factory=dict)
    default: list[str] | None = None
    _done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for node in self.module.body:
            match node:
                case ast.FunctionDef() if (session := _session(node)) is not None:
                    self.sessions[session.name] = session
                case ast.Assign(targets=[ast.Attribute(attr="sessions")], value=value):
                    self.default = [*literals(value)]

    def chosen(self, names: Sequence[str], wanted: str) -> Iterator[Session]:
        """Yield the sessions of these names; without any those of the keywords or tags, or else the default ones."""
        if names or wanted:
            words = set(wanted.replace("(", " ").replace(")", " ").split())
            for each in self.sessions.values():
                if each.name in {name.partition("-")[0] for name in names} | {*names} or words & {
                    each.name,
                    *each.tags,
                }:
                    yield each
            return
        default = self.default
        yield from (
            each for each in self.sessions.values() if (each.name in default if default is not None else each.default)
        )

    def add(self, session: Session, config: Config) -> None:
        """Add what a session runs, and then those that it notifies; each once."""
        if session.name in self._done:
            return
        self._done.add(session.name)
        assigned = {
            name: value for body in (self.module.body, session.function.body) for name, value in _assigned(body)
        }
        words = Literals(assigned, self.posargs)
        via = [config.at(session.function.lineno)]
        for call in _calls(session.function):
            attribute = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if attribute in _RUNS:
                found = [text for each in call.args for text in words.of(each)]
                loose = Swallowed.UNCHECKED if _loose(call) else None
                config.words(found, call.lineno, swallowed=loose, via=via)
            elif attribute == "notify":
                for name in literals(call.args[0]) if call.args else ():
                    if (other := self.sessions.get(name)) is not None:
                        self.add(other, config)


def _session(node: ast.FunctionDef) -> Session | None:
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        if name_of(call.func if call else decorator) != "session":
            continue
        given = {each.arg: each.value for each in call.keywords} if call else {}
        name = next((each for each in literals(given["name"]) if not unresolved(each)), "") if "name" in given else ""
        off = isinstance(given.get("default"), ast.Constant) and given["default"].value is False  # type: ignore[attr-defined]
        tags = tuple(literals(given["tags"])) if "tags" in given else ()
        return Session(name or node.name, node, not off, tags)
    return None


def _calls(function: ast.FunctionDef) -> list[ast.Call]:
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _assigned(body: Sequence[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value


def _loose(call: ast.Call) -> bool:
    """Whether a failure does not count: `success_codes` names more than 0."""
    given = next((each.value for each in call.keywords if each.arg == "success_codes"), None)
    codes = {each.value for each in ast.walk(given) if isinstance(each, ast.Constant)} if given else set()
    return bool(codes - {0})
