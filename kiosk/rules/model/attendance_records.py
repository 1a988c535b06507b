"""What happens on a day and after it: places, marks, arrivals, confirmed steps and catch-up.

Ids are as those in `records.py`.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kiosk.rules.model.ids import (
    NO_SESSION,
    NO_WORKSHOP,
    DayId,
    PersonId,
    ResourceId,
    RollCallId,
    SessionId,
    SlotId,
    StepId,
    WorkshopId,
)
from kiosk.rules.model.terms import Correction, DoneBy, Evidence, MarkState, WaiveReason


class Booking(msgspec.Struct, frozen=True):
    """A confirmed place in a session, or a wish: a place on its waiting list.

    Id: `join_ids(session, person)`.
    """

    id: str
    session: SessionId
    person: PersonId
    confirmed: bool
    at: datetime
    waiting_order: int
    """Strictly rising within a session; the waiting list moves in this order."""
    promoted: bool = False
    """Whether the place came from the waiting list: a message at the next sign-in says so."""
    rank: int = 0
    """Of a wish: its rank among the person's in that slot, 1 the highest; 0: not a wish."""
    came_from: SessionId = NO_SESSION
    """The session whose place was given up for this one."""
    why: str = ""
    """Why a professional tutor gave the place, whatever stood against it."""
    lower_wishes: tuple[SessionId, ...] = ()
    """Of a place: the lower-ranked sessions that were given up for it, the highest first.

    If its session is cancelled, the person falls to the first of them that has room.
    """


class HeldPlace(msgspec.Struct, frozen=True):
    """A free place that is held for somebody who missed the session's workshop on an earlier day.

    It counts while they owe the workshop and have no place in any repeat of it; see `capacity.py`.
    Id: `join_ids(session, person)`.
    """

    id: str
    session: SessionId
    person: PersonId
    missed: DayId
    """The day on which they missed it; perhaps one of several."""
    at: datetime
    """When it was first held: where there are fewer places than that, the earlier ones count."""
    until: date
    """The last day on which it is held."""


class Mark(msgspec.Struct, frozen=True):
    """One statement about a person in a session. Id: `event_id(…, session, person)`."""

    id: str
    session: SessionId
    person: PersonId
    state: MarkState
    at: datetime
    evidence: Evidence
    correction: Correction | None = None
    """Why it corrects the mark before it, or was made once the day was closed."""


class Movement(msgspec.Struct, frozen=True):
    """Arrived on site (`inward`) or left it. Id: `event_id(…, day, person)`."""

    id: str
    day: DayId
    person: PersonId
    inward: bool
    at: datetime
    evidence: Evidence
    doubted: bool = False
    """Whether somebody said that it was not the person who signed in; a tutor looks at it."""


class RollCall(msgspec.Struct, frozen=True):
    """One roll call, as in a fire alarm. Id: `event_id(…, day)`."""

    id: RollCallId
    day: DayId
    at: datetime
    """When it began."""
    by: str
    """The id of the `Actor` who began it."""
    ended_at: datetime | None = None
    """None: it is under way."""
    ended_by: str = ""


class RollTick(msgspec.Struct, frozen=True):
    """That a person was found in a roll call.

    Id: `join_ids(day, person)` and the end of the roll call's own id.
    """

    id: str
    day: DayId
    person: PersonId
    roll: RollCallId
    at: datetime
    by: str
    """The id of the `Actor` who ticked them off."""


class SignOff(msgspec.Struct, frozen=True):
    """That an induction step was done, and who says so. Id: `join_ids(person, step, kind)`."""

    id: str
    person: PersonId
    step: StepId
    kind: str
    """`self` (ticked by the colleague) or `signer` (confirmed by its signer)."""
    at: datetime
    by: str
    """The id of the person who did it, or `tutor`."""
    evidence: Evidence


class CatchUp(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person is to do, or is offered, for what they missed.

    Id: `join_ids(day, person, slot, workshop)`.
    """

    id: str
    day: DayId
    person: PersonId
    slot: SlotId
    workshop: WorkshopId
    """The workshop that was missed; blank: a choice was missed and none had been made."""
    required: bool
    due: date | None
    """By when; None where it is only offered."""
    resources: tuple[ResourceId, ...] = ()
    done_at: datetime | None = None
    """When it was handed in as done; see `catch_up_states` for whether that settles it."""
    done_by: DoneBy = DoneBy.SELF
    """How it was handed in, if it was."""
    learned: str = ""
    """One line of the person's own on what they learned."""
    confirmed_at: datetime | None = None
    """When a DSP, DSL or professional tutor confirmed that it is done."""
    waived_at: datetime | None = None
    """When a professional tutor said that it need not be done."""
    waived_for: WaiveReason | None = None
    stubs: tuple[str, ...] = ()
    """The codes printed on its slips, of which only the last one counts."""
    next_stub: str = ""
    """The code for its next slip, which is not known to be wholly written; it counts too."""
    printed_on: date | None = None
    """When its slip was printed last."""
    slip: str = ""
    """What tells whether that slip still says what it should; see `slip_mark`."""
    first_printed: date | None = None
    """When its first slip was printed: its time runs from then, if that is after the day."""
    extended: bool = False
    """Whether a professional tutor has set the date."""
    picked: WorkshopId = NO_WORKSHOP
    """The workshop that the person chose to catch up with, where no choice had been made."""
    training: bool = False
    """Whether it was recorded as required training, owed whatever the person's hours; `is_training`
    tells whether it is."""
    pathway: bool = False
    """Whether it is the general route of the person's role: open to them, never required."""
    is_owed: bool = True
    """False: a corrected mark made it unnecessary. On no list, it keeps its stubs and its date."""

    @property
    def is_open(self) -> bool:
        """Whether its person still has something to do for it."""
        return self.is_owed and self.done_at is None and self.waived_at is None

    @property
    def stub(self) -> str:
        """The code to print: the next one, else that of the last slip; blank: there is none."""
        return self.next_stub or (self.stubs[-1] if self.stubs else "")

    @property
    def subject(self) -> WorkshopId:
        """The workshop to catch up with; blank: a slot, or a choice still to be made."""
        return self.workshop or self.picked
