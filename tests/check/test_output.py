"""What the commands write."""

import io
import os
import sys

import pytest

from backendrepo.check.output import colourful, complain, emit

pytestmark = pytest.mark.e2e


def test_who_stops_reading_ends_it_without_a_word(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        emit("x" * 200_000)
        emit("and more\n")
    assert capfd.readouterr().err == ""


def test_what_an_encoding_lacks_is_replaced_and_what_it_has_is_not(monkeypatch: pytest.MonkeyPatch):
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding="latin-1"))
    emit("✗ é\n")
    emit("✗ é\n", "utf-8")
    assert buffer.getvalue() == b"? \xe9\n" + "✗ é\n".encode()


def test_a_complaint_has_no_secret(capsys: pytest.CaptureFixture[str]):
    complain("token ghp_" + "a1" * 18, "and so on")
    assert capsys.readouterr().err == "backendrepo: token [redacted]\nbackendrepo: and so on\n"


@pytest.mark.parametrize(
    ("terminal", "environment", "colours"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": ""}, True),  # no-color.org: when not empty
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
    ],
)
def test_colours_are_for_terminals_whose_owner_wants_them(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], colours: bool
):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert colourful() is colours
