"""The things the kiosk knows, each as one immutable record.

Every record has an `id` that is text and is unique in its table. Composite ids are made by
`join_ids`, so that they tell what they are about and asking twice makes the same one.
"""

from __future__ import annotations

from datetime import date, datetime, time

import msgspec
from msgspec import field

from kiosk.rules.model.ids import (
    NO_DAY,
    NO_TRACK,
    NO_WORKSHOP,
    NOBODY,
    DayId,
    PersonId,
    ResourceId,
    SessionId,
    SlotId,
    StepId,
    TrackId,
    WorkshopId,
)
from kiosk.rules.model.terms import (
    DayKind,
    GuestKind,
    LinkOutcome,
    Mode,
    ReopenReason,
    Role,
    SlotKind,
)
from kiosk.text import Both

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Window(msgspec.Struct, frozen=True):
    """From when to when: a working window, in the school's local time."""

    start: time
    end: time

    def holds(self, start: time, end: time) -> bool:
        """Return whether the whole of `start` to `end` lies inside."""
        return self.start <= start and end <= self.end

    @property
    def minutes(self) -> int:
        """Its length."""
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute

    def touches(self, start: time, end: time) -> bool:
        """Return whether any moment of `start` to `end` lies inside."""
        return self.start < end and start < self.end


class TimeAway(msgspec.Struct, frozen=True):
    """From when to before when somebody who left and came back was not at the school."""

    start: date
    end: date


class Person(msgspec.Struct, frozen=True):
    """Anyone on site. Names are not unique; the id is."""

    id: PersonId
    forename: str
    surname: str
    role: Role
    preferred_forename: str = ""
    display_name: str = ""
    """The whole name as it is to be shown, where forename and surname would not do."""
    staff_code: str = ""
    department: str = ""
    duties: tuple[str, ...] = ()
    badge: str = ""
    """The code on the badge, `INSET-` and capitals or digits; blank: no badge."""
    language: str = ""
    """`en` or `cy`: the language the person prefers to read; blank: the school's first."""
    hours: dict[str, Window] | None = None
    """Working window by weekday; a weekday left out is not worked; None: not known."""
    part_time: bool = False
    """Whether the hours are not known, and are fewer than the role's usual ones."""
    agreed: dict[DayId, Window] = field(default_factory=dict)
    """Hours agreed for one date, in place of the weekday's."""
    track: TrackId = NO_TRACK
    """The id of the induction track of a new member of staff."""
    started: date | None = None
    """First day at the school; induction steps are due from it."""
    mentor: PersonId = NOBODY
    """The id of the person who confirms induction steps."""
    needs: tuple[str, ...] = ()
    """Topics that the person asked for, in agreement with the line manager; private."""
    coming: GuestKind | None = None
    """What brings a guest; None: on the school's own list of staff."""
    host: str = ""
    """The school a guest is from, the agency, or whom they see here."""
    to_confirm: bool = False
    """Whether the person was added at the desk, and no professional tutor has looked at it yet."""
    old_badges: tuple[str, ...] = ()
    """The codes of badges that were replaced or cancelled; none of them is valid."""
    own_name: bool = False
    """Whether the shown name was set here: loading a staff file then leaves it alone."""
    left: date | None = None
    """The date from which they are no longer at the school; None: they are here."""
    times_away: tuple[TimeAway, ...] = ()
    """When they were not here, before they came back."""
    merged_ids: tuple[PersonId, ...] = ()
    """The ids of other entries that turned out to be this person: files may still have them."""

    def is_here(self, day: date) -> bool:
        """Return whether the person is at the school on a date, and has not left by then."""
        if self.left is not None and day >= self.left:
            return False
        return not any(away.start <= day < away.end for away in self.times_away)

    @property
    def name(self) -> str:
        """The name to show and print: the preferred one."""
        first = self.preferred_forename or self.forename
        return self.display_name or " ".join(part for part in (first, self.surname) if part)


