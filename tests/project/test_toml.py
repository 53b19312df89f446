"""TOML is read with the line of every key."""

import tomllib

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.project.toml import Toml

TEXT = '''\
[project] # the project
name = "a"
description = """
[tool.mypy]
strict = true
"""
dependencies = [
  "a",  # ]
  ["b"],
]
[tool.pytest.ini_options]
addopts = ['-q', "[x]"]
[tool."quoted name"]
'a b' = {c = 1, d = 2}
[[tool.mypy.overrides]]
module = "a"
[[tool.mypy.overrides]]
module = "b"
[tool]
ruff.line-length = 100
'''


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("project",), 1),
        (("project", "name"), 2),
        (("project", "dependencies"), 7),
        (("tool", "pytest", "ini_options", "addopts"), 12),
        (("tool", "quoted name", "a b", "c"), 14),
        (("tool", "mypy", "overrides", "0", "module"), 16),
        (("tool", "mypy", "overrides", "1", "module"), 18),
        (("tool", "mypy", "strict"), 15),  # the first that is of `tool.mypy`: what stands in a text is no key
        (("tool", "ruff", "line-length"), 20),
        (("nothing",), 0),
        ((), 0),
        (("tool", "pytest"), 11),
    ],
)
def test_every_key_has_the_line_where_it_stands(keys: tuple[str, ...], line: int):
    assert Toml(TEXT).line(*keys) == line


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = ", "it is no TOML: Invalid value"),
        (f"a = {'[' * 5_000}", "it cannot be read as TOML (RecursionError"),
        (f"{'a.' * 300}b = 1", "it cannot be read as TOML (ValueError: a line with too many dots"),
        (f"a = {'9' * 5_000}", "it cannot be read as TOML (ValueError"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, problem: str):
    toml = Toml(text)
    assert toml.problem.startswith(problem)
    assert toml.table == {}


def test_a_long_line_of_text_is_no_hazard():
    assert Toml(f'a = "{"." * 1_000}"').table == {"a": "." * 1_000}


KEYS = st.text("abc-_ .'[]=#\"", min_size=1, max_size=6)
VALUES = st.recursive(
    st.booleans() | st.integers(0, 9) | st.text('ab\n"[]=#\\', max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text("abc-_", min_size=1, max_size=4), VALUES, max_size=4))
def test_each_key_is_found_on_a_line_that_has_it(table: dict[str, object]):
    text = tomli_w.dumps(table)
    toml = Toml(text)
    assert toml.table == tomllib.loads(text)
    for key in table:
        line = toml.line(key)
        assert line
        assert key in text.split("\n")[line - 1]


@given(st.text("ab=.[]{}\"'\n#\\", max_size=60))
def test_no_text_breaks_it(text: str):
    Toml(text).line("a", "b")
