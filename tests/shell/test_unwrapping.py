"""What counts is the command within its wrappers; what is no wrapper for sure stays as it is written."""

import pytest

from backendrepo.shell import Command, read

UNWRAPPED = {
    # Runners of Python projects
    "uv run pytest": "pytest",
    "uv run --group dev pytest -q": "pytest -q",
    "uv run --with x -- pytest": "pytest",
    "uv run -p3.12 pytest": "pytest",
    "uv run -m pytest tests": "pytest tests",
    "uv run --module pytest tests": "pytest tests",
    "uv --quiet run --env-file=.env coverage run -m pytest": "coverage run -m pytest",
    "uv run python -m pytest": "pytest",
    "uvx --from x zizmor .": "zizmor .",
    "uvx ruff@0.5 check": "ruff check",
    "uv tool run ruff check": "ruff check",
    "pipx run ruff==0.5 check": "ruff check",
    "poetry run -- pytest": "pytest",
    "pdm run -p svc lint": "lint",
    "hatch -e test run pytest": "pytest",
    "hatch run +py=3.12 test:lint -x": "lint -x",
    "conda run -n env --no-capture-output pytest": "pytest",
    # Python itself
    "python -m pytest": "pytest",
    "python3.12 -X dev -W error -m pytest tests": "pytest tests",
    "python -Werror -m pytest": "pytest",
    "python -Im pytest": "pytest",
    "./venv/bin/python -m ruff check": "ruff check",
    "$PYTHON -m pytest": "pytest",
    "${PYTHON:-python3} -m pytest": "pytest",
    "$(which python) -m pytest": "pytest",
    # The machine
    "env -i A=1 pytest": "pytest",
    "/usr/bin/env -u A B=1 C=2 tox -e lint": "tox -e lint",
    "sudo -u app timeout -k 5 60 make test": "make test",
    "sudo -uapp -E pytest": "pytest",
    "time -p nice -n 5 make lint": "make lint",
    "nice -5 make": "make",
    "timeout --signal=KILL 10m pytest": "pytest",
    "nohup stdbuf -oL pytest": "pytest",
    "command -p lint": "lint",
    "builtin command lint": "lint",
    "exec -a name lint": "lint",
    "find . -name '*.sh' | xargs -0 -n1 -r shellcheck -x": "shellcheck -x",
    "xargs -I{} sh -c 'ruff {}'": "ruff {}",
    "find . -name '*.py' -exec lint {} +": "lint {}",
    "wait-for-it.sh -t 5 db:5432 -- lint": "lint",
    "nix develop --command pytest": "pytest",
    "kubectl exec -it pod -c web -- pytest": "pytest",
    # Containers
    "docker run --rm -it -v /a:/b -w /b --network-alias x image:1 pytest -q": "pytest -q",
    "docker run -itv /a:/b image pytest": "pytest",
    "docker --context x exec container pytest": "pytest",
    "docker run $DOCKER_OPTS image pytest": "pytest",
    "docker run --entrypoint pytest image -q": "pytest -q",
    'docker run --entrypoint="" image pytest': "pytest",
    "docker compose -f a.yml run -T --rm -e A=1 web pytest": "pytest",
    "docker-compose exec -T web ruff check": "ruff check",
    "podman-compose run web sh -c 'pytest'": "pytest",
    # Shells
    "bash -c lint": "lint",
    "bash -lc lint": "lint",
    "sh -xec lint": "lint",
    "bash --rcfile x -O extglob -c lint": "lint",
    "bash -o pipefail +x -c lint": "lint",
    "bash -c 'lint \"$@\"' _ a b": "lint a b",
    "bash <<< 'lint a'": "lint a",
    "bash -s <<'EOF'\nlint a\nEOF": "lint a",
    "eval lint a": "lint a",
    # Programs whose version or environment stands at the name
    "npx --package x -- eslint@8 .": "eslint .",
    "npx @scope/tool@1 .": "@scope/tool .",
}

KEPT = [
    "uv",
    "uv run",
    "uv run --help",
    "uv sync",
    "uv pip install pytest",
    "poetry install",
    "python -m",
    "python -V",
    "python gate.py -m",
    "python -c 'x' -m pytest",
    "python - -m",
    "env",
    "env A=1",
    "env - A=1 pytest",
    "sudo --version",
    "timeout 60",
    "xargs",
    "docker run image",
    "docker build .",
    "docker compose up web",
    "npx -c 'eslint .'",
    "hatch run",
    "hatch run +py=3",
    "npx",
    "kubectl exec pod pytest",
    "command -v lint",
    "find . -name x -delete",
    "find . -exec a {} + -exec b {} +",
    "find . -exec",
    "bash",
    "bash -x",
    "bash gone.sh",
    "./gone.sh a",
]


def last(script: str) -> Command:
    """Return the last command of a script."""
    return read(script).commands[-1]


@pytest.mark.parametrize(("script", "argv"), UNWRAPPED.items())
def test_what_is_run_in_the_end_counts(script: str, argv: str) -> None:
    assert " ".join(last(script).argv) == argv


@pytest.mark.parametrize("script", KEPT)
def test_what_is_no_wrapper_for_sure_stays(script: str) -> None:
    assert " ".join(last(script).argv) == script.replace("'", "")
    assert last(script).wrappers == ()


def test_what_was_taken_off_is_told_from_the_outside_in() -> None:
    command = last("sudo -u app docker compose run web timeout 5 bash -c 'uv run python -m pytest -q'")
    assert command.wrappers == ("sudo", "docker compose run web", "timeout 5", "uv run", "python -m")
    assert command.words == ("uv", "run", "python", "-m", "pytest", "-q")


def test_wrappers_say_in_which_folder_and_with_which_variables_the_command_runs() -> None:
    command = last("cd svc; env -C api A=1 uv --directory=core run B=2 pytest")
    assert (command.cwd, command.env) == ("svc/api/core", {"A": "1"})
    assert last("poetry -C $WHERE run pytest").cwd is None


def test_wrappers_without_end_are_taken_off_up_to_a_bound() -> None:
    assert last("env " * 9 + "pytest").argv == ("env", "pytest")
