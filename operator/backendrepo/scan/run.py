"""What `backendrepo scan` does: download one commit, judge it, print one framed result.

It has none of the operator's rights, and need not be trusted with any: it reads what a stranger may have written.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.api.reasons import ScanReason
from backendrepo.audit import Sources, read
from backendrepo.check import standard, waivers
from backendrepo.check.options import CONFORMANT, FINDINGS, UNJUDGED
from backendrepo.check.output import complain, emit
from backendrepo.check.reading import Mistakes
from backendrepo.checks import Checks, checks_of
from backendrepo.errors import BackendRepoError, CredentialMissing, InternalError, InvalidSpec
from backendrepo.findings import Waiver
from backendrepo.hub.hub import Hub
from backendrepo.judge import judge
from backendrepo.parameters import Parameters
from backendrepo.redaction import redact
from backendrepo.scan.blobs import Blobs, Interrupted
from backendrepo.scan.frame import TooLarge, frame
from backendrepo.scan.options import TOKEN
from backendrepo.scan.result import Failure, write
from backendrepo.scan.tree import wanted
from backendrepo.scanned import Scanned
from backendrepo.snapshot import Snapshot, Unreadable
from backendrepo.trees.archive import Archive
from backendrepo.trees.commit import Commit


def run(options: argparse.Namespace) -> int:
    """Print one framed result, whatever comes; return the exit code."""
    result = scan(options)
    try:
        framed = frame(write(result))
    except TooLarge as error:
        result = Failure(ScanReason.RESULT_TOO_LARGE, f"What was learnt of {options.repository} is too much: {error}.")
        framed = frame(write(result))
    emit(framed, "ascii")
    if isinstance(result, Failure):
        complain(result.message)
    return 0 if options.exit_zero else _code(result)


def _code(result: Scanned | Failure) -> int:
    if isinstance(result, Failure):
        return UNJUDGED
    return FINDINGS if result.report.open else CONFORMANT


def scan(options: argparse.Namespace) -> Scanned | Failure:
    """Return what was learnt of a commit, or why there is nothing. Never raises."""
    try:
        return _scanned(options)
    except BackendRepoError as error:
        return Failure(error.reason, str(error))
    except Mistakes as error:
        return Failure(InvalidSpec.__name__, str(error))
    except Unreadable as error:
        return Failure(ScanReason.ARCHIVE_UNREADABLE, f"The archive of {options.repository} cannot be judged: {error}.")
    except Exception as error:  # without a result nobody would learn that there was a scan
        sys.stderr.write(redact(traceback.format_exc()))
        return Failure(InternalError.__name__, str(InternalError(type(error).__name__)))


def _scanned(options: argparse.Namespace) -> Scanned | Failure:
    now = datetime.now(UTC).replace(microsecond=0)
    parameters, waived = _terms(options, now)
    try:
        hub = Hub(_connection(options.api_url), _credential(options.token_file))
    except (ValueError, OSError) as error:
        return Failure(CredentialMissing.__name__, _unusable(options.token_file, error))
    try:
        return _learnt(_snapshot(hub, options, parameters), options, waived, now)
    except Interrupted as stop:
        raise stop.reason from None
    finally:
        hub.close()


def _learnt(snapshot: Snapshot, options: argparse.Namespace, waived: Sequence[Waiver], now: datetime) -> Scanned:
    sources = Sources(osv=options.osv or "", timeout=options.osv_timeout)
    known = read(snapshot.files, sources, now) if options.osv else None
    snapshot = replace(snapshot, advisories=known, today=now.date())
    return Scanned(judge(snapshot, now=now, waivers=waived), _checks(snapshot), known)


def _checks(snapshot: Snapshot) -> Checks:
    """Return the checks of the workflows; a mistake in reading them does not cost the report."""
    try:
        return checks_of(snapshot)
    except Exception as error:
        sys.stderr.write(redact(traceback.format_exc()))
        why = (f"the workflows could not be read: {InternalError(type(error).__name__)}",)
        return Checks(branch=snapshot.branch, opaque=why, unread=why)


def _terms(options: argparse.Namespace, now: datetime) -> tuple[Parameters, Sequence[Waiver]]:
    """Return what the files say that `check` takes as well. Raises `Mistakes`."""
    parameters = standard.read(options.standard) if options.standard else Parameters()
    if not options.waivers:
        return parameters, ()
    return parameters, waivers.read(options.waivers, today=now.date(), longest=parameters.longest_waiver)


def _snapshot(hub: Hub, options: argparse.Namespace, parameters: Parameters) -> Snapshot:
    branch = options.branch or hub.default_branch(options.repository)
    with hub.archive(options.repository, options.commit) as stream:
        archive = Archive(cast(BinaryIO, stream), wanted)
    entries = hub.entries(options.repository, options.commit)
    files = Commit(archive, entries, wanted, Blobs(archive, partial(hub.blob, options.repository)))
    snapshot = Snapshot(files, options.repository, options.commit, branch, parameters=parameters)
    if not snapshot.paths:
        raise Unreadable("it has no files")
    return snapshot


def _credential(file: Path | None) -> str:
    return (file.read_text() if file else os.environ.get(TOKEN, "")).strip()


def _unusable(file: Path | None, error: Exception) -> str:
    """Return what is wrong with the credential, without repeating it."""
    if isinstance(error, OSError):
        return f"The credential cannot be read from {file} ({error.strerror})."
    if file is None and not os.environ.get(TOKEN):
        return f"There is no credential: set {TOKEN}, or name a file with --token-file."
    return f"{file or TOKEN} holds no token: it is empty, or there are spaces or special characters in it."


def _connection(api_url: str) -> GitHubConnection:
    return GitHubConnection.model_validate(
        {
            "metadata": {"name": "scan", "uid": "scan", "generation": 1},
            "spec": {
                "apiUrl": api_url.rstrip("/"),
                "auth": {"tokenSecretRef": {"name": "scan", "key": "token"}},
                "allowedNamespaces": ["*"],
            },
        }
    )
