"""Minor versions of Python are read from names and ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from backendrepo.project.pythons.versions import allowed, compact, minors, shown

ONE_TO_NINE = frozenset((3, minor) for minor in range(1, 10))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.11", ((3, 11),)),
        ("3.11.4", ((3, 11),)),
        ("python-3.12.1", ((3, 12),)),
        ("3.11 3.12", ((3, 11), (3, 12))),
        ("3.11, 3.11.2", ((3, 11),)),
        ("pypy3.10", ((3, 10),)),
        ("2.7.18", ((2, 7),)),
        ("13.11", ()),
        ("1.3.11", ()),
        ("3.x", ()),
        ("4.0", ()),
    ],
)
def test_minor_versions_are_found_in_a_text(text: str, expected: tuple[tuple[int, int], ...]):
    assert minors(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("py311", (3, 11)), ("311", (3, 11)), ("py39", (3, 9)), ("cp27", (2, 7)), ("py3", None), ("x", None)],
)
def test_compact_names_are_read(text: str, expected: tuple[int, int] | None):
    assert compact(text) == expected


CLAUSES = st.builds(
    lambda operator, version: f"{operator}{version}",
    st.sampled_from([">=", "<=", ">", "<", "==", "!=", "~="]),
    st.sampled_from(["3.8", "3.11", "3.11.0", "3.11.4", "3.13"]),
) | st.sampled_from(["==3.11.*", "!=3.9.*", "!=3.10.*", ">=3", "<4"])


@given(st.lists(CLAUSES, min_size=1, max_size=3))
def test_a_range_allows_what_packaging_allows(clauses: list[str]):
    specifier = SpecifierSet(",".join(clauses))
    found = allowed(", ".join(clauses))
    assert found is not None
    for minor in range(6, 16):
        releases = (Version(f"3.{minor}.{patch}") for patch in range(12))
        if any(release in specifier for release in releases):
            assert (3, minor) in found
        elif len(clauses) == 1:
            assert (3, minor) not in found


@pytest.mark.parametrize(
    ("specifier", "lowest", "highest"),
    [
        (">=3.11", (3, 11), (3, 60)),
        (">=3.11,<3.13", (3, 11), (3, 12)),
        (">= 3.11 , < 4", (3, 11), (3, 60)),
        ("^3.11", (3, 11), (3, 60)),
        ("~3.11", (3, 11), (3, 11)),
        ("~=3.11.2", (3, 11), (3, 11)),
        ("~=3.11", (3, 11), (3, 60)),
        ("3.11", (3, 11), (3, 11)),
        ("3.11.*", (3, 11), (3, 11)),
        ("==3.*", (3, 0), (3, 60)),
        ("3.x", (3, 0), (3, 60)),
        ("*", (2, 7), (3, 60)),
        ("(>=3.10)", (3, 10), (3, 60)),
        ("3.10 || 3.11", (3, 10), (3, 11)),
        (">=3.12.0rc1", (3, 12), (3, 60)),
        ("<=3.12", (2, 7), (3, 12)),
        ("<3.12.0", (2, 7), (3, 11)),
        (">3.11.4", (3, 11), (3, 60)),
        (">3.11", (3, 11), (3, 60)),
    ],
)
def test_a_range_has_its_ends(specifier: str, lowest: tuple[int, int], highest: tuple[int, int]):
    found = allowed(specifier)
    assert found
    assert (min(found), max(found)) == (lowest, highest)


@pytest.mark.parametrize("text", ["", "latest", "3.11 or so", ">=", ">=x", "3.11 ||"])
def test_what_is_no_range_is_none(text: str):
    assert allowed(text) is None


@given(st.text(">=<~^!*x3.1, |()rc", max_size=20))
def test_no_text_breaks_it(text: str):
    allowed(text)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({(3, 11)}, "3.11"),
        ({(3, 11), (3, 12)}, "3.11 and 3.12"),
        ({(3, 11), (3, 12), (3, 13)}, "3.11 to 3.13"),
        ({(3, 9), (3, 11), (3, 13)}, "3.9, 3.11 and 3.13"),
    ],
)
def test_versions_are_told_as_a_person_would(found: set[tuple[int, int]], expected: str):
    assert shown(found) == expected
