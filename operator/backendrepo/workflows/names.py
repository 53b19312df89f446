"""The name under which GitHub reports a job: what branch protection can require.

A job's `name`, else its id. Without an expression in it a matrix adds its values: `test (3.12, ubuntu)`. A called
workflow's job has its caller's name before it: `caller / called`. Each of these parts is cut to 100 characters, the
last three of them dots, and the whole is not (seen in reported check runs, 2024 to 2026).
"""

from typing import NamedTuple

from backendrepo.workflows.expressions import Scope, Unknown, Value, templates, text
from backendrepo.workflows.matrix import Combination
from backendrepo.yaml12 import Node, text_of

LONGEST = 100
"""Characters of a job's own name, as UTF-16 has them."""


class Name(NamedTuple):
    """A name, or what is known of it, and why that is not certain."""

    text: str
    doubt: str = ""

    def within(self, caller: "Name | None") -> "Name":
        """Return the name below its caller's."""
        return Name(f"{caller.text} / {self.text}", caller.doubt or self.doubt) if caller else self


def named(node: Node | None, id_: str, combination: Combination, scope: Scope) -> Name:
    """Return the name of a job in one combination."""
    written = text_of(node) or ""
    if len(written) > templates.SHORT and templates.has_expression(written):
        return Name(_cut(written), f"it is written in more than {templates.SHORT} characters")
    written = templates.literal(written) or id_
    if not templates.has_expression(written):
        return _listed(written, combination.shown)
    value = templates.value(written, scope)
    own = text(value)
    if own == "":
        return _listed(id_, combination.shown)
    if own is None:
        return Name(templates.render(written, scope, str), f"`{_asked(value)}` is only known in a run")
    doubt = "" if _cut(own) == own else f"it is longer than {LONGEST} characters, and made by an expression"
    return Name(_cut(own), doubt)


def _listed(name: str, shown: tuple[Value, ...]) -> Name:
    texts = [text(each) for each in shown]
    if None in texts:
        unknown = next(each for each in shown if isinstance(each, Unknown))
        return Name(f"{name} ({', '.join(each or '…' for each in texts)})", f"`{unknown.text}` is only known in a run")
    return Name(_cut(f"{name} ({', '.join(each or '' for each in texts)})" if texts else name))


def _asked(value: Value) -> str:
    return value.text if isinstance(value, Unknown) else ""


def _cut(name: str) -> str:
    units = name.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST:
        return name
    return units[: 2 * (LONGEST - 3)].decode("utf-16-le", "ignore") + "..."
