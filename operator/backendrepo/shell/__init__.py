"""Reading shell as text: which commands a script runs, and what becomes of a failure of each. Nothing is ever run.

`read(text, …)` gives the commands of a recipe line, a workflow's `run` or a script.
"""

from backendrepo.shell.reader import Command, read

__all__ = ["Command", "read"]
