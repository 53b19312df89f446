"""Signed commits: each commit on the branch needs a verified signature.

GitHub keeps this switch beside classic protection, under an endpoint of its own; it can only be on where
the branch has classic protection. A ruleset's rule `required_signatures` counts as well.
Source: docs.github.com, REST, "Create commit signature protection".
"""

from backendrepo.governance.setting import protection_flag

SETTINGS = (protection_flag("requiredSignatures", "required_signatures", "required_signatures"),)
