"""Fixtures that every test may use, and how hard the property tests try."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.cluster.fixtures", "tests.github.fixtures"]

# A gate gives the same answer twice, so `dev` tries the same examples each time; `ci` tries new ones, and more of them.
settings.register_profile(
    "dev", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=False, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
