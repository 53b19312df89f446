"""Which kinds of gate a command is: its words looked up in the table."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from posixpath import basename

from backendrepo.lazy import regex
from backendrepo.shell import Command, Field
from backendrepo.snapshot import Files
from backendrepo.tools.arguments import parsed
from backendrepo.tools.call import Call
from backendrepo.tools.names import PACKAGES, entry_point
from backendrepo.tools.scripts import arguments_of, script
from backendrepo.tools.table import BY_PROGRAM, Entry
from backendrepo.tools.use import Use

_PYTHON = regex(r"(?:python|pypy)[\d.]*|py")
_PYTHON_VALUED = frozenset({"-W", "-X", "--check-hash-based-pycs"})


def uses(command: Command, files: Files) -> tuple[Use, ...]:
    """Return what a command is as a gate; nothing where it is none that is known. It never raises."""
    return tuple(dict.fromkeys(_uses(command, files)))


def _uses(command: Command, files: Files) -> Iterator[Use]:
    words = entry_point(command, program(command.argv))
    found = [call for entry in entries(words[0]) if (call := called(entry, words, command, files))]
    longest = max((len(call.name.split()) for call in found), default=0)
    for call in found:
        if len(call.name.split()) == longest:
            yield from call.uses()
    if not found:
        yield from script(command, words, files) or _wrapped(command, words, files)


def _wrapped(command: Command, words: Sequence[str], files: Files) -> tuple[Use, ...]:
    """Return what a script of the repository runs that seems to run its arguments, as a tool's wrapper does."""
    inner = arguments_of(command, words, files)
    if not inner or len(inner) >= len(command.argv):
        return ()
    remark = f"`{basename(words[0])}` is taken for a script that runs its arguments"
    return tuple(
        replace(use, remark=use.remark or remark)
        for use in _uses(replace(command, argv=tuple(map(Field, inner))), files)
    )


def program(argv: Sequence[Field]) -> tuple[str, ...]:
    """Return the words of a command with its program's bare name first; a script is its own program."""
    words = [str(word) for word in argv]
    if words[0] in PACKAGES:
        return (PACKAGES[words[0]], *words[1:])
    name = (basename(argv[0].certain) or basename(words[0])).removesuffix(".exe")
    if suffixes := _interprets(name):
        at = 1
        while at < len(words) and words[at].startswith("-"):
            at += 2 if words[at] in _PYTHON_VALUED else 1
        if words[at : at + 1] and words[at].endswith(suffixes):
            return (*words[at:],)
    return (name, *words[1:])


def _interprets(name: str) -> tuple[str, ...]:
    """Return how the scripts end that a program interprets; nothing for one that is no interpreter."""
    if _PYTHON.fullmatch(name):
        return (".py",)
    return (".sh", ".bash") if name in ("sh", "bash", "dash", "zsh", "ksh") else ()


def entries(name: str) -> Sequence[Entry]:
    """Return the rows of a program: modules may have underscores, Django's `manage.py` another name."""
    name = basename(name)
    name = "manage.py" if name.endswith("-manage") else name
    return BY_PROGRAM[name] if name in BY_PROGRAM else BY_PROGRAM.get(name.replace("_", "-"), ())


def called(entry: Entry, words: Sequence[str], command: Command, files: Files) -> Call | None:
    """Return a call of a row's tool by one of its names; None where the words are another command of the program."""
    tool, name = entry
    given = [word for variable, option in tool.variables.items() for word in _variable(command, variable, option)]
    arguments = parsed((*given, *words[1:]), tool.takes, single=tool.single)
    rest = len(name) - 1
    if arguments.operands[:rest] != name[1:]:
        return None
    return Call(tool, " ".join(name), arguments, arguments.operands[rest:], command, files)


def _variable(command: Command, variable: str, option: str) -> tuple[str, ...]:
    value = command.env.get(variable)
    return (f"{option}={value}",) if value else ()
