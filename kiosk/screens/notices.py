"""How messages in a corner of a screen look, and for how long they stand."""

from __future__ import annotations

from textual.notifications import SeverityLevel

from kiosk.rules.model.changes import Tone

NOTICES: dict[Tone, tuple[SeverityLevel, float]] = {
    Tone.DONE: ("information", 4),
    Tone.PLAIN: ("information", 4),
    Tone.CAUTION: ("warning", 6),
    Tone.FAILED: ("error", 86_400),
}
"""Each tone as a notice's severity, and for how many seconds it stands.

What was not saved stands until a key is pressed, see `LiveScreen`.
"""
