"""Jobs that look at others: which of the jobs that one needs make it fail by failing.

A job that needs a failed one is skipped, and a skipped check passes. So a check that is to stand for others has to run
all the same, and to fail by itself (documentation "Troubleshooting required status checks").
"""

import re
from collections.abc import Iterator

from backendrepo.lazy import regex
from backendrepo.workflows.conditions import Condition
from backendrepo.workflows.expressions import Scope, templates
from backendrepo.workflows.frames import Frame
from backendrepo.workflows.outcomes import FAILS, LONGEST, script_of, soft
from backendrepo.workflows.worlds import World
from backendrepo.yaml12 import Node, entries, field_of, items, text_of

ALLS_GREEN = "re-actors/alls-green@"
"""The action that fails unless all jobs that it is given did well."""

_LOOKS = regex(r"\bneeds\b", re.IGNORECASE)


def watched(frame: Frame, id_: str, job: Node) -> Iterator[str]:
    """Yield the jobs that this one needs and whose failure makes it fail."""
    needs = frame.needs[id_.lower()]
    if not frame.taken(job, times=len(needs)):
        return
    condition, well = frame.condition(job), frame.scopes(id_)(World())
    for name, place in needs.items():
        failed = frame.scopes(id_, {name: "failure"}, success=False, failure=True)(World())
        if condition.holds(failed) is True:
            # Within the job nothing has gone wrong before its steps. One that never runs otherwise needs no more.
            inside = frame.scopes(id_, {name: "failure"})(World())
            otherwise = None if condition.holds(well) is False else well
            if any(_fails(step, name, inside, otherwise) for step in items(field_of(job, "steps"))):
                yield place.text


def _fails(step: Node, name: str, failed: Scope, well: Scope | None) -> bool:
    """Whether a step fails the job where a needed one failed, and not where all did well."""
    condition = Condition(text_of(field_of(step, "if")) or "")
    if condition.holds(failed) is not True or soft(step):
        return False
    if (text_of(field_of(step, "uses")) or "").startswith(ALLS_GREEN):
        return not _allowed(field_of(step, "with"), name)
    script = script_of(step)[:LONGEST]
    if not FAILS.search(templates.render(script, failed, str)):
        return False
    if well is None:
        return True
    seen = " ".join([script, *(text_of(value) or "" for _, value in entries(field_of(step, "env")))])
    asked = condition.holds(well) is False or not FAILS.search(templates.render(script, well, str))
    return asked or bool(_LOOKS.search(seen))


def _allowed(given: Node | None, name: str) -> bool:
    allowed = text_of(field_of(given, "allowed-failures")) or ""
    return name in {each.strip().lower() for each in allowed.split(",")}
