"""Words of a command as the shell would see them, as far as that can be told without running anything."""

from tree_sitter import Node

UNRESOLVED = "\N{REPLACEMENT CHARACTER}"
"""Stands for what only a run would tell: a variable, a command's output."""

_PLAIN = frozenset({"word", "number", "string_content", "test_operator", "variable_name", "special_variable_name"})
_OPENED = frozenset({"string", "concatenation", "translated_string", "command_name"})


def text(node: Node) -> str:
    """Return the source of a node."""
    return (node.text or b"").decode(errors="replace")


def word(node: Node) -> str:
    """Return a node as one word, without its quotes; what is unresolved is marked."""
    if node.type in _PLAIN:
        return text(node).replace("\\\n", "").replace("\\", "")
    if node.type == "raw_string":
        return text(node)[1:-1]
    if node.type == "ansi_c_string":
        return text(node)[2:-1]
    if node.type in _OPENED:
        return "".join(word(child) for child in node.children if child.type not in ('"', "$"))
    return UNRESOLVED if node.is_named else text(node)
