"""Judging a snapshot by the catalogue."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from backendrepo.controls import Control, catalogue
from backendrepo.findings import Finding, Judgement, Report, Waiver, unknown
from backendrepo.snapshot import Snapshot, Unreadable


def judge(snapshot: Snapshot, *, now: datetime, waivers: Iterable[Waiver] = ()) -> Report:
    """Return what every control says of a snapshot; what it cannot judge for want of data is left out, by name."""
    by_control = {waiver.control: waiver for waiver in waivers}
    enabled = [control for control in catalogue() if control.id not in snapshot.parameters.disabled]
    lacking = {control.id: lack for control in enabled if (lack := _lack(control, snapshot))}
    return Report(
        repository=snapshot.repository,
        standard=snapshot.parameters.standard,
        generated_at=now,
        commit=snapshot.commit,
        findings=tuple(
            _finding(control, snapshot, by_control, now) for control in enabled if control.id not in lacking
        ),
        left_out=lacking,
    )


def _finding(control: Control, snapshot: Snapshot, waivers: Mapping[str, Waiver], now: datetime) -> Finding:
    waiver = waivers.get(control.id)
    waived = waiver is not None and waiver.holds(now.date())
    return Finding(control.id, control.severity, _judgement(control, snapshot), waiver, waived)


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
