"""Whatever stands on a command line or in a configuration, the answer is an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.snapshots import Memory
from tests.tools.lines import commands

from backendrepo.findings import Evidence
from backendrepo.shell import Command, Field
from backendrepo.shell.marks import opaque
from backendrepo.tools import follow, of_action, uses
from backendrepo.tools.actions import _BY_NAME
from backendrepo.tools.actions.commands import COMMANDS
from backendrepo.tools.runners import RUNNERS
from backendrepo.tools.table import BY_PROGRAM

CONFIGURATIONS = (
    *("tox.ini", "setup.cfg", "pyproject.toml", "noxfile.py", "tasks.py", "package.json", "justfile", "Taskfile.yml"),
    *(".pre-commit-config.yaml", "compose.yaml", "Pipfile", "pixi.toml", "poe_tasks.toml", "hatch.toml", "pytest.ini"),
)
OPTIONS = sorted({word for rows in BY_PROGRAM.values() for tool, _ in rows for word in tool.takes})
SUBCOMMANDS = sorted({word for rows in BY_PROGRAM.values() for _, name in rows for word in name[1:]})
WORDS = st.one_of(
    st.sampled_from(OPTIONS),
    st.sampled_from(SUBCOMMANDS),
    st.sampled_from(["run", "-m", "--", "-", "", "--all-files", ":::", "{}", "x.py", ".", "-x=1", "=", "--cov"]),
    st.text(max_size=12),
    st.text(max_size=5).map(opaque),
)
PROGRAMS = st.one_of(st.sampled_from(sorted({*BY_PROGRAM, *RUNNERS, "python", "sh"})), st.text(min_size=1, max_size=8))
TEXTS = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            "[testenv]\ncommands = {[testenv]commands}\n  {posargs:{posargs:x}} {envname}",
            "[tool:pytest]\nnothing\n  more\n[pytest]\naddopts\n  = x",
            "[tox]\nenvlist = {a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}",
            "[tool.poe.tasks]\na = ['a', 'b']\nb = {sequence = ['a', {ref = 'b'}]}\n.x = {cmd = 3}",
            "[tool.poe.tasks]\nrun = ['run', 'x.py']\n",
            '{"scripts": {"run": "npm run run && pytest", "test": 3}}',
            "run: run\n\tjust run {{x}} \\\n",
            "version: 3\ntasks:\n  run: {cmds: [{task: run}, 3, [x]], deps: [run]}\n  default: pytest",
            "repos: [{hooks: [{id: ruff, files: '(', args: 3}, {id: [x]}, {entry: '\"'}]}, 3]",
            "import nox\n@nox.session(name=1, tags=None)\ndef run(s): s.run(*s.posargs); s.notify('run'); s.notify()",
            "def run(c):\n    run(c)\n    c.run(c)\n",
            "[envs.default.scripts]\nrun = ['run', '- run {args:x']",
            "[" * 500,
            "{" * 3000,
            "(" * 3000,
        ]
    ),
)


@given(
    PROGRAMS,
    st.lists(WORDS, max_size=12),
    st.dictionaries(st.sampled_from(CONFIGURATIONS), TEXTS, max_size=4),
    st.sampled_from([None, "", "api"]),
    st.sampled_from([(), ("hatch run",), ("pdm run",), ("docker run rhysd/actionlint",)]),
)
def test_any_command_line_has_an_answer(program, words, texts, cwd, wrappers):
    files = Memory({name: text.encode("utf-8", "replace") for name, text in texts.items()})
    argv = tuple(map(Field, [program, *words]))
    command = Command(argv, Evidence("Makefile", 1), words=argv, cwd=cwd, wrappers=wrappers)
    assert len(uses(command, files)) < 50
    script = follow(command, files)
    assert script is None or len(script.commands) <= 300


@given(
    st.one_of(st.sampled_from(sorted({*_BY_NAME, *COMMANDS})), st.text(max_size=20)),
    st.dictionaries(
        st.one_of(st.sampled_from(["args", "exit-code", "inputs", "context"]), st.text(max_size=6)),
        st.text(max_size=12),
    ),
)
def test_any_action_has_an_answer(name, given):
    found = of_action(f"{name}@v1", given)
    assert found is None or len(found) < 10


def test_a_command_of_many_words_is_read_in_a_moment():
    line = Command((Field("ruff"), Field("check"), *[Field("--exclude")] * 200_000), Evidence("Makefile", 1))
    assert len(uses(line, Memory({}))[0].excluded) <= 200
    line = Command((Field("mypy"), *[Field("-p"), Field("x")] * 100_000), Evidence("Makefile", 1))
    assert len(uses(line, Memory({f"a/{at}.py": "" for at in range(20_000)}))) == 1


LARGE = 60_000
HOSTILE = {
    "tox.ini": [
        "[tox]\nenvlist = " + "," * LARGE,
        "[tox]\nenvlist = " + "{" * LARGE,
        "[tox]\nenvlist = a\n[testenv]\ncommands = " + "{[testenv]x}" * 5_000,
        "[tox]\nenvlist = a\n" + "".join(f"[testenv:{at}]\nbase = {at + 1}, {at + 2}\n" for at in range(3_000)),
        "[testenv]\ncommands = x: " + "-a" * LARGE,
    ],
    "justfile": [
        "run" + " a=" * LARGE + ":\n",
        "run " + '"' * LARGE + ":\n",
        "run:\n " + "{{" * LARGE,
        "run: " + "(" * LARGE,
        "run: " + "run " * LARGE,
    ],
    "Taskfile.yml": ["tasks:\n  default: '" + "{{" * LARGE + "'"],
    "pyproject.toml": [
        "[tool.poe.tasks]\nrun = [" + "'run'," * 10_000 + "]\n",
        "[tool.poe.tasks]\nrun = '" + "{args:" * 20_000 + "'\n",
    ],
    "noxfile.py": [
        "import nox\n@nox.session\ndef a(s):\n" + "    s.notify('a')\n" * 2_000,
        "import nox\n@nox.session\ndef a(s):\n    s.run(" + "'x' + " * 500 + "'y')\n",
    ],
    "tasks.py": ["def run(c):\n" + "    run(c)\n" * 2_000],
    ".pre-commit-config.yaml": ["repos: [{hooks: [{id: ruff, files: '" + "(a|" * 10_000 + "'}]}]"],
    "package.json": ['{"scripts": {"run": "' + "npm run run; " * 2_000 + '"}}'],
    "compose.yaml": ["services: {" + ", ".join(f"s{at}: {{build: .}}" for at in range(3_000)) + "}"],
    "scripts/coverage_gate.py": ["min_" * LARGE, "threshold" * LARGE, "cov_min" * LARGE],
    "tests/test_openapi.py": ["openapi" * LARGE, "call_command(" * LARGE],
}
LINES = (
    *("tox", "just run", "task", "poe run", "nox", "inv run", "pre-commit run -a", "npm run run"),
    *("docker compose build", "python scripts/coverage_gate.py", "pytest"),
)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(("name", "at"), [(name, at) for name, texts in HOSTILE.items() for at in range(len(texts))])
def test_a_configuration_that_multiplies_is_read_in_a_moment(name, at):
    files = Memory({name: HOSTILE[name][at]})
    for line in LINES:
        for command in commands(line):
            script = follow(command, files)
            assert len(uses(command, files)) < 50
            assert script is None or len(script.commands) <= 300


def test_folders_within_each_other_are_gone_up_only_so_far():
    deep = "/".join("a" * 60)
    (command,) = commands(f"cd {deep} && tox")
    assert follow(command, Memory({"tox.ini": "[testenv]\ncommands = pytest"})) is None
