"""Required checks from a repository's own workflows: which names to require, and which nothing can report.

A gate of the standard is required where every pull request gets one check of its name; what a required check watches
(the last job of a `re-actors/alls-green`) is covered by that and may be left out. A name that the list adds is required
once it is seen to be reported. A required name that nothing reports any more, as a renamed job leaves it behind, is let
go while a check that pull requests do get stays required, and no gate is without one. What cannot be told stays as it
is and is named.

Source: docs.github.com, "Troubleshooting required status checks": a check that is never reported stays pending, and the
pull request cannot be merged.
"""

from backendrepo.derivation.derived import Derived, Unreachable
from backendrepo.derivation.required import derive
from backendrepo.derivation.witness import Reported, Witness

__all__ = ["Derived", "Reported", "Unreachable", "Witness", "derive"]
