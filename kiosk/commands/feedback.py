"""`kiosk feedback`: what people said about a day's sessions, once the day is closed."""

from __future__ import annotations

from kiosk.commands.context import CommandContext
from kiosk.commands.lists import show
from kiosk.errors import Refused
from kiosk.exchange.feedback_listing import feedback_listing
from kiosk.rules.attendance.evaluation import may_be_opened
from kiosk.store.replies import Replies
from kiosk.text import t


def feedback(context: CommandContext) -> None:
    """List the feedback of a day; with `--open`, open it first, after a question.

    Raises:
        Refused: the day is not closed yet, or its feedback is not opened.
    """
    with context.school() as kiosk:
        school, day = kiosk.desk.school, context.day(kiosk)
        today = kiosk.desk.now().date()
        replies = Replies(kiosk.folder, kiosk.secrets)
    box = replies.box(day)
    if not box.opened:
        if not may_be_opened(school.day(day), today):
            raise Refused(t("Feedback appears here once the day is closed."))
        question = t(
            "Show feedback for {day}? This stops any more replies, and deletes those on sessions "
            "with fewer than five.",
            day=day,
        )
        if not context.options.open or not context.console.confirm(question):
            raise Refused(t("The feedback for {day} is not open yet. See --open.", day=day))
        box = replies.open(day)
    show(context, feedback_listing(school, day, box))
