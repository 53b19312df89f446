"""Patterns of paths match what the tools say they match, in a time that no pattern makes long."""

from fnmatch import fnmatchcase

import pytest
from coverage.files import globs_to_regex
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.project.globs import LONGEST, anchored, any_matches, matches


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("src/*.py", "src/a.py", True),
        ("src/*.py", "src/a/b.py", False),
        ("src/**", "src/a/b.py", True),
        ("**/migrations/*.py", "a/b/migrations/x.py", True),
        ("**/migrations/*.py", "migrations/x.py", True),
        ("a?.py", "ab.py", True),
        ("a?.py", "a/.py", False),
        ("[ab]*", "b.py", True),
        ("[!ab]*", "b.py", False),
        ("[a-c]x", "bx", True),
        ("[a-c]x", "dx", False),
        ("[a-]x", "-x", True),
        ("[]x", "[]x", True),
        ("", "", True),
        ("*" * (LONGEST + 1), "a", False),
    ],
)
def test_a_pattern_matches_whole_paths(pattern: str, path: str, expected: bool):
    assert matches(pattern, path) is expected


def test_a_folder_takes_all_that_is_in_it():
    assert any_matches(["docs", "migrations"], "migrations/versions/a.py") == "migrations"
    assert any_matches(["migration"], "migrations/a.py") == ""


@pytest.mark.parametrize(
    ("pattern", "expected"), [("*.py", "**/*.py"), ("./build/", "**/build"), ("src/gen/", "src/gen"), ("a", "**/a")]
)
def test_a_pattern_without_a_slash_matches_at_any_depth(pattern: str, expected: str):
    assert anchored(pattern) == expected


@given(st.text("ab*?[]!-", max_size=6), st.text("ab-[]", max_size=5))
def test_within_a_part_it_agrees_with_fnmatch(pattern: str, name: str):
    assert matches(pattern, name) is fnmatchcase(name, pattern.replace("**", "*").replace("**", "*"))


PARTS = st.lists(st.sampled_from(["a", "b", "*", "?", "a*", "**"]), min_size=1, max_size=4)


@given(PARTS, st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=4))
def test_it_agrees_with_coverage_py(parts: list[str], path: list[str]):
    pattern, name = "/".join(parts), "/".join(path)
    if "**/**" in pattern or parts[0] in ("*",) or parts[-1] in ("*", "**") or "/" not in pattern:
        return  # refused, or read in coverage.py's own way
    assert matches(pattern, name) is bool(globs_to_regex([pattern]).match(name))


def test_a_pattern_of_many_stars_is_no_hazard():
    assert not matches("*a" * 200 + "b", "a" * 2_000)
