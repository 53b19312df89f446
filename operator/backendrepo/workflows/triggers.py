"""What starts a workflow: its `on`, and what its filters mean for pull requests to a branch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from backendrepo.workflows.obstacles import Kind, Obstacle, Reach
from backendrepo.workflows.patterns import EVERYTHING, selected
from backendrepo.workflows.source import Source
from backendrepo.yaml12 import Node, Scalar, entries, field_of, text_of, texts_of

PULL_REQUEST, TARGET, MERGE_GROUP = "pull_request", "pull_request_target", "merge_group"
CALL = "workflow_call"

MOST = 10_000
"""Characters of the filters for branches, which bound the work of matching them."""

CORE = ("opened", "synchronize", "reopened")
"""The activities that start a workflow where it names none (documentation of `pull_request`)."""


@dataclass(frozen=True)
class Trigger:
    """One event that starts the workflow, with its filters as they are written."""

    event: str
    source: Source
    key: Node
    config: Node | None = None

    @property
    def activities(self) -> tuple[str, ...]:
        """The activities of a pull request that start it."""
        named = tuple(each.text for each in texts_of(field_of(self.config, "types")))
        return named or CORE

    def listed(self, filter_: str) -> tuple[str, ...] | None:
        """Return the patterns of a filter, None where there is none."""
        node = field_of(self.config, filter_)
        return None if node is None else tuple(each.text for each in texts_of(node))

    def takes(self, branch: str) -> bool:
        """Return whether pull requests to a branch start it, other filters aside; not with filters beyond all use."""
        only, ignored = self.listed("branches"), self.listed("branches-ignore")
        if sum(map(len, (*(only or ()), *(ignored or ())))) > MOST:
            return False
        if only is not None and not selected(only, branch):
            return False
        return ignored is None or not selected(ignored, branch)

    def obstacles(self, branch: str) -> Iterator[Obstacle]:
        """Return what of it can keep a pull request to a branch from starting the workflow on each commit."""
        if not self.takes(branch):
            key = self._key("branches") or self._key("branches-ignore")
            yield Obstacle(Kind.BRANCHES, f"its branch filter leaves {branch} out", self.source.at(key or self.key))
        if filter_ := self._path_filter():
            which = "no changed file matches" if filter_.text == "paths" else "every changed file matches"
            why = f"its `{filter_.text}` filter leaves it unstarted where {which}"
            yield Obstacle(Kind.PATHS, why, self.source.at(filter_), Reach.MAYBE)
        if self.event in (PULL_REQUEST, TARGET):
            yield from self._activities()
        if self.event == TARGET:
            why = "`pull_request_target` runs the base branch's code, so it does not test the change"
            yield Obstacle(Kind.TARGET, why, self.source.at(self.key))

    def _activities(self) -> Iterator[Obstacle]:
        for activity, what in (("opened", "when a pull request is opened"), ("synchronize", "when commits are added")):
            if activity not in self.activities:
                place = self.source.at(self._key("types") or self.key)
                why = f"its `types` leave it unstarted {what}"
                yield Obstacle(Kind.TYPES, why, place)

    def _path_filter(self) -> Scalar | None:
        paths = self.listed("paths")
        if paths is not None and not _takes_everything(paths):
            return self._key("paths")
        return self._key("paths-ignore") if self.listed("paths-ignore") else None

    def _key(self, filter_: str) -> Scalar | None:
        return next((key for key, _ in entries(self.config) if key.text == filter_), None)


def _takes_everything(patterns: tuple[str, ...]) -> bool:
    taken = False
    for pattern in patterns:
        taken = (taken and not pattern.startswith("!")) or pattern in EVERYTHING
    return taken


@dataclass(frozen=True)
class Triggers:
    """Every event that starts a workflow, by its name."""

    by_event: Mapping[str, Trigger] = field(default_factory=dict)

    def __contains__(self, event: str) -> bool:
        return event in self.by_event

    def get(self, event: str) -> Trigger | None:
        """Return the trigger of an event, None where it does not start the workflow."""
        return self.by_event.get(event)

    @property
    def called(self) -> Node | None:
        """What `workflow_call` declares: inputs above all."""
        trigger = self.by_event.get(CALL)
        return trigger.config if trigger else None


def triggers(source: Source) -> Triggers:
    """Return what starts a workflow: one event, a list of them, or a mapping with their filters."""
    on = field_of(source.root, "on")
    if isinstance(on, Scalar):
        return Triggers({event: Trigger(event, source, on) for event in [text_of(on)] if event})
    found = {each.text: Trigger(each.text, source, each) for each in texts_of(on)}
    found |= {key.text: Trigger(key.text, source, key, config) for key, config in entries(on)}
    return Triggers(found)
