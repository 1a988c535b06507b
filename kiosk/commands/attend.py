"""`kiosk sign-in`, `choose`, `mark` and `absent`, by the same desk and rules as the screens."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.commands.context import CommandContext, as_kept
from kiosk.errors import ReasonNeeded, Refused
from kiosk.factory import Kiosk, stand_still
from kiosk.rules.attendance import arrivals, marks
from kiosk.rules.attendance.absences import report_absent, undo_report_absent
from kiosk.rules.choosing import places
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.terms import Correction, MarkState
from kiosk.rules.replanning.absence_consequences import absence_consequences
from kiosk.text import Text, t


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
    """Mark a person in a session, as the professional tutor does; tell what that upsets."""
    with context.school() as kiosk:
        session, why = session_named(context, kiosk), context.options.correct
        state, correction = MarkState(context.options.mark), Correction(why) if why else None
        try:
            _perform(context, kiosk, marks.mark(_person(context), session, state, correction))
        except ReasonNeeded:
            words = ", ".join(Correction)
            raise Refused(
                t("This day is closed. Say why with --correct: {reasons}.", reasons=words)
            ) from None
        desk = kiosk.desk
        day = desk.school.day(desk.school.session(session).day)
        if day.closed_at is not None:
            # here: most calls of these commands do without it
            from kiosk.rules.follow_up.putting_right import put_right

            _tell_outdated(context, put_right(day.id)(desk.school, desk.now(), COMMAND).notes)


def _tell_outdated(context: CommandContext, notes: Sequence[Text]) -> None:
    for note in notes:
        context.console.tell(note)
    if notes:
        context.console.tell(
            t("To put this right, press C on the session's register, or print the day's pages.")
        )


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
