"""What is known of one action of GitHub's: a row of the table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from backendrepo.shell.marks import shown, unresolved
from backendrepo.tools.severities import beneath, spared
from backendrepo.tools.use import UNTOLD, Kind, Use

Given = Mapping[str, str]


@dataclass(frozen=True)
class Action:
    """One action that is a gate. Inputs are named as its `action.yml` names them, in lower case."""

    names: str
    """How it is used, without the version, in lower case; several are parted by commas."""
    kind: Kind | tuple[Kind, ...]
    tool: str
    language: str = ""
    harmless: str = ""
    """Inputs with which it passes whatever it finds: `exit-code=0`."""
    fails_with: str = ""
    """It can fail only with one of these inputs."""
    severities: str = ""
    """The input that names the severities at which it fails."""
    least: str = ""
    """The input that names the least severity, or score, at which it fails."""
    defaults: str = ""
    """Values of inputs that are not given: `exit-code=0`."""
    never: str = ""
    """It is no gate with one of these inputs."""
    paths: str = ""
    """Inputs that name paths to look at."""
    files: str = ""
    """Inputs that name files which it reads."""
    variables: str = ""
    """Variables of the environment that count as inputs, as they are."""
    fetches: bool = False
    """Whether it looks at what the event is about, not at what was checked out, unless it is given a `context`."""
    aspect: str = ""
    remark: str = ""
    more: Callable[[Use, Given], Iterator[Use]] | None = None
    """Makes of a use what it really is, where a row cannot say it."""

    def uses(self, given: Given, env: Given) -> Iterator[Use]:
        """Yield what it is with what it is given."""
        inputs = dict(each.split("=") for each in self.defaults.split())
        inputs |= {name.lower(): env[name] for name in self.variables.split() if name in env}
        inputs |= {name.lower(): value.strip() for name, value in given.items()}
        if _met(self.never, inputs):
            return
        for kind in self.kind if isinstance(self.kind, tuple) else (self.kind,):
            use = Use(
                kind,
                tool=self.tool,
                language=self.language,
                paths=_words(self.paths, inputs),
                harmless=self._harmless(inputs),
                spares=(*spared(_words(self.severities, inputs)), *beneath(_words(self.least, inputs))),
                files=_words(self.files, inputs),
                aspect=self.aspect,
                remark=self.remark,
            )
            yield from self.more(use, inputs) if self.more else (use,)

    def _harmless(self, inputs: Given) -> str:
        untold = any(_untold(inputs.get(name, "")) for name in f"{self.severities} {self.least}".split())
        why = f"{UNTOLD} at which severities it fails" if untold else ""
        return lets_pass(self.harmless, self.fails_with, inputs) or why


def lets_pass(passes_with: str, fails_with: str, inputs: Given) -> str:
    """Return why an action passes whatever it finds, by conditions on its inputs; "" where it does not."""
    conditions = f"{passes_with} {fails_with}".split()
    for name in dict.fromkeys(condition.partition("=")[0] for condition in conditions):
        if _untold(inputs.get(name, "")):
            return f"{UNTOLD} `{name}`"
    if condition := _met(passes_with, inputs):
        return f"`{condition.replace('=', ': ')}` lets it pass whatever it finds"
    if fails_with and not _met(fails_with, inputs):
        return f"without `{fails_with.split(maxsplit=1)[0]}` it passes whatever it finds"
    return ""


def _untold(value: str) -> bool:
    return unresolved(value) or "${{" in value


def _met(conditions: str, inputs: Given) -> str:
    """Return the first condition that is met; "" where none is."""
    for condition in conditions.split():
        name, equals, value = condition.partition("=")
        given = inputs.get(name, "")
        if given.lower() == value.lower() if equals else given not in ("", "false"):
            return condition
    return ""


def _words(names: str, inputs: Given) -> tuple[str, ...]:
    return tuple(word for name in names.split() for word in shown(inputs.get(name, "")).replace(",", " ").split())[:200]
