"""The waivers that a file lists: controls that may fail until a day, with somebody who answers for each."""

from datetime import date, timedelta
from pathlib import Path

from backendrepo.check.reading import Book, nearest, shown
from backendrepo.controls import catalogue
from backendrepo.findings import Waiver
from backendrepo.lazy import regex
from backendrepo.yaml12 import Mapping, Node

FIELDS = ("control", "reason", "owner", "expires")
_DAY = regex(r"\d{4}-\d\d-\d\d")


def read(path: Path, *, today: date, longest: int) -> tuple[Waiver, ...]:
    """Return the waivers of a file, none longer than so many days from today. Raises `Mistakes`."""
    book = Book(path)
    latest = today + timedelta(days=longest)
    waivers: dict[str, Waiver] = {}
    for item in book.items(book.root(), "the file"):
        if not isinstance(item, Mapping):
            book.wrong(item.line, f"A waiver has {', '.join(FIELDS)}: write each on its own line, as `control: …`.")
            continue
        waiver = _waiver(book, book.mapping(item, "a waiver", FIELDS), latest, longest)
        if waiver.control in waivers and waiver.control:
            book.wrong(item.line, f"{waiver.control} is waived twice; keep one of the two.")
        waivers.setdefault(waiver.control, waiver)
    book.close()
    return tuple(waivers.values())


def _waiver(book: Book, entry: Mapping, latest: date, longest: int) -> Waiver:
    control, reason, owner = (
        book.text(entry.get(name), f"{name} of a waiver", entry.line) for name in ("control", "reason", "owner")
    )
    known = [each.id for each in catalogue()]
    if control and control not in known:
        node = entry.get("control") or entry
        book.wrong(node.line, f"There is no control {shown(control)}.{nearest(control, known)}")
    expires = _day(book, entry.get("expires"), latest, entry.line)
    if expires > latest:
        node = entry.get("expires") or entry
        told = f"A waiver may hold for {longest} days at most: write {latest} or an earlier day as expires."
        book.wrong(node.line, told)
    return Waiver(control, reason, owner, expires)


def _day(book: Book, node: Node | None, latest: date, line: int) -> date:
    text = str(getattr(node, "text", ""))
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # the 31st of February
    book.wrong(node.line if node else line, f"expires has to be a day of the calendar, for example {latest}.")
    return latest
