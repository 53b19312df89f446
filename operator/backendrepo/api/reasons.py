"""Reasons of conditions that are not errors; an error's reason is its name in `errors.py`."""

from enum import StrEnum


class Reason(StrEnum):
    """A condition reason, each with its sentence."""

    IN_SYNC = "InSync"
    """Every managed setting is on the standard."""
    DRIFT_OBSERVED = "DriftObserved"
    """Settings differ from the standard, and `mode: Observe` forbids to write them."""
    SUSPENDED = "Suspended"
    """`spec.suspend` is set: the repository is neither read nor written."""
    VALID = "Valid"
    """The object says what it may say."""
    NOT_OBSERVED = "NotObserved"
    """The settings could not be compared; `Ready` says why."""
