"""What the professional tutors are warned of whenever they open their area."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from textual.app import App

from kiosk.errors import KioskError
from kiosk.screen_context import ScreenContext
from kiosk.screens.notices import show_notice
from kiosk.text import Text, t, tn

WARNING_SECONDS = 20.0
"""Seconds for which a warning about the data folder is shown."""


async def show_board_warnings(app: App[Any], context: ScreenContext) -> None:
    """Show the warnings one below the other."""
    # in a thread: a slow or sleeping disk would stop the event loop
    for warning in await asyncio.to_thread(board_warnings, context):
        show_notice(app, context.language, warning, "warning", WARNING_SECONDS)


def board_warnings(context: ScreenContext) -> list[Text]:
    """Return what endangers the data, and who may have tried to get in. May take seconds."""
    from kiosk.system.storage_checks import storage_warnings

    waiting = context.desk.copies_trouble()
    return [
        *wrong_tries(context),
        *(
            t("The roll call is not on paper. {reason}", reason=one)
            for one in context.no_paper_roll
        ),
        *storage_warnings(context.folder),
        *filter(None, [waiting]),
    ]


def wrong_tries(context: ScreenContext) -> list[Text]:
    """Return how often wrong PINs were tried since this was last asked."""
    try:
        untold = context.secrets.untold_tries()
    except KioskError:  # another program is busy: they are shown the next time
        return []
    people = context.desk.school.people
    warnings: list[Text] = []
    for whose, tries in untold:
        count, when = tries.untold, _when(context, tries.last)
        if not whose:
            warnings.append(
                tn(
                    "{n} wrong PIN was tried, {when}. If that was not you, change the PIN: #",
                    "{n} wrong PINs were tried, the last {when}. If that was not you, change the "
                    "PIN: #",
                    count,
                    when=when,
                )
            )
        elif whose in people:
            warnings.append(
                tn(
                    "{n} wrong PIN was tried for {name}, {when}.",
                    "{n} wrong PINs were tried for {name}, the last {when}.",
                    count,
                    name=people[whose].name,
                    when=when,
                )
            )
    return warnings


def _when(context: ScreenContext, last: datetime) -> Text:
    moment = context.desk.school.local(last)
    if moment.date() == context.today():
        return t("at {time}", time=moment)
    return t("at {time} on {day}", time=moment, day=moment.date())
