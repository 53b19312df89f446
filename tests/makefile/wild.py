"""Makefiles that use everything at once, for Make itself to say what they mean."""

from collections.abc import Callable

from hypothesis import strategies as st

_NAMES = ("a", "b", "d", "e.o", "f.o", "g.c", "./h", "k/l", "ci")
_VARIABLES = ("V", "W", "X1", "Y.y", "LONG_NAME")
_AUTOMATIC = ("$@", "$<", "$^", "$+", "$|", "$*", "$(@D)", "$(@F)", "$(<F)", "$(^D)")
_SPACE = st.sampled_from([" ", "  ", " \\\n ", "\t", " \\\n\t"])

names = st.sampled_from(_NAMES)
variables = st.sampled_from(_VARIABLES)


@st.composite
def listed(draw: st.DrawFn, words: st.SearchStrategy[str], least: int = 0) -> str:
    """Return a list of words with blanks of all kinds between them."""
    given = draw(st.lists(words, min_size=least, max_size=4))
    return "".join(word + (draw(_SPACE) if at < len(given) - 1 else "") for at, word in enumerate(given))


def _function(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return calls of functions with such arguments."""
    forms: list[Callable[..., str]] = [
        lambda x, y, z: f"$(subst {x},{y},{z})",
        lambda x, y, z: f"$(patsubst %.o,{x}.%,{z})",
        lambda x, y, z: f"$(filter %.o {x},{y} {z})",
        lambda x, y, z: f"$(filter-out {x},{y} {z})",
        lambda x, y, z: f"$(if {x},{y},{z})",
        lambda x, y, z: f"$(or {x},{y},{z})",
        lambda x, y, z: f"$(and {x},{y},{z})",
        lambda x, y, z: f"$(foreach i,{x} {y},.$i{z}.)",
        lambda x, y, z: f"$(call V,{x},{y},{z})",
        lambda x, y, z: f"$(sort {x} {y} {z})",
        lambda x, y, z: f"$(word 2,{x} {y} {z})",
        lambda x, y, z: f"$(wordlist 2,3,{x} {y} {z})",
        lambda x, y, z: f"$(words {x} {y})$(firstword {z})$(lastword {z} {x})",
        lambda x, y, z: f"$(addprefix {x},{y} {z})",
        lambda x, y, z: f"$(addsuffix .{x},{y} {z})",
        lambda x, y, z: f"$(join {x} {y},{z})",
        lambda x, y, z: f"$(strip  {x}  {y})$(findstring {z},{x}{z})",
        lambda x, y, z: f"$(dir {x} {y})$(notdir {z})$(basename {x})$(suffix {y} k/m.x)",
        lambda x, y, z: f"$(origin W){x}",
    ]
    return st.builds(lambda form, *given: form(*given), st.sampled_from(forms), inner, inner, inner)


_reference = st.one_of(
    variables.map(lambda name: f"$({name})"),
    variables.map(lambda name: f"${{{name}}}"),
    st.just("$V"),
    st.just("$(V:.o=.c)"),
    st.just("$(W:%.o=x/%)"),
    st.just("$1"),
)
text = st.recursive(
    st.one_of(names, _reference, st.sampled_from(["", "x", "1", "a b", "{x}", "a,b"])),
    lambda inner: st.one_of(_function(inner), st.builds(lambda x, y: f"{x}{y}", inner, inner)),
    max_leaves=6,
)


@st.composite
def assignment(draw: st.DrawFn) -> str:
    """Return an assignment of one of the flavours."""
    name, operator = draw(variables), draw(st.sampled_from(["=", ":=", "::=", "?=", "+="]))
    if draw(st.integers(0, 4)) == 0:
        lines = draw(st.lists(st.sampled_from(["c 6", "c 7 $@", "-c 8 \\\n $(W)", "@c 9"]), max_size=3))
        return "\n".join([f"define COMMANDS {operator}", *lines, "endef"])
    if draw(st.integers(0, 4)) == 0:
        return "\n".join([f"define {name} {operator}", draw(text), "endef"])
    before = draw(st.sampled_from(["", "", "", "override ", "export "]))
    blank, comment = (
        draw(st.sampled_from(["", " ", "\t"])),
        draw(st.sampled_from(["", "", " # no", "y\\#", " \\\n  y"])),
    )
    return f"{before}{name}{blank}{operator}{blank}{draw(text)}{comment}"


_line = st.builds(
    lambda prefix, number, rest, more: f"\t{prefix}c {number} {rest}{more}",
    st.sampled_from(["", "@", "-", "@-", " "]),
    st.integers(0, 9),
    st.lists(st.one_of(text, st.sampled_from(_AUTOMATIC)), max_size=3).map(" ".join),
    st.sampled_from(["", "", " \\\n\tmore", " \\\n more"]),
)


@st.composite
def rule(draw: st.DrawFn) -> str:
    """Return a rule with its recipe."""
    kind = draw(st.sampled_from([":", ":", ":", ":", "static", "pattern", "specific"]))
    needed = draw(listed(st.one_of(names, names, _reference)))
    if kind == "specific":
        operator = draw(st.sampled_from(["=", ":=", "+=", "?="]))
        return f"{draw(listed(names, 1))}: {draw(variables)} {operator} {draw(text)}"
    if kind == "static":
        head = f"{draw(st.sampled_from(['e.o', 'f.o', 'e.o f.o', 'm.o']))}: %.o: %.c {needed}"
    elif kind == "pattern":
        head = f"%.c: {draw(st.sampled_from(['g.c', '', 'a']))}"
    else:
        head = f"{draw(listed(names, 1))}{draw(st.sampled_from(['', ' ']))}: {needed}"
        head += f" | {draw(listed(names))}" if draw(st.booleans()) else ""
    body = draw(
        st.lists(
            st.one_of(_line, _line, st.sampled_from(["", "# x", "\t", "\t$(COMMANDS)", "\t-$(COMMANDS)"])), max_size=3
        )
    )
    first = draw(st.sampled_from(["", "", f" ; c 5 {draw(text)}"]))
    return "\n".join([head + first, *body])


def _conditional(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    condition = st.one_of(
        st.builds(lambda x, y: f"ifeq ({x},{y})", _reference, text),
        st.builds(lambda x, y: f"ifneq ({x}, {y})", _reference, st.sampled_from(["", "a", "a b"])),
        st.builds(lambda x: f"ifeq '{x}' ''", _reference),
        variables.map(lambda name: f"ifdef {name}"),
        variables.map(lambda name: f"ifndef {name} # x"),
    )
    otherwise = st.one_of(st.just(""), inner.map(lambda body: f"\nelse\n{body}"))
    between = st.one_of(
        st.just(""), st.builds(lambda head, body: f"\nelse {head}\n{body}", condition, inner), st.just("")
    )
    return st.builds(
        lambda head, one, two, three: f"{head}\n{one}{two}{three}\nendif", condition, inner, between, otherwise
    )


_statement = st.one_of(assignment(), assignment(), rule(), rule(), st.sampled_from(["", "# x \\\n y", ".PHONY: a ci"]))
_part = st.recursive(
    _statement,
    lambda inner: st.one_of(_conditional(inner), st.lists(inner, min_size=1, max_size=3).map("\n".join)),
    max_leaves=5,
)
_END = "\nci: a e.o k/l\na b d e.o f.o e.c f.c g.c h k/l x 1:\n"
makefiles = st.lists(_part, min_size=1, max_size=6).map(lambda parts: "\n".join(parts) + _END)
"""Makefiles; some of them Make refuses."""
