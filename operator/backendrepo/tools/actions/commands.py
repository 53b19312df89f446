"""Actions that run one command, and which: what they are is what that command is.

Sources: the `action.yml` of each.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from backendrepo.tools.readers.addopts import words

Given = Mapping[str, str]
Words = tuple[str, ...]


def _ruff(given: Given) -> Words:
    """Return the command of ruff-action: `args` is a subcommand with its options, `src` what it looks at."""
    return ("ruff", *words(given.get("args", "") or "check"), *words(given.get("src", "")))


def _black(given: Given) -> Words:
    return ("black", *words(given.get("options", "") or "--check --diff"), *words(given.get("src", "") or "."))


def _isort(given: Given) -> Words:
    configuration = given.get("configuration", "") or "--check-only --diff"
    return ("isort", *words(configuration), *words(given.get("sort-paths", "") or given.get("sortpaths", "") or "."))


def _pre_commit(given: Given) -> Words:
    return ("pre-commit", "run", "--show-diff-on-failure", *words(given.get("extra_args", "") or "--all-files"))


def _pip_audit(given: Given) -> Words:
    inputs = words(given.get("inputs", ""))
    folders = [each for each in inputs if not each.endswith((".txt", ".in"))]
    requirements = [word for each in inputs if each.endswith((".txt", ".in")) for word in ("-r", each)]
    return ("pip-audit", *requirements, *folders)


def _pyright(given: Given) -> Words:
    project = given.get("project", "")
    return ("pyright", *(("--project", project) if project else ()), *words(given.get("extra-args", "")))


def _pytest(given: Given) -> Words:
    """Return the command of pytest-action: a whole one of one's own, or pytest over some paths."""
    return words(given.get("custom-pytest", "") or "pytest") + words(given.get("custom-arguments", ""))


def _options(program: str, *names: str, default: str = "") -> Callable[[Given], Words]:
    """Return what makes the command of a program from one or more inputs that hold its words."""

    def command(given: Given) -> Words:
        found = tuple(word for name in names for word in words(given.get(name, "")))
        return (*program.split(), *(found or words(default)))

    return command


def _shell(name: str, folder: str) -> Callable[[Given], Words]:
    """Return what makes the command of an input that holds a script, in the folder that another one names."""

    def command(given: Given) -> Words:
        there = ("env", "-C", given[folder]) if given.get(folder) else ()
        return (*there, "bash", "-ec", given.get(name, ""))

    return command


def _retry(given: Given) -> Words | None:
    """Return the command of retry: its shell is not told to stop at a failure. None for one of another language."""
    shell = given.get("shell", "") or "bash"
    return (shell, "-c", given.get("command", "")) if shell in ("bash", "sh") else None


COMMANDS: Mapping[str, Callable[[Given], Words | None]] = MappingProxyType(
    {
        "astral-sh/ruff-action": _ruff,
        "pavelzw/pytest-action": _pytest,
        "chartboost/ruff-action": _ruff,
        "psf/black": _black,
        "rickstaa/action-black": _options("black", "black_args", default="--check ."),
        "lgeiger/black-action": _options("black", "args"),
        "isort/isort-action": _isort,
        "jamescurtin/isort-action": _isort,
        "pre-commit/action": _pre_commit,
        "tox-dev/action-pre-commit-uv": _pre_commit,
        "j178/prek-action": _options("prek run", "extra-args", "extra_args", default="--all-files"),
        "pypa/gh-action-pip-audit": _pip_audit,
        "trailofbits/gh-action-pip-audit": _pip_audit,
        "jakebailey/pyright-action": _pyright,
        "jpetrucciani/mypy-check": _options("mypy", "path", default="."),
        "jpetrucciani/black-check": _options("black --check", "path", default="."),
        "jpetrucciani/ruff-check": _options("ruff check", "path", default="."),
        "py-actions/flake8": _options("flake8", "path", default="."),
        "gacts/actionlint": _options("actionlint", "args"),
        "devops-actions/actionlint": _options("actionlint", "args"),
        "codespell-project/actions-codespell": _options("codespell", "path", default="."),
        "crate-ci/typos": _options("typos", "files"),
        "ludeeus/action-shellcheck": _options("shellcheck", "scandir"),
        "ibiqlik/action-yamllint": _options("yamllint", "file_or_dir", default="."),
        "nick-fields/retry": _retry,
        "nick-invision/retry": _retry,
        "wandalen/wretry.action": _shell("command", "current_path"),
        "liskin/gh-problem-matcher-wrap": _shell("run", "working-directory"),
        "coactions/setup-xvfb": _shell("run", "working-directory"),
        "gabrielbb/xvfb-action": _shell("run", "working-directory"),
        "cypress-io/github-action": _options("cypress run"),
    }
)
"""By the action's name without its version: its words, from its inputs."""

PASSING: Mapping[str, str] = MappingProxyType(
    {
        "nick-fields/retry": "continue_on_error=true",
        "nick-invision/retry": "continue_on_error=true",
        "pypa/gh-action-pip-audit": "internal-be-careful-allow-failure=true",
        "trailofbits/gh-action-pip-audit": "internal-be-careful-allow-failure=true",
        "codespell-project/actions-codespell": "only_warn",
    }
)
"""By the action's name: inputs with which it passes whatever its command comes to."""
