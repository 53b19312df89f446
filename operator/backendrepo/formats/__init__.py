"""How reports are written: one file a format, each with `SUFFIX` and `render(reports) -> str`."""

from collections.abc import Callable, Sequence
from importlib import import_module

from backendrepo.findings import Report

NAMES = ("table", "json", "markdown", "sarif", "html")


def renderer(name: str) -> Callable[[Sequence[Report]], str]:
    """Return the function that writes reports in a format."""
    render: Callable[[Sequence[Report]], str] = import_module(f"{__name__}.{name}").render
    return render
