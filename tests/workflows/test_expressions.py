"""Expressions, by the documentation ("Evaluate expressions in workflows and actions"), and what is not known."""

import json
import math
from contextlib import suppress
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from backendrepo.workflows.expressions import (
    ExpressionError,
    Like,
    Many,
    Record,
    Scope,
    Unknown,
    Value,
    evaluate,
    parse,
    templates,
    text,
    truth,
)
from backendrepo.workflows.expressions.functions import from_plain
from backendrepo.workflows.expressions.syntax import DEEPEST, LONGEST

FRUITS = [{"name": "apple", "quantity": 1}, {"name": "orange", "quantity": 2}, {"name": "pear", "quantity": 1}]
VEGETABLES = {
    "scallions": {"colors": ["green", "white", "red"], "ediblePortions": ["roots", "stalks"]},
    "beets": {"colors": ["purple"], "ediblePortions": ["roots", "stems", "leaves"]},
}
KNOWN: dict[str, Value] = {
    "fruits": from_plain(FRUITS),
    "vegetables": from_plain(VEGETABLES),
    "github": Record({"ref": "refs/heads/main", "event_name": "push"}, "github"),
    "ref": Unknown("ref", prefix="refs/pull/", suffix="/merge"),
    "one": from_plain({"zero": 0, "no": False, "none": None, "empty": "", "list": ["a", "b"], "deep": {"A": {"b": 1}}}),
}


def plain(value: Value) -> Any:
    """Return a value as Python has it."""
    if isinstance(value, Record):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, tuple) else value


def asked(expression: str, **contexts: Value) -> Any:
    """Return what an expression comes to."""
    return plain(evaluate(parse(expression), Scope(KNOWN | contexts)))


