"""GNU Parallel: what is run for each argument."""

import pytest
from tests.snapshots import Memory
from tests.tools.lines import commands, followed

from backendrepo.tools import follow


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("parallel --halt now,fail=1 --jobs 4 {} ::: 'ruff check .' 'mypy src'", ["ruff check .", "mypy src"]),
        ("parallel ::: 'pytest -q' mypy", ["pytest -q", "mypy"]),
        ("parallel mypy ::: src tests", ["mypy src", "mypy tests"]),
        ("parallel mypy {}/src ::: a b", ["mypy a/src", "mypy b/src"]),
    ],
)
def test_the_command_is_run_for_each_argument(line, found):
    assert followed(line, {}) == found


def test_arguments_from_elsewhere_are_not_followed():
    (command,) = commands("parallel -a list mypy")
    assert follow(command, Memory({})) is None
