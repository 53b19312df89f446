"""What expressions see in a run: the `github` context of a pull request, as far as it is the same for all.

A world is one kind of pull request. The ordinary one is of a person, from a branch of the repository itself, ready for
review; the others are those that conditions commonly leave out. A skipped check counts as a success, so that one which
is skipped for drafts has to be started again by `ready_for_review`: where it is not, it is an ordinary one's affair.
Source: GitHub's documentation, "Troubleshooting required status checks", and the activities of `pull_request`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from backendrepo.workflows.expressions import Like, Record, Unknown, Value
from backendrepo.workflows.obstacles import Kind
from backendrepo.workflows.triggers import CORE, MERGE_GROUP, PULL_REQUEST, TARGET

_ELSEWHERE = ("closed", "ready_for_review")
"""Activities after which a skipped check does no harm: nothing is left to merge, or the pull request was a draft."""


class World(NamedTuple):
    """One kind of pull request; None stands for what is left open."""

    activity: str | None = CORE[0]
    fork: bool | None = False
    draft: bool | None = False
    bot: bool = False


ANY = World(activity=None, fork=None, draft=None)
"""What is the same for all of them."""


@dataclass(frozen=True)
class Start:
    """What a workflow was started by: the event, the branch that a pull request wants to change, its activities."""

    event: str
    branch: str
    activities: tuple[str, ...] = CORE
    repository: str = ""
    """`owner/name`, empty where it is not known."""
    workflow: str = ""
    workspace: str = "/github/workspace"
    """What the folder of the repository is called on the runner."""

    def ordinary(self, asked: str) -> list[World]:
        """Return the ordinary worlds in which a question may have different answers."""
        return [World(activity) for activity in self._core[: None if "action" in asked.lower() else 1]]

    @property
    def _core(self) -> list[str]:
        """The activities that every pull request goes through, as far as they start it; else the first that does."""
        return [activity for activity in CORE if activity in self.activities] or list(self.activities[:1])

    def others(self, asked: str) -> Iterator[tuple[Kind, str, World]]:
        """Yield the other worlds that a question may tell apart, with what is to be said of each."""
        if self.event == MERGE_GROUP or "github" not in asked.lower():
            return
        first = self._core[0]
        yield Kind.FORKS, "pull requests from forks", World(first, fork=True)
        yield Kind.BOTS, "pull requests of bots", World(first, bot=True)
        if "ready_for_review" not in self.activities:
            why = "drafts, and `ready_for_review` is none of the `types` that start it again"
            yield Kind.DRAFTS, why, World(first, draft=True)
        for activity in self.activities:
            if activity not in (*CORE, *_ELSEWHERE):
                yield Kind.ACTIVITY, f"a pull request that is {activity.replace('_', ' ')}", World(activity)

    def github(self, world: World) -> Record:
        """Return the `github` context."""
        return _github(self, world)

    def made(self, world: World) -> Record:
        """Make the `github` context."""
        home: Value = self.repository or Unknown("github.repository", like=Like.HOME)
        owner: Value = self.repository.partition("/")[0] or Unknown("github.repository_owner", like=Like.OWNER)
        person = Unknown("github.actor", suffix="[bot]") if world.bot else Unknown("github.actor", like=Like.PERSON)
        known: dict[str, Value] = {
            "event_name": self.event,
            "repository": home,
            "repository_owner": owner,
            "actor": person,
            "triggering_actor": person,
            "workflow": self.workflow,
            "workspace": self.workspace,
            "event": Record(open="github.event"),
        }
        if self.event in (PULL_REQUEST, TARGET):
            known |= self._refs(target=self.event == TARGET)
            known["event"] = self._event(world, home, owner, person)
        elif self.event == MERGE_GROUP:
            queue = f"gh-readonly-queue/{self.branch}/"
            known |= {"ref": Unknown("github.ref", f"refs/heads/{queue}"), "head_ref": "", "base_ref": ""}
            known |= {"ref_name": Unknown("github.ref_name", queue), "ref_type": "branch"}
        return Record(known, "github")

    def _refs(self, *, target: bool) -> dict[str, Value]:
        branch: dict[str, Value] = {"ref": f"refs/heads/{self.branch}", "ref_name": self.branch}
        merge = {
            "ref": Unknown("github.ref", "refs/pull/", "/merge"),
            "ref_name": Unknown("github.ref_name", suffix="/merge"),
        }
        head = Unknown("github.head_ref", truth=True)
        return {"base_ref": self.branch, "head_ref": head, "ref_type": "branch", **(branch if target else merge)}

    def _event(self, world: World, home: Value, owner: Value, person: Value) -> Record:
        """Return the payload of a pull request; what it does not have is null, such as `comment` or `inputs`."""
        base = Record({"full_name": home, "fork": False, "owner": Record({"login": owner}, "owner")}, "repository")
        author = Record({"login": person, "type": "Bot" if world.bot else "User"}, "user")
        closed = world.activity == "closed"
        pull_request: dict[str, Value] = {
            "draft": _open(world.draft, "github.event.pull_request.draft"),
            "merged": Unknown("github.event.pull_request.merged") if closed else False,
            "state": "closed" if closed else "open",
            "number": Unknown("github.event.number", truth=True),
            "user": author,
            "head": _head(world, base, owner),
            "base": Record({"ref": self.branch, "repo": base}, "github.event.pull_request.base"),
        }
        known: dict[str, Value] = {
            "action": world.activity or Unknown("github.event.action", among=self.activities),
            "number": pull_request["number"],
            "pull_request": Record(pull_request, "github.event.pull_request"),
            "repository": base,
            "sender": author,
        }
        return Record(known | {name: Unknown(f"github.event.{name}") for name in _SOMETIMES})


_github = lru_cache(maxsize=512)(Start.made)

_SOMETIMES = (
    *("organization", "enterprise", "installation", "label", "assignee", "changes", "before", "after", "milestone"),
    *("requested_reviewer", "requested_team", "reason"),
)


def _head(world: World, base: Record, owner: Value) -> Record:
    repository: Value = base
    if world.fork is None:
        repository = Unknown("github.event.pull_request.head.repo")
    elif world.fork:
        repository = Record({"full_name": Unknown("head.repo.full_name", like=Like.FORK), "fork": True}, "head.repo")
    login = owner if world.fork is False else Unknown("head.user.login")
    known: dict[str, Value] = {
        "repo": repository,
        "ref": Unknown("github.head_ref", truth=True),
        "user": Record({"login": login}, "head.user"),
    }
    return Record(known, "github.event.pull_request.head")


def _open(known: bool | None, written: str) -> Value:
    return Unknown(written) if known is None else known
