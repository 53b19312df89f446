"""Judging a snapshot by the catalogue."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from backendrepo.controls import Control, catalogue
from backendrepo.findings import Finding, Judgement, Report, Waiver, unknown
from backendrepo.snapshot import Snapshot, Unreadable


def judge(
    snapshot: Snapshot, *, now: datetime, waivers: Iterable[Waiver] = (), controls: Iterable[Control] | None = None
) -> Report:
    """Return what every control says of a snapshot, or each of some.

    What a control cannot judge for want of data is left out, by name.
    """
    asked = catalogue() if controls is None else controls
    enabled = [control for control in asked if control.id not in snapshot.parameters.disabled]
    lacking = {control.id: lack for control in enabled if (lack := _lack(control, snapshot))}
    return Report(
        repository=snapshot.repository,
        standard=snapshot.parameters.standard,
        generated_at=now,
        commit=snapshot.commit,
        findings=overlaid((_finding(each, snapshot) for each in enabled if each.id not in lacking), waivers, now),
        left_out=lacking,
    )


def overlaid(findings: Iterable[Finding], waivers: Iterable[Waiver], now: datetime) -> tuple[Finding, ...]:
    """Return findings with waivers laid over them, instead of those that were. No outcome changes by that."""
    by_control = {waiver.control: waiver for waiver in waivers}
    return tuple(_waived(finding, by_control.get(finding.control), now) for finding in findings)


def _waived(finding: Finding, waiver: Waiver | None, now: datetime) -> Finding:
    return replace(finding, waiver=waiver, waived=waiver is not None and waiver.holds(now.date()))


def _finding(control: Control, snapshot: Snapshot) -> Finding:
    return Finding(control.id, control.severity, _judgement(control, snapshot))


def _judgement(control: Control, snapshot: Snapshot) -> Judgement:
    try:
        return control.judge(snapshot)
    except Unreadable as error:
        return unknown(f"{error}.", fix="Make the file one that can be read, or waive the control.")
    except Exception as error:  # the others still run
        return unknown(f"The control itself failed ({type(error).__name__}: {error}).", fix="Please report this.")


def _lack(control: Control, snapshot: Snapshot) -> str:
    lacking = [need for need in control.needs if getattr(snapshot, need) is None]
    return f"needs {' and '.join(lacking)}" if lacking else ""
