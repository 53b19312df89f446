"""For any sequence of edits, changes on GitHub, faults and restarts: the world converges, then nothing is written."""

import itertools
import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings
from tests.e2e.rig import GOVERN, Rig
from tests.github.state.repositories import Repository

GOVERNANCE = {
    "enforceAdmins": [None, {"value": True}],
    "requiredSignatures": [None, {"value": True}, {"policy": "Unmanaged"}],
    "requiredConversationResolution": [None, {"value": True}, {"value": False, "policy": "Exactly"}],
    "deleteBranchOnMerge": [None, {"value": True, "policy": "Exactly"}],
    "mergeMethods": [None, {"value": ["Squash"]}],
    "requiredPullRequestReviews": [None, {"requiredApprovingReviewCount": {"value": 2}}],
    "requiredChecks": [None, {"checks": {"value": [{"name": "lint"}, {"name": "test", "app": "Any"}]}}],
}
UNMANAGED = ("lock_branch", "block_creations", "allow_fork_syncing")
"""Flags of the protection that no policy names."""

FAULTS = ("bad_gateway", "malformed_json", "empty_body", "html_page", "plan")

edits = st.sampled_from(sorted(GOVERNANCE)).flatmap(
    lambda name: st.sampled_from(GOVERNANCE[name]).map(lambda value: ("edit", {"governance": {name: value}}))
)
choices = st.sampled_from(
    [{"mode": "Enforce"}, {"mode": "Observe"}, {"suspend": True}, {"suspend": False}, {"deletionPolicy": "Restore"}]
).map(lambda spec: ("edit", spec))
drifts = st.fixed_dictionaries(
    {
        "checks": st.sampled_from([None, ["security"], ["lint", "old"]]),
        "reviews": st.sampled_from([None, {}, {"required_approving_review_count": 1}]),
        "allow_force_pushes": st.booleans(),
        "lock_branch": st.booleans(),
        "block_creations": st.booleans(),
    }
).map(lambda protection: ("protect", protection))
others = st.one_of(
    st.booleans().map(lambda on: ("merge", on)),
    st.booleans().map(lambda on: ("archive", on)),
    st.sampled_from(["write", "read"]).map(lambda level: ("permit", level)),
    st.sampled_from([("unprotect", None), ("restart", None)]),
)
faults = st.tuples(st.sampled_from(FAULTS), st.integers(1, 3)).map(lambda fault: ("fault", fault))
steps = st.lists(st.one_of(edits, choices, drifts, others, faults), min_size=1, max_size=8)

numbers = itertools.count()


@dataclass
class Story:
    """What happens to one repository."""

    rig: Rig
    stack: ExitStack
    name: str = field(default_factory=lambda: f"r{next(numbers)}")

    def begin(self) -> None:
        """Have the repository, its object and the operator."""
        self.rig.github.add_repository(f"acme/{self.name}")
        self.rig.apply(self.rig.repo(self.name))
        self.stack.enter_context(self.rig.operator())

    @property
    def repository(self) -> Repository:
        """The repository on GitHub."""
        return self.rig.github.repository(f"acme/{self.name}")

    def take(self, kind: str, value: Any) -> None:
        """Let one thing happen, and ask for a look."""
        getattr(self, f"_{kind}")(value)
        self.rig.kubectl("annotate", "--overwrite", "br", self.name, f"backendrepo.dev/requestedAt={kind}")

    def _edit(self, spec: dict[str, Any]) -> None:
        self.rig.patch(self.name, **spec)

    def _protect(self, protection: dict[str, Any]) -> None:
        self.repository.protect("main", **protection)

    def _unprotect(self, _: None) -> None:
        self.repository.branches["main"].protection = None

    def _merge(self, on: bool) -> None:
        self.repository.allow_merge_commit = self.repository.allow_rebase_merge = on

    def _archive(self, archived: bool) -> None:
        self.repository.archived = archived

    def _permit(self, level: str) -> None:
        self.rig.github.tokens[self.rig.token].permissions = {**GOVERN, "administration": level}

    def _restart(self, _: None) -> None:
        self.stack.pop_all().close()
        self.stack.enter_context(self.rig.operator())

    def _fault(self, fault: tuple[str, int]) -> None:
        name, times = fault
        getattr(self.rig.github.faults, name)(times=times, path=f"/repos/acme/{self.name}")

    def calm(self) -> None:
        """Take every obstacle away."""
        self.rig.github.faults.clear()
        self._permit("write")
        self._archive(False)
        self.rig.patch(self.name, mode="Enforce", suspend=False, allowLoosening=True)

    def state(self) -> dict[str, Any]:
        """Return all that GitHub keeps of the repository's protection and merge settings."""
        kept: dict[str, Any] = json.loads(json.dumps(vars(self.repository), default=_plain))
        return {name: value for name, value in kept.items() if name != "updated_at"}

    def careless_writes(self) -> list[str]:
        """Return the writes that change a flag that nobody asked to change, from what was read before."""
        read, found = dict.fromkeys(UNMANAGED, False), list[str]()
        kept = read
        for exchange in self.rig.github.requests.matching(path=f"/{self.name}/branches/main/protection$"):
            if exchange.method == "PUT":
                sent = {flag: bool(exchange.request_body.get(flag)) for flag in UNMANAGED}
                found += [f"{read} became {sent}"] if sent != read else []
            elif not exchange.injected and exchange.method == "GET":
                if exchange.status == 200:
                    kept = {flag: exchange.response_body[flag]["enabled"] for flag in UNMANAGED}
                read = kept if exchange.status in (200, 304) else dict.fromkeys(UNMANAGED, False)
        return found


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set) else vars(value) if hasattr(value, "__dict__") else str(value)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_the_world_converges_and_comes_to_rest(rig: Rig, steps: list[tuple[str, Any]]):
    rig.github.limits.enabled = False  # a minute of this test is more than GitHub gives
    rig.connect(budget={"pointsPerMinute": 1_000_000})
    with ExitStack() as stack:
        story = Story(rig, stack)
        story.begin()
        for kind, value in steps:
            story.take(kind, value)
        story.calm()
        rig.request(story.name)
        rig.ready(story.name)
        reached = story.state()
        assert story.repository.protection().enforce_admins is True
        assert story.careless_writes() == []
        rig.github.requests.clear()
        rig.request(story.name)
        assert rig.writes() == []
        assert story.state() == reached
        rig.kubectl("delete", "br", story.name)
