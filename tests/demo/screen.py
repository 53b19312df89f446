"""What the audience sees: headings, commands as typed, what they print."""

import os
import sys
from typing import TextIO

BOLD, DIM, GREEN, RED, RESET = "\033[1m", "\033[2m", "\033[32m", "\033[31m", "\033[0m"
CLEARED = "\r\033[K"
"""Back to the start of the line, and its text away."""


class Screen:
    """A stream; what moves and colours on a terminal only, and none where `NO_COLOR` (no-color.org) says no."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream
        self._moves = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._coloured = self._moves and not os.environ.get("NO_COLOR")
        self._begun = self._ticking = False

    def heading(self, text: str) -> None:
        """Begin a scene."""
        self.output("\n" if self._begun else "")
        self._begun = True
        self._say(f"== {text}", BOLD)

    def command(self, line: str) -> None:
        """Show a command as it is typed."""
        self._say(f"$ {line}", BOLD)

    def output(self, text: str) -> None:
        """Show what a command prints, unchanged."""
        self._stream.write(CLEARED + text if self._ticking else text)
        self._stream.flush()
        self._ticking = False

    def tick(self, seconds: float) -> None:
        """Say that something is waited for, in a line that the next output takes the place of."""
        if self._moves and seconds >= 1:
            self.output(f"… {seconds:.0f} s")
            self._ticking = True

    def note(self, text: str) -> None:
        """Say something beside the commands."""
        self._say(text, DIM)

    def good(self, text: str) -> None:
        """Say that something is as told."""
        self._say(text, GREEN)

    def bad(self, text: str) -> None:
        """Say that something is not as told."""
        self._say(text, RED)

    def _say(self, text: str, style: str) -> None:
        self.output(f"{style}{text}{RESET}\n" if self._coloured else f"{text}\n")
