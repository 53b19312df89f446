"""Snapshots for tests: a tree in memory, and controls judged by their id."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from backendrepo.findings import Judgement
from backendrepo.snapshot import Snapshot
from backendrepo.trees.tree import Tree


class Memory(Tree):
    """A tree whose files are given."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        super().__init__(files)
        self._files = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def _bytes(self, path: str, limit: int) -> bytes:
        return self._files[path][:limit]


def snapshot(files: Mapping[str, str | bytes] | None = None, **more: Any) -> Snapshot:
    """Return a snapshot of these files."""
    return Snapshot(Memory(files or {}), **{"repository": "acme/payments", **more})


def judged(control: str, files: Mapping[str, str | bytes] | None = None, **more: Any) -> Judgement:
    """Return what a control says of these files."""
    module = import_module(f"backendrepo.controls.{control.replace('/', '.').replace('-', '_')}")
    judgement: Judgement = module.judge(snapshot(files, **more))
    return judgement
