"""YAML 1.2 with lines, bounded, and never an exception."""

import json
import math
from typing import Any

import hypothesis.strategies as st
import pytest
import yaml
from hypothesis import given

from backendrepo.yaml12 import Mapping, Node, Problem, Scalar, Sequence, load


def plain(node: Node | None) -> Any:
    """Return a node as Python has it."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value if node else None


def lines(node: Node) -> list[tuple[str, int]]:
    """Return the texts of a node, each with its line."""
    if isinstance(node, Mapping):
        return [each for pair in node.entries for part in pair for each in lines(part)]
    if isinstance(node, Sequence):
        return [each for item in node.items for each in lines(item)]
    return [(node.text, node.line)]


# The core schema


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("No", "No"),
        ("12:30", "12:30"),
        ("2024-01-01", "2024-01-01"),
        ("true", True),
        ("False", False),
        ("tRUE", "tRUE"),
        ("~", None),
        ("null", None),
        ("", None),
        ("3", 3),
        ("-3", -3),
        ("+3", 3),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("3.10", 3.1),
        ("-.5", -0.5),
        ("1e3", 1000.0),
        ("1.", 1.0),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("+.inf", math.inf),
        ("1.2.3", "1.2.3"),
        (".x", ".x"),
        ("9" * 5000, math.inf),
        ('"3"', "3"),
        ("'true'", "true"),
        ("!!str 3", "3"),
        ("! 3", "3"),
        ("!!int 3", 3),
        ("!!float 3", 3),
        ("!!null ~", None),
        ("!!bool true", True),
    ],
)
def test_a_scalar_means_what_the_core_schema_says(text: str, value: object):
    document = load(f"key: {text}")
    assert plain(document.root) == {"key": value}
    assert type(plain(document.root)["key"]) is type(value)
    assert document.problems == ()


def test_not_a_number_is_a_number():
    assert math.isnan(plain(load("a: .nan").root)["a"])


def test_the_key_on_stays_text():
    document = load("on: push\njobs: {}")
    assert isinstance(document.root, Mapping)
    assert "on" in document.root
    assert document.root.get("on") == Scalar("push", 1, "push")
    assert document.root.key("jobs") == Scalar("jobs", 2, "jobs")
    assert (document.root.get("off"), document.root.key("off")) == (None, None)


# Lines


def test_every_key_and_value_has_its_line():
    root = load("a: 1\nb:\n  - x\n  -\n    c: |\n      text\n").root
    assert root
    assert lines(root) == [("a", 1), ("1", 1), ("b", 2), ("x", 3), ("c", 5), ("text\n", 5)]


@pytest.mark.parametrize(("style", "line"), [("|", 2), (">-", 2), ("", 1), ('"', 1)])
def test_a_block_begins_below_its_sign(style: str, line: int):
    body = f"{style}\n  text" if style in ("|", ">-") else f"{style}text{style}"
    document = load(f"a: {body}\n")
    assert isinstance(document.root, Mapping)
    value = document.root.get("a")
    assert isinstance(value, Scalar)
    assert value.first == line


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\N{LINE SEPARATOR}"])
def test_lines_are_counted_whatever_ends_them(end: str):
    root = load(f"a: 1{end}b: 2{end}").root
    assert root
    assert dict(lines(root)) == {"a": 1, "1": 1, "b": 2, "2": 2}


# Aliases


def test_an_alias_stands_for_its_anchor():
    root = load("a: &x [1, 2]\nb: *x\nc: &y z\nd: *y").root
    assert plain(root) == {"a": [1, 2], "b": [1, 2], "c": "z", "d": "z"}


def test_an_alias_bomb_is_refused_with_its_line():
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
    )
    document = load(bomb)
    assert document.broken
    assert document.root is None
    assert document.problems == (Problem(5, "more than 50000 nodes, aliases counted with what they stand for"),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: &x [*x]", Problem(1, "*x stands within what it stands for")),
        ("a: *x", Problem(1, "no anchor &x stands before *x")),
    ],
)
def test_an_alias_of_nothing_is_refused(text: str, problem: Problem):
    assert load(text).problems == (problem,)
    assert load(text).broken


# What is not YAML, or not the same for all


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\na: 2", Problem(2, "the key a is there twice")),
        ("? [1]\n: 2", Problem(1, "a key that is no text")),
        ("a: !!python/object:os.system x", Problem(1, "the tag tag:yaml.org,2002:python/object:os.system is none of")),
        ("a:\n  !mine {}", Problem(2, "the tag !mine is none of YAML's core")),
        ("a: !!int x", Problem(1, "`x` is not what its tag tag:yaml.org,2002:int says")),
        ('a: !!int "3"', Problem(1, "`3` is not what its tag tag:yaml.org,2002:int says")),
        ("a: !!int true", Problem(1, "`true` is not what its tag tag:yaml.org,2002:int says")),
    ],
)
def test_what_others_read_differently_is_told_and_the_rest_is_read(text: str, problem: Problem):
    document = load(text)
    assert not document.broken
    assert isinstance(document.root, Mapping)
    assert [(each.line, each.text.startswith(problem.text)) for each in document.problems] == [(problem.line, True)]


def test_of_two_equal_keys_the_first_stays():
    assert plain(load("a: 1\na: 2").root) == {"a": 1}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\n---\nb: 2", 2, "more than one document"),
        ("a: [1", 2, "not YAML: did not find expected ',' or ']'"),
        ("a: b: c", 1, "not YAML: mapping values are not allowed in this context"),
        ("a:\n\tb: 1", 2, "not YAML: found character that cannot start any token"),
        ("a: \0", 1, "not YAML: unacceptable character #x0000"),
        ("a: \ud800", 1, "not YAML: a character that is none"),
        ("- " * 101, 1, "more than 100 levels deep"),
        ("[" * 100_000, 1, "more than 100 levels deep"),
        ("{a: " * 100_000, 1, "more than 100 levels deep"),
        ("%YAML 3.0\n---\na", 1, "not YAML: found incompatible YAML document"),
    ],
)
def test_what_cannot_be_read_to_its_end_is_no_document(text: str, line: int, says: str):
    document = load(text)
    (problem,) = document.problems
    assert document.broken
    assert document.root is None
    assert problem.line == line
    assert problem.text.startswith(says)


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\n\n"])
def test_an_empty_document_is_no_problem(text: str):
    document = load(text)
    assert plain(document.root) is None
    assert document.problems == ()


def test_more_nodes_than_are_asked_for_are_refused():
    assert not load("[1, 2]", most=3).broken
    assert load("[1, 2]", most=2).problems == (
        Problem(1, "more than 2 nodes, aliases counted with what they stand for"),
    )


def test_without_the_c_parser_it_reads_the_same(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert plain(load("a: [1, &x two]\nb: *x").root) == {"a": [1, "two"], "b": "two"}
    assert load("a: [1").broken
    assert load("a: \0").broken


# Whatever stands there

# libyaml ends lines as YAML 1.1 did, and knows no pairs of surrogates.
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"))
numbers = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_is_written_as_json_is_read_back(value: Any):
    document = load(json.dumps(value, ensure_ascii=False))
    assert not document.problems
    assert plain(document.root) == value


@given(st.dictionaries(st.text("abc", min_size=1), texts, max_size=4), st.sampled_from([None, '"', "'", "|", ">"]))
def test_texts_are_read_as_they_are_written(value: dict[str, str], style: str):
    document = load(yaml.safe_dump(value, default_style=style, allow_unicode=True))
    assert not document.problems
    assert plain(document.root) == value


SIGNS = [
    *("a", "1", "é", "🎉", ": ", "- ", "? ", ", ", "\n", "\r", "  ", "\t", "[", "]", "{", "}", "'", '"', "|", ">", "#"),
    *("&x ", "*x", "!t ", "!!int ", "<<", "---", "...", "%", "\0", "\ud800", "\ufeff", "\x85"),
]


@given(
    st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)
    | st.text()
    | st.binary().map(lambda raw: raw.decode("utf-8", "replace"))
)
def test_no_text_raises(text: str):
    document = load(text)
    assert document.broken == (document.root is None and bool(document.problems))
    assert all(1 <= problem.line <= len(text) + 1 for problem in document.problems)
