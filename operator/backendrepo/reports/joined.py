"""Whole reports of many repositories onto the disk, one at a time in memory: the four artifacts, all or none."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from backendrepo.advisories import Advisories
from backendrepo.artifacts import CONFORMANCE, ROLLUP, advisories
from backendrepo.findings import Report
from backendrepo.formats import renderer
from backendrepo.formats.json import document
from backendrepo.reports import documents
from backendrepo.reports.documents import NAMES, about, line
from backendrepo.reports.rows import Row
from backendrepo.rollup import rollup

MADE: tuple[Callable[[Sequence[Row], Iterable[str]], Iterator[str]], ...] = (
    documents.conformance,
    documents.conformance_page,
    documents.vulnerabilities,
    documents.vulnerabilities_page,
)


class Joined:
    """The artifacts of a folder, which is made where it is missing. Use as a context manager. Raises `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: list[Row] = []

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._aside = TemporaryDirectory(dir=self._folder, prefix=".report-")
        self._parts = {name: self._path(name, "parts").open("w+", encoding="utf-8", errors="replace") for name in NAMES}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._parts.values():
            file.close()
        self._aside.cleanup()

    def add(self, row: Row, report: Report | None, known: Advisories | None) -> None:
        """Add a repository: its row, and where it has a report that and what is known of its dependencies."""
        self._rows.append(row)
        result, entry, section = documents.result(row), documents.entry(row), ""
        if report is not None:
            result = document([report])["results"][0] | about(row)
            (entry,) = rollup([(row.repository, known)], target=row.standard, now=report.generated_at)["repos"]
            entry |= {"scanned_at": row.moment} | about(row)
            # No line of a section begins so: a repository's text is escaped.
            section = "\n## " + renderer("markdown")([report]).partition("\n## ")[2]
        self._write(f"{CONFORMANCE}.json", f"{line(result)}\n")
        self._write(f"{CONFORMANCE}.md", section)
        self._write(f"{ROLLUP}.json", f"{line(entry)}\n")
        self._write(f"{ROLLUP}.md", "".join(f"{each}\n" for each in advisories(entry)))

    def finish(self) -> None:
        """Have the artifacts of all that was added, one repository at least, in the folder."""
        for name, make in zip(NAMES, MADE, strict=True):
            with self._path(name, "whole").open("w", encoding="utf-8", errors="replace") as file:
                file.writelines(make(self._rows, self._read(name)))
        for name in NAMES:
            os.replace(self._path(name, "whole"), self._folder / name)

    def _write(self, name: str, text: str) -> None:
        self._parts[name].write(text)

    def _read(self, name: str) -> Iterator[str]:
        """Yield what was written aside, line by line."""
        self._parts[name].seek(0)
        ended = name.endswith(".json")
        return (each.removesuffix("\n") if ended else each for each in self._parts[name])

    def _path(self, name: str, kind: str) -> Path:
        return Path(self._aside.name) / f"{name}.{kind}"
