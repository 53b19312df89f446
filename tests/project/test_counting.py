"""Tests are counted by reading them, as pytest would collect them."""

import os
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.project.counting import Conventions, counted
from backendrepo.project.python_outline import outline
from backendrepo.project.python_source import DEEPEST, LONGEST, Unparsable, dotted, literal, parse

COLLECTED = '''
"""A docstring with def test_not_one(): in it."""
import unittest
import pytest

CASES = [(1, 2), (3, 4), (5, 6)]
slow = pytest.mark.slow
TYPED: list = [1, 2]

def helper(): pass

def test_plain(): pass

async def test_async():
    x = """
def test_in_a_text(): pass
"""

@pytest.mark.parametrize("a, b", CASES)
def test_named_cases(a, b): pass

@pytest.mark.parametrize("t", TYPED)
def test_typed_cases(t): pass

@pytest.mark.parametrize("a", [1, 2])
@pytest.mark.parametrize("b", (1, pytest.param(2, marks=pytest.mark.skip), 3), ids=["x", "y", "z"])
def test_a_product(a, b): pass

@pytest.mark.parametrize(argnames="a", argvalues=range(2, 10, 2))
def test_a_range(a): pass

@pytest.mark.parametrize("a", {"x": 1, "y": 2})
def test_a_dict(a): pass

@slow
@unittest.skipIf(False, "never")
def test_marked(): pass

@pytest.fixture
def test_data(): return 1

@pytest.fixture()
def test_more_data(): return 1

class TestClass:
    pytestmark = [pytest.mark.integration]

    def test_method(self): pass

    @pytest.mark.parametrize("a", [1, 2, 3])
    def test_parametrised(
        self,
        a,
    ): pass

    def helper(self): pass

    class TestInner:
        def test_inner(self): pass

class TestWithConstructor:
    def __init__(self): pass
    def test_not_collected(self): pass

class NotATest:
    def test_not_collected(self): pass

class Refunds(unittest.TestCase):
    def test_one(self): pass
    async def test_two(self): pass
    def testThree(self): pass
    def it_is_none(self): pass

@pytest.mark.parametrize("c", [1, 2])
class TestParametrisedClass:
    def test_one(self, c): pass

if True:
    def test_conditional(): pass
else:
    def test_other(): pass

try:
    import nothing
except ImportError:
    nothing = None
with open(__file__):
    def test_within(): pass
'''


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What pytest itself collects of the file."""
    root = tmp_path_factory.mktemp("collected")
    (root / "test_it.py").write_text(COLLECTED)
    (root / "pytest.ini").write_text("[pytest]\n")
    arguments = ["--collect-only", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-W", "ignore"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("COV_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", *arguments]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=environment).stdout
    return [line.partition("::")[2] for line in listed.splitlines() if line.startswith("test_it.py::")]


def test_it_counts_what_pytest_collects(collected: list[str]):
    counts = sum(each.count for each in counted(COLLECTED))
    assert counts - 1 == len(collected)  # what stands in an `else` is counted too: it is there sometimes


def test_marks_are_told_of_functions_classes_and_modules():
    text = COLLECTED + "\npytestmark = pytest.mark.unit\n"
    by_marks = {each.marks: each for each in counted(text)}
    lines = text.split("\n")
    assert {marks: (each.count, lines[each.line - 1].split("(")[0].strip()) for marks, each in by_marks.items()} == {
        frozenset({"unit"}): (27, "def test_plain"),
        frozenset({"unit", "slow"}): (1, "def test_marked"),
        frozenset({"unit", "integration"}): (5, "def test_method"),
    }


def test_tags_of_django_count_as_marks():
    text = "@tag('integration', LATER, 'slow')\nclass A(TestCase):\n    def test_a(self): pass\n"
    assert [each.marks for each in counted(text)] == [frozenset({"integration", "slow"})]


def test_the_line_is_that_of_the_first_test():
    assert [each.line for each in counted("x = '''\n\n'''\n\ndef test_a(): pass\ndef test_b(): pass\n")] == [5]


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ("[1, 2, 3]", 3),
        ("[]", 1),
        ("{1, 2}", 2),
        ("{}", 1),
        ("computed()", 1),
        ("[x for x in y]", 1),
        ("UNKNOWN", 1),
        ("range(5)", 5),
        ("range(5, 2)", 1),
        ("range(n)", 1),
        ("range(1, 2, 0)", 1),
        ("range(1, 2, 3, 4)", 1),
        ("range()", 1),
        ("range(10**18)", 1),
        ("range(0, 1000000000000)", 1),
        ("range(2000000000)", 1_000_000),
    ],
)
def test_parameters_are_counted_where_they_are_written_out(values: str, count: int):
    text = f"@pytest.mark.parametrize('a', {values})\ndef test_a(a): pass\n"
    assert sum(each.count for each in counted(text)) == count


def test_a_product_of_parameters_is_bounded():
    text = "@pytest.mark.parametrize('a', range(10000))\n" * 20 + "def test_a(): pass\n"
    assert sum(each.count for each in counted(text)) == 1_000_000


def test_parametrize_without_values_counts_once():
    assert sum(each.count for each in counted("@pytest.mark.parametrize()\ndef test_a(): pass\n")) == 1


def test_names_follow_the_configuration():
    text = "def check_a(): pass\nclass PaySpec:\n    def it_pays(self): pass\n    def test_b(self): pass\n"
    found = counted(text, Conventions(classes=("*Spec",), functions=("check", "it_*")))
    assert [(each.count, each.line) for each in found] == [(2, 1)]


# What cannot be parsed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("def test_a(:\n", "it is no Python of this version"),
        ("x = 1\n  y = 2\n", "it is no Python of this version"),
        ("a" * (LONGEST + 1), "it has more than 512 KiB"),
        ("(" * (DEEPEST + 1) + ")" * (DEEPEST + 1), "it is nested too deeply"),
        ("x = " + "-" * 500 + "1", "it is nested too deeply"),
        ("x = " + "not " * 500 + "1", "it is nested too deeply"),
        ("x = a" + ".b" * 100_000, "it cannot be parsed"),
        ("x = a" + "+b" * 100_000, "it cannot be parsed"),
        ("if a: pass\n" + "elif a: pass\n" * 30_000, "it cannot be parsed"),
        ("x = 1\0", "source code string cannot contain null bytes"),
    ],
)
def test_a_source_that_cannot_be_parsed_says_why(text: str, why: str):
    with pytest.raises(Unparsable) as error:
        counted(text)
    assert why in str(error.value)


@pytest.mark.parametrize("text", ["x = '\\d'\n", "assert (1, 'x')\n", "1 is 1\n"])
def test_a_questionable_source_warns_nobody(text: str, recwarn: pytest.WarningsRecorder):
    parse(text)
    assert not recwarn


@pytest.mark.parametrize(("text", "name"), [("a.b.c", "a.b.c"), ("a", "a"), ("a().b", ""), ("1", "")])
def test_a_dotted_name_is_told(text: str, name: str):
    assert dotted(parse(text).body[0].value) == name  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "value"), [("[1, 'a']", [1, "a"]), ("x", None), ("{[]: 1}", None)])
def test_only_literals_are_evaluated(text: str, value: object):
    assert literal(parse(text).body[0].value) == value  # type: ignore[attr-defined]


def test_nothing_is_no_literal():
    assert literal(None) is None


# Outlines

ODD = '''
def test_a(x=")", y="""(
"""): return 1  # one line
def test_b(
    a, # a comment with ( in it
    b=[1,
2],
) -> "x":
    s = \'\'\'
def test_in_a_text(): pass
\'\'\'
    t = "\\""

# a comment at the left

    u = 1
@mark.x  # why
def test_c():
    def test_inner(): pass
    if x:
        pass
class TestD:
    def test_d(self):
        pass
    z = """
    """
    def test_e(self): pass
'''


def test_an_outline_has_no_bodies_and_as_many_lines():
    assert len(outline(ODD).split("\n")) == len(ODD.split("\n"))
    assert "test_inner" not in outline(ODD)
    assert parse(outline(ODD))


def test_an_outline_that_is_no_python_is_made_good_by_the_source():
    text = "def test_a():\n    f(\n1, 2)\ndef test_b(): pass\n"
    with pytest.raises(Unparsable):
        parse(outline(text))
    assert [(each.count, each.line) for each in counted(text)] == [(2, 1)]


def test_syntax_of_a_newer_python_is_read_as_far_as_it_tells_of_tests():
    text = """
type Pair[T] = tuple[T, T]
type Name = str
def helper[T](a: T) -> T: return a
class TestBox[T]:
    async def test_a[U](self): pass
def test_b():
    try: pass
    except KeyError, ValueError: print(f"{x["a"]}")
"""
    assert [(each.count, each.line) for each in counted(text)] == [(2, 6)]


@given(st.text('def test_():\n \'"""#\\[]{}', max_size=80))
def test_no_source_breaks_it(text: str):
    with suppress(Unparsable):
        counted(text)


def test_a_long_run_of_escapes_is_no_hazard():
    outline('"\\"' + '\\"' * 200_000)


@pytest.mark.parametrize(
    "text",
    [
        "import pytest\npytestmark = pytest.mark.skip\ndef test_a(): ...\n",
        "import pytest\npytest.skip('x', allow_module_level=True)\ndef test_a(): ...\n",
        "__test__ = False\ndef test_a(): ...\n",
        "import unittest\n@unittest.skip('x')\nclass TestA(unittest.TestCase):\n    def test_a(self): ...\n",
        "from unittest import TestCase, skip\nclass TestA(TestCase):\n    @skip('x')\n    def test_a(self): ...\n",
    ],
)
def test_tests_that_never_run_are_marked_as_skipped(text: str):
    assert [each.marks for each in counted(text)] == [frozenset({"skip"})]


@pytest.mark.parametrize(
    "text",
    ["__test__ = True\ndef test_a(): ...\n", "import pytest\nif x:\n    pytest.skip('x')\ndef test_a(): ...\n"],
)
def test_tests_that_run_somewhere_are_not_skipped(text: str):
    assert [each.marks for each in counted(text)] == [frozenset()]
