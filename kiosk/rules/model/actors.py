"""Who does something, and how that is known."""

from __future__ import annotations

import msgspec

from kiosk.rules.model.terms import Evidence


class Actor(msgspec.Struct, frozen=True):
    """Who asks for a decision. The Desk gives it to the rule and to the history."""

    id: str
    """A person's id, or one of those below, which no person can have."""
    evidence: Evidence
    device: str = ""
    """The program and its act, new each time, for the ids of events; filled in by the Desk."""
    has_code: bool = False
    """Whether the person has set a code of their own; filled in by the Desk for a typed name."""


TUTOR = Actor("tutor", Evidence.TUTOR)
RECEPTION = Actor("reception", Evidence.RECEPTION)
COMMAND = Actor("command", Evidence.COMMAND)
KIOSK = Actor("kiosk", Evidence.COMMAND)
"""The kiosk itself, such as at the moment of a draw."""
