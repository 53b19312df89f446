"""One command that is a gate, as it is reached, and what can keep its failure from counting."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backendrepo.findings import Evidence
from backendrepo.tools import UNTOLD, Kind, Use


@dataclass(frozen=True)
class Weakness:
    """Why a gate does not hold: in a sentence without a subject, and where that is decided."""

    why: str
    place: Evidence
    certain: bool = True
    """Whether it is so for sure; where it is not, nobody can tell whether the gate holds."""
    fix: str = ""
    """What would mend it; empty where that is the fix of whoever asks."""
    mending: str = ""
    """What has to be done to whatever the fix of whoever asks is, in a sentence without its full stop."""

    def __str__(self) -> str:
        return f"{self.why} ({self.place})"


def harmless(use: Use, place: Evidence) -> tuple[Weakness, ...]:
    """Return that a use cannot fail, where it cannot."""
    return unfailing(use.harmless, place)


def unfailing(why: str, place: Evidence) -> tuple[Weakness, ...]:
    """Return that something cannot fail, or that nobody can tell, for a reason; nothing where there is none."""
    return (Weakness(why, place, certain=not why.startswith(UNTOLD)),) if why else ()


@dataclass(frozen=True)
class Run:
    """A use of a tool, by a command or by an action."""

    use: Use
    text: str
    """The command as it is run, the action as it is written."""
    place: Evidence
    """The line that decides it."""
    chain: tuple[Evidence, ...] = ()
    """What led there, the outermost first: a job, a step, a target, a script."""
    weaknesses: tuple[Weakness, ...] = ()
    aside: tuple[str, ...] = ()
    """Which pull requests it is not run for that are not ordinary, of bots or from forks, in sentences."""
    check: str = ""
    """The name of the check run that reports it; empty for a command of a laptop."""
    cwd: str | None = ""
    """The folder that it runs in, from the root of the repository; None where that is not known."""
    env: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What is known of its environment."""

    @property
    def kind(self) -> Kind:
        """What it is a gate of."""
        return self.use.kind

    @property
    def pytest(self) -> bool:
        """Whether it is a run of pytest, whose configuration then counts."""
        return self.use.tool.endswith(("pytest", "py.test"))

    @property
    def holds(self) -> bool:
        """Whether it always runs, and its failure always counts."""
        return not self.weaknesses

    @property
    def weakness(self) -> Weakness | None:
        """The one that decides: the first that is certain, if one is."""
        return min(self.weaknesses, key=lambda each: not each.certain, default=None)

    @property
    def why(self) -> str:
        """Why it does not hold; empty where it does."""
        return self.weakness.why if self.weakness else ""

    def mended(self, fix: str) -> str:
        """Return what would have it hold, `fix` being what passes where nothing weakens it."""
        weak = self.weakness
        if weak is None or weak.fix:
            return weak.fix if weak else fix
        between = ":\n" if "\n" in fix else ": "
        return f"{weak.mending}{between}{fix}" if weak.mending else fix

    @property
    def doubtful(self) -> bool:
        """Whether it does not hold, and that for no reason that is certain."""
        return self.weakness is not None and not self.weakness.certain

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The deciding line first: of a weakness where there is one, then the command, then what led there."""
        weak = (self.weakness.place,) if self.weakness else ()
        return tuple(dict.fromkeys((*weak, self.place, *reversed(self.chain))))


@dataclass(frozen=True)
class Opaque:
    """A place whose commands cannot be read here: it may be a gate, nobody can tell."""

    what: str
    """What cannot be read, and why, in a sentence without its full stop."""
    place: Evidence
    words: str = ""
    """How it is named, in lower case: an action with `lint` in its name may lint."""
    anything: bool = False
    """Whether it may be a gate of any kind, as a reusable workflow of another repository may."""
