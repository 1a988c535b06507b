"""`kiosk cancel SESSION`: cancels a session, or tells whom that would touch."""

from __future__ import annotations

from kiosk.commands.attend import session_named
from kiosk.commands.context import CommandContext
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.model.actors import COMMAND
from kiosk.text import t


def cancel(context: CommandContext) -> None:
    """Cancel a session, and list by name what becomes of its people; `--dry-run` only lists."""
    with context.school() as kiosk:
        decision = cancel_session(session_named(context, kiosk))
        if context.options.dry_run:
            changes = decision(kiosk.desk.school, kiosk.desk.now(), COMMAND)
            context.console.tell(t("Nothing is changed: this is what would happen."))
            message, notes = changes.message, changes.notes
        else:
            outcome = context.perform(kiosk, decision)
            message, notes = outcome.message, outcome.notes
        for line in (message, *notes):
            if line is not None:
                context.console.tell(line)
