"""Saying on stderr that something slow is still going on."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO


class Progress:
    """One updating line on a terminal; elsewhere a line at the start, at the end and every 15 seconds."""

    LOG_INTERVAL = 15.0

    def __init__(self, title: str, stream: TextIO | None = None) -> None:
        self._title = title
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._began = self._last_shown = time.monotonic()

    def __enter__(self) -> Self:
        self._show("started")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._show("done" if kind is None else "failed")
        if self._live:
            self._stream.write("\n")

    def update(self, detail: str) -> None:
        """Say how far it is; cheap enough to be called often."""
        if self._live or time.monotonic() - self._last_shown >= self.LOG_INTERVAL:
            self._show(detail)

    def _show(self, detail: str) -> None:
        self._last_shown = time.monotonic()
        line = f"{self._title}: {detail}, {self._last_shown - self._began:.0f} s"
        self._stream.write(f"\r\033[K{line}" if self._live else f"{line}\n")
        self._stream.flush()
