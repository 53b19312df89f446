"""Reading a script: from its text to its commands. See `interpreter` for how, and `command` for what comes out."""

from collections.abc import Callable, Collection, Mapping, Sequence

from backendrepo.shell.command import Script, Source
from backendrepo.shell.interpreter import MOST_STEPS, Bodies, Interpreter
from backendrepo.shell.ledger import Key
from backendrepo.shell.marks import ROOT, opaque
from backendrepo.shell.paths import absolute
from backendrepo.shell.shells import Shell
from backendrepo.shell.state import PLANNED, State

Walked = tuple[Interpreter, State]
"""What a walk found, and how the script ended."""

MOST_NEGATIVES = 8
"""Commands one after the other that a script may assert to fail; each costs another walk."""


def read(  # noqa: PLR0913 - each is one fact of how a shell is started
    text: str,
    *,
    source: Source | None = None,
    errexit: bool = False,
    pipefail: bool = False,
    cwd: str | None = "",
    arguments: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    scripts: Callable[[str], str | None] = lambda path: None,
) -> Script:
    """Return the commands of a script, each with what becomes of its failure.

    `source` says where the text stands (by default its own lines), `errexit` and `pipefail` how its shell is started,
    `cwd` its folder from the root of the repository (None where unknown), `arguments` its positional parameters,
    `environment` the variables that are known, `scripts` gives the text of a file of the repository. It never raises.
    """
    source = source or Source(lines=text.split("\n"))
    begun = State().set("@0", tuple(arguments)).set("PWD", _folder(cwd)).switch(errexit=errexit, pipefail=pipefail)
    bodies: Bodies = {}

    def walked(expected: Collection[Key]) -> Walked:
        it = Interpreter(scripts, environment or {}, expected, bodies)
        it.shell = Shell(source)
        return it, it.ended(it.sequence(it.parsed(text, source.first), begun, quiet=False))

    it, ended = _asserted(walked)
    return Script(it.ledger.commands(ended), tuple(it.problems))


def _asserted(walked: Callable[[Collection[Key]], Walked]) -> Walked:
    """Walk again until it is known which commands have to fail, so that the planned way gets to its end."""
    first = it, ended = walked(())
    expected: tuple[Key, ...] = ()
    for _ in range(_walks(it)):
        negatives = it.ledger.negatives(ended)
        if negatives == expected:
            break
        expected = negatives
        it, ended = walked(expected)
    return _fewest(walked, expected, (it, ended)) if ended.ok & PLANNED else first


def _fewest(walked: Callable[[Collection[Key]], Walked], expected: tuple[Key, ...], found: Walked) -> Walked:
    """Leave out what need not fail for the planned way to get to its end."""
    for key in expected[: _walks(found[0])] if len(expected) > 1 else ():
        fewer = tuple(each for each in expected if each != key)
        it, ended = walked(fewer)
        if ended.ok & PLANNED:
            expected, found = fewer, (it, ended)
    return found


def _walks(it: Interpreter) -> int:
    """Return how often a script may be walked again: a long one once."""
    return min(MOST_NEGATIVES, 1 + MOST_STEPS // (2 * it.steps + 1))


def _folder(cwd: str | None) -> str:
    if cwd is None:
        return opaque("$PWD")
    return absolute(cwd, ROOT)
