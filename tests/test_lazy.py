"""Regular expressions that are compiled at their first search: as those of `re`, only later."""

import re

import pytest

from backendrepo.lazy import regex


def test_a_pattern_finds_what_that_of_re_finds():
    mine, other = regex(r"(\w+)=(\d+)", re.ASCII), re.compile(r"(\w+)=(\d+)", re.ASCII)
    for text in ("a=1, b=2", "a=", "", "é=1"):
        assert mine.findall(text) == other.findall(text)
        assert (mine.match(text) is None) == (other.match(text) is None)
        assert (mine.fullmatch(text) is None) == (other.fullmatch(text) is None)
        assert mine.sub(r"\2", text) == other.sub(r"\2", text)
        assert mine.split(text) == other.split(text)
        assert [found.span() for found in mine.finditer(text)] == [found.span() for found in other.finditer(text)]
    assert (mine.pattern, mine.flags, mine.groups) == (other.pattern, other.flags, other.groups)


def test_a_mistake_is_told_at_the_first_search():
    pattern = regex("(")
    with pytest.raises(re.error):
        pattern.search("")


def test_nothing_is_compiled_before_it_is_searched_for(monkeypatch: pytest.MonkeyPatch):
    compiled = []
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given) or re._compiler.compile(*given))
    pattern = regex("never[x]seen", re.IGNORECASE)
    assert (pattern.pattern, compiled) == ("never[x]seen", [])
    assert (pattern.search("NEVERXSEEN") is not None, pattern.match("y")) == (True, None)
    assert compiled == [("never[x]seen", re.IGNORECASE)]
