"""A sign of life, on terminals only."""

import io
from threading import Event

import pytest

from backendrepo.check.progress import Progress

pytestmark = pytest.mark.e2e

EMPTY = f"\r{' ' * 78}\r"
"""What empties the line of a terminal, however little it can."""


class Terminal(io.StringIO):
    """A stream that says when something was written."""

    def __init__(self, terminal: bool = True) -> None:
        super().__init__()
        self.terminal = terminal
        self.written = Event()

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        count = super().write(text)
        self.written.set()
        return count


def test_long_work_tells_what_it_is_at_and_leaves_the_line_empty():
    stream = Terminal()
    with Progress(stream, patience=0) as progress:
        progress.tell("Judging payments\x1b[2J (1 of 2) …")
        assert stream.written.wait(30)
        progress.tell("Judging orders (2 of 2) …")
    assert stream.getvalue() == f"{EMPTY}Judging payments\\x1b[2J (1 of 2) …{EMPTY}Judging orders (2 of 2) …{EMPTY}"


def test_short_work_tells_nothing():
    stream = Terminal()
    with Progress(stream, patience=3600) as progress:
        progress.tell("Judging payments (1 of 1) …")
    assert stream.getvalue() == ""


def test_a_pipe_gets_nothing_however_long_it_takes():
    stream = Terminal(terminal=False)
    with Progress(stream, patience=0) as progress:
        progress.tell("Judging payments (1 of 1) …")
        assert not stream.written.wait(0.2)
    assert stream.getvalue() == ""


def test_nothing_is_shown_after_the_end():
    stream = Terminal()
    progress = Progress(stream, patience=3600)
    with progress:
        progress.tell("Judging payments (1 of 1) …")
    progress._show()
    assert stream.getvalue() == ""


def test_what_is_done_when_patience_ends_is_shown():
    stream = Terminal()
    with Progress(stream, patience=3600) as progress:
        progress.tell("Judging payments (1 of 1) …")
        progress._show()  # as the timer does
        assert stream.getvalue() == f"{EMPTY}Judging payments (1 of 1) …"
