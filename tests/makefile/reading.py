"""What a user of the reader sees of a Makefile, in the shortest form that a table can hold."""

from collections.abc import Mapping

from tests.snapshots import Memory

from backendrepo.findings import Evidence
from backendrepo.makefile import Closure, Makefile, Reached, read


def makefile(text: str, files: Mapping[str, str | bytes] | None = None, **environment: str) -> Makefile:
    """Return the Makefile of a repository that has this one at its root, and these files."""
    return read(Memory({"Makefile": text, **(files or {})}), environment=environment)


def graph(made: Makefile) -> dict[str, tuple[list[str], list[str]]]:
    """Return the targets of a Makefile, each with what it needs and what it only needs to be made before."""
    return {
        name: (
            [each.name for each in target.prerequisites if not each.order_only],
            [each.name for each in target.prerequisites if each.order_only],
        )
        for name, target in made.targets.items()
    }


def needs(made: Makefile) -> dict[str, str]:
    """Return the targets of a Makefile, each with what it needs."""
    return {name: " ".join(each.name for each in target.prerequisites) for name, target in made.targets.items()}


def words(reached: Reached) -> str:
    """Return a command as one line."""
    return " ".join(map(str, reached.command.argv))


def ran(closure: Closure) -> list[str]:
    """Return the commands that making a target runs."""
    return [words(each) for each in closure]


def fates(closure: Closure) -> dict[str, str]:
    """Return what becomes of the failure of each command: nothing where it counts, else where that is decided."""
    return {words(each): _fate(each) for each in closure}


def _fate(reached: Reached) -> str:
    soft, guard = reached.command.soft, reached.command.guard
    return " ".join(filter(None, [f"soft {soft.place}" if soft else "", f"guard {guard}" if guard else ""]))


def chain(reached: Reached) -> list[str]:
    """Return what led to a command."""
    return [str(each) for each in reached.chain]


def problems(made: Makefile) -> list[str]:
    """Return what is wrong with a Makefile; with an exclamation mark where Make would stop."""
    return [f"{each}{'!' if each.fatal else ''}" for each in made.problems]


def place(line: int, text: str = "", path: str = "Makefile") -> Evidence:
    """Return a place in the Makefile."""
    return Evidence(path, line, text)
