"""Messages about places that people did not take themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.cancelled_sessions import is_replacement
from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.ordinals import ordinal
from kiosk.rules.model.school import School
from kiosk.text import Text, t


def upcoming_places(
    school: School, now: datetime, person: PersonId, day: DayId
) -> Iterator[Booking]:
    """Yield the person's confirmed places of a day in sessions that have not begun."""
    for session in school.sessions_on(day):
        booking = booking_of(school, person, session)
        if booking is not None and booking.confirmed and now < school.moment(day, session.start):
            yield booking


def place_messages(
    school: School, now: datetime, person: PersonId, day: DayId, *, proven: bool
) -> list[Text]:
    """Return messages about places that came without the person's doing, in sessions to come.

    Not those that came in place of a cancelled session: `cancellation_messages` has them.
    """
    held = upcoming_places(school, now, person, day)
    reasons = (
        place_reason(school, booking, proven=proven)
        for booking in held
        if not is_replacement(school, booking)
    )
    return [reason for reason in reasons if reason is not None]


def place_reason(school: School, booking: Booking, *, proven: bool) -> Text | None:
    """Return why the person has this place, if they did not take it themselves, or None.

    The tutor's reason for giving a place is private: it is included only if `proven`.
    """
    session = school.session(booking.session)
    title = school.workshop(session).title
    if booking.why and proven:
        return t("You've been given a place in {title} by {tutor}: {why}.", title=title,
                 tutor=the_tutor(school.settings), why=booking.why)  # fmt: skip
    if booking.why:
        return t("You've been given a place in {title} by {tutor}.", title=title,
                 tutor=the_tutor(school.settings))  # fmt: skip
    # A rank without a promotion comes from the lottery only.
    if booking.rank and not booking.promoted:
        return t(
            "You got your {n} choice in the draw: {title}.", n=ordinal(booking.rank), title=title
        )
    if not booking.promoted:
        return None
    previous = school.programme.sessions.get(booking.came_from)
    if previous is not None and is_replacement(school, booking):
        other = school.workshop(previous).title
        return t("{other} is cancelled. You have a place in {title} instead.", title=title,
                 other=other)  # fmt: skip
    if previous is None:
        return t("Good news: a place came up, and you're in {title}.", title=title)
    return t(
        "Good news: you're now in {title}, your higher choice (not {other}).",
        title=title,
        other=school.workshop(previous).title,
    )
