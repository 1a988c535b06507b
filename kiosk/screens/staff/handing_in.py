"""Handing in a stub on a person's own screens, and their line on what a catch-up taught them."""

from __future__ import annotations

from typing import Any

from kiosk.rules.attendance.badges import BADGE_CODE
from kiosk.rules.attendance.scan_codes import is_stub
from kiosk.rules.follow_up.catch_up import missed_title
from kiosk.rules.follow_up.catch_up_acts import MAX_LEARNED, note_learned
from kiosk.rules.follow_up.outstanding import catch_up_named
from kiosk.rules.follow_up.stubs import hand_in_stub
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import PersonId
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import KioskScreen
from kiosk.screens.dialogs.draft import kept_unless_saved
from kiosk.screens.dialogs.line import LineDialog, LineInput
from kiosk.text import Sayable, Text, t


async def hand_in(screen: KioskScreen[Any], actor: Actor, code: str) -> tuple[Text, Tone] | None:
    """Hand in a stub, and those scanned after it; return what came of the last.

    Raises:
        KioskError: it is refused, or could not be saved.
    """
    said: tuple[Text, Tone] | None = None
    while code:
        outcome = await screen.carry_out(hand_in_stub(code), actor)
        if outcome.message is not None:
            said = outcome.message, Tone.DONE
            screen.show_message(*said)
        code = await ask_learned(screen, actor, outcome.wrote[0][1])
    return said


async def ask_learned(screen: KioskScreen[Any], actor: Actor, catch_up: str) -> str:
    """Ask what a catch-up taught its person, after a proof only; nobody need answer.

    Return the stub that was scanned in place of an answer, or blank.

    Raises:
        KioskError: it could not be saved.
    """
    if not actor.evidence.is_proof:
        return ""
    school = screen.context.desk.school
    title = missed_title(school, catch_up_named(school, catch_up))
    dialog = LearnedDialog(screen.context, title, draft=f"learned {catch_up}")
    line = await screen.app.push_screen_wait(dialog)
    if line:
        with kept_unless_saved(dialog):
            await screen.carry_out(note_learned(PersonId(actor.id), catch_up, Private(line)), actor)
    return dialog.next_stub


class LearnedDialog(LineDialog):
    """Asks for a line on what a catch-up taught. The result is the line, blank, or None."""

    next_stub = ""
    """The stub that was scanned meanwhile, which is handed in next."""

    def __init__(self, context: ScreenContext, title: Sayable, draft: str) -> None:
        """Ask about the catch-up with this title."""
        super().__init__(
            context,
            t("What will you take from it? One line, if you like; Enter alone leaves it blank."),
            draft=draft,
            title=title,
            guide=t("Only you see this, after your badge or PIN."),
            max_length=MAX_LEARNED,
        )

    def handle_code(self, code: str) -> bool:
        """Close at the next stub."""
        if is_stub(code):
            self.next_stub = code
            self.submit_line(self.query_one(LineInput).value)
        return bool(self.next_stub)

    def submit_line(self, line: str) -> None:
        """Close with the line, unless a badge was scanned into it."""
        if BADGE_CODE.search(line.upper()):
            self.query_one(LineInput).value = ""
        else:
            self.dismiss(line.strip())
