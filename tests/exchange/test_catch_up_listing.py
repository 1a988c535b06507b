"""The listing of catch-ups says where a place is held, and until when."""

from __future__ import annotations

from kiosk.exchange.catch_up_listing import catch_up_listing
from kiosk.exchange.listings import sessions_listing
from kiosk.language import Language
from kiosk.rules.follow_up.outstanding import outstanding
from kiosk.text import Text
from tests.rules.follow_up.repeats_school import AGAIN, ENGLISH, EVENING, known, printed


def test_a_place_that_is_held_is_in_the_listings_of_catch_ups_and_sessions() -> None:
    held = printed(known(1))
    listing = catch_up_listing(held, outstanding(held, EVENING.date()), Language())
    rows = [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]
    mine = [(row["held_session"], row["held_until"]) for row in rows if row["held_session"]]
    assert mine == [(AGAIN, "2026-09-08")]
    states = [ENGLISH.say(line[-1]) for line in listing.shown if isinstance(line[-1], Text)]
    assert "to do · place held for Thu 10 Sept until Tue 8 Sept" in states
    sessions = sessions_listing(held, [held.session(AGAIN)])
    assert dict(zip(sessions.columns, sessions.rows[0], strict=True))["held"] == 1
