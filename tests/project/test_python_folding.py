"""A folded source has the same tests on the same lines as the source itself, and far less to parse."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backendrepo.project import counting
from backendrepo.project.counting import Conventions, counted
from backendrepo.project.python_folding import Folded, folded
from backendrepo.project.python_outline import outline
from backendrepo.project.python_source import Unparsable, parse

DEFAULT = Conventions()


def told(text: str, conventions: Conventions = DEFAULT) -> object:
    """What is counted of a source, or why it cannot be parsed."""
    try:
        return counted(text, conventions)
    except Unparsable as error:
        return str(error)


def told_by(text: str, shortened: Callable[[str], Folded], conventions: Conventions = DEFAULT) -> object:
    """The same, where the source is first made shorter in another way."""
    before = counting.folded
    counting.folded = shortened  # type: ignore[assignment]
    try:
        return told(text, conventions)
    finally:
        counting.folded = before


def outlined(text: str) -> Folded:
    return Folded(outline(text))


# What is folded


PLAIN = [
    "def test_a():\n    x = 1\n",
    "def test_a(self):\n    x = 1\n\n\n    y = 2\n",
    "async def test_a(client, db):\n    await x\n",
    "def test_a(self) -> None:  # why\n    x = '('\n",
    "def test_a(\n    client: TestClient,\n    db: sql.Session,\n    none: None,\n) -> None:\n    x = 1\n",
    "def helper(\n    a, b\n):\n    def test_inner():\n        pass\n",
    "def test_a():\n    x = 1\n# at the left\n    y = 2\n\n  # less\n    z = 3\n",
    'def test_a():\n    """Says.\n\nMore, at the left:\ndef test_b():\n    """\n    x = 1\n',
    "def test_a():\n    x = 'a\\\nb'\n",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_functions_become_one_pass(text: str):
    assert folded(text * 3).text.split() == ["pass"]
    assert told(text * 3) == told_by(text * 3, outlined)


OTHER = [
    "def __init__(self):\n    x = 1\n",
    "def test_a(x=1):\n    x = 1\n",
    "def test_a(*xs):\n    x = 1\n",
    "def test_a(x: list[int]):\n    x = 1\n",
    "def test_a() -> int:\n    x = 1\n",
    "@fixture\ndef test_a():\n    x = 1\n",
    "@mark.parametrize(\n    'a',\n    [1, 2],\n)\n# why\n@slow\nasync def test_a(\n    a: int = 1,\n):\n    x = 1\n",
]


@pytest.mark.parametrize("text", OTHER)
def test_of_other_functions_only_the_bodies_are_left_out(text: str):
    short = folded(text).text
    assert "x = 1" not in short
    assert short.rstrip().endswith(": pass")
    assert len(parse(short).body) == 1
    assert told(text) == told_by(text, Folded)


KEPT = [
    "def test_a(): pass\n",
    "def test_a():\n\tx = 1\n",
    "if x: \\\ndef test_a():\n    pass\n",
    "def test_a(x='('):\n    y = 1\n",
    "def test_a(x='('): pass\nif ')':\n    def test_b():\n        pass\n",
    "def test_a(x=f(\n)):\n    y = 1\n",
    "def test_a(x=1) -> (\n    int\n):\n    y = 1\n",
    "def test_a(x=((1), (2\n))):\n    y = 1\n",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_not_sure_is_left_as_it_is(text: str):
    assert told(text) == told_by(text, outlined)


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(if):\n    pass\n",
        "def test_a(x: for.y):\n    pass\n",
        "def lambda():\n    pass\n",
        "def test_a(a b):\n    pass\n",
        "def test_a(a,, b):\n    pass\n",
        "def test_a(x: y.):\n    pass\n",
        "x = [\ndef test_a():\n    pass\n",
        "try:\n    pass\ndef test_a():\n    pass\n",
        "if x:\ndef test_a():\n    pass\n",
        "if x: \\\ndef test_a():\n    pass\n",
        "def test_a():\n    pass\nelse:\n    pass\n",
        "  def test_a():\n    pass\n",
    ],
)
def test_what_is_no_python_stays_none(text: str):
    assert isinstance(told(text), str)
    assert told(text) == told_by(text, outlined)


def test_lines_are_those_of_the_source():
    source = folded("\n\ndef a():\n    x\n    y\n\nclass B:\n    def c(self, x=1):\n        z\n    def d(x): pass\n")
    b = parse(source.text).body[-1]
    assert source.line(b.lineno) == 7
    assert [source.line(each.lineno) for each in b.body] == [8, 10]  # type: ignore[attr-defined]


def test_names_follow_patterns_in_what_is_folded():
    names = ("def helper", "async def it_pays", "def checks")
    text = "class PaySpec:\n" + "".join(f"    {name}(self):\n        x\n" for name in names)
    found = counted(text, Conventions(classes=("*Spec",), functions=("check", "it_*")))
    assert [(each.count, each.line) for each in found] == [(2, 4)]
    assert counted(text, Conventions(classes=("*Spec",), functions=("none",))) == ()


def test_asynchronous_tests_count_with_the_others():
    text = "async def test_a():\n    x\ndef test_b():\n    x\nasync def helper():\n    x\nasync def test_c():\n    x\n"
    assert [(each.count, each.line) for each in counted(text)] == [(3, 1)]


# Whatever the source


HEADS = st.sampled_from(
    [
        "def test_a():",
        "async def test_b(self, client: TestClient) -> None:  # (",
        "def test_c(\n{0}    a: x.y,\n{0}    b,\n{0}) -> None:",
        "def helper(x=')'):",
        "def __init__(self):",
        "def test_d(x: dict[str, int] = {{}}):",
        "@mark.integration\n{0}def test_e(self):",
        "@pytest.mark.parametrize('a', [\n1, 2])\n{0}@slow\n\n{0}# why\n{0}def test_f(a):",
        "@fixture\n{0}def test_g():",
        "if x:",
        "for x in y:",
        "class TestC:",
        "@mark.e2e\n{0}class TestD(Base):",
        "class Refunds(unittest.TestCase):",
        "class Other:",
        "with x:",
        "try:",
        "else:",
    ]
)
LINES = st.sampled_from(
    [
        "x = 1",
        "pass",
        "def test_one(): pass",
        "x = '''text\ndef test_t():\n    pass\n'''",
        '"""A docstring: def test_u():"""',
        "# a comment with ''' in it",
        "x = '#' + \"'''\"",
        "x = [\n1, 2\n]",
        "x = (a\n    @ b)",
        "x = 'a\\\nb'",
        "y = x \\\n    + 1",
        "pytestmark = [mark.unit, slow]",
        "slow = pytest.mark.slow",
        "except ValueError:",
        "@slow",
        "(",
        "\tx = 1",
        "\f",
        "",
    ]
)


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> str:
    """Statements that are mostly Python, indented by their depth."""
    indent = "    " * depth
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        if depth < 3 and draw(st.booleans()):
            parts.append(indent + draw(HEADS).format(indent))
            parts.append(draw(blocks(depth + 1)))
        else:
            at = draw(st.sampled_from([indent, indent, indent, indent, ""]))
            parts.append(at + draw(LINES))
    return "\n".join(parts)


@given(
    blocks(), st.sampled_from([Conventions(), Conventions(("*C",), ("test", "help*")), Conventions(functions=("*a",))])
)
@example("class A:\n    def test_a(self):\n        x\n\f\n        def test_b(): pass\n", Conventions())
def test_a_folded_source_tells_what_its_outline_tells(text: str, conventions: Conventions):
    assert told(text, conventions) == told_by(text, outlined, conventions)


@given(st.text("def test_():\n @class,=#\\'\"", max_size=60).map(lambda text: f"def test_a(self):\n    x\n{text}"))
def test_it_never_tells_more_than_the_outline(text: str):
    assert told(text) == told_by(text, outlined)


# Hostile sources


@pytest.mark.parametrize(
    "text",
    [
        "@a\n" * 200_000,
        "def a(\n" * 200_000,
        "def a(b, " + "b, " * 500_000,
        "def a():\n" * 100_000 + "@",
        "def a()" + "()" * 400_000,
        "def a(x=(()\n" * 100_000,
        "\n" * 1_000_000,
        " " * 1_000_000 + "\n",
        "def a():\n" + "    \n" * 200_000 + "#" * 1000,
        "def a(b: " + "c." * 300_000 + "\n",
    ],
)
def test_no_source_takes_more_time_than_its_size_allows(text: str):
    folded(text)  # a fraction of a second where that is linear, hours where it is not
