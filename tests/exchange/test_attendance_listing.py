"""What the listing of attendance says of each catch-up: to do, handed in, caught up, or waived."""

from __future__ import annotations

import pytest

from kiosk.exchange.attendance_listing import attendance_listing
from kiosk.language import Language
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.outstanding import finish_catch_ups, waive_catch_ups
from kiosk.rules.follow_up.stubs import hand_in_stub
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import WaiveReason
from tests.builders import DAY, after
from tests.rules.follow_up.test_by_catch_up import done
from tests.rules.follow_up.test_stubs import EVENING, SCHOOL, owed, printed

PRINTED = printed(SCHOOL)
SAFE = owed(PRINTED, "ann", "safe")
HANDED_IN = done(PRINTED, hand_in_stub(SAFE.stub), EVENING)
CONFIRMED = HANDED_IN.apply(finish_catch_ups((SAFE.id,))(HANDED_IN, EVENING, TUTOR).items)
WAIVED = after(PRINTED, EVENING, waive_catch_ups((SAFE.id,), WaiveReason.ELSEWHERE))
DUE = SAFE.due.isoformat() if SAFE.due else ""


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize(
    ("known", "says"),
    [
        (PRINTED, ("", "catch up", DUE)),
        (HANDED_IN, ("handed in", "", "")),
        (CONFIRMED, ("caught up", "", "")),
        (WAIVED, ("waived", "", "")),
    ],
)
def test_each_catch_up_is_said_to_be_as_far_as_it_is(
    known: School, says: tuple[str, ...], is_closed: bool
) -> None:
    if is_closed:
        known = after(known, EVENING, close_day(DayId(DAY)))
    day = known.day(DayId(DAY))
    listing = attendance_listing(known, EVENING, [day], Language("en"), is_range=True)
    [row] = [one for one in listing.rows if one[:2] == ("ann", "safe")]
    assert row[-3:] == says
    [shown] = [one for one in listing.shown if "ann" in str(one[1]).lower() and "safe" in one]
    assert Language("en").say(shown[-1]) == (says[0] or "to catch up by Tue 15 Sept")
