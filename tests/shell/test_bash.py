"""The reader is held to bash itself: generated scripts run in an empty folder, each command failing where told.

`c 0`, `c 1`, … do nothing but fail where they should. A script runs once for each set of them that may fail, so that
what the reader says of a command is compared with all that can become of it.
"""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.shell.bash import BASH, Commands, Run, runs
from tests.shell.grammar import BEFORE, Made, made

from backendrepo.shell import Command, read

pytestmark = pytest.mark.skipif(not Path(BASH).exists(), reason="bash is not installed")

EXAMPLES = 200 + 2 * settings().max_examples


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that scripts run in; they write nothing but one file there."""
    return tmp_path_factory.mktemp("bash")


class Compared:
    """What the reader says of a generated script, and what bash makes of it."""

    def __init__(self, given: Made, folder: Path) -> None:
        script = BEFORE + given.script
        self.runs = runs(script, "-e" if given.errexit else "", folder, given.commands)
        self.told = dict[int, list[Command]]()
        for command in read(script, errexit=given.errexit):
            if command.program == "c":
                self.told.setdefault(int(command.argv[1]), []).append(command)
        self.negative = frozenset(number for number, each in self.told.items() if any(one.negative for one in each))
        self.planned = self.runs[self.negative]
        self.good = [run for run in self.runs.values() if run.good]
        self.ran = frozenset[int]().union(*(run.ran for run in self.runs.values()))

    def amiss(self, run: Run) -> Commands:
        """The commands on the planned way that do in a run what they should not."""
        return (self.planned.ran & run.failing) ^ self.negative

    @property
    def soft(self) -> Commands:
        """The commands on the planned way whose failure does not count, as the reader says."""
        return frozenset(n for n in self.planned.ran - self.negative if any(one.soft for one in self.told[n]))

    @property
    def survived(self) -> Commands:
        """The commands on the planned way with whose failure a run succeeds.

        The others on that way do what they should; those that run only after a failure may fail too.
        """
        alone = [run for run in self.good if self.negative <= run.failing and len(self.amiss(run)) == 1]
        return frozenset(number for run in alone for number in self.amiss(run))

    @property
    def gates(self) -> Commands:
        """The commands whose failure always fails the script, as the reader says."""
        return frozenset(number for number, each in self.told.items() if all(one.gates for one in each))

    @property
    def needed(self) -> Commands:
        """The commands that ran and succeeded wherever the script did, with no more than one of the planned amiss."""
        return self.ran.intersection(*(run.ran - run.failing for run in self.good if len(self.amiss(run)) <= 1))

    @property
    def needed_to_fail(self) -> Commands:
        """The negative tests without whose failure the script does not succeed."""
        return frozenset(number for number in self.negative if not self.runs[self.negative - {number}].good)


@settings(max_examples=EXAMPLES)
@given(made)
def test_what_is_told_of_each_command_is_what_bash_makes_of_it(folder: Path, given: Made) -> None:
    compared = Compared(given, folder)
    assert compared.told.keys() == compared.ran, "no command is lost, and none invented"
    assert compared.gates <= compared.needed, "where the script succeeds, what gates has run and succeeded"
    if compared.planned.good:
        assert compared.soft == compared.survived, "a failure is soft exactly where the script can survive it"
    if compared.negative:
        assert compared.planned.good, "with its negative tests failing, the script succeeds"
        assert compared.negative <= compared.needed_to_fail, "without one of them failing, it does not"


def test_the_comparison_can_fail(folder: Path) -> None:
    compared = Compared(Made("c 0 || true\nc 1", 2, errexit=True), folder)
    assert (compared.survived, compared.needed) == ({0}, {1})
    assert shutil.which("c", path=str(folder)) is None
