"""Regular expressions that leave paths out, as mypy and Black take them: found anywhere in a path, no folder's alone.

Those of a repository are not run: one can be written that takes for ever. What most are is read: words with `^`,
`(^|/)` or `$`, one of several, or all files. Another one counts as if it left nothing out.
"""

import re

from backendrepo.lazy import regex

_START = r"(?:\^|\((?:\?:)?(?:\^/?\|/|/\|\^/?)\))"
_ONE_OF = regex(rf"(?P<start>{_START}?/?)\((?:\?:)?(?P<words>[^()]*)\)(?P<end>[^()]*)")
_WORD = regex(
    rf"(?P<start>{_START})?(?P<text>(?:[\w/-]|\\?\.(?![*+]))*)(?P<rest>[/.]?\.[*+](?:\\?\.pyi?)?)?(?P<end>\$)?"
)
LONGEST = 2_000
"""Characters of an expression that are read."""


def leaves_out(expression: str, folder: str) -> bool:
    """Whether an expression is found in the path of a folder, or in that of every module in it."""
    paths = (f"{folder}/", f"{folder}/module.py")
    return any(_found(each, path) for each in _alternatives(expression[:LONGEST].strip()) for path in paths)


def _alternatives(expression: str) -> list[str]:
    """Return the expressions of which one has to be found."""
    if grouped := _ONE_OF.fullmatch(expression):
        return [f"{grouped['start']}{word}{grouped['end']}" for word in grouped["words"].split("|")]
    return re.split(r"\|(?!\^?/?\))", expression)


def _found(expression: str, path: str) -> bool:
    word = _WORD.fullmatch(expression.strip())
    if word is None or not (word["text"] or word["rest"]):
        return expression == "."
    text = word["text"].replace("\\", "")
    if word["end"] and not word["rest"]:
        return path.endswith(text)
    if not word["start"]:
        return text in path
    return path.lstrip("/").startswith(text.lstrip("/")) or ("|" in word["start"] and f"/{text.lstrip('/')}" in path)
