"""Which kind of gate a command line or an action is, and what task runners run. Nothing is ever run.

The knowledge is in `table/` (one row for each tool), `actions/` (one for each action) and `runners/` (one file for each
task runner). To add a tool, add its row.
"""

from backendrepo.tools.actions import command_of_action, fetches, of_action, passing
from backendrepo.tools.runners import follow
from backendrepo.tools.use import UNTOLD, Kind, Use
from backendrepo.tools.uses import uses

__all__ = ["UNTOLD", "Kind", "Use", "command_of_action", "fetches", "follow", "of_action", "passing", "uses"]
