"""What `backendrepo check` does, from the arguments to the exit code."""

import argparse
import atexit
import gc
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from backendrepo.check import standard, waivers
from backendrepo.check.advisories import asking
from backendrepo.check.listing import explain
from backendrepo.check.options import CONFORMANT, FINDINGS, UNJUDGED
from backendrepo.check.output import colourful, columns, complain, emit
from backendrepo.check.progress import Progress
from backendrepo.check.reading import Mistakes
from backendrepo.check.repositories import Terms, Verdict, judged, names
from backendrepo.formats import Judged, Missing, renderer
from backendrepo.formats.plain import plain
from backendrepo.parameters import Parameters

INTERRUPTED = 130
"""As a shell tells of a command that was ended by Ctrl-C."""

OBJECTS = 50_000
"""So many more of them before the garbage collector looks for cycles."""


def run(options: argparse.Namespace) -> int:
    """Judge what the arguments name, and print it; return the exit code."""
    _live_shortly()
    try:
        return explain(options.explain) if options.explain is not None else _check(options)
    except Mistakes as error:
        complain(*error.sentences)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # a traceback ends a process with the code of findings
        import traceback  # noqa: PLC0415 - only mistakes pay for it

        complain(f"This is a mistake in backendrepo itself; please report it.\n{traceback.format_exc()}")
    return UNJUDGED


@cache
def _live_shortly() -> None:
    """Spend less on looking for garbage: a process of a fraction of a second gives its memory back by ending."""
    gc.set_threshold(OBJECTS)
    atexit.register(gc.freeze)  # else everything is looked through once more at the end


def _check(options: argparse.Namespace) -> int:
    terms = _terms(options)
    verdicts = list(_judged(options.paths or [Path()], terms))
    reports = [verdict.report for verdict in verdicts]
    kept = _keep(options.output, verdicts, terms)
    _print(options.format, reports)
    return _code(reports) if kept else UNJUDGED


def _terms(options: argparse.Namespace) -> Terms:
    now = datetime.now(UTC).replace(microsecond=0)
    parameters = standard.read(options.standard) if options.standard else Parameters()
    terms = Terms(now, parameters, branch=options.branch, ask=asking(options, now))
    if options.waivers:
        known = waivers.read(options.waivers, today=now.date(), longest=parameters.longest_waiver)
        terms = replace(terms, waivers=known)
    return terms


def _judged(paths: Sequence[Path], terms: Terms) -> Iterator[Verdict]:
    with Progress(sys.stderr) as progress:
        for number, (path, name) in enumerate(zip(paths, names(paths), strict=True), 1):
            progress.tell(f"Judging {name} ({number} of {len(paths)}) …")
            yield judged(path, name, terms)


def _keep(folder: Path | None, verdicts: Sequence[Verdict], terms: Terms) -> bool:
    """Write the artifacts where they are wanted; return whether that went well."""
    if folder is None:
        return True
    from backendrepo.artifacts import artifacts  # noqa: PLC0415 - few calls write them
    from backendrepo.check.files import write  # noqa: PLC0415
    from backendrepo.rollup import rollup  # noqa: PLC0415

    known = [(each.report.repository, _why(each.report) or each.advisories) for each in verdicts]
    document = rollup(known, target=terms.parameters.standard, now=terms.now)
    try:
        write(folder, artifacts([verdict.report for verdict in verdicts], document))
    except OSError as error:
        complain(f"The artifacts cannot be written to {plain(str(folder))} ({error.strerror}).")
        return False
    return True


def _why(report: Judged) -> str:
    return report.why if isinstance(report, Missing) else ""


def _print(name: str, reports: Sequence[Judged]) -> None:
    if name != "table":
        emit(renderer(name)(reports), "utf-8")
        return
    from backendrepo.formats import table  # noqa: PLC0415 - a hook of another format does without

    emit(table.render(reports, colour=colourful(), width=columns()))


def _code(reports: Sequence[Judged]) -> int:
    if any(isinstance(report, Missing) for report in reports):
        return UNJUDGED
    return FINDINGS if any(not isinstance(report, Missing) and report.open for report in reports) else CONFORMANT
