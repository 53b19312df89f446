"""INI files are read as configparser reads them, with the line of every option."""

import configparser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.project.ini import load

TEXT = """\
# a comment
[pytest]
addopts =
    --cov
    # within
    --cov-fail-under=99

testpaths: tests
[Other Section]
  Indented = 1
"""


def test_every_option_has_its_value_and_its_line():
    ini = load(TEXT)
    pytest_section = ini.sections["pytest"]
    assert (pytest_section["addopts"].value, pytest_section["addopts"].line) == ("\n--cov\n--cov-fail-under=99", 3)
    assert (pytest_section["testpaths"].value, pytest_section["testpaths"].line) == ("tests", 8)
    assert ini.sections["Other Section"]["indented"].value == "1"
    assert ini.lines == {"pytest": 2, "Other Section": 9}


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("a = 1", "no section stands before it", 1),
        ("[a]\n\n[a]\n", "the section a is there twice", 3),
        ("[a]\nb = 1\nB = 2\n", "the option b is there twice", 3),
        ("[a]\nnothing\n", "it is no option", 2),
        ("[a]\n= 1\n", "it is no option", 2),
    ],
)
def test_what_configparser_refuses_is_a_problem_with_its_line(text: str, problem: str, line: int):
    ini = load(text)
    assert (ini.problem, ini.line, ini.sections) == (problem, line, {})


LINES = st.sampled_from(
    [
        *(
            "[a]",
            "[b]",
            "[tool:pytest]",
            "",
            "   ",
            "# comment",
            "; comment",
            "x = 1",
            "y: 2",
            "Z=",
            "  more",
            "    deeper",
        ),
        *("  # within", "q = a = b", "r=[1]", "  [c]", "w", "$v = ${HOME}", "%(x)s = %%", "a:b=c", "\ttabbed"),
    ]
)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_it_agrees_with_configparser(text: str):
    parser = configparser.ConfigParser(interpolation=None, default_section="\0")
    ini = load(text)
    try:
        parser.read_string(text)
    except configparser.Error:
        assert ini.problem
        return
    expected = {name: dict(parser.items(name)) for name in parser.sections()}
    found = {name: {key: each.value for key, each in options.items()} for name, options in ini.sections.items()}
    assert (found, ini.problem) == (expected, "")


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str):
    load(text)
