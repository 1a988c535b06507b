"""`kiosk attention [DAY]`: what does not fit on a day, or on any of the coming days."""

from __future__ import annotations

from kiosk.commands.context import CommandContext
from kiosk.exchange.listings import findings_listing
from kiosk.rules.attention.day_check import attention, coming_days
from kiosk.rules.attention.one_language import in_one_language
from kiosk.rules.model.records import InsetDay
from kiosk.text import Text, t, tn


def check(context: CommandContext) -> None:
    """List what needs attention. Advice: there is never a failure for it.

    Raises:
        Refused: there is no INSET day on the date that was given.
    """
    console = context.console
    with context.school() as kiosk:
        school = kiosk.desk.school
        if context.options.day is not None:
            days = [school.day(context.day(kiosk))]
        else:
            days = coming_days(school, kiosk.desk.now())
        findings = {day.id: attention(school, day.id) for day in days}
    every = [finding for day in days for finding in findings[day.id]]
    if context.options.json or context.options.csv:
        listing = findings_listing(every, console.language)
        console.write(listing.as_json() if context.options.json else listing.as_csv())
        return
    if not every:
        console.tell(t("Everything fits.") if days else t("There is no INSET day coming up."))
    # Sentences and no table, which would cut them.
    for day in days:
        if findings[day.id]:
            console.tell(_heading(day, len(findings[day.id])))
        for finding in findings[day.id]:
            console.tell(t("  {finding}", finding=finding.text))
    untranslated = in_one_language(school, days)
    if untranslated:
        console.tell(t("In one language only (the other is left blank in your files):"))
    for line in untranslated:
        console.tell(t("  {finding}", finding=line))


def _heading(day: InsetDay, findings: int) -> Text:
    return tn("{day}: {n} for attention", "{day}: {n} for attention", findings, day=day.id)
