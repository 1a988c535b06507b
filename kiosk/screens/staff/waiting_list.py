"""The questions about a place or a wish: giving it up, ranking it, and choosing another."""

from __future__ import annotations

from textual.app import App

from kiosk.rules.attendance.picking import Question
from kiosk.rules.model.decisions import Decision
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.choice import ChoiceDialog


async def answer_of(app: App[str], context: ScreenContext, asked: Question) -> Decision | None:
    """Return what a person decides who is asked; None: nothing is to change.

    It waits for a dialog, so it must be called in a worker.
    """
    by_id = {str(place): answer for place, answer in enumerate(asked.answers)}
    texts = {id: answer.text for id, answer in by_id.items()}
    yes = "1" if asked.is_yes_or_no else None
    dialog = ChoiceDialog(context, asked.text, texts, title=asked.title, yes=yes)
    id = await app.push_screen_wait(dialog)
    return None if id is None else by_id[id].decision
