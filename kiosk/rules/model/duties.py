"""Duties that somebody has beside their role, by the words of staff files."""

from __future__ import annotations

from kiosk.settings import Settings
from kiosk.text import Text

SAFEGUARDING_LEADS = frozenset({"dsp", "dsl"})
"""Designated safeguarding person (Wales) or lead (England)."""
DEPUTY_LEADS = frozenset(f"deputy {one}" for one in SAFEGUARDING_LEADS)


def duty_name(settings: Settings, duty: str) -> Text | str:
    """Return what the school's nation calls a duty; any other is called by its word."""
    nation = settings.words_of_nation
    if duty in SAFEGUARDING_LEADS:
        return nation.safeguarding_lead
    return nation.deputy_lead if duty in DEPUTY_LEADS else duty
