"""When a rollup is written: soon where it was not for a while, else as late as its earliest change allows. Pure.

All moments and durations are in seconds of one clock that is never set.
"""

from dataclasses import dataclass, replace

LATEST = 5.0
"""From a change to the rollups that tell of it, at most; and from one write of a rollup to the next where it can be."""

GATHER = 0.5
"""How long a change waits for others, at least."""

MARGIN = 0.4
"""What is left for all that is not writing: the change's own way here, the thread's way to a processor."""

FACTOR = 1.5
"""By how much longer than lately a write may take."""

FADING = 0.9
"""How much of the time that a write took is still expected at the next one that is quicker."""


@dataclass(frozen=True)
class Pace:
    """How one rollup was written lately."""

    began: float
    """When the last write began."""
    expected: float = 0.0
    """How long the next one takes, going by the last ones."""

    @property
    def reserve(self) -> float:
        """What has to be left of `LATEST` when a write begins; half of it at most, or slow writes would come faster."""
        return min(MARGIN + FACTOR * self.expected, LATEST / 2)

    def due(self, changed: float) -> float:
        """Return when to write, for a change after the begin of the last write.

        What changes while its rollup is being written cannot have both: it is told of in time, and its rollup written
        the sooner again for that, by as much as a write takes.
        """
        return max(changed + GATHER, min(self.began + LATEST, changed + LATEST - self.reserve))

    def begun(self, now: float) -> "Pace":
        """Return the pace once a write begins."""
        return replace(self, began=now)

    def done(self, now: float) -> "Pace":
        """Return the pace once that write has ended."""
        return replace(self, expected=max(now - self.began, FADING * self.expected))
