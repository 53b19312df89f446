"""`coverage run …`: what it runs is what counts."""

from collections.abc import Iterator
from dataclasses import replace

from backendrepo.shell import Field
from backendrepo.tools.call import Call
from backendrepo.tools.use import Use

_VALUED = frozenset({"--concurrency", "--context", "--data-file", "--rcfile", "--source", "--source-pkg", "--include"})


def inner(use: Use, call: Call) -> Iterator[Use]:
    """Yield the uses of the module or script that it runs, and of nothing else."""
    from backendrepo.tools.uses import uses  # noqa: PLC0415 - the table is a part of what reads it

    words = _run(call)
    if words:
        yield from uses(replace(call.command, argv=tuple(map(Field, words))), call.files)


def _run(call: Call) -> tuple[str, ...]:
    """Return the command behind the options of `coverage run`."""
    words = [str(word) for word in call.command.argv]
    at = words.index("run") + 1 if "run" in words else len(words)
    while at < len(words) and words[at].startswith("-"):
        if words[at] in ("-m", "--module"):
            return (*words[at + 1 :],)
        at += 2 if words[at] in _VALUED | {"--omit"} else 1
    return ("python", *words[at:]) if words[at:] else ()
