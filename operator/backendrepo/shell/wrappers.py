"""Commands that run another command: `uv run`, `env`, `sudo`, `docker compose run web`, `xargs`, ….

Each is a row of `WRAPPERS`. An option that takes a value has to be named, or its value would be taken for the command.
Sources: the tools' own command-line pages.
"""

from typing import NamedTuple


class Wrapper(NamedTuple):
    """One way to run a command by another."""

    name: tuple[str, ...]
    """The words that begin it. Options may stand between them."""
    valued: frozenset[str] = frozenset()
    """Options whose value is the next word."""
    flags: frozenset[str] = frozenset()
    """Long options that take no value, where those are fewer: all others take one."""
    operands: int = 0
    """How many operands stand between the options and the command."""
    assignments: bool = False
    """Whether `NAME=value` may stand before the command."""
    folder: frozenset[str] = frozenset()
    """Options that say in which folder the command runs."""
    separators: frozenset[str] = frozenset()
    """What has to stand before the command; empty where nothing has to."""
    module: bool = False
    """Whether `-m` names a module of Python."""
    versioned: bool = False
    """Whether a version may stand behind the command's name."""
    leaves: frozenset[str] = frozenset()
    """Options with which it does not wait for the command."""


def _rows(  # noqa: PLR0913 - a row of the table
    names: str,
    valued: str = "",
    *,
    operands: int = 0,
    assignments: bool = False,
    folder: str = "",
    separators: str = "",
    module: bool = False,
    versioned: bool = False,
    leaves: str = "",
) -> list[Wrapper]:
    """Return a wrapper for each name. Names are parted by commas, options by blanks; behind `!` stand flags."""
    options, _, flags = f"{valued} ".partition("! ")
    return [
        Wrapper(
            (*name.split(),),
            frozenset(f"{options} {folder}".split()),
            frozenset(flags.split()),
            operands,
            assignments,
            frozenset(folder.split()),
            frozenset(separators.split()),
            module,
            versioned,
            frozenset(leaves.split()),
        )
        for name in names.split(", ")
    ]


_UV = (
    "-p --python --project --package --extra --no-extra --group --no-group --only-group --with --with-editable "
    "--with-requirements --env-file --index --default-index -i --index-url --extra-index-url -f --find-links "
    "--index-strategy --keyring-provider --allow-insecure-host --resolution --prerelease --fork-strategy "
    "--exclude-newer --link-mode -P --upgrade-package --reinstall-package --refresh-package --no-build-package "
    "--no-binary-package --no-build-isolation-package -C --config-setting --config-file --cache-dir --color "
    "--python-platform --torch-backend --from -w --constraints -c --overrides"
)
_CONTAINER = (
    "-e -v -w -u -p -l -h -m -a -c -H "
    "! --detach --init --interactive --no-healthcheck --oom-kill-disable --privileged --publish-all --quiet --rm --tty "
    "--read-only --disable-content-trust --sig-proxy --debug --tls --tlsverify --no-TTY --no-deps --service-ports "
    "--use-aliases --build --remove-orphans --quiet-pull --quiet-build --dry-run --all-resources --compatibility "
    "--help --version"
)
_COMPOSE = f"-f {_CONTAINER} --verbose"
_DETACHED = "-d --detach"

WRAPPERS = [
    *_rows("env", "-u --unset -S --split-string", assignments=True, folder="-C --chdir"),
    *_rows("sudo", "-u --user -g --group -h --host -p --prompt -C -R -T -U -r -t", assignments=True, folder="-D"),
    *_rows("doas", "-u -C"),
    *_rows("gosu, su-exec", operands=1),
    *_rows("setsid", leaves="-f --fork"),
    *_rows("command, builtin, nohup, chronic, unbuffer, winpty, caffeinate, catchsegv, sfw"),
    *_rows("ddtrace-run, opentelemetry-instrument, newrelic-admin run-program"),
    *_rows("time", "-f --format -o --output"),
    *_rows("nice", "-n --adjustment"),
    *_rows("ionice", "-c --class -n --classdata"),
    *_rows("stdbuf", "-i --input -o --output -e --error"),
    *_rows("timeout, gtimeout", "-s --signal -k --kill-after", operands=1),
    *_rows("flock", "-w --timeout --wait -E --conflict-exit-code", operands=1),
    *_rows("strace", "-e -o -p -s -u -E -a -O -S -P -I"),
    *_rows("tini, dumb-init, wait-for-it, wait-for-it.sh, wait-for, dbus-run-session", separators="--"),
    *_rows("xvfb-run", "-n --server-num -s --server-args -e --error-file -f --auth-file -w --wait -p --xauth-protocol"),
    *_rows(
        "xargs",
        "-n --max-args -P --max-procs -I --replace -L --max-lines -d --delimiter -s --max-chars -a --arg-file -E",
    ),
    *_rows("uv run", _UV, folder="--directory", module=True),
    *_rows("uvx, uv tool run", _UV, folder="--directory", versioned=True),
    *_rows("pipx run", "--spec --python --pip-args --index-url -i --with", versioned=True),
    *_rows("poetry run", "-P --project", folder="-C --directory"),
    *_rows("pdm run", "-p --project -c --config"),
    *_rows("hatch run", "-e --env -p --project --data-dir --cache-dir --config"),
    *_rows("pipenv run", "--python"),
    *_rows("rye run", "--pyproject"),
    *_rows("pixi run", "-e --environment --manifest-path"),
    *_rows("conda run, mamba run, micromamba run", "-n --name -p --prefix", folder="--cwd"),
    *_rows("mise exec, mise x, rtx exec", separators="--"),
    *_rows("asdf exec, pyenv exec, rbenv exec"),
    *_rows("npx, npm exec", "-p --package -c --call -w --workspace", versioned=True),
    *_rows("bunx", versioned=True),
    *_rows("pnpm exec", "--filter -F", folder="-C --dir"),
    *_rows("pnpm dlx", "--package", versioned=True),
    *_rows("yarn exec", folder="--cwd"),
    *_rows("yarn dlx", "-p --package", versioned=True),
    *_rows("bundle exec", "--gemfile"),
    *_rows("dotenv run", "-f --file -e --export -q --quote"),
    *_rows("direnv exec", operands=1),
    *_rows("doppler run, aws-vault exec, chamber exec, op run, kubectl exec, oc exec", separators="--"),
    *_rows("devbox run", "-e --env --env-file -c --config"),
    *_rows("nix develop, nix shell", separators="-c --command"),
    *_rows(
        "docker run, docker exec, docker container run, docker container exec, podman run, podman exec",
        _CONTAINER,
        operands=1,
        leaves=_DETACHED,
    ),
    *_rows(
        "docker compose run, docker compose exec, docker-compose run, docker-compose exec, podman compose run, "
        "podman compose exec, podman-compose run, podman-compose exec",
        _COMPOSE,
        operands=1,
        leaves=_DETACHED,
    ),
]
