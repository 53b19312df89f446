"""Reading shell as text: which commands a script runs, and what becomes of a failure of each. Nothing is ever run.

`read(text, …)` reads recipes of Make, `run` steps of workflows and scripts alike. `marks.opaque` carries into it what
only a run could tell.
"""

from backendrepo.shell.command import Command, Field, Script, Soft, Source, Swallowed
from backendrepo.shell.reader import read

__all__ = ["Command", "Field", "Script", "Soft", "Source", "Swallowed", "read"]
