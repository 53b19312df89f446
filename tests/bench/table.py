"""What was measured, as lines of a table."""

from collections.abc import Callable
from dataclasses import dataclass

WIDTHS = (60, 22, 15, 8)


@dataclass(frozen=True)
class Row:
    """One measurement. Without a target it is told, not judged."""

    what: str
    measured: str
    target: str = ""
    met: bool = True
    compared: str = ""

    def __str__(self) -> str:
        verdict = "" if not self.target else "ok" if self.met else "MISSED"
        cells = (f"  {self.what}", self.measured, self.target, verdict)
        return ("".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)) + self.compared).rstrip()


HEADER = str(Row("", "measured", "target")).replace("ok", "  ") + " compared to"

Tell = Callable[[Row], None]
"""Takes a row as soon as it is measured."""


def at_most(what: str, measured: float, most: float, *, unit: str = "", compared: str = "", detail: str = "") -> Row:
    """A row whose target is not to exceed `most`."""
    told = f"{_number(measured)}{unit}{detail}"
    return Row(what, told, f"≤ {_number(most)}{unit}", measured <= most, compared)


def exactly(what: str, measured: int, target: int, *, compared: str = "", detail: str = "") -> Row:
    """A row whose target is one number."""
    return Row(what, f"{measured}{detail}", f"= {target}", measured == target, compared)


def times(other: float, ours: float, name: str) -> str:
    """How another way compares: `naive loop 10, 1.4 times as many`."""
    return f"{name} {_number(other)}" + (f", {other / ours:.1f} times as many" if ours else "")


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.2f}" if value < 10 else f"{value:.0f}"
