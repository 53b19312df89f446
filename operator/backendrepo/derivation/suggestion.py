"""The name that is likely meant by one that nothing reports."""

from collections.abc import Collection
from itertools import islice

from backendrepo.checks import near

MOST = 500
"""Names that are compared: each comparison takes time."""


def likely(name: str, reported: Collection[str], required: Collection[str], gates: Collection[str]) -> str:
    """Return one of the reported names that a name is likely to stand for, empty where none is.

    A new name is one that is not required yet: of those the nearest, else the only gate among them. Failing that it is
    a slip of the pen, and the nearest of all is meant.
    """
    slips = [each for each in reported if each.casefold() == name.casefold()]
    newcomers = [each for each in reported if each not in required]
    new_gates = [each for each in newcomers if each in gates]
    sole = new_gates if len(new_gates) == 1 else []
    return next(iter([*slips, *_near(name, newcomers), *sole, *_near(name, reported)]), "")


def _near(name: str, names: Collection[str]) -> list[str]:
    return near(name, islice(names, MOST))
