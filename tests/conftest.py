"""How many processes test, and how long hypothesis searches (long: `HYPOTHESIS_PROFILE=long`)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "short", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("short"), max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes run tests: those of screens wait for half of their time."""
    return 2 * (os.cpu_count() or 1)
