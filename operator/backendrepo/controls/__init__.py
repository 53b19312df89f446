"""The catalogue of controls: one folder a family, one file a control.

A control's id is its path: `gates/coverage` is `gates/coverage.py`. Its file has a docstring, which is its page, a
`SEVERITY`, and `judge(snapshot) -> Judgement`; where it looks at more than files, `NEEDS` says at what. A file joins
the catalogue by being here.
"""

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import getdoc

from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot

FAMILIES = ("commands", "gates", "dependencies", "migrations", "parity", "governance", "testing", "evidence")
"""In the order of the standard."""


@dataclass(frozen=True)
class Control:
    """One check of the catalogue."""

    id: str
    severity: Severity
    judge: Callable[[Snapshot], Judgement]
    page: str
    """What it asks, why, how to fix it, and its limits, in Markdown."""
    needs: tuple[str, ...] = ()
    """Fields of the snapshot that have to have been read: `settings`, `advisories`."""

    @property
    def title(self) -> str:
        """The first sentence of the page."""
        return self.page.partition("\n\n")[0].replace("\n", " ").rstrip(".")


@cache
def catalogue() -> tuple[Control, ...]:
    """Return every control, by family and name."""
    return tuple(control for family in FAMILIES for control in _family(family))


def _family(name: str) -> Iterator[Control]:
    package = import_module(f"{__name__}.{name}")
    for found in pkgutil.iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{found.name}")
        yield Control(
            id=f"{name}/{found.name.replace('_', '-')}",
            severity=module.SEVERITY,
            judge=module.judge,
            page=getdoc(module) or "",
            needs=getattr(module, "NEEDS", ()),
        )