class Slot(msgspec.Struct, frozen=True):
    """A band of time in an INSET day."""

    id: SlotId
    title: Both
    kind: SlotKind
    start: time
    end: time
    required: tuple[str, ...] = ()
    """The audience that must attend."""
    invited: tuple[str, ...] = ()
    """The audience that may attend."""
    place: str = ""
    """Where, for a slot without sessions."""
    choices_open: datetime | None = None
    """From when its places may be chosen, where a tutor set another time than the day's."""
    choices_close: datetime | None = None
    """Until when, where a tutor set another time than the day's."""


class InsetDay(msgspec.Struct, frozen=True):
    """A date of staff training. Twilights that together make one day share its number."""

    id: DayId
    """The date, ISO."""
    number: int
    title: Both
    kind: DayKind = DayKind.WHOLE
    aims: tuple[Both, ...] = ()
    priority: str = ""
    """The priority of the school development plan that the day serves."""
    slots: tuple[Slot, ...] = ()
    hours_as: str = ""
    """The weekday whose working hours hold on this date; blank: the date's own."""
    counts_for_everyone: bool = False
    """Whether its hours count for everyone, though they lie outside their own: a twilight."""
    choices_open: datetime | None = None
    """From when places may be chosen; None: as soon as the day is loaded."""
    choices_close: datetime | None = None
    """Until when; None: until each session is over."""
    draw_at: datetime | None = None
    """When wishes are drawn; None: first come, first served."""
    draw_seed: str = ""
    """What the lot is drawn with, so that anybody can repeat it; blank: the date."""
    drawn_at: datetime | None = None
    closed_at: datetime | None = None
    reopened_at: datetime | None = None
    """When it was last opened again, after it had been closed."""
    reopened_for: ReopenReason | None = None
    moved_from: DayId = NO_DAY
    """The date on which people first read it, where it was moved to another one."""
    moved_at: datetime | None = None
    cancelled_at: datetime | None = None
    notice: str = ""
    """A line of a tutor's for everybody, on the wall until `notice_until`."""
    notice_until: datetime | None = None

    @property
    def awaits_draw(self) -> bool:
        """Whether wishes are only gathered for now."""
        return self.draw_at is not None and self.drawn_at is None

    @property
    def date(self) -> date:
        """The day's date."""
        return date.fromisoformat(self.id)

    @property
    def span(self) -> Window | None:
        """From the start of its first slot to the end of its last; None: it has no slots."""
        if not self.slots:
            return None
        return Window(min(one.start for one in self.slots), max(one.end for one in self.slots))

    @property
    def weekday(self) -> str:
        """The weekday (`mon` … `sun`) whose working hours hold."""
        return self.hours_as or WEEKDAYS[self.date.weekday()]


class Workshop(msgspec.Struct, frozen=True):
    """The thing offered; it is given in one session or several."""

    id: WorkshopId
    title: Both
    aim: Both = Both()
    topic: str = ""
    priority: str = ""
    """The national priority it serves, if any."""
    resources: tuple[ResourceId, ...] = ()
    """Ids of its catch-up resources."""
    requires: tuple[WorkshopId, ...] = ()
    """Ids of the workshops that come first."""
    catch_up: str = ""
    """`all`: catching up takes all its resources; `any` or blank: one of them is enough."""
    required_training: tuple[str, ...] = ()
    """Whom it is required training for, `all` or roles: they owe it whatever their hours are."""
    before_pupils: bool = False
    """Whether it is to be done before somebody works with pupils."""


