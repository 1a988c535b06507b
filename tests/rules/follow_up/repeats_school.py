"""A school in which people missed a talk that is given again."""

from __future__ import annotations

from datetime import date

from kiosk.language import Language
from kiosk.rules.choosing.capacity import places_held
from kiosk.rules.follow_up.catch_up import catch_ups_of
from kiosk.rules.follow_up.outstanding import waive_catch_ups
from kiosk.rules.follow_up.stubs import issue_slips
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import DayId, PersonId, SessionId, WorkshopId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import SlotKind, WaiveReason
from tests.builders import DAY, after, at, day, person, school, session, slot

ENGLISH = Language("en")
LATER = DayId("2026-09-10")
FRIDAY = DayId("2026-09-11")
AGAIN = SessionId("AGAIN")
FRI = SessionId("FRI")
EVENING = at("16:00")
NEXT = at("09:00", "2026-09-03")
LAST = date(2026, 9, 8)
"""A week after the slips are printed."""
MISSED = [PersonId(one) for one in ("ann", "bob", "cai")]
OTHERS = [PersonId(one) for one in ("dai", "eve")]


def known(places: int | None = 3) -> School:
    """Three teachers miss a talk on 1 September, which is given again on the 10th."""
    return school(
        day(slot("talk", "11:00-12:00", SlotKind.TOGETHER, required=("teacher",))),
        day(slot("more", "15:00-15:30", required=(), invited=("all",)), id=LATER),
        session("talk", "talk", "11:00-12:00"),
        session("AGAIN", "more", "15:00-15:30", places, day=LATER, workshop=WorkshopId("W-talk")),
        session("OTHER", "more", "15:00-15:30", day=LATER),
        *map(person, MISSED),
        *(person(one, hours={"thu": "08:30-15:30"}) for one in OTHERS),
    )


def repeated_on_friday(places: int = 3) -> School:
    """It is given a third time, on the Friday."""
    another = slot("end", "15:00-15:30", required=(), invited=("all",))
    workshop = WorkshopId("W-talk")
    return known(places).apply(
        map(put, (day(another, id=FRIDAY),
                  session(FRI, "end", "15:00-15:30", 3, day=FRIDAY, workshop=workshop)))
    )  # fmt: skip


def printed(before: School, seed: str = "one", person: PersonId | None = None) -> School:
    return after(before, EVENING, issue_slips(DAY, Private(seed), person))


def owed(at_school: School, who: PersonId) -> CatchUp:
    return catch_ups_of(at_school, who)[0]


def holders(at_school: School) -> list[PersonId]:
    return [*places_held(at_school, at_school.session(AGAIN))]


def waive(at_school: School, who: PersonId) -> Decision:
    return waive_catch_ups((owed(at_school, who).id,), WaiveReason.AGREED)
