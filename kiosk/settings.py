"""A school's settings: one immutable object. Each number has bounds, a unit and a source."""

from __future__ import annotations

import msgspec
from msgspec import field

from kiosk.text import Both, Text, t


class Bounds(msgspec.Struct, frozen=True):
    """The least and the most a number may be, both included; its unit; its default's source."""

    least: int
    most: int
    unit: str
    source: Text


BOUNDS: dict[str, Bounds] = {
    "opens_before": Bounds(0, 60, "minutes", t("practice: doors open ten minutes before")),
    "late_after": Bounds(0, 60, "minutes", t("practice: five minutes' grace")),
    "moves_until": Bounds(0, 1440, "minutes", t("practice: people are on their way")),
    "certificate_share": Bounds(0, 100, "per cent", t("local practice")),
    "catch_up_days": Bounds(1, 365, "days", t("practice: two weeks; local policy")),
    "hold_days": Bounds(0, 60, "days", t("practice: a week to read a slip; local policy")),
    "lock_after": Bounds(1, 120, "minutes", t("practice: a shared machine")),
    "full_week": Bounds(1, 60, "hours", t("practice: fewer hours a week count as part time")),
    "copies_kept": Bounds(2, 365, "days", t("practice: two weeks in which a loss is noticed")),
    "journals_kept": Bounds(
        31, 3650, "days", t("practice: a year of appraisal and a month; local retention policy")
    ),
    "part_from": Bounds(0, 240, "minutes", t("practice: a session is attended whole")),
    "inset_days": Bounds(
        0,
        30,
        "days",
        # 195 days, 190 with pupils; Wales: each year since 2022, for good proposed from 2026
        t("England: pay and conditions; Wales: regulations"),
    ),
    "undo_for": Bounds(3, 60, "seconds", t("practice")),
    "idle_after": Bounds(5, 600, "seconds", t("practice: a shared screen")),
    "idle_choosing": Bounds(5, 600, "seconds", t("practice: eight workshops to read")),
    "countdown": Bounds(5, 300, "seconds", t("WCAG 2.2, 2.2.1: 20 seconds to extend a limit")),
}
"""The numbers a school may change, by the name of the field in `Settings`."""


PROOFS = ("any", "personal")
"""The values of `certificate_proof`."""


PROOFS_TO_TAKE = ("none", "given", "always")
"""The values of `proof_to_take`."""


PAPERS = ("a5", "a4")
"""The values of `slips_on`: a slip on each A5 page, or two side by side on A4, to be cut apart."""


THEMES = ("slate", "paper", "contrast")
"""The values of `theme`: a dark one, a light one, and one of strong contrast."""


LANGUAGES = ("en+cy", "cy+en", "en", "cy")
"""The values of `languages`: both with English or Welsh first, English alone, Welsh alone."""


class Nation(msgspec.Struct, frozen=True):
    """What is called, or counted, otherwise in another nation."""

    safeguarding_lead: Text
    deputy_lead: Text
    lead_initials: Text
    new_teacher_initials: Text
    inset_days: int
    """The INSET days of a year."""


NATIONS: dict[str, Nation] = {
    "wales": Nation(
        t("Designated safeguarding person"), t("Deputy designated safeguarding person"),
        t("DSP"), t("NQT"), 6,
    ),
    "england": Nation(
        t("Designated safeguarding lead"), t("Deputy designated safeguarding lead"),
        t("DSL"), t("ECT"), 5,
    ),
}  # fmt: skip
"""The values of `nation`, each with its own words and numbers."""


