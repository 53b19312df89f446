"""Linear history: no merge commits on the branch.

A history without merge commits can be bisected and reverted commit by commit. The repository has to allow
squash or rebase merging. A ruleset's rule `required_linear_history` counts as well.
Source: docs.github.com, "About protected branches".
"""

from backendrepo.governance.setting import protection_flag

SETTINGS = (protection_flag("requiredLinearHistory", "required_linear_history", "required_linear_history"),)
