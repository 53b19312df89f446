"""Whom to ask about advisories, and within which bounds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from backendrepo.redaction import redact

OSV = "https://api.osv.dev"


class Unavailable(Exception):
    """A source that cannot be asked. The message is a sentence without its full stop, and holds no credential."""

    def __init__(self, message: str) -> None:
        super().__init__(redact(message))


class Pin(NamedTuple):
    """One version of one package, as an advisory source is asked about it."""

    ecosystem: str
    name: str
    version: str


@dataclass(frozen=True)
class Answer:
    """What a source says of a pin."""

    at: datetime
    named: tuple[frozenset[str], ...] = ()
    """The names of each vulnerability."""
    skipped: str = ""
    """Why the source does not know the pin; empty where it does. What is skipped is not clean."""


@dataclass(frozen=True)
class Sources:
    """What a user chooses. With nothing given PyPI is asked for versions, and OSV for the records."""

    osv: str = ""
    """The address of an OSV endpoint to ask instead of PyPI, with or without `/v1/query`."""
    database: Path | None = None
    """A folder with records of OSV's schema, as JSON files or in `all.zip`; then nothing is asked over a network."""
    mirrors: frozenset[str] = frozenset()
    """Indexes that have what PyPI has: their packages are PyPI's."""
    cache: Path | None = None
    """The folder that answers are kept in; without one nothing is kept."""
    max_age: timedelta = timedelta(hours=24)
    """How long a kept answer stands for a new one. Where a source cannot be asked, older ones do, with their age."""
    timeout: float = 300.0
    """Seconds that asking may take altogether."""

    @property
    def endpoint(self) -> str:
        """The OSV endpoint to ask for records. Raises `Unavailable` where the given one is no address."""
        address = (self.osv or OSV).removesuffix("/v1/query").rstrip("/")
        parts = urlsplit(address)
        if "@" in parts.netloc:
            raise Unavailable(
                "the address of an OSV endpoint holds a credential, which the list of processes would show"
            )
        if parts.scheme not in ("https", "http") or not parts.hostname:
            raise Unavailable(f"`{address}` is no address of an OSV endpoint: write https://osv.example.com")
        return address

    @property
    def name(self) -> str:
        """Who is asked, as a report says it."""
        if self.database:
            return f"the advisory database {self.database.name}"
        return f"OSV at {urlsplit(self.endpoint).netloc}" if self.osv else "PyPI"
