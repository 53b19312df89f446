"""Repositories for the tests of the reader of workflows, written shortly."""

from collections.abc import Mapping
from textwrap import dedent, indent
from typing import Any

from tests.snapshots import Memory

from backendrepo.workflows import Check, Job, Obstacle, Step, Workflows, read
from backendrepo.workflows.workflow import Settings

PATH = ".github/workflows/ci.yml"
PULL_REQUEST = "on: pull_request\n"


def workflows(files: str | Mapping[str, str | bytes], **settings: Any) -> Workflows:
    """Return the workflows of files, or of one workflow's text."""
    named = {PATH: files} if isinstance(files, str) else files
    texts = {path: dedent(text) if isinstance(text, str) else text for path, text in named.items()}
    return read(Memory(texts), Settings(**settings))


def jobs(files: str | Mapping[str, str | bytes], branch: str = "main", **settings: Any) -> dict[str, Job]:
    """Return the jobs that a pull request starts, by their ids; those of called workflows as `caller/called`."""
    return {"/".join(job.chain): job for job in workflows(files, **settings).jobs(branch)}


def job(text: str, more: Mapping[str, str] | None = None, on: str = "pull_request", **settings: Any) -> Job:
    """Return the first job of a workflow with one of this text."""
    whole = f"on: {on}\njobs:\n  check:\n    runs-on: ubuntu-latest\n{indent(dedent(text).strip(), '    ')}\n"
    return next(iter(jobs({PATH: whole, **(more or {})}, **settings).values()))


def check(text: str, more: Mapping[str, str] | None = None, **settings: Any) -> Check:
    """Return the first check of a workflow with one job of this text."""
    return job(text, more, **settings).checks[0]


def steps(text: str, more: Mapping[str, str] | None = None, **settings: Any) -> tuple[Step, ...]:
    """Return the steps of a workflow with one job whose `steps` are this text."""
    return check(f"steps:\n{indent(dedent(text).strip(), '  ')}", more, **settings).steps


def told(obstacles: tuple[Obstacle, ...]) -> list[str]:
    """Return what obstacles say, each with its line."""
    return [f"{each.why} (line {each.place.line})" for each in obstacles]