# Literals, operators, functions: what the documentation shows


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("null", None),
        ("false", False),
        ("711", 711),
        ("-9.2", -9.2),
        ("0xff", 255),
        ("0o17", 15),
        ("-2.99e-2", -0.0299),
        (".5", 0.5),
        ("+1", 1),
        ("'It''s open source!'", "It's open source!"),
        ("''", ""),
        ("Infinity", math.inf),
        ("-Infinity", -math.inf),
        # Comparison: without case, and by numbers where the kinds differ.
        ("'Main' == 'main'", True),
        ("'a' < 'B'", True),
        ("'b' >= 'B'", True),
        ("null == 0", True),
        ("true == 1", True),
        ("false == 0", True),
        ("'' == 0", True),
        ("' 1.5 ' == 1.5", True),
        ("'0x1F' == 31", True),
        ("'0o17' == 15", True),
        ("'x' == 0", False),
        ("'true' == true", False),
        ("NaN == NaN", False),
        ("NaN < 1", False),
        ("NaN >= 1", False),
        ("2 > '1'", True),
        ("2 <= 1", False),
        ("1 != 2", True),
        ("1 < 2 == true", True),
        ("fruits == fruits", True),
        ("fruits == vegetables", False),
        ("fruits == 'Array'", False),
        ("one.none == false", True),
        # Letters that have no single letter in upper case, and the Turkish one.
        ("'ß' == 'SS'", False),
        ("'é' == 'É'", True),
        ("'\N{LATIN SMALL LETTER DOTLESS I}' == 'I'", False),
        # Logic gives one of its operands.
        ("'' || 'b'", "b"),
        ("'a' || 'b'", "a"),
        ("'a' && 'b'", "b"),
        ("'' && 'b'", ""),
        ("0 && 'b'", 0),
        ("0 || null || ''", ""),
        ("true && 'a' || 'b'", "a"),
        ("!true", False),
        ("!!'x'", True),
        ("!fruits", False),
        ("NaN || 'b'", "b"),
        ("(true || false) && false", False),
        ("true || false && false", True),
        ("!(1 == 2) && 3 > 2", True),
        # Parts of things.
        ("github.ref", "refs/heads/main"),
        ("GITHUB.REF", "refs/heads/main"),
        ("github['event_name']", "push"),
        ("one.deep.a.B", 1),
        ("one['DEEP'].a['b']", 1),
        ("one.missing.further", None),
        ("one.list[1]", "b"),
        ("one.list[true]", "b"),
        ("one.list[' 0x1 ']", "b"),
        ("one.list[7]", None),
        ("one.list[-1]", None),
        ("one.list['x']", None),
        ("one.list.a", None),
        ("'text'.part", None),
        ("one[fruits]", None),
        ("one[null]", None),
        ("one.deep.Infinity", None),
        ("fruits.*.name", ["apple", "orange", "pear"]),
        ("fruits[*].name", ["apple", "orange", "pear"]),
        ("fruits.*.nothing", []),
        ("vegetables.*.ediblePortions", [["roots", "stalks"], ["roots", "stems", "leaves"]]),
        ("vegetables.*.ediblePortions.*", ["roots", "stalks", "roots", "stems", "leaves"]),
        ("vegetables.*.ediblePortions[0]", ["roots", "roots"]),
        ("'text'.*", []),
        # Functions.
        ("contains('Hello world', 'llo')", True),
        ("contains('Hello world', 'LLO')", True),
        ("contains(fruits.*.name, 'Pear')", True),
        ("contains(fruits.*.name, 'pea')", False),
        ('contains(fromJSON(\'["push", "pull_request"]\'), github.event_name)', True),
        ("contains(1234, 23)", True),
        ("contains('abc', fruits)", False),
        ("contains('', '')", True),
        ("startsWith('Hello world', 'He')", True),
        ("startsWith('Hello world', 'he')", True),
        ("startsWith('Hello world', 'world')", False),
        ("endsWith('Hello world', 'ld')", True),
        ("endsWith('Hello world', 'Hello')", False),
        ("format('Hello {0} {1} {2}', 'Mona', 'the', 'Octocat')", "Hello Mona the Octocat"),
        ("format('{{Hello {0} {1} {2}!}}', 'Mona', 'the', 'Octocat')", "{Hello Mona the Octocat!}"),
        ("format('{0}{0}', 'a')", "aa"),
        ("format('{0} {1} {2}', null, true, 1.5)", " true 1.5"),
        ("format('none')", "none"),
        ("join(fruits.*.name, ', ')", "apple, orange, pear"),
        ("join(fruits.*.name)", "apple,orange,pear"),
        ("join('one')", "one"),
        ("join(vegetables)", ""),
        ("join(fruits.*.name, fruits)", "apple,orange,pear"),
        ("toJSON(null)", "null"),
        ("toJSON(one.list)", '[\n  "a",\n  "b"\n]'),
        ("toJSON(one.deep)", '{\n  "A": {\n    "b": 1\n  }\n}'),
        ("toJSON(1.5)", "1.5"),
        ("toJSON('é')", '"é"'),
        ('fromJSON(\'{"a": [1, true, null, "x"]}\')', {"a": [1, True, None, "x"]}),
        ("fromJSON('1')", 1),
        ("fromJSON('\"x\"')", "x"),
        ("fromJSON(toJSON(fruits))", FRUITS),
        ("case(github.ref == 'refs/heads/main', 'production', 'development')", "production"),
        ("case(false, 'a', true, 'b', 'c')", "b"),
        ("case(false, 'a', false, 'b', 'c')", "c"),
        ("always()", True),
        ("success()", True),
        ("failure()", False),
        ("cancelled()", False),
        ("ALWAYS()", True),
    ],
)
def test_an_expression_comes_to_what_the_documentation_says(expression: str, value: object):
    found = asked(expression)
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "true"),
        (1.0, "1"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (123456789012345.0, "123456789012345"),
        (1e21, "1E+21"),
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        ("a", "a"),
        (Record(), "Object"),
        ((), "Array"),
        (Unknown("x"), None),
    ],
)
def test_a_value_as_a_text(value: Value, shown: str | None):
    assert text(value) == shown


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        *((value, False) for value in (False, 0.0, -0.0, "", None, math.nan)),
        *((value, True) for value in (True, 1.0, "false", Record(), ())),
        (Unknown("x"), None),
        (Unknown("x", truth=True), True),
        (Unknown("x", prefix="a"), True),
        (Unknown("x", among=("opened", "closed")), True),
        (Unknown("x", among=("opened", "")), None),
    ],
)
def test_what_counts_as_true(value: Value, answer: bool | None):
    assert truth(value) is answer


