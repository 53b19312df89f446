"""The control groups of a node's pods, below one of their own. Version 1 has a tree for each controller, 2 has one."""

from pathlib import Path

ROOT = Path("/sys/fs/cgroup")


def make(name: str) -> None:
    """Make the group that all groups of pods are below, in each tree."""
    for tree in _trees():
        group = tree / name
        group.mkdir(exist_ok=True)
        for setting in ("cpuset.cpus", "cpuset.mems"):  # empty in a new group of version 1, where nothing can run then
            if tree.name == "cpuset":
                (group / setting).write_text((tree / setting).read_text())


def remove(name: str) -> list[str]:
    """The command that removes them all, the innermost first."""
    return ["find", str(ROOT), "-depth", "-type", "d", "-path", f"*/{name}*", "-exec", "rmdir", "{}", "+"]


def _trees() -> list[Path]:
    if (ROOT / "cgroup.controllers").exists():
        return [ROOT]
    return [path for path in sorted(ROOT.iterdir()) if path.is_dir() and not path.is_symlink()]
