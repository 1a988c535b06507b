"""`kiosk roll`: everyone on site by room, from the data folder alone."""

from __future__ import annotations

from kiosk.commands.context import CommandContext
from kiosk.commands.lists import show
from kiosk.exchange.roll_listing import roll_listing
from kiosk.rules.attendance.arrivals import require_today


def roll(context: CommandContext) -> None:
    """List who is on site now and where they should be, in all zones or in that of `--zone`."""
    with context.school() as kiosk:
        school, now = kiosk.desk.school, kiosk.desk.now()
        day, language = require_today(school, now), context.console.language
        show(context, roll_listing(school, now, day, language, context.options.zone))
