"""`kiosk people`, `kiosk sessions`, `kiosk attendance`, `kiosk history`."""

from __future__ import annotations

import shutil

from kiosk.commands.context import CommandContext, as_kept
from kiosk.errors import Refused
from kiosk.exchange.listings import (
    Listing,
    attendance_listing,
    history_listing,
    people_listing,
    sessions_listing,
)
from kiosk.rules.model.names import Finder, fold, sort_key_for
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import t


def people(command_context: CommandContext) -> None:
    """List everyone, or those whose name fits; on a day without INSET nobody is on site."""
    with command_context.school() as kiosk:
        school = kiosk.desk.school
        if command_context.options.day is None:
            today = school.today(kiosk.desk.now())
            day = today.id if today is not None else None
        else:
            day = command_context.day(kiosk)
        show(command_context, people_listing(school, _found(command_context, school), day))


def _found(command_context: CommandContext, school: School) -> list[Person]:
    language, wanted = command_context.console.language.code, command_context.options.find
    if wanted is None or not fold(wanted):
        return sorted(school.people.values(), key=sort_key_for(language)) if not wanted else []
    return Finder(school.people, language).find(wanted, most=len(school.people))


def sessions(command_context: CommandContext) -> None:
    """List the sessions of a day."""
    with command_context.school() as kiosk:
        show(command_context, sessions_listing(kiosk.desk.school, command_context.day(kiosk)))


def attendance(command_context: CommandContext) -> None:
    """List the marks of a day that count."""
    with command_context.school() as kiosk:
        day = command_context.day(kiosk)
        show(
            command_context,
            attendance_listing(kiosk.desk.school, day, command_context.console.language),
        )


def history(command_context: CommandContext) -> None:
    """List what was asked about a person or a session, the oldest first; also one that is gone.

    Raises:
        Refused: nobody and no session has that id, and none had.
    """
    from kiosk.store.repair import history

    with command_context.school() as kiosk:
        school, about = kiosk.desk.school, as_kept(command_context.options.id)
        entries = history(command_context.folder(), about)
        if not (entries or about in school.people or about in school.programme.sessions):
            raise Refused(t("Nobody here and no session has the id {id}.", id=about))
        show(command_context, history_listing(school, entries))


def show(command_context: CommandContext, listing: Listing) -> None:
    """Write a listing as it was asked for: a table, CSV or JSON."""
    if command_context.options.json:
        command_context.console.write(listing.as_json())
    elif command_context.options.csv:
        command_context.console.write(listing.as_csv())
    else:
        width = shutil.get_terminal_size().columns
        command_context.console.write(listing.as_table(command_context.console.language, width))