# What is no expression


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("", "'the end' stands where a value is expected"),
        ("1 <", "'the end' stands where a value is expected"),
        ("> 1", "'>' stands where a value is expected"),
        ("1 2", "'2' stands where 'end' is expected"),
        ('"text"', "no expression goes on with '\"text\"'"),
        ("'text", 'no expression goes on with "\'text"'),
        ("a.", "'the end' stands where a property is expected"),
        ("a.1", "'.1' stands where 'end' is expected"),
        ("a.'b'", "\"'b'\" stands where a property is expected"),
        ("a[1", "'the end' stands where ']' is expected"),
        ("f(1", "'the end' stands where ')' is expected"),
        ("f(,)", "',' stands where a value is expected"),
        ("(1", "'the end' stands where ')' is expected"),
        ("1 & 2", "no expression goes on with '& 2'"),
        ("a == b == " * 60 + "c", "more than 50 comparisons in a row"),
        ("!" * 51 + "a", "more than 50 levels deep"),
        ("(" * 51, "more than 50 levels deep"),
        ("a" + ".b" * 51, "more than 50 levels deep"),
        ("f(" * 100_000, f"longer than {LONGEST} characters"),
    ],
)
def test_what_is_no_expression_is_told(expression: str, says: str):
    with pytest.raises(ExpressionError) as error:
        parse(expression)
    assert str(error.value).startswith(says) or says in str(error.value)


def test_an_expression_may_be_as_deep_as_github_takes_it():
    assert asked("!" * DEEPEST + "true") is True
    assert asked("(" * DEEPEST + "1" + ")" * DEEPEST) == 1
    assert asked("1" + " && 1" * 4000) == 1


# What only a run could tell


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("secrets.TOKEN", None),
        ("secrets.TOKEN && false", False),
        ("false && secrets.TOKEN", False),
        ("secrets.TOKEN || true", True),
        ("secrets.TOKEN && true", None),
        ("secrets.TOKEN == 'a'", None),
        ("secrets.TOKEN == secrets.TOKEN", True),
        ("secrets.TOKEN == secrets.OTHER", None),
        ("secrets.TOKEN != 'a'", None),
        ("!secrets.TOKEN", None),
        ("secrets.TOKEN > 1", None),
        ("1 == secrets.TOKEN", None),
        ("secrets[github.event_name]", None),
        ("one[secrets.TOKEN]", None),
        ("github.unheard", None),
        ("github.*", None),
        ("secrets.*.x", None),
        ("steps.*.outcome", None),
        ("ref == 'refs/heads/main'", False),
        ("ref == 'refs/pull/1/merge'", None),
        ("ref != 'refs/heads/main'", True),
        ("ref == 'Refs/Pull/1/Merge'", None),
        ("startsWith(ref, 'REFS/PULL/')", True),
        ("ref == null", False),
        ("ref == 0", None),
        ("startsWith(ref, 'refs/pull/')", True),
        ("startsWith(ref, 'refs/heads/')", False),
        ("startsWith(ref, 'refs/pull/1')", None),
        ("startsWith(ref, secrets.x)", None),
        ("startsWith(secrets.x, 'a')", None),
        ("contains(ref, 'pull')", None),
        ("endsWith(secrets.x, 'a')", None),
        ("contains(one.list, secrets.x)", None),
        ("contains(one.list, 'a') || secrets.x", True),
        ("format('{0}', secrets.x)", None),
        ("format('{1}', 'a')", None),
        ("format('{', 'a')", None),
        ("format(secrets.x)", None),
        ("join(secrets.x, ',')", None),
        ("join(one.list, secrets.x)", None),
        ("toJSON(github)", None),
        ("toJSON(secrets.x)", None),
        ("toJSON(NaN)", None),
        ("fromJSON(secrets.x)", None),
        ("fromJSON('{')", None),
        ("fromJSON('NaN')", None),
        ("hashFiles('**/x')", None),
        ("case(secrets.x, 'a', 'b')", None),
        ("case('yes', 'a', 'b')", None),
        ("case(true, 'a')", None),
        ("contains('a')", None),
        ("unheard('a')", None),
        ("format('{0}{0}{0}{0}', fromJSON(format('\"{0}\"', 'a')))", True),
    ],
)
def test_what_only_a_run_could_tell_has_no_answer(expression: str, answer: bool | None):
    assert truth(evaluate(parse(expression), Scope(KNOWN))) is answer


