"""What GNU make itself makes of a Makefile that a test wrote: its graph, and what it runs."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_ENVIRONMENT = {"LC_ALL": "C"}


def program() -> str:
    """Return the path of Make."""
    return shutil.which("make") or ""


@cache
def unusable() -> str:
    """Return why there is no GNU make to compare with; nothing where there is."""
    if not program():
        return "there is no `make` to compare with"
    told = subprocess.run([program(), "--version"], capture_output=True, text=True, check=False).stdout
    return "" if told.startswith("GNU Make") else f"{program()} is not GNU make"


@dataclass
class Known:
    """A target in Make's own database."""

    prerequisites: list[str] = field(default_factory=list)
    order_only: list[str] = field(default_factory=list)
    recipe: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ran:
    """One run of Make."""

    code: int
    lines: list[str]
    errors: str


def run(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run Make in a folder whose files the test wrote, with nothing but the folder's own programs and a shell."""
    done = subprocess.run(
        [program(), "--no-print-directory", *arguments],
        env={**_ENVIRONMENT, "PATH": str(folder), **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.splitlines(), done.stderr)


def database(folder: Path) -> tuple[dict[str, Known], str]:
    """Return the explicit targets that Make knows, and the one of a bare `make`. Nothing is made."""
    lines = run(folder, "-pnrR", "--question").lines
    begin = next(at for at, line in enumerate(lines) if line == "# Files") + 1
    known, current, ignored = dict[str, Known](), None, False
    for line in lines[begin:]:
        if line.startswith("# files hash-table"):
            break
        if line == "# Not a target:":
            ignored = True
        elif line.startswith("\t") and current:
            current.recipe.append(line[1:])
        elif found := re.fullmatch(r"([^#\t:=]+?)::?(?: (.*))?", line):
            current = None if ignored else _entry(known, found[1], found[2] or "")
            ignored = False
    goal = next((line.partition(":=")[2].strip() for line in lines if line.startswith(".DEFAULT_GOAL :=")), "")
    return known, goal


def _entry(known: dict[str, Known], name: str, rest: str) -> Known:
    needs, _, order = rest.partition("| ") if "| " in rest else (rest, "", "")
    entry = known.setdefault(name, Known())
    entry.prerequisites += needs.split()
    entry.order_only += order.split()
    return entry


def executable(path: Path, text: str) -> None:
    """Write a program."""
    path.write_text(text)
    path.chmod(0o755)


def shell(folder: Path) -> None:
    """Give a folder a shell, and `c`, which fails where $FAIL names its first argument and does nothing else."""
    (folder / "sh").symlink_to(os.path.realpath("/bin/sh"))
    executable(folder / "c", '#!/bin/sh\ncase " $FAIL " in *" $1 "*) exit 1;; esac\n')
