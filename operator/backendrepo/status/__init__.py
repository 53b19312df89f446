"""From what a turn came to, the status a user sees: conditions after kstatus, and Events on transitions.

outcomes       what a reconcile comes to, and what is known of the repository's content
waivers        which waivers hold today, and when that changes
conditions     verdicts as conditions, each with its time of transition
governance     the repository's settings
required       required checks that not every pull request gets
scanning       whether scans come to a result
content        what the scanned content comes to by the standard
dependencies   known vulnerabilities
summary        all of it as one status
events         what is posted about the way from one status to the next
"""

from backendrepo.status.conditions import LONGEST_MESSAGE, Verdict, conditions, ready, shortened
from backendrepo.status.events import Event, events, transition
from backendrepo.status.governance import LONGEST_VALUE
from backendrepo.status.outcomes import Failed, Governed, Learnt, Outcome, Released, Suspended, Told
from backendrepo.status.summary import summarise
from backendrepo.status.waivers import Waivers, next_change, waivers_of

__all__ = [
    "LONGEST_MESSAGE",
    "LONGEST_VALUE",
    "Event",
    "Failed",
    "Governed",
    "Learnt",
    "Outcome",
    "Released",
    "Suspended",
    "Told",
    "Verdict",
    "Waivers",
    "conditions",
    "events",
    "next_change",
    "ready",
    "shortened",
    "summarise",
    "transition",
    "waivers_of",
]
