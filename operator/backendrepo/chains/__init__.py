"""Chains of migrations: for each framework, which migrations there are and whether they make one sound sequence.

One file a framework, each with `read(files) -> Iterator[Chain]`. Python migrations are parsed, never imported.
"""

from collections.abc import Iterator
from importlib import import_module

from backendrepo.chains.chain import Chain
from backendrepo.snapshot import Files, Snapshot

FRAMEWORKS = ("alembic", "django", "flyway", "liquibase", "numbered")


def known(snapshot: Snapshot) -> tuple[Chain, ...]:
    """Return every chain of a snapshot; read once, and shared between controls."""
    return snapshot.made(_of)


def _of(snapshot: Snapshot) -> tuple[Chain, ...]:
    return tuple(chains(snapshot.files))


def chains(files: Files) -> Iterator[Chain]:
    """Return every chain of every framework that the files hold."""
    for name in FRAMEWORKS:
        yield from import_module(f"{__name__}.{name}").read(files)
