"""How tests run: in how many processes, how long hypothesis searches, with which fonts.

`HYPOTHESIS_PROFILE=long` searches longer.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from printables import system_fonts

settings.register_profile(
    "short", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("short"), max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


# which names can be printed must not depend on the machine that tests
system_fonts.FOLDERS = ()


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes run tests: one more than can run, as those of screens wait."""
    return 1 + (os.cpu_count() or 1)
