"""The operations, one file per topic. Importing this package registers all of them."""

from tests.github.routes import (  # noqa: F401 -- imported for their routes
    activity,
    apps,
    branches,
    content,
    protection,
    protection_parts,
    repositories,
    root,
    rulesets,
)
