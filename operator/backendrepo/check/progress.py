"""A sign of life on long work: one line on a terminal's standard error, after two seconds, gone at the end."""

from threading import Lock, Timer
from types import TracebackType
from typing import TextIO

from backendrepo.formats.plain import shortened

PATIENCE = 2.0
"""Seconds that nobody wonders about."""
_WIDTH = 78
_ERASE = f"\r{' ' * _WIDTH}\r"
"""Blanks, which any terminal knows."""


class Progress:
    """What is being done, shown only on a terminal, and only where it takes long."""

    def __init__(self, stream: TextIO, patience: float = PATIENCE) -> None:
        self._stream = stream
        self._lock = Lock()
        self._line = ""
        self._shown = False
        self._timer = Timer(patience, self._show)
        self._timer.daemon = True

    def __enter__(self) -> "Progress":
        if self._stream.isatty():
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._shown:
                self._write(_ERASE)
            self._line, self._shown = "", False

    def tell(self, line: str) -> None:
        """Say what is done now."""
        with self._lock:
            self._line = shortened(line, _WIDTH)
            if self._shown:
                self._write(f"{_ERASE}{self._line}")

    def _show(self) -> None:
        with self._lock:
            self._shown = True
            if self._line:
                self._write(f"{_ERASE}{self._line}")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
