"""`kiosk people`, `sessions`, `attendance`, `figures` and `training`."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from itertools import groupby

from kiosk.commands.context import CommandContext
from kiosk.errors import Refused
from kiosk.exchange.attendance_listing import attendance_listing, hours_listing
from kiosk.exchange.figures_listing import figures_listing
from kiosk.exchange.listings import Listing, people_listing, sessions_listing, training_listing
from kiosk.factory import Kiosk
from kiosk.rules.follow_up.figures import figures_of_day
from kiosk.rules.follow_up.figures_in_words import BY_NAMES, figures_said
from kiosk.rules.follow_up.required_training import training_lines
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import post_with
from kiosk.rules.model.names import Finder, fold, sort_key_for
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.school import School
from kiosk.rules.model.session_search import find_sessions
from kiosk.system.new_files import new_file, write_file
from kiosk.text import t, tn


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
    """List what people did on a day or on several, or beyond their own hours.

    Raises:
        Refused: there is no INSET day on the dates given, or the file of `--xlsx` is there already
            or cannot be written.
    """
    options, language = context.options, context.console.language
    path = new_file(options.xlsx) if options.xlsx is not None else None
    with context.school() as kiosk:
        school, now = kiosk.desk.school, kiosk.desk.now()
        days = _days(context, kiosk)
        if options.beyond_hours:
            listing = hours_listing(school, days, language)
        else:
            listing = attendance_listing(
                school, now, days, language,
                everyone=options.everyone,
                is_range=options.from_day is not None or options.to_day is not None,
            )  # fmt: skip
    if path is None:
        show(context, listing)
        return
    write_file(path, listing.as_xlsx(t("Attendance"), language))
    count = len(listing.rows)
    context.console.tell(
        tn("{n} row is in {file}.", "{n} rows are in {file}.", count, file=str(path))
    )


def _days(context: CommandContext, kiosk: Kiosk) -> list[InsetDay]:
    """Return the INSET days of `--from-day` and `--to-day`, else the one of `--day`."""
    options, school = context.options, kiosk.desk.school
    first, last = options.from_day, options.to_day
    if first is None and last is None:
        return [school.day(context.day(kiosk))]
    if options.day is not None:
        raise Refused(t("Give --day, or --from-day and --to-day."))
    last = last or kiosk.desk.now().date()
    days = [
        school.programme.days[day]
        for day in sorted(school.programme.days)
        if (first is None or day >= first.isoformat()) and day <= last.isoformat()
    ]
    if not days:
        raise Refused(t("There is no INSET day between these dates."))
    return days


def figures(context: CommandContext) -> None:
    """Give the figures of a day, without names.

    Raises:
        Refused: there is no INSET day on the date that was given, or today.
    """
    console = context.console
    with context.school() as kiosk:
        school, now = kiosk.desk.school, kiosk.desk.now()
        day = school.day(context.day(kiosk, option=""))
        lines = figures_of_day(school, now, day)
    is_today = day.date == school.local(now).date()
    if context.options.json or context.options.csv:
        show(context, figures_listing(lines, console.language, is_today=is_today))
        return
    console.tell(t("{title}, {day}", title=day.title, day=day.date))
    # Sentences and no table, which would cut them.
    for by, group in groupby(lines, key=lambda line: line.by):
        console.tell(t("{heading}:", heading=BY_NAMES[by]))
        for line in group:
            said, session = figures_said(line, is_today=is_today), line.session
            title = line.title if session is None else t(
                "{time} {title}", time=session.start, title=line.title)  # fmt: skip
            console.tell(t("  {title}: {figures}", title=title, figures=said))


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