class Session(msgspec.Struct, frozen=True):
    """One giving of a workshop."""

    id: SessionId
    day: DayId
    slot: SlotId
    workshop: WorkshopId
    start: time
    end: time
    room: str = ""
    leaders: tuple[PersonId, ...] = ()
    """Ids of the people who lead it."""
    speaker: str = ""
    """A leader who is not in the staff file, as a name."""
    places: int | None = None
    """How many may take part; None: no limit."""
    kept_back: int = 0
    """How many of the places a tutor keeps back: nobody takes them or moves up into them."""
    audience: tuple[str, ...] = ("all",)
    language: str = "en"
    """`en`, `cy` or `both`: the language it is given in."""
    off_site: bool = False
    moved_from: str = ""
    """The room in which people look for it, where that was changed on its own day."""
    moved_start: time | None = None
    moved_end: time | None = None
    """The times at which people look for it, where those were changed on its own day."""
    moved_at: datetime | None = None
    """When room or times last changed on its own day."""
    cancelled_at: datetime | None = None
    """When it was cancelled; None: on offer. Bookings stay, so that its people get a message."""
    led_before: tuple[PersonId, ...] = ()
    """Ids of those who led it before a tutor changed that; they get a message, as do the new."""
    led_since: datetime | None = None
    """When its leaders last changed so."""

    @property
    def minutes(self) -> int:
        """Its length."""
        return Window(self.start, self.end).minutes

    @property
    def open_places(self) -> int | None:
        """How many places people may take; None: no limit."""
        return None if self.places is None else max(0, self.places - self.kept_back)

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.cancelled_at is not None


class TriedLink(msgspec.Struct, frozen=True):
    """What came of trying an address."""

    url: str
    outcome: LinkOutcome
    to: str = ""
    """Where it leads, if it is redirected."""
    status: int | None = None
    """The number that the site answered with, where it says more than the outcome."""


class Resource(msgspec.Struct, frozen=True):
    """A catch-up link, or a hint where to search when no address is known."""

    id: ResourceId
    title: Both
    url: str = ""
    hint: Both = Both()
    """What to do where there is no address, such as "Search Hwb for …"."""
    provider: str = ""
    mode: Mode = Mode.ASYNCHRONOUS
    on: date | None = None
    """The date of a synchronous one, where it has one."""
    until: date | None = None
    """The last date on which it is there."""
    login: bool = False
    """Whether people need to log in to something."""
    with_colleague: bool = False
    """Whether it is done together with a colleague, as in coaching."""
    minutes: int | None = None
    audience: tuple[str, ...] = ("all",)
    language: str = "en"
    """`en`, `cy`, or `both`."""
    pathway: tuple[str, ...] = ()
    """Roles for which it is the general way to catch up, whatever was missed."""
    checked: date | None = None
    """When its address was last tried, by somebody or by the kiosk."""
    source: str = ""
    tried: TriedLink | None = None
    """What came of it when the kiosk tried it last, at the address that it had then."""

    @property
    def outcome(self) -> LinkOutcome | None:
        """What came of its present address; None: the kiosk has not tried that one."""
        is_same = self.tried is not None and self.tried.url == self.url
        return self.tried.outcome if self.tried is not None and is_same else None

    @property
    def last_checked(self) -> date | None:
        """When its present address was last tried; None: never."""
        return self.checked if self.tried is None or self.tried.url == self.url else None

    @property
    def is_dead(self) -> bool:
        """Whether its address led nowhere when it was last tried."""
        return self.outcome is not None and self.outcome.is_dead


class Step(msgspec.Struct, frozen=True):
    """One step of an induction track."""

    id: StepId
    title: Both
    due: str
    """One of the names in `kiosk.rules.induction.steps.DUE`, such as `day_1` or `half_term`."""
    signer: str = "self"
    """Who confirms it; `self`: the new colleague."""
    countersign: bool = False
    """Whether the signer's confirmation is needed after the colleague's own tick."""
    source: str = ""
    workshop: WorkshopId = NO_WORKSHOP
    """The id of the workshop that is this step, if there is one."""
    resources: tuple[ResourceId, ...] = ()
    """Ids of the resources to read for it."""


class Track(msgspec.Struct, frozen=True):
    """An induction track."""

    id: TrackId
    title: Both
    owner: str = ""
    steps: tuple[Step, ...] = ()
