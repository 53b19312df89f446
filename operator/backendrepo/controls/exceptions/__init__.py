"""Where tools are told to ignore advisories, with the reason and the day on which that ends.

commands  options of tools in Makefiles, workflows, scripts and hooks
files     the files of their own that tools have for it
"""

from backendrepo.controls.exceptions.commands import in_commands
from backendrepo.controls.exceptions.exempt import Exempt
from backendrepo.controls.exceptions.files import in_files
from backendrepo.snapshot import Files

__all__ = ["Exempt", "found"]


def found(files: Files) -> tuple[Exempt, ...]:
    """Return every ignored advisory of a repository, in the order of its files."""
    exempt = dict.fromkeys([*in_commands(files), *in_files(files)])
    return tuple(sorted(exempt, key=lambda each: (each.place.path, each.place.line)))
