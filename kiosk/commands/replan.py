"""`kiosk change`, `add-session` and `shift`: done, or only told what they would do."""

from __future__ import annotations

from kiosk.commands.attend import session_named
from kiosk.commands.context import CommandContext, as_kept
from kiosk.rules.model.ids import DayId, PersonId, SlotId, WorkshopId
from kiosk.rules.replanning import added_sessions, session_changes, slot_times


def change(context: CommandContext) -> None:
    """Give a session another room, time or leader, or another number of places."""
    options = context.options
    with context.school() as kiosk:
        decision = session_changes.change_session(
            session_named(context, kiosk), room=_text(options.room), start=options.start,
            end=options.end, leaders=_leaders(context), places=options.places,
        )  # fmt: skip
        context.perform_or_preview(kiosk, decision)


def add_session(context: CommandContext) -> None:
    """Give a workshop once more, in another slot or in the same."""
    options = context.options
    with context.school() as kiosk:
        decision = added_sessions.add_session(
            WorkshopId(as_kept(options.workshop)), context.day(kiosk),
            SlotId(as_kept(options.slot)), room=_text(options.room), leaders=_leaders(context),
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


def _text(given: str | None) -> str | None:
    return None if given is None else as_kept(given)


def _leaders(context: CommandContext) -> tuple[PersonId, ...] | None:
    given = context.options.leader
    return None if given is None else tuple(PersonId(as_kept(one)) for one in given)