class Settings(msgspec.Struct, frozen=True):
    """How one school wants its kiosk. A blank text stands for the kiosk's own wording."""

    name: Both = Both("The school", "Yr ysgol")
    languages: str = "en+cy"
    """The languages the school works in, the first one first: one of `LANGUAGES`."""
    nation: str = "wales"
    """Where the school is, one of `NATIONS`.

    In Wales, certificates and slips are printed in both languages of a school that has two. Some
    words and numbers follow from it too: `NATIONS`."""
    inset_days: int = 0
    """How many INSET days the school has in a year; 0: as many as is usual in its nation."""
    tutor_title: Both = Both()
    """What the school calls its professional tutor, such as "CPD lead"; blank: the usual title."""
    head: str = ""
    """The headteacher's name as it stands on a certificate."""
    tutor: str = ""
    """The professional tutor's name as it stands on a certificate."""
    certificate_prefix: str = "INSET"
    """One to eight capital letters or digits, in front of every certificate's number."""
    certificate_proof: str = "any"
    """Which marks count for a certificate and for required training.

    `any`: all. `personal`: those made by a badge, an own code or a professional tutor; a typed name
    then counts for the register alone. In required training it is always so."""
    proof_to_take: str = "given"
    """Who needs a badge or an own code to give up or change a place and to leave the site.

    `given`: people who have one or the other; a typed name is enough for the rest. `always`:
    everyone. `none`: nobody."""
    time_zone: str = "Europe/London"
    """An IANA name: the zone in which days are judged."""
    opens_before: int = 10
    """How many minutes before a session people may begin to sign in to it."""
    late_after: int = 5
    """For how many minutes after the start of a session, or of a person's own hours, they are still
    on time. To leave as many minutes before the end is not to leave early."""
    certificate_share: int = 80
    """Per cent of a session, as far as it is in the person's hours, that a certificate needs."""
    keep_minutes: bool = False
    """Whether minutes of presence are shown: on registers, in lists, on certificates.

    Without it a mark still keeps its moment, by which its order, lateness and the share for a
    certificate are judged. No minutes are shown or exported then, and a certificate states the
    session's length."""
    only_for_training: bool = False
    """Whether the school has agreed that records are not used for pay, capability or discipline.

    Printed pages and the privacy text then say so."""
    moves_until: int = 10
    """How many minutes before a slot the waiting list stops moving by itself; a person must then
    press Enter to take a free place."""
    catch_up_days: int = 14
    """Days after the INSET day by which a required catch-up is due."""
    hold_days: int = 7
    """Days after a catch-up slip is printed for which a place in a repeat session is held, at most
    until the session; 0: none is held."""
    confirm_catch_ups: bool = False
    """Whether a required catch-up that was handed in must also be confirmed by a professional
    tutor. Required training always is."""
    stub_to: Both = Both()
    """Where people hand in the stub of a slip, such as "the tray in the office"; blank: they scan
    it at the kiosk."""
    slips_on: str = "a5"
    """The paper that slips are printed on, one of `PAPERS`."""
    lock_after: int = 10
    """Minutes without a key after which the tutors' area locks itself."""
    full_week: int = 30
    """Hours a week from which a person counts as full time."""
    copies_kept: int = 14
    """For how many days the dated copies of the data are kept."""
    journals_kept: int = 400
    """For how many days the journals, which hold every change, are kept after a checkpoint."""
    part_from: int = 0
    """How many minutes of a session must be within a person's hours for it to be offered although
    it runs past them; 0: only sessions wholly within them are offered."""
    undo_for: int = 10
    """Seconds in which a sign-in can be undone."""
    idle_after: int = 20
    """Seconds without a key after which a person's screen begins to count down."""
    idle_choosing: int = 45
    """As `idle_after`, where workshops are shown to choose from."""
    countdown: int = 20
    """Seconds shown before a person's screen goes back to Welcome; any key gives more time."""
    show_arrivals: bool = False
    """Whether Welcome shows who came in last, by first name and initial."""
    theme: str = "slate"
    """The theme that the kiosk starts with, one of `THEMES`; a key changes it for a while."""
    touch_keys: bool = False
    """Whether Welcome shows the on-screen keyboard from the start, where there is no keyboard."""
    printer: str = ""
    """The printer of the kiosk's machine, by its name there; blank: pages are only saved as files.

    The roll call goes there by itself, certificates and slips where somebody prints them."""
    words: dict[str, Both] = field(default_factory=dict)
    """Names of rooms, departments and offices in both languages, by each of the two."""
    usual_hours: dict[str, dict[str, str]] = field(default_factory=dict)
    """Role to weekday (`mon` … `sun`) to hours ("08:30-15:30"), for people whose row in the staff
    file gives none."""

    @property
    def words_of_nation(self) -> Nation:
        """What is called, or counted, otherwise elsewhere."""
        return NATIONS[self.nation]

    @property
    def days_a_year(self) -> int:
        """The INSET days of a year."""
        return self.inset_days or NATIONS[self.nation].inset_days

    @property
    def language_codes(self) -> tuple[str, ...]:
        """The codes of the school's languages, `en` and `cy`, the first one first."""
        return tuple(self.languages.split("+"))

    def languages_for(self, preferred: str) -> tuple[str, ...]:
        """Return the school's languages with the preferred one first, if it is one of them."""
        return tuple(sorted(self.language_codes, key=lambda code: code != preferred))

    def page_languages(self, preferred: str) -> tuple[str, ...]:
        """Return those of a certificate or slip for a person who prefers one language to read."""
        codes = self.languages_for(preferred)
        return codes if self.nation == "wales" else codes[:1]
