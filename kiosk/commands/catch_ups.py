"""`kiosk catch-ups` and `kiosk done`: what is outstanding over all days, and what is done of it."""

from __future__ import annotations

from kiosk.commands.context import CommandContext, as_kept
from kiosk.commands.lists import show
from kiosk.errors import Refused
from kiosk.exchange.catch_up_listing import catch_up_listing
from kiosk.factory import Kiosk
from kiosk.rules.attendance.scan_codes import is_stub
from kiosk.rules.follow_up.outstanding import all_owed, finish_catch_ups, outstanding, owed_by
from kiosk.rules.follow_up.stubs import hand_in_stub
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.labels import in_each
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import t


def catch_ups(context: CommandContext) -> None:
    """List what people still have to catch up on.

    Raises:
        Refused: there is no INSET day on the date of `--day`.
    """
    options = context.options
    with context.school() as kiosk:
        school, today = kiosk.desk.school, kiosk.desk.now().date()
        is_all = options.all and not options.open
        lines = all_owed(school, today) if is_all else outstanding(school, today)
        if options.day is not None:
            day = school.day(DayId(options.day.isoformat())).id
            lines = [one for one in lines if one.catch_up.day == day]
        if options.department is not None:
            wanted = fold(options.department)
            lines = [one for one in lines if wanted in _department(school, one.person)]
        if options.overdue:
            lines = [one for one in lines if one.is_overdue]
        show(context, catch_up_listing(school, lines, context.console.language))


def _department(school: School, person: Person) -> str:
    """Return a person's department to search in, as the file has it and in each language."""
    return fold(" ".join((person.department, *in_each(school.word(person.department)))))


def done(context: CommandContext) -> None:
    """Note that a catch-up is done, by its stub or by person and item.

    Raises:
        Refused: the stub or the person is unknown, or the person owes no such item.
    """
    with context.school() as kiosk:
        message = context.perform(kiosk, _decision(context, kiosk)).message
    if message is not None:
        context.console.tell(message)


def _decision(context: CommandContext, kiosk: Kiosk) -> Decision:
    school, given, item = kiosk.desk.school, context.options.stub, context.options.item
    if item is not None and is_stub(given) and is_stub(item):
        raise Refused(t("Give one stub at a time."))
    if item is None:
        if not is_stub(given):
            raise Refused(t("Give the code of a stub, or a person's id and the item."))
        return hand_in_stub(given)
    person = school.person(PersonId(as_kept(given)))
    lines = owed_by(school, person.id, kiosk.desk.now().date())
    found = [one for one in lines if as_kept(item) in (one.item, one.catch_up.id)]
    if len(found) == 1:
        return finish_catch_ups((found[0].catch_up.id,))
    if not lines:
        raise Refused(t("{name} has nothing to catch up on.", name=person.name))
    items = ", ".join(one.item if not found else one.catch_up.id for one in found or lines)
    raise Refused(t("Which item of {name}'s? {items}", name=person.name, items=items))
