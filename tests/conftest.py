"""Fixtures that every test may use, and how hard the property tests try."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.cluster.fixtures", "tests.github.fixtures"]

# `derandomize` is named because Hypothesis turns it on by itself where CI is set: each run is to try new examples.
settings.register_profile(
    "dev", deadline=None, derandomize=False, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("dev"), max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
