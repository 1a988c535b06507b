"""`kiosk sign-in`, `choose`, `mark` and `absent`, by the same desk and rules as the screens."""

from __future__ import annotations

from kiosk.commands.context import CommandContext, as_kept
from kiosk.errors import Refused
from kiosk.factory import Kiosk, stand_still
from kiosk.rules.attendance import arrivals, marks
from kiosk.rules.attendance.absences import report_absent, undo_report_absent
from kiosk.rules.choosing import places
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.terms import MarkState
from kiosk.rules.replanning.absence_consequences import absence_consequences
from kiosk.text import t


def sign_in(context: CommandContext) -> None:
    """Sign a person in for today, or for the past day of `--day`, as from a list on paper."""
    with context.school() as kiosk:
        day = context.options.day
        if day is not None:
            if day > kiosk.desk.now().date():
                raise Refused(t("You can't sign someone in for a day that hasn't come yet."))
            kiosk.desk.school.day(DayId(day.isoformat()))  # refuses a date without an INSET day
            stand_still(kiosk, day=day)
        _perform(context, kiosk, arrivals.sign_in(_person(context)))


def choose(context: CommandContext) -> None:
    """Take a place in a session for a person, or on its waiting list."""
    with context.school() as kiosk:
        session = session_named(context, kiosk)
        asked = places.choose(_person(context), session)
        _perform(context, kiosk, asked)


def mark(context: CommandContext) -> None:
    """Mark a person in a session, as the professional tutor does."""
    with context.school() as kiosk:
        session = session_named(context, kiosk)
        state = MarkState(context.options.mark)
        asked = marks.mark(_person(context), session, state)
        _perform(context, kiosk, asked)


def absent(context: CommandContext) -> None:
    """Report a person absent for a day or a part of it; with `--undo` they are expected again."""
    options = context.options
    with context.school() as kiosk:
        person, day = _person(context), context.day(kiosk)
        if options.undo:
            _perform(context, kiosk, undo_report_absent(person, day))
            return
        start, end = getattr(options, "from"), options.until
        _perform(context, kiosk, report_absent(person, day, start, end))
        desk = kiosk.desk
        for note in absence_consequences(desk.school, desk.now(), person, day):
            context.console.tell(note)


def _person(context: CommandContext) -> PersonId:
    return PersonId(as_kept(context.options.person))


def session_named(context: CommandContext, kiosk: Kiosk) -> SessionId:
    """Return the session's id. Raises `Refused` where it is not on the day of `--day`."""
    session = SessionId(as_kept(context.options.session))
    day = context.options.day
    if day is not None and kiosk.desk.school.session(session).day != day.isoformat():
        raise Refused(t("Session {id} is not on {day}.", id=session, day=day))
    return session


def _perform(context: CommandContext, kiosk: Kiosk, decision: Decision) -> None:
    message = context.perform(kiosk, decision).message
    if message is not None:
        context.console.tell(message)
