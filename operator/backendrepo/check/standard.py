"""The parameters of the controls in a BackendStandard's file, `spec.controls`.

The API's own model (`api.controls`) says the same and takes 0.2 s to load, which a hook would pay at each push. The
tests hold the two together.
"""

from pathlib import Path

from backendrepo.check.reading import Book, Mistakes, nearest, shown
from backendrepo.controls import catalogue
from backendrepo.parameters import Parameters
from backendrepo.yaml12 import Mapping, Node

GROUP = "backendrepo.dev/"
KIND = "BackendStandard"
SPEC = ("description", "governance", "locked", "controls", "scan", "driftInterval")
FIELDS = ("disabled", "coverageFloor", "longestWaiverDays", "oldestEvidenceDays", "pyramid")


def read(path: Path) -> Parameters:
    """Return what a file sets, with the defaults for the rest. Raises `Mistakes`."""
    book = Book(path)
    root = book.mapping(book.root(), "the file", ("apiVersion", "kind", "metadata", "spec", "status"))
    version, kind = _text(root, "apiVersion"), _text(root, "kind")
    if kind != KIND or not version.startswith(GROUP):
        raise Mistakes(
            f"{path}:{root.line}: it has to be a {KIND}: write `apiVersion: {GROUP}v1alpha1`, `kind: {KIND}`."
        )
    name = book.text(book.mapping(root.get("metadata"), "metadata").get("name"), "metadata.name", root.line)
    spec = book.mapping(root.get("spec"), "spec", SPEC)
    parameters = _parameters(book, name, book.mapping(spec.get("controls"), "spec.controls", FIELDS))
    book.close()
    return parameters


def _text(root: Mapping, key: str) -> str:
    return str(getattr(root.get(key), "text", ""))


def _parameters(book: Book, name: str, controls: Mapping) -> Parameters:
    default = Parameters()
    floor = book.number(controls.get("coverageFloor"), "coverageFloor", 0, 100, default.coverage_floor)
    return Parameters(
        standard=name,
        coverage_floor=float(floor),
        longest_waiver=_days(book, controls, "longestWaiverDays", 365, default.longest_waiver),
        pyramid=_pyramid(book, controls.get("pyramid"), default.pyramid),
        oldest_evidence_days=_days(book, controls, "oldestEvidenceDays", 90, default.oldest_evidence_days),
        disabled=_disabled(book, controls.get("disabled")),
    )


def _days(book: Book, controls: Mapping, name: str, most: int, default: int) -> int:
    days = book.number(controls.get(name), name, 1, most, default)
    if days != int(days):
        node = controls.get(name)
        book.wrong(node.line if node else 1, f"{name} has to be a whole number.")
    return int(days)


def _disabled(book: Book, node: Node | None) -> frozenset[str]:
    known = [control.id for control in catalogue()]
    names = set()
    for item in book.items(node, "disabled"):
        name = book.text(item, "an item of disabled", item.line)
        if name and name not in known:
            book.wrong(item.line, f"There is no control {shown(name)}.{nearest(name, known)}")
        names.add(name)
    return frozenset(names)


def _pyramid(book: Book, node: Node | None, default: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    buckets = book.mapping(node, "pyramid", tuple(default))
    return {name: _share(book, buckets.get(name), name, bounds) for name, bounds in default.items()}


def _share(book: Book, node: Node | None, name: str, default: tuple[float, float]) -> tuple[float, float]:
    """Return the bounds of a bucket: both are written, or neither."""
    if node is None:
        return default
    share = book.mapping(node, f"pyramid.{name}", ("least", "most"))
    for key in ("least", "most"):
        if key not in share:
            book.wrong(share.line, f"pyramid.{name} has to say {key}, for example {default[key == 'most']:g}.")
    least, most = (
        book.number(share.get(key), f"pyramid.{name}.{key}", 0, 100, fallback)
        for key, fallback in zip(("least", "most"), default, strict=True)
    )
    if least > most:
        book.wrong(share.line, f"pyramid.{name} has to have the smaller number as least.")
    return least, most
