"""`kiosk cancel`, `move-day` and `cancel-day`: done, or only tried."""

from __future__ import annotations

from kiosk.commands.attend import session_named
from kiosk.commands.context import CommandContext
from kiosk.rules.choosing import day_changes
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.model.ids import DayId


def cancel(context: CommandContext) -> None:
    """Cancel a session, and list by name what becomes of its people; `--dry-run` only lists."""
    with context.school() as kiosk:
        context.perform_or_preview(kiosk, cancel_session(session_named(context, kiosk)))


def move_day(context: CommandContext) -> None:
    """Put a day on another date."""
    options = context.options
    old, new = (DayId(getattr(options, one).isoformat()) for one in ("from", "to"))
    with context.school() as kiosk:
        context.perform_or_preview(kiosk, day_changes.move_day(old, new))


def cancel_day(context: CommandContext) -> None:
    """Cancel a day, or remove one in which nobody has a place."""
    with context.school() as kiosk:
        day = DayId(context.options.day.isoformat())
        context.perform_or_preview(kiosk, day_changes.cancel_day(day))
