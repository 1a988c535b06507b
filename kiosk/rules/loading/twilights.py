"""Twilights that lie outside everyone's hours: said when a programme is loaded, with the ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.records import InsetDay, Slot
from kiosk.rules.model.requirement import hours_on
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DayKind
from kiosk.text import Text, t


def twilight_notes(school: School, days: Iterable[InsetDay]) -> Iterator[Text]:
    """Yield a note for each twilight with a slot that nobody of its people has hours for."""
    for day in days:
        slots = (slot for slot in day.slots if not slot.kind.is_pause and slot.required)
        outside = next((slot for slot in slots if _is_outside(school, day, slot)), None)
        if day.kind is DayKind.TWILIGHT and outside is not None:
            yield t(
                "{day}: {start} to {end} is outside everyone's hours, so nobody is required. Do "
                "they count for everyone? Write “yes” in the column “Counts for everyone” of the "
                "sheet Days, or counts_for_everyone = true in days.toml. Otherwise agree hours by "
                "person, in the staff file's column “agreed” ({example}), or invite people: kiosk "
                "load invitations.",
                day=day.date,
                start=outside.start,
                end=outside.end,
                example=f"{day.date:%d/%m/%Y} {outside.start:%H:%M}-{outside.end:%H:%M}",
            )


def _is_outside(school: School, day: InsetDay, slot: Slot) -> bool:
    people = school.people_on(day.date).values()
    meant = [person for person in people if is_in_audience(person, slot.required)]
    return bool(meant) and not any(
        hours_on(school, person, day).require(slot.start, slot.end) for person in meant
    )
