"""What a BackendRepo's status tells of the required checks: which are enforced, and which hold merges up."""

from pydantic import Field

from backendrepo.model import Model

MOST_NAMES, MOST_UNREACHABLE = 100, 32


class UnreachableCheck(Model):
    """A check that not every pull request gets."""

    name: str = Field(max_length=512, description="The check's name.")
    why: str = Field(max_length=1024, description="Why not every pull request gets it, or why that cannot be told.")
    suggestion: str | None = Field(
        default=None, max_length=512, description="The check that is likely meant: its new name, say."
    )
    enforced: bool = Field(description="Whether a merge needs it all the same.")


class RequiredChecksStatus(Model):
    """The required checks of the governed branch."""

    mode: str = Field(
        max_length=16,
        description="Derived: the names come from the workflows of the governed branch. Listed: from spec.governance.",
    )
    enforced: tuple[str, ...] = Field(
        default=(), max_length=MOST_NAMES, description="The names that the standard and spec.governance require."
    )
    unreachable: tuple[UnreachableCheck, ...] = Field(
        default=(),
        max_length=MOST_UNREACHABLE,
        description="Names that are listed, required or a gate, and that not every pull request gets.",
    )
