"""What a school sets: one immutable object, each number with its bounds and where it comes from."""

from __future__ import annotations

import msgspec
from msgspec import field

from kiosk.text import Both


class Bounds(msgspec.Struct, frozen=True):
    """The least and the most a number may be, its unit, and the source of its default."""

    least: int
    most: int
    unit: str
    source: str


BOUNDS: dict[str, Bounds] = {
    "opens_before": Bounds(0, 60, "minutes", "practice: doors open ten minutes before"),
    "late_after": Bounds(0, 60, "minutes", "practice: five minutes' grace"),
    "moves_until": Bounds(0, 1440, "minutes", "practice: people are on their way"),
    "certificate_share": Bounds(0, 100, "per cent", "local practice"),
    "catch_up_days": Bounds(1, 365, "days", "practice: two weeks; local policy"),
    "lock_after": Bounds(1, 120, "minutes", "practice: a shared machine"),
    "full_week": Bounds(1, 60, "hours", "practice: fewer hours a week count as part time"),
    "copies_kept": Bounds(2, 365, "days", "practice: two weeks in which a loss is noticed"),
    "journals_kept": Bounds(
        31, 3650, "days", "practice: a year of appraisal and a month; local retention policy"
    ),
    "part_from": Bounds(0, 240, "minutes", "practice: a session is attended whole"),
    "undo_for": Bounds(3, 60, "seconds", "practice"),
    "idle_after": Bounds(5, 600, "seconds", "practice: a shared screen"),
}
"""The numbers a school may change, by the name of the field in `Settings`."""


PROOFS = ("any", "personal")
"""What `certificate_proof` may be."""


THEMES = ("slate", "paper", "contrast")
"""The themes: a dark one, a light one, and one of strong contrast."""


class Settings(msgspec.Struct, frozen=True):
    """How one school wants its kiosk. Blank texts mean the kiosk's own wording."""

    name: Both = Both("The school", "Yr ysgol")
    tutor_title: Both = Both()
    """What the professional tutor is called here; blank: "Professional tutor"."""
    head: str = ""
    """The headteacher's name as it stands on a certificate."""
    tutor: str = ""
    """The professional tutor's name as it stands on a certificate."""
    certificate_prefix: str = "INSET"
    """One to eight capital letters or digits, in front of every certificate's number."""
    certificate_proof: str = "any"
    """What a certificate, or a record of required training, needs: `any` mark; or `personal`, one
    by a badge, an own code or a professional tutor: a typed name then counts for the register
    alone."""
    time_zone: str = "Europe/London"
    """An IANA name: the zone in which days are judged."""
    opens_before: int = 10
    """Minutes before a session from which one may sign in to it."""
    late_after: int = 5
    """Minutes after the start (of the session, or of one's own hours) that are still on time; as
    many before the end are not leaving early."""
    certificate_share: int = 80
    """Per cent of a session, as far as it lies in the person's hours, that a certificate needs."""
    keep_minutes: bool = False
    """Whether minutes of presence are told: on registers, in lists, on certificates.

    A mark keeps the moment at which it was made all the same: its order, on time or late, and the
    share that a certificate needs are judged by it. Off: nothing beyond that judgement is shown or
    exported, and a certificate states the session's length."""
    moves_until: int = 10
    """Minutes before a slot from which nobody moves up in it without pressing Enter."""
    catch_up_days: int = 14
    """Days after the INSET day by which a required catch-up is due."""
    lock_after: int = 10
    """Minutes without a key after which the tutors' area locks itself."""
    full_week: int = 30
    """Hours a week from which a person counts as full time."""
    copies_kept: int = 14
    """Days of which the dated copies of the data are kept."""
    journals_kept: int = 400
    """Days for which journals are kept that the data has taken in: every change, step by step."""
    part_from: int = 0
    """Minutes of a session that have to lie within one's hours for it to be offered although it
    runs past them; 0: only what fits whole is."""
    undo_for: int = 10
    """Seconds in which a sign-in can be undone."""
    idle_after: int = 15
    """Seconds without a key after which a person's screen goes back to Welcome."""
    show_arrivals: bool = False
    """Whether Welcome shows who came in last, by first name and initial."""
    theme: str = "slate"
    """The colours that the kiosk begins with, one of `THEMES`; a key changes them for a while."""
    touch_keys: bool = False
    """Whether letters to touch stand on Welcome from the start, for a kiosk without a keyboard."""
    usual_hours: dict[str, dict[str, str]] = field(default_factory=dict)
    """Role to weekday (`mon` … `sun`) to hours ("08:30-15:30"), where the file gives none."""
