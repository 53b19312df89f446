"""The options of pytest that its configuration adds to every call.

Source: pytest's reference, "Configuration file formats" and "Initialization: determining rootdir and configfile".
"""

import shlex
from functools import lru_cache
from posixpath import join

from backendrepo.tools.call import Call
from backendrepo.tools.reading import nearest, text_of

_OWN = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini")
_NAMES = (*_OWN, "pyproject.toml", "tox.ini", "setup.cfg")
_SECTIONS = {"setup.cfg": "tool:pytest"}


def addopts(call: Call) -> tuple[str, ...]:
    """Return the words that the configuration adds."""
    overridden = [each.partition("=")[2] for each in call.arguments.all(("-o", "--override-ini")) if _is_addopts(each)]
    if overridden:
        return words(overridden[-1])
    given = call.arguments.last(("-c", "--config-file"))
    if given is not None:
        return _read(given, text_of(call.files, call.path(given))) or ()
    folder = call.command.cwd or ""
    while (path := nearest(call.files, folder, *_NAMES)) is not None:
        folder = path.rpartition("/")[0]
        for name in _NAMES:
            found = _read(name, text_of(call.files, join(folder, name)))
            if found is not None:
                return found
        if not folder:
            break
        folder = folder.rpartition("/")[0]
    return ()


def _is_addopts(override: str) -> bool:
    return override.partition("=")[0].strip() == "addopts"


@lru_cache(maxsize=64)
def _read(name: str, text: str) -> tuple[str, ...] | None:
    """Return the words of a configuration; None where it says nothing of pytest."""
    return _toml(name, text) if name.endswith(".toml") else _ini(name, text)


def _toml(name: str, text: str) -> tuple[str, ...] | None:
    from backendrepo.tools.runners.tables import table  # noqa: PLC0415 - loads tomllib, where there is something to read

    own = name.endswith("pytest.toml")
    pytest = table(text, "pytest") if own else table(text, "tool", "pytest")
    if not pytest:
        return () if own and text else None
    value = (table(text, "tool", "pytest", "ini_options") or pytest).get("addopts", "")
    return tuple(map(str, value)) if isinstance(value, list) else words(str(value))


def _ini(name: str, text: str) -> tuple[str, ...] | None:
    section = _SECTIONS.get(name.rpartition("/")[2], "pytest")
    if f"[{section}]" not in text:
        return () if name.endswith("pytest.ini") and text else None
    from backendrepo.tools.runners.ini import sections  # noqa: PLC0415 - loads configparser, likewise

    return words(sections(text).get(section, {}).get("addopts", ""))


def words(text: str) -> tuple[str, ...]:
    """Return a line as words, as far as its quotes allow."""
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return tuple(text.split())
