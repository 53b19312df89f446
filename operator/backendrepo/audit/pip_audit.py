"""pip-audit, run over exact pins that were read before; it sees nothing of the repository.

It runs as a process of its own: its modules are not meant for others, it reads its environment and pip's settings, it
holds whole answers in memory, and one malformed answer ends it with a traceback. The requirements file that it is
given is written here, from names and versions that have passed a grammar: no option, address or path of a manifest
reaches it. `--no-deps --disable-pip` keeps it from resolving, fetching or building anything.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from backendrepo.audit.sources import Pin, Unavailable

LARGEST = 64 * 2**20
"""Bytes of a file that it may write, its report among them."""

MEMORY = 2 * 2**30
"""Bytes of memory that it may take: an endless answer ends it, not the machine."""

_KEPT = re.compile(
    r"(?:https?|all|no)_proxy|SSL_CERT_(?:FILE|DIR)|(?:REQUESTS|CURL)_CA_BUNDLE|SYSTEMROOT", re.IGNORECASE
)
"""What of the environment says how to reach the network, and nothing else."""

_BOUNDED = f"""
import contextlib, resource, runpy, sys
for limit, value in ((resource.RLIMIT_FSIZE, {LARGEST}), (resource.RLIMIT_AS, {MEMORY}), (resource.RLIMIT_CORE, 0)):
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(limit, (value, value))
runpy.run_module("pip_audit", run_name="__main__", alter_sys=True)
"""


def installed() -> bool:
    """Return whether pip-audit is there: it is an extra of this package."""
    return find_spec("pip_audit") is not None


def audit(pins: Sequence[Pin], timeout: float, osv: str = "") -> dict[Pin, tuple[tuple[frozenset[str], ...], str]]:
    """Return for each pin the names of its vulnerabilities, or why it was skipped.

    A package may be among the pins once. A pin that the report has nothing about is not in the result. Raises
    `Unavailable`.
    """
    with tempfile.TemporaryDirectory(prefix="backendrepo-audit-") as folder:
        place = Path(folder)
        (place / "pins.txt").write_text("".join(f"{pin.name}=={pin.version}\n" for pin in pins))
        error = _run(place, timeout, osv)
        found = _report(place / "report.json", error, osv)
    by_name = {pin.name: pin for pin in pins}
    return {by_name[name]: said for name, said in found.items() if name in by_name}


def _run(place: Path, timeout: float, osv: str) -> str:
    """Run it in a folder; return what it told last."""
    source = ["-s", "osv", "--osv-url", f"{osv}/v1/query"] if osv else ["-s", "pypi"]
    told = place / "told.txt"
    with told.open("wb") as file:
        try:
            subprocess.run(  # noqa: S603 - a fixed command, over files written here
                [
                    *(sys.executable, "-I", "-c", _BOUNDED),
                    *("-r", "pins.txt", "--no-deps", "--disable-pip", *source),
                    *("--format", "json", "--output", "report.json", "--desc", "off", "--aliases", "on"),
                    *("--progress-spinner", "off", "--timeout", "15", "--cache-dir", str(place / "cache")),
                ],
                cwd=place,
                env={"HOME": str(place), "XDG_CACHE_HOME": str(place), **_environment()},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=file,
                timeout=max(timeout, 1),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"{_whom(osv)} takes too long to answer") from error
    with told.open(errors="replace") as file:
        return file.read(LARGEST)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if _KEPT.fullmatch(name)}


def _report(path: Path, told: str, osv: str) -> dict[str, tuple[tuple[frozenset[str], ...], str]]:
    """Return what a report says by package. It is there even where nothing was found, unless pip-audit broke off."""
    if not path.is_file():
        raise Unavailable(_failure(told, osv))
    try:
        dependencies = json.loads(path.read_text())["dependencies"]
        return {each["name"]: (_named(each), str(each.get("skip_reason", ""))) for each in dependencies}
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable("the report of pip-audit cannot be read") from error


def _named(dependency: Any) -> tuple[frozenset[str], ...]:
    return tuple(frozenset([vuln["id"], *vuln["aliases"]]) for vuln in dependency.get("vulns", ()))


def _failure(told: str, osv: str) -> str:
    """Return why it broke off, by the name of its last error only: its text may hold a proxy's password."""
    last = told.strip().rpartition("\n")[2]
    if "No module named pip_audit" in last:
        return "pip-audit is not installed beside backendrepo"
    name = re.match(r"(?:[\w]+\.)*(\w+(?:Error|Timeout|Exception|Redirects))\b", last)
    return f"{_whom(osv)} cannot be asked ({name[1]})" if name else f"{_whom(osv)} cannot be asked"


def _whom(osv: str) -> str:
    return osv.partition("://")[2] if osv else "pypi.org"
