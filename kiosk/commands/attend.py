"""`kiosk sign-in`, `kiosk choose`, `kiosk mark`: through the same desk and rules as the screens."""

from __future__ import annotations

from kiosk.commands.context import CommandContext, as_kept
from kiosk.errors import Refused
from kiosk.factory import Kiosk, stand_still
from kiosk.rules.attendance import arrivals, marks
from kiosk.rules.choosing import places
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.text import t

BY = "command"


def sign_in(command_context: CommandContext) -> None:
    """Sign a person in for the day; with `--day` for one that is past, from a list on paper."""
    with command_context.school() as kiosk:
        day = command_context.options.day
        if day is not None:
            if day > kiosk.desk.now().date():
                raise Refused(t("Nobody can be signed in for a day to come."))
            kiosk.desk.school.day(day.isoformat())
            stand_still(kiosk, day=day)
        person = as_kept(command_context.options.person)
        _perform(command_context, kiosk, arrivals.sign_in(person, Evidence.COMMAND))


def choose(command_context: CommandContext) -> None:
    """Take a place in a session for a person, or join its queue."""
    with command_context.school() as kiosk:
        session = _session(command_context, kiosk)
        asked = places.choose(as_kept(command_context.options.person), session, Evidence.COMMAND)
        _perform(command_context, kiosk, asked)


def mark(command_context: CommandContext) -> None:
    """Mark a person in a session, as the professional tutor does."""
    with command_context.school() as kiosk:
        session = _session(command_context, kiosk)
        state = MarkState(command_context.options.mark)
        person = as_kept(command_context.options.person)
        _perform(command_context, kiosk, marks.mark(person, session, state, Evidence.TUTOR))


def _session(command_context: CommandContext, kiosk: Kiosk) -> str:
    """Return the session's id; `--day` only makes sure that it is on that day."""
    session = as_kept(command_context.options.session)
    day = command_context.options.day
    if day is not None and kiosk.desk.school.session(session).day != day.isoformat():
        raise Refused(t("The session {id} is not on {day}.", id=session, day=day))
    return session


def _perform(command_context: CommandContext, kiosk: Kiosk, decision: Decision) -> None:
    said = kiosk.desk.perform_now(decision, BY, Evidence.COMMAND).said
    if said is not None:
        command_context.console.tell(said)
