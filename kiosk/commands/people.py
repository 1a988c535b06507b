"""`kiosk left`: what is done about one person's being here at all."""

from __future__ import annotations

from kiosk.commands.context import CommandContext, as_kept
from kiosk.factory import Kiosk
from kiosk.rules.attendance.leaving import come_back, leave
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId


def left(context: CommandContext) -> None:
    """Take a person off all lists from a date on, or put them back."""
    person, day = PersonId(as_kept(context.options.person)), context.options.date
    with context.school() as kiosk:
        _perform(context, kiosk, (come_back if context.options.back else leave)(person, day))


def _perform(context: CommandContext, kiosk: Kiosk, decision: Decision) -> None:
    message = context.perform(kiosk, decision).message
    if message is not None:
        context.console.tell(message)
