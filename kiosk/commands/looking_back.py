"""`kiosk history` and `kiosk undo`: what was decided, and taking one decision back."""

from __future__ import annotations

from kiosk.commands.context import CommandContext, as_kept
from kiosk.commands.lists import show
from kiosk.commands.parser import parse_day
from kiosk.errors import Refused
from kiosk.exchange.history_table import history_listing
from kiosk.rules.model.actors import COMMAND
from kiosk.text import t

LATEST = 30
"""How many decisions are listed where no id is given."""


def history(context: CommandContext) -> None:
    """List what touched an id, the oldest first, or the latest decisions, the newest first.

    Raises:
        Refused: nothing has or had that id.
    """
    with context.school() as kiosk:
        school, given = kiosk.desk.school, context.options.id
        if given is None:
            show(context, history_listing(school, kiosk.desk.latest(LATEST)))
            return
        day = parse_day(given)
        about = day.isoformat() if day is not None else as_kept(given)
        # asked of the history: the school itself knows nothing of people who were removed
        entries = kiosk.desk.history(about)
        if not (entries or about in school.people or about in school.programme.sessions):
            raise Refused(t("No person or session has the id {id}.", id=about))
        show(context, history_listing(school, entries, about))


def undo(context: CommandContext) -> None:
    """Take a decision back: the one of that number in the history, or the last load.

    Raises:
        Refused: it cannot be undone; it says why.
    """
    with context.school() as kiosk:
        outcome = kiosk.desk.undo_now(context.options.n, COMMAND)
        if outcome.message is not None:
            context.console.tell(outcome.message)
        for note in outcome.all_notes():
            context.console.warn(note)