@pytest.mark.parametrize(
    ("value", "other", "answer"),
    [
        (Unknown("a", like=Like.HOME), "acme/payments", True),
        (Unknown("a", like=Like.HOME), "", False),
        (Unknown("a", like=Like.OWNER), "acme", True),
        (Unknown("a", like=Like.FORK), "acme/payments", False),
        (Unknown("a", like=Like.FORK), Unknown("b", like=Like.HOME), False),
        (Unknown("a", like=Like.PERSON), "dependabot[bot]", False),
        (Unknown("a", like=Like.PERSON), "alice", None),
        (Unknown("a", suffix="[bot]"), "alice", False),
        (Unknown("a", among=("opened", "closed")), "labeled", False),
        (Unknown("a", among=("opened", "closed")), "closed", None),
        (Unknown("a", truth=True), "", False),
    ],
)
def test_a_comparison_with_what_is_half_known(value: Value, other: Value, answer: bool | None):
    assert truth(evaluate(parse("a == b"), Scope({"a": value, "b": other}))) is answer
    assert truth(evaluate(parse("b == a"), Scope({"a": value, "b": other}))) is answer


def test_a_record_that_has_more_keys_than_are_known_says_which_is_asked():
    record = Record({"Ref": "main"}, "github")
    assert record.get("REF") == "main"
    assert record.get("sha") == Unknown("github.sha")
    assert record.updated({"sha": "abc"}).items() == (("Ref", "main"), ("sha", "abc"))
    assert evaluate(parse("needs.*.result"), Scope({"needs": Record(open="needs")})) == Unknown("needs.*.result")
    assert evaluate(parse("x.*.*"), Scope({"x": Many((Record(open="y"),))})) == Unknown("x.*.*")


# Texts with expressions in them


@pytest.mark.parametrize(
    ("whole", "value"),
    [
        ("plain", "plain"),
        ("${{ 1 }}", 1),
        ("${{ fruits.*.quantity }}", [1, 2, 1]),
        ("v${{ 1 }}", "v1"),
        ("${{ 'a' }}${{ 'b' }}", "ab"),
        ("${{ '}}' }}", "}}"),
        ("a ${{ null }}", "a "),
        ("${ {", "${ {"),
    ],
)
def test_a_text_with_expressions_comes_to_their_texts(whole: str, value: object):
    assert plain(templates.value(whole, Scope(KNOWN))) == value


@pytest.mark.parametrize(
    ("whole", "known"),
    [
        ("${{ secrets.x }}", Unknown("secrets.x")),
        ("a${{ secrets.x }}b", Unknown("a${{ secrets.x }}b", "a", "b", True)),
        ("${{ secrets.x }}${{ secrets.y }}", Unknown("${{ secrets.x }}${{ secrets.y }}")),
        ("${{ broken", Unknown("${{ broken")),
        ("${{ 'broken }}", Unknown("${{ 'broken }}")),
        ("${{ 1 2 }}", Unknown("${{ 1 2 }}")),
    ],
)
def test_a_text_that_is_not_known_keeps_what_is(whole: str, known: Unknown):
    assert templates.value(whole, Scope(KNOWN)) == known


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("plain", "plain"),
        ("pip install x==${{ 1.5 }} # ${{ secrets.x }}", "pip install x==1.5 # <${{ secrets.x }}>"),
        ("${{ broken", "<${{ broken>"),
    ],
)
def test_a_text_is_shown_with_what_is_not_known_marked(whole: str, shown: str):
    assert templates.render(whole, Scope(KNOWN), lambda written: f"<{written}>") == shown


