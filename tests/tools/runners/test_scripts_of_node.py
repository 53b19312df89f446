"""npm, pnpm, Yarn and Bun: the scripts of package.json."""

import pytest
from tests.snapshots import Memory
from tests.tools.lines import commands, followed

from backendrepo.tools import follow

PACKAGE = """
{
  "scripts": {
    "prelint": "prettier --check .",
    "lint": "eslint src",
    "test": "jest",
    "check": "run-s lint test",
    "test:unit": "vitest run",
    "odd": 3
  }
}
"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("npm run lint", ["prettier --check .", "eslint src"]),
        ("npm run lint -- --max-warnings 0", ["prettier --check .", "eslint src --max-warnings 0"]),
        ("npm run lint --silent", ["prettier --check .", "eslint src"]),
        ("npm test", ["jest"]),
        ("npm t", ["jest"]),
        ("pnpm lint --max-warnings 0", ["prettier --check .", "eslint src --max-warnings 0"]),
        ("yarn test --ci", ["jest --ci"]),
        ("yarn run test", ["jest"]),
        ("bun run test", ["jest"]),
        ("npm run check", ["run-s lint test"]),
        ("run-s lint test", ["prettier --check .", "eslint src", "jest"]),
        ("npm-run-all --parallel 'test:*'", ["vitest run"]),
    ],
)
def test_a_script_runs_what_the_package_says(line, found):
    assert followed(line, {"package.json": PACKAGE}) == found


@pytest.mark.parametrize(
    "line", ["npm --prefix web run test", "yarn --cwd web test", "pnpm -C web test", "cd web/src && npm test"]
)
def test_the_package_may_stand_in_a_folder(line):
    (command,) = commands(line)
    (found,) = follow(command, Memory({"web/package.json": PACKAGE})).commands
    assert (found.cwd, str(found.place)) == ("web", "web/package.json:6")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("npm ci", PACKAGE),
        ("npm run", PACKAGE),
        ("npm run gone", PACKAGE),
        ("npm run odd", PACKAGE),
        ("npm --prefix gone run test", PACKAGE),
        ("bun test", PACKAGE),
        ("yarn", PACKAGE),
        ("npm test", "{"),
        ("npm test", "[]"),
        ("npm test", '{"scripts": []}'),
        ("run-s lint", "{}"),
    ],
)
def test_what_is_no_script_is_not_followed(line, text):
    (command,) = commands(line)
    assert follow(command, Memory({"package.json": text})) is None


def test_without_a_package_there_is_nothing_to_follow():
    for line in ("run-s lint", "npm test"):
        (command,) = commands(line)
        assert follow(command, Memory({})) is None


WORKSPACE = {
    "package.json": '{"scripts": {"test": "npm run --workspace site test"}}',
    "apps/web/package.json": '{\n "name": "site",\n "scripts": {"test": "vitest run"}\n}',
    "apps/broken/package.json": b"\0",
}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("npm run -w site test", ["vitest run"]),
        ("bun run --filter web test", ["vitest run"]),
        ("pnpm -F apps/web run test", ["vitest run"]),
        ("cd apps && npm run --workspace=site test", ["vitest run"]),
        ("npm run -w other test", None),
    ],
)
def test_a_package_of_the_workspace_is_found_by_its_name(line: str, found: list[str] | None):
    (command,) = commands(line)[-1:]
    script = follow(command, Memory(WORKSPACE))
    assert (script and [" ".join(each.argv) for each in script]) == found
