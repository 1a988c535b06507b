"""What the running kiosk does by itself once its time has come, unless another program did it."""

from __future__ import annotations

import asyncio

from kiosk.errors import KioskError
from kiosk.rules.attendance.paper_rolls import roll_to_write
from kiosk.rules.choosing.held_places import holds_to_release, release_held_places
from kiosk.rules.choosing.lottery import lotteries_due, run_lottery
from kiosk.rules.model.actors import KIOSK
from kiosk.screen_context import ScreenContext
from kiosk.system.log import sentence_on


async def do_what_is_due(context: ScreenContext) -> None:
    """Do all that is due."""
    await run_due_lotteries(context)
    await release_due_places(context)
    await write_due_roll(context)


async def run_due_lotteries(context: ScreenContext) -> None:
    """Run each lottery whose time has come."""
    desk = context.desk
    for day in lotteries_due(desk.school, desk.now()):
        try:
            await desk.perform(run_lottery(day), KIOSK)
        except KioskError as error:  # tried again soon; `kiosk draw` shows the reason
            context.explain(error)


async def release_due_places(context: ScreenContext) -> None:
    """Give away the places that were held until now."""
    desk = context.desk
    if not holds_to_release(desk.school, desk.now()):
        return
    try:
        await desk.perform(release_held_places(), KIOSK)
    except KioskError as error:  # tried again soon
        context.explain(error)


async def write_due_roll(context: ScreenContext) -> None:
    """Write the roll call on paper after arrivals and after lunch, and send it to the printer."""
    school, now = context.desk.school, context.desk.now()
    if roll_to_write(school, now) is None:
        return
    # here: it would delay the kiosk's first paint
    from kiosk import day_pages, printing
    from kiosk.system.printer import send_to_printer

    folder, printer = context.folder / printing.PAGES, context.printer
    try:
        path = await asyncio.to_thread(day_pages.write_due_roll, school, now, folder)
    except Exception as error:  # also one in the page's layout: it must not end the kiosk
        # it is tried again every few seconds, and logged only when it is another one
        if context.no_paper_roll != [sentence_on(error)]:
            context.no_paper_roll[:] = [context.explain(error)]
        return
    context.no_paper_roll.clear()
    if path is not None and printer:
        try:
            await asyncio.to_thread(send_to_printer, path, printer)
        except KioskError as error:  # nobody may be there to read it
            context.error_log.note(error)
