"""The commands that change what is planned: done, or only tried."""

from __future__ import annotations

from kiosk.commands.attend import session_named
from kiosk.commands.context import CommandContext, as_kept
from kiosk.commands.parser import parse_clock
from kiosk.errors import Refused
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import DayId, PersonId, SlotId, WorkshopId
from kiosk.rules.replanning import (
    added_sessions,
    choosing_times,
    notices,
    session_changes,
    slot_times,
)
from kiosk.text import t


def change(context: CommandContext) -> None:
    """Give a session another room, time or leader, or another number of places."""
    options = context.options
    with context.school() as kiosk:
        decision = session_changes.change_session(
            session_named(context, kiosk), room=_text(options.room), start=options.start,
            end=options.end, leaders=_leaders(context), places=options.places,
            kept_back=options.keep_back,
        )  # fmt: skip
        context.perform_or_preview(kiosk, decision)


def add_session(context: CommandContext) -> None:
    """Give a workshop once more, in another slot or in the same."""
    options = context.options
    with context.school() as kiosk:
        decision = added_sessions.add_session(
            context.day(kiosk), SlotId(as_kept(options.slot)),
            WorkshopId(as_kept(options.workshop)),
            room=_text(options.room), leaders=_leaders(context),
            places=options.places,
        )  # fmt: skip
        context.perform_or_preview(kiosk, decision)


def shift(context: CommandContext) -> None:
    """Let a slot begin later, alone or with all that follow it."""
    options = context.options
    with context.school() as kiosk:
        decision = slot_times.shift_slot(
            DayId(options.day.isoformat()), SlotId(as_kept(options.slot)), options.minutes,
            alone=options.alone, move_lunch=options.move_lunch, keep_end=options.keep_end,
        )  # fmt: skip
        context.perform_or_preview(kiosk, decision)


def choosing(context: CommandContext) -> None:
    """Open or close the choices of a slot, or set until when they are open."""
    options = context.options
    day, slot = DayId(options.day.isoformat()), SlotId(as_kept(options.slot))
    with context.school() as kiosk:
        decision = choosing_times.close_choosing(day, slot)
        if options.when != "close":
            until = None if options.when == "open" else parse_clock(options.when)
            if until is None and options.when != "open":
                raise Refused(t("Write “open”, “close” or a time such as 11:05."))
            decision = choosing_times.open_choosing(day, slot, until)
        context.perform_or_preview(kiosk, decision)


def notice(context: CommandContext) -> None:
    """Put a line on Welcome and the board, or take it down."""
    options = context.options
    with context.school() as kiosk:
        text = Private(options.text or "")
        decision = notices.post_notice(context.day(kiosk), text, options.until)
        context.perform_or_preview(kiosk, decision)


def _text(given: str | None) -> str | None:
    return None if given is None else as_kept(given)


def _leaders(context: CommandContext) -> tuple[PersonId, ...] | None:
    given = context.options.leader
    return None if given is None else tuple(PersonId(as_kept(one)) for one in given)
