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


def people(call: CommandContext) -> None:
    """List everyone, or those whose name fits; on a day without INSET nobody is on site."""
    with call.school() as kiosk:
        school = kiosk.desk.school
        if call.options.day is None:
            today = school.today(kiosk.desk.now())
            day = today.id if today is not None else None
        else:
            day = call.day(kiosk)
        show(call, people_listing(school, _found(call, school), day))


def _found(call: CommandContext, school: School) -> list[Person]:
    language, wanted = call.voice.language.code, call.options.find
    if wanted is None or not fold(wanted):
        return sorted(school.people.values(), key=sort_key_for(language)) if not wanted else []
    return Finder(school.people, language).find(wanted, most=len(school.people))


def sessions(call: CommandContext) -> None:
    """List the sessions of a day."""
    with call.school() as kiosk:
        show(call, sessions_listing(kiosk.desk.school, call.day(kiosk)))


def attendance(call: CommandContext) -> None:
    """List the marks of a day that count."""
    with call.school() as kiosk:
        day = call.day(kiosk)
        show(call, attendance_listing(kiosk.desk.school, day, call.voice.language))


def history(call: CommandContext) -> None:
    """List what was asked about a person or a session, the oldest first; also one that is gone.

    Raises:
        Refused: nobody and no session has that id, and none had.
    """
    from kiosk.store.repair import history

    with call.school() as kiosk:
        school, about = kiosk.desk.school, as_kept(call.options.id)
        entries = history(call.folder(), about)
        if not (entries or about in school.people or about in school.programme.sessions):
            raise Refused(t("Nobody here and no session has the id {id}.", id=about))
        show(call, history_listing(school, entries))


def show(call: CommandContext, listing: Listing) -> None:
    """Write a listing as it was asked for: a table, CSV or JSON."""
    if call.options.json:
        call.voice.write(listing.as_json())
    elif call.options.csv:
        call.voice.write(listing.as_csv())
    else:
        width = shutil.get_terminal_size().columns
        call.voice.write(listing.as_table(call.voice.language, width))
