"""Which kinds of gate an action of GitHub's is.

To add one: a row in `gates.py` where it is a gate itself, in `commands.py` where it runs one command, in `harmless.py`
where it is none.
"""

from collections.abc import Mapping
from shlex import join

from backendrepo.shell import read
from backendrepo.shell.marks import shown
from backendrepo.snapshot import Files
from backendrepo.tools.actions.action import Action, lets_pass
from backendrepo.tools.actions.commands import COMMANDS, PASSING
from backendrepo.tools.actions.gates import GATES
from backendrepo.tools.actions.harmless import is_harmless
from backendrepo.tools.use import Use
from backendrepo.tools.uses import uses as of_command

_BY_NAME: Mapping[str, Action] = {name: action for action in GATES for name in action.names.split(", ")}


def of_action(uses: str, given: Mapping[str, str], env: Mapping[str, str] | None = None) -> tuple[Use, ...] | None:
    """Return what an action is as a gate; `()` for one that is known to be none, None for one that is not known.

    `env` is the environment of its step, by which some actions are configured. Of one that runs a command it is what
    that command is by its words alone, None where those are no gate: ask `command_of_action` first, and follow that.
    """
    name = _name(uses)
    if (action := _BY_NAME.get(name)) is not None:
        return tuple(action.uses(given, env or {}))
    if (words := command_of_action(uses, given)) is not None:
        commands = read(join(words)).commands
        return tuple(use for command in commands for use in of_command(command, _Nothing())) or None
    return () if is_harmless(name) else None


def command_of_action(uses: str, given: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the words of the command that an action runs at the root of the repository; None where it runs none.

    They may be those of a shell with a script: `bash -ec …`.
    """
    made = COMMANDS.get(_name(uses))
    return made(_inputs(given)) if made else None


def passing(uses: str, given: Mapping[str, str]) -> str:
    """Return why an action that runs a command passes whatever that comes to; "" where it does not."""
    return lets_pass(PASSING.get(_name(uses), ""), "", _inputs(given))


def fetches(uses: str, given: Mapping[str, str]) -> bool:
    """Whether an action looks at what the event is about by itself, and not at what was checked out."""
    action = _BY_NAME.get(_name(uses))
    return action is not None and action.fetches and not given.get("context")


def _inputs(given: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in given.items()}


def _name(uses: str) -> str:
    """Return an action's name without its version."""
    name = shown(uses).partition("@")[0].lower()
    return name.rpartition(":")[0] if name.startswith("docker://") and name.count(":") > 1 else name


class _Nothing(Files):
    """A tree without files."""

    def read(self, path: str) -> str | None:
        """Return None."""
        return None

    def glob(self, pattern: str) -> list[str]:
        """Return no path."""
        return []
