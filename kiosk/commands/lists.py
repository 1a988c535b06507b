"""`kiosk people`, `kiosk sessions`, `kiosk attendance`."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping

from kiosk.commands.context import CommandContext
from kiosk.exchange.listings import (
    Listing,
    attendance_listing,
    people_listing,
    sessions_listing,
    training_listing,
)
from kiosk.rules.follow_up.required_training import training_lines
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import post_with
from kiosk.rules.model.names import Finder, fold, sort_key_for
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.school import School
from kiosk.rules.model.session_search import find_sessions


def people(context: CommandContext) -> None:
    """List who is here, or of them those whose name fits `--find`.

    Without an INSET day nobody is on site.
    """
    with context.school() as kiosk:
        school = kiosk.desk.school
        if context.options.day is None:
            today = school.today(kiosk.desk.now())
            day = today.id if today is not None else None
        else:
            day = context.day(kiosk)
        date_meant = context.options.day or kiosk.desk.now().date()
        here = school.people_on(date_meant)
        if context.options.left:
            here = {id: who for id, who in school.people.items() if id not in here}
        show(
            context, people_listing(school, kiosk.desk.now(), _matching(context, school, here), day)
        )


def _matching(
    context: CommandContext, school: School, people: Mapping[PersonId, Person]
) -> list[Person]:
    language, wanted = context.console.language.code, context.options.find
    # a search of punctuation only is blank once folded: it fits nobody, rather than everyone
    if wanted is None or not fold(wanted):
        return sorted(people.values(), key=sort_key_for(language)) if not wanted else []
    post = post_with(school, context.console.language.say)
    return Finder(people, language, post=post).find(wanted, most=len(people))


def sessions(context: CommandContext) -> None:
    """List the sessions of a day, or of them those that fit `--find`."""
    with context.school() as kiosk:
        school, wanted = kiosk.desk.school, context.options.find
        found: Iterable[Session] = school.all_sessions_on(context.day(kiosk))
        if wanted is not None:
            found = find_sessions(school, found, wanted)
        show(context, sessions_listing(school, found))


def attendance(context: CommandContext) -> None:
    """List the last mark of each person in each session of a day."""
    with context.school() as kiosk:
        day = context.day(kiosk)
        show(
            context,
            attendance_listing(kiosk.desk.school, day, context.console.language),
        )


def training(context: CommandContext) -> None:
    """List everyone whom the required training of a day names, and how far they are."""
    with context.school() as kiosk:
        school = kiosk.desk.school
        lines = training_lines(school, kiosk.desk.now(), school.day(context.day(kiosk)))
        show(context, training_listing(lines))


def show(context: CommandContext, listing: Listing) -> None:
    """Write a listing as JSON, as CSV, or as a table in the width of the terminal."""
    if context.options.json:
        context.console.write(listing.as_json())
    elif context.options.csv:
        context.console.write(listing.as_csv())
    else:
        width = shutil.get_terminal_size().columns
        context.console.write(listing.as_table(context.console.language, width))
