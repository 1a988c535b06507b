"""`kiosk cancel`, `move-day` and `cancel-day`: done, or only told what they would do."""

from __future__ import annotations

from kiosk.commands.attend import session_named
from kiosk.commands.context import CommandContext
from kiosk.factory import Kiosk
from kiosk.rules.choosing import day_changes
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId
from kiosk.text import t


def cancel(context: CommandContext) -> None:
    """Cancel a session, and list by name what becomes of its people; `--dry-run` only lists."""
    with context.school() as kiosk:
        _perform(context, kiosk, cancel_session(session_named(context, kiosk)))


def move_day(context: CommandContext) -> None:
    """Put a day on another date."""
    options = context.options
    old, new = (DayId(getattr(options, one).isoformat()) for one in ("from", "to"))
    with context.school() as kiosk:
        _perform(context, kiosk, day_changes.move_day(old, new))


def cancel_day(context: CommandContext) -> None:
    """Cancel a day, or remove one in which nobody has a place."""
    with context.school() as kiosk:
        day = DayId(context.options.day.isoformat())
        _perform(context, kiosk, day_changes.cancel_day(day))


def _perform(context: CommandContext, kiosk: Kiosk, decision: Decision) -> None:
    """Carry a decision out and list whom it touches; with `--dry-run` only list."""
    if context.options.dry_run:
        changes = decision(kiosk.desk.school, kiosk.desk.now(), COMMAND)
        context.console.tell(t("Nothing is changed: this is what would happen."))
        message, notes = changes.message, changes.notes
    else:
        outcome = context.perform(kiosk, decision)
        message, notes = outcome.message, outcome.notes
    for line in (message, *notes):
        if line is not None:
            context.console.tell(line)
