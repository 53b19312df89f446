"""Local actions: what `uses: ./path` runs (documentation "Metadata syntax for GitHub Actions")."""

import posixpath
from dataclasses import dataclass

from backendrepo.workflows.environments import Around
from backendrepo.workflows.expressions import Record, Value
from backendrepo.workflows.scalars import as_text
from backendrepo.workflows.source import Library, Source
from backendrepo.yaml12 import Node, entries, field_of, text_of

SELF = "$/"
"""Begins the name of an action in the repository of the file that names it."""


@dataclass(frozen=True)
class Action:
    """An action's folder, and its metadata where it has any that can be read."""

    folder: str
    source: Source | None

    @property
    def steps(self) -> Node | None:
        """The steps of a composite action, None for any other."""
        runs = field_of(self.source.root, "runs") if self.source else None
        return field_of(runs, "steps") if (text_of(field_of(runs, "using")) or "").lower() == "composite" else None

    def inputs(self, given: Node | None, around: Around) -> Record:
        """Return the action's `inputs`: what it is given, and its defaults for the rest, all of them texts."""
        scope = around.any
        values = Record({key.text: as_text(each, scope) for key, each in entries(given)})
        declared = entries(field_of(self.source.root, "inputs")) if self.source else ()
        known: dict[str, Value] = {}
        for key, each in declared:
            found, default = values.get(key.text), field_of(each, "default")
            known[key.text] = as_text(default, scope) if found is None and default else found or ""
        return Record(known)


def local(uses: str, around: Around) -> Action | None:
    """Return the local action that a step uses, None where it uses another."""
    if uses.startswith(SELF):
        return _found(around.library, posixpath.normpath(uses.removeprefix(SELF)))
    if not uses.startswith(("./", ".\\")):
        return None
    folder = around.within(uses.replace("\\", "/"))
    return Action(uses, None) if folder is None else _found(around.library, folder)


def _found(library: Library, folder: str) -> Action:
    root = "" if folder in ("", ".") else f"{folder}/"
    sources = (library.find(f"{root}{name}") for name in ("action.yml", "action.yaml"))
    return Action(folder, next((source for source in sources if source), None))
