"""The parts of GitHub's answers that only this package reads; what governs a branch is read by `governance.parsing`.

Source: docs.github.com, REST: "Repositories", "Rules", "Apps", "Rate limit".
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter


class Document(BaseModel):
    """A part of an answer: types are as documented, or it is refused without repeating what it holds."""

    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True)


class Repository(Document):
    """`GET /repos/{owner}/{repo}`."""

    id: int
    full_name: str
    archived: bool
    default_branch: str


Sha = Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
"""The hash of an object of git."""


class Commit(Document):
    """A commit, by its hash."""

    sha: Sha


class Branch(Document):
    """`GET /repos/{owner}/{repo}/branches/{branch}`."""

    commit: Commit


class TreeEntry(Document):
    """An item of a tree: a file or a link (`blob`), a folder (`tree`) or a submodule (`commit`)."""

    path: str
    mode: str
    type: str
    sha: Sha
    size: int = 0


class Tree(Document):
    """`GET /repos/{owner}/{repo}/git/trees/{sha}`."""

    tree: list[TreeEntry]
    truncated: bool


class Blob(Document):
    """`GET /repos/{owner}/{repo}/git/blobs/{sha}`."""

    content: str
    encoding: Literal["base64"]


class Switch(Document):
    """A setting that is on or off."""

    enabled: bool


class Protection(Document):
    """`GET …/protection`: what each has. One without it tells of nothing, and must not be taken for a loose one."""

    enforce_admins: Switch


class Rule(Document):
    """An item of `GET /repos/{owner}/{repo}/rules/branches/{branch}`."""

    type: str
    ruleset_id: int


RULES = TypeAdapter(list[Rule], config=ConfigDict(strict=True, hide_input_in_errors=True))
"""The whole of such an answer."""


class Ruleset(Document):
    """`GET /repos/{owner}/{repo}/rulesets/{id}`; who may bypass it is left out where the credential may not see it."""

    id: int
    bypass_actors: list[object] | None = None


class Pull(Document):
    """An item of `GET /repos/{owner}/{repo}/pulls`."""

    head: Commit


PULLS = TypeAdapter(list[Pull], config=ConfigDict(strict=True, hide_input_in_errors=True))
"""The whole of such an answer."""


class Reporter(Document):
    """The App of a check run."""

    id: int


class CheckRun(Document):
    """An item of `GET /repos/{owner}/{repo}/commits/{ref}/check-runs`."""

    id: int
    name: str
    status: str
    details_url: str | None = None
    app: Reporter | None = None


class CheckRuns(Document):
    """The whole of such an answer, one page of it."""

    total_count: int
    check_runs: list[CheckRun]


class CommitStatus(Document):
    """An item of `GET /repos/{owner}/{repo}/commits/{ref}/status`."""

    context: str
    state: str


class CombinedStatus(Document):
    """The whole of such an answer, one page of it."""

    total_count: int
    statuses: list[CommitStatus]


class Workflow(Document):
    """An item of `GET /repos/{owner}/{repo}/actions/workflows`."""

    path: str
    state: str


class Workflows(Document):
    """The whole of such an answer, one page of it."""

    total_count: int
    workflows: list[Workflow]


class WorkflowRun(Document):
    """An item of `GET /repos/{owner}/{repo}/actions/runs`."""

    id: int
    path: str
    workflow_url: str


class WorkflowRuns(Document):
    """The whole of such an answer, one page of it."""

    workflow_runs: list[WorkflowRun]


class Installation(Document):
    """`GET /users/{owner}/installation`."""

    id: int


class InstallationToken(Document):
    """`POST /app/installations/{id}/access_tokens`."""

    token: str = Field(min_length=1)
    expires_at: Annotated[AwareDatetime, Field(strict=False)]

    @property
    def expiry(self) -> float:
        """When the token ends, in seconds since the epoch."""
        return datetime.timestamp(self.expires_at)


class App(Document):
    """`GET /app`."""

    slug: str


class Core(Document):
    """The hourly limit."""

    limit: int


class Resources(Document):
    """The limits by what they are for."""

    core: Core


class RateLimit(Document):
    """`GET /rate_limit`."""

    resources: Resources
