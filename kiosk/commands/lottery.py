"""`kiosk draw DAY`: draws a day's wishes by lot, or shows what that would give."""

from __future__ import annotations

from datetime import datetime

from kiosk.commands.context import CommandContext
from kiosk.commands.lists import show
from kiosk.errors import Refused
from kiosk.exchange.listings import draw_listing
from kiosk.rules.choosing.lottery import (
    LotteryResult,
    lottery_message,
    lottery_outcome,
    run_lottery,
    summary,
)
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.text import Text, t


class _Lottery(Decision, frozen=True):
    """A lottery that notes what it gives."""

    results: list[LotteryResult]

    def __call__(self, school: School, now: datetime, actor: Actor) -> Changes:
        changes = super().__call__(school, now, actor)
        # read here, the results are of the school that was decided on, and of no other
        if changes.items:
            self.results.extend(lottery_outcome(school, now, self.arguments["day"])[1])
        return changes


def draw_wishes(context: CommandContext) -> None:
    """Draw, and list what each person got and why; of a day already drawn, say when it was.

    With `--dry-run` nothing changes, and the moment of the draw need not have come.
    """
    with context.school() as kiosk:
        day = context.day(kiosk)
        if context.options.dry_run:
            said, results = _dry_run(kiosk.desk.school, kiosk.desk.now(), day)
        else:
            decided = run_lottery(day)
            results = []
            lottery = _Lottery(decided.rule, decided.arguments, results)
            said = context.perform(kiosk, lottery).message
        listing = draw_listing(kiosk.desk.school, day, results, context.console.language)
    for_a_program = context.options.json or context.options.csv
    if results or for_a_program:
        show(context, listing)
    if said is not None:
        (context.console.warn if for_a_program else context.console.tell)(said)


def _dry_run(school: School, now: datetime, day: DayId) -> tuple[Text | None, list[LotteryResult]]:
    today = school.day(day)
    if today.draw_at is None:
        raise Refused(t("There's no draw on {day}: first come, first served.", day=day))
    if today.drawn_at is not None:
        return lottery_message(school, today), []
    results = lottery_outcome(school, now, day)[1]
    counts = summary([result.rank for result in results])
    return t("Nothing has been changed. The draw would give: {counts}", counts=counts), results
