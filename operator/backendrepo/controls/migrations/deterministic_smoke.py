"""The smoke gate runs what the migration contract says.

The standard: "deterministic smoke gate in CI".

It takes the smoke command from `docs/standards/migration-contract.md`, written as code, and looks whether it runs a
check of the migrations, and whether a job of each pull request runs the same check.

Why: a gate that checks something else than the contract says gives everybody else the wrong idea of what is safe.

How to fix:

    Smoke command: `make migration-smoke`

Known limits: whether the check gives the same answer twice is not seen in its text.
"""

import re

from backendrepo.controls.command import evidence
from backendrepo.controls.gates.migration_smoke import GATE
from backendrepo.controls.migrations.migration_contract import PATH
from backendrepo.findings import Evidence, Judgement, Severity, failed, passed
from backendrepo.lazy import regex
from backendrepo.pipeline import Run, pipeline
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.LOW
SMOKE = regex(r"`([^`\n]*smoke[^`\n]*)`|smoke[^`\n]*`([^`\n]+)`", re.IGNORECASE)
FIX = f"Write into {PATH}: “Smoke command: `make migration-smoke`”, and run that in the pipeline."


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the smoke gate against the contract."""
    stated = _stated(snapshot)
    if stated is None:
        return failed(f"{PATH} names no smoke command.", Evidence(PATH), fix=FIX)
    command, place = stated
    promised = [run for run in pipeline(snapshot).command(command) if run.kind in GATE.kinds]
    if not promised:
        return failed(f"The contract's smoke command `{command}` checks no migrations.", place, fix=FIX)
    gates = [run for run in pipeline(snapshot).gates(*GATE.kinds) if run.holds]
    if not gates:
        return failed("No job of each pull request checks the migrations.", place, fix=FIX)
    same = [run for run in gates if _what(run) in set(map(_what, promised))]
    if not same:
        told = f"The contract says `{command}`, while pull requests run `{gates[0].text}`."
        return failed(told, gates[0].place, place, *evidence(promised), fix=FIX)
    return passed(f"Pull requests run what the contract says, `{command}`.", *evidence(same), place)


def _stated(snapshot: Snapshot) -> tuple[str, Evidence] | None:
    """Return the smoke command that the contract states, and where."""
    for number, line in enumerate((snapshot.files.read(PATH) or "").splitlines(), 1):
        if match := SMOKE.search(line):
            return match[1] or match[2], Evidence(PATH, number, line.strip())
    return None


def _what(run: Run) -> tuple[str, str]:
    return run.use.tool, run.text
