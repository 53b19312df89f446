"""How sentences of controls name many things: the first few, and how many more."""

from collections.abc import Sequence


def few(names: Sequence[str], most: int) -> str:
    """Return the first names, parted by commas, and the count of the others where there are any."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
