import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.formats.plain import lines, plain, shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\tand  spaces", "two lines and spaces"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("gpj\u202e.exe", "gpj\\u202e.exe"),
        ("half \ud800", "half \\ud800"),
        ("naïve 日本", "naïve 日本"),
        ("", ""),
    ],
)
def test_what_a_reader_would_not_see_is_written_out(text: str, shown: str):
    assert plain(text) == shown


def test_a_fix_keeps_its_lines_and_margins_and_nothing_else():
    assert lines("ci:\n\truff check\x1b[2J\n") == ["ci:", "    ruff check\\x1b[2J", ""]


def test_long_text_is_cut_where_it_says_so():
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"


@given(st.text())
def test_no_text_moves_a_cursor_or_ends_a_line(text: str):
    for line in (plain(text), *lines(text)):
        assert not {unicodedata.category(letter) for letter in line} & {"Cc", "Cs", "Zl", "Zp"}
        line.encode()