def test_no_text_grows_without_end():
    big = "${{ format('{0}{0}', " + "'" + "x" * 5000 + "') }}"
    shown = templates.render(big * 150, Scope(), lambda written: "")
    assert len(shown) <= 1024 * 1024
    assert isinstance(templates.value(big * 150, Scope()), Unknown)
    many = Scope({"many": ("x" * 100,) * 10_000})
    assert isinstance(evaluate(parse(f"join(many, '{'y' * 200}')"), many), Unknown)
    assert isinstance(evaluate(parse("format('{0}{0}', join(many))"), many), Unknown)
    assert isinstance(evaluate(parse("fromJSON(join(many))"), many), Unknown)


@pytest.mark.parametrize("deep", [100_000, 5_000, 500, 102])
def test_no_json_is_too_deep(deep: int):
    contexts: dict[str, Value] = {"deep": "[" * deep + "]" * deep}
    assert isinstance(evaluate(parse("fromJSON(deep)"), Scope(contexts)), Unknown)
    value: Value = ()
    for _ in range(deep):
        value = (value,)
    evaluate(parse("toJSON(deep)"), Scope({"deep": value}))


# Whatever stands there

atoms = st.sampled_from(
    ["1", "'a'", "''", "true", "null", "github.ref", "secrets.x", "fruits", "0x1", "NaN", "one.list"]
)
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["==", "!=", "<", ">=", "&&", "||"]), inner).map(" ".join),
        inner.map("({})".format),
        inner.map("!{}".format),
        st.tuples(st.sampled_from(["contains", "startsWith", "format", "join"]), inner, inner).map(
            lambda each: f"{each[0]}({each[1]}, {each[2]})"
        ),
        inner.map("toJSON({})".format),
        inner.map("fruits[{}]".format),
    ),
    max_leaves=12,
)


@given(expressions)
def test_an_expression_says_of_itself_what_is_written(expression: str):
    tree = parse(expression)
    assert tree.text in expression
    value = evaluate(tree, Scope(KNOWN))
    negated = truth(evaluate(parse(f"!({expression})"), Scope(KNOWN)))
    assert negated is (None if truth(value) is None else not truth(value))


@given(expressions, st.sampled_from(["a", "", "1", "refs/heads/main"]))
def test_what_is_answered_without_a_value_is_answered_so_with_any(expression: str, secret: str):
    unknown = truth(evaluate(parse(expression), Scope(KNOWN)))
    known = truth(evaluate(parse(expression), Scope(KNOWN | {"secrets": Record({"x": secret})})))
    assert unknown is None or unknown is known


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000).map(float) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(json_values)
def test_what_is_written_as_json_is_read_back(value: Any):
    scope = Scope({"it": from_plain(value)})
    assert plain(evaluate(parse("fromJSON(toJSON(it))"), scope)) == value
    assert plain(evaluate(parse("fromJSON(it)"), Scope({"it": json.dumps(value)}))) == value


SIGNS = ["${{", "}}", "'", '"', "(", ")", "[", "]", ".", "*", ",", "!", "&&", "||", "==", "<", " ", "a", "1", "-", "0x"]


@given(st.lists(st.sampled_from(SIGNS), max_size=30).map("".join) | st.text())
@example("0xfffffffffffffffffffffffff")
@example("1e999999999999")
@example("9" * 20_000)
def test_no_text_raises_but_with_a_reason(whole: str):
    templates.value(whole, Scope(KNOWN))
    templates.render(whole, Scope(KNOWN), str)
    templates.value(f"${{{{ {whole} }}}}", Scope(KNOWN))
    with suppress(ExpressionError):
        evaluate(parse(whole), Scope(KNOWN))
