"""The page can be read by everybody, and asks nobody for anything."""

import pytest

from backendrepo.findings import Outcome
from backendrepo.formats.style import COLOURS, STYLE


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", COLOURS)
@pytest.mark.parametrize("behind", ["page", "card"])
@pytest.mark.parametrize("colour", ["text", "quiet", "good", "bad", "half", "open"])
def test_text_stands_out_from_what_is_behind_it(scheme: str, behind: str, colour: str):
    darker, lighter = sorted(luminance(COLOURS[scheme][name]) for name in (colour, behind))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_nothing_is_loaded():
    assert not [each for each in ("url(", "@import", "@font-face", "http") if each in STYLE]


def test_every_outcome_has_a_colour_and_a_square_of_its_own():
    for outcome in Outcome:
        assert f".{outcome} {{ color:" in STYLE
        assert f"i.{outcome}" in STYLE


def test_braces_are_whole():
    assert STYLE.count("{") == STYLE.count("}")
