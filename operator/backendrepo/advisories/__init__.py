"""What is known of a repository's dependencies: advisories with their severity, and what could not be judged.

The records come from elsewhere (`audit/` fetches them); here they are only read.
"""

from backendrepo.advisories.advisory import UNKNOWN, Advisories, Advisory, Covered, Uncovered

__all__ = ["UNKNOWN", "Advisories", "Advisory", "Covered", "Uncovered"]
