"""The catalogue, and the page of one control, on standard output."""

import argparse

from backendrepo.check.options import CONFORMANT, UNJUDGED
from backendrepo.check.output import complain, emit
from backendrepo.check.reading import nearest, shown
from backendrepo.controls import Control, catalogue
from backendrepo.formats.json import written


def run(options: argparse.Namespace) -> int:
    """Print the catalogue; return the exit code."""
    if options.format == "json":
        emit(written([_plain(control) for control in catalogue()]))
    else:
        width = max(len(control.id) for control in catalogue())
        emit("".join(f"{each.id:<{width}}  {each.severity:<8}  {each.title}\n" for each in catalogue()))
    return CONFORMANT


def explain(name: str) -> int:
    """Print the page of a control; return the exit code."""
    by_id = {control.id: control for control in catalogue()}
    control = by_id.get(name.strip().removesuffix(".md"))
    if control is None:
        complain(f"There is no control {shown(name)}.{nearest(name, by_id)} `backendrepo controls` lists all.")
        return UNJUDGED
    emit(f"{control.id} ({control.severity})\n\n{control.page}\n")
    return CONFORMANT


def _plain(control: Control) -> dict[str, object]:
    return {
        "id": control.id,
        "severity": control.severity.value,
        "title": control.title,
        "needs": list(control.needs),
    }
