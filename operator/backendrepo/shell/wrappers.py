"""Commands that run another command: the other one is what counts.

Each entry says which options of the wrapper take a value, so that they are not taken for the command.
"""

from posixpath import basename

VALUED = {
    "env": {"-u", "-C", "-S"},
    "sudo": {"-u", "-g", "-h", "-p"},
    "nice": {"-n"},
    "timeout": {"-s", "-k"},
    "xargs": {"-n", "-P", "-I", "-L", "-d"},
    "exec": {"-a"},
    "time": set[str](),
    "command": set[str](),
    "nohup": set[str](),
    "npx": {"-p", "--package"},
    "uvx": {"--from", "--with", "--python"},
}
SUBCOMMANDS = {
    "uv": (
        "run",
        {"--with", "--group", "--extra", "--python", "-p", "--project", "--directory", "--env-file", "--package"},
    ),
    "poetry": ("run", set[str]()),
    "pipenv": ("run", set[str]()),
    "pdm": ("run", set[str]()),
    "hatch": ("run", set[str]()),
    "rye": ("run", set[str]()),
    "pipx": ("run", {"--spec"}),
    "pnpm": ("exec", set[str]()),
    "yarn": ("run", set[str]()),
}
COVERAGE = {"--source", "--rcfile", "--omit", "--include", "--data-file", "--context"}
PYTHON = ("python", "python3", "python2", "py")


def unwrapped(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the innermost command: `uv run --group dev python -m pytest -q` is `pytest -q`."""
    for _ in range(8):
        inner = _inner(words)
        if inner == words:
            break
        words = inner
    return words


def _inner(words: tuple[str, ...]) -> tuple[str, ...]:
    program = basename(words[0]) if words else ""
    if program.startswith(PYTHON):
        return _python(words)
    if program in ("docker", "docker-compose", "podman"):
        return _compose(words)
    if program in SUBCOMMANDS and words[1:2] == (SUBCOMMANDS[program][0],):
        return _past_options(words[2:], SUBCOMMANDS[program][1]) or words
    if program == "coverage" and words[1:2] == ("run",):
        inner = _past_options(words[2:], COVERAGE)
        return inner[1:] if inner[:1] == ("-m",) and inner[1:] else words
    if program in VALUED:
        return _prefixed(program, _past_options(words[1:], VALUED[program])) or words
    return words


def _prefixed(program: str, inner: tuple[str, ...]) -> tuple[str, ...]:
    """Return what follows the operands of `env` (assignments) and `timeout` (a length of time)."""
    if program == "env":
        return _past_assignments(inner)
    return inner[1:] if program == "timeout" else inner


def _past_options(words: tuple[str, ...], valued: set[str]) -> tuple[str, ...]:
    at = 0
    while at < len(words) and words[at].startswith("-") and words[at] not in ("-m", "--"):
        at += 2 if words[at] in valued else 1
    return words[at + 1 :] if words[at : at + 1] == ("--",) else words[at:]


def _past_assignments(words: tuple[str, ...]) -> tuple[str, ...]:
    at = 0
    while at < len(words) and "=" in words[at] and not words[at].startswith("-"):
        at += 1
    return words[at:]


def _python(words: tuple[str, ...]) -> tuple[str, ...]:
    """`python -X dev -m pytest` is `pytest`; a script stays a script of Python's."""
    inner = _past_options(words[1:], {"-X", "-W"})
    return (inner[1:] or words) if inner[:1] == ("-m",) else words


def _compose(words: tuple[str, ...]) -> tuple[str, ...]:
    """`docker compose run --rm api pytest` is `pytest`; so is `exec`."""
    for at, each in enumerate(words):
        if each in ("run", "exec") and ("compose" in words[:at] or basename(words[0]) == "docker-compose"):
            after = _past_options(
                words[at + 1 :], {"-e", "--env", "-u", "--user", "-w", "--workdir", "-v", "--volume", "-p"}
            )
            return after[1:] or words
    return words
