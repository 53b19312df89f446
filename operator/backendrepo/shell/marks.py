"""Text that nobody but a run can tell, carried through readers that must not take it for syntax.

An opaque text is written in private-use characters: one that opens, its ASCII shifted out of the way of every reader,
one that closes. It is neither blank nor quote nor operator to Make and shell alike, and `shown` turns it back.
"""

from backendrepo.lazy import regex

OPEN, CLOSE = "\ue000", "\ue001"
ROOT = "/\ue003"
"""The folder of the repository, where a script asks for an absolute path; it is shown as `/.`."""

_SHIFT = 0xE100
_HIDDEN = {code: _SHIFT + code for code in range(128)}
_SHOWN: dict[int, int | str | None] = {shifted: code for code, shifted in _HIDDEN.items()}
_SHOWN |= {ord(OPEN): None, ord(CLOSE): None, ord(ROOT[1]): "."}
_WORD = regex(r"(?<!\S)[\w./@%+,:=-]+(?!\S)")
_SPAN = regex(f"{OPEN}[^{CLOSE}]*(?:{CLOSE}|\\Z)")


def opaque(text: str) -> str:
    """Return a text as one unresolved word."""
    return f"{OPEN}{text.translate(_HIDDEN)}{CLOSE}"


def assumed(text: str) -> str:
    """Return a text whose words are a guess: each is shown as it is, and is unresolved."""
    return _WORD.sub(rf"\g<0>{OPEN}{CLOSE}", text)


def shown(text: str) -> str:
    """Return a text as a person wrote it."""
    return text if text.isascii() else text.translate(_SHOWN)


def unresolved(text: str) -> bool:
    """Whether any of a text is opaque."""
    return OPEN in text


def certain(text: str) -> str:
    """Return what of a text is not opaque."""
    return _SPAN.sub("", text)
