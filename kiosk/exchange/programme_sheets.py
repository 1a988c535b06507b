"""The sheets of a programme's workbook: their columns, as they are written and as they are read.

A heading is a text in both languages. It is written in one, and read in either; the names of the
columns in the CSV files are read too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import msgspec

from kiosk.exchange.cells import squeeze_heading
from kiosk.exchange.columns import Columns
from kiosk.exchange.programme_tables import CATCH_UP, RESOURCES, ROOMS, WORKSHOPS
from kiosk.language import Language
from kiosk.rules.induction.steps import DUE
from kiosk.rules.model.labels import WEEKDAY_NAMES
from kiosk.rules.model.records import WEEKDAYS
from kiosk.rules.model.terms import DayKind, Mode, Role, SlotKind
from kiosk.text import Text, t, tc

BOTH = (Language("en"), Language("cy"))
YES_NO = ("yes", "no")
LANGUAGES = ("en", "cy", "both")
WHO = t("Everyone, all staff, teachers, TAs, a duty or a department; put ; or , between several.")
LIST = t("Put ; between several.")
WELSH_TOO = t("Optional: where it is blank, the English is shown.")
MOMENT = t("A date and a time, such as 2026-08-24T18:00:00. Blank: no limit.")


class Field(msgspec.Struct, frozen=True):
    """One column of a sheet."""

    name: str
    """As in the CSV and TOML files."""
    heading: Text
    note: Text | None = None
    choices: tuple[str, ...] = ()
    """What its drop-down offers; another text may be typed."""
    source: str = ""
    """The cells whose values its drop-down offers, such as `rooms.room`."""


class Sheet(msgspec.Struct, frozen=True, dict=True):
    """One sheet of the workbook."""

    name: str
    title: Text
    fields: tuple[Field, ...]
    required: tuple[str, ...]
    example: tuple[str | int, ...] = ()
    """The values of the example, in the order of the columns; reading leaves it out."""
    base: Columns | None = None
    """The columns of the CSV file with the same content."""

    @cached_property
    def columns(self) -> Columns:
        """The columns as a reader knows them, by every heading they go by."""
        known = self.base or Columns({}, ())
        aliases: Mapping[str, tuple[str, ...]] = {
            one.name: (
                *known.aliases.get(one.name, ()),
                *(language.say(one.heading) for language in BOTH),
            )
            for one in self.fields
        }
        return Columns(aliases, self.required, by_cells=known.by_cells)

    def is_example(self, values: Mapping[str, str]) -> bool:
        """Return whether a row is the example, as it was written."""
        written = [*map(str, self.example), *[""] * (len(self.fields) - len(self.example))]
        return [values.get(field.name, "") for field in self.fields] == written

    def is_named(self, title: str) -> bool:
        """Return whether a sheet of this name is meant, in English or Welsh."""
        wanted = squeeze_heading(title)
        names = (self.name, *(language.say(self.title) for language in BOTH))
        return any(squeeze_heading(one) == wanted for one in names)


TITLES = (
    Field("title_en", tc("in English", "Title")),
    Field("title_cy", t("Title (Welsh)"), WELSH_TOO),
)

SCHOOL = Sheet(
    "school", t("School"),
    (
        Field("setting", t("Setting")),
        Field("value", t("Value")),
        Field("about", t("What it does")),
    ),
    ("setting", "value"),
)  # fmt: skip

DAYS = Sheet(
    "days", t("Days"),
    (
        Field("date", t("Date")),
        Field("number", t("Number"), t("Which of the year's INSET days it is. "
                                       "Twilights that make one day together share a number.")),
        *TITLES,
        Field("kind", t("Kind"), choices=tuple(DayKind)),
        Field("aims_en", tc("in English", "Aims"), LIST),
        Field("aims_cy", t("Aims (Welsh)"), WELSH_TOO),
        Field("priority", t("Priority"), t("Of the school development plan.")),
        Field("hours_as", t("Hours as on"), t("The weekday whose working hours count. "
                                              "Blank: the date's own."), WEEKDAYS),
        Field("counts_for_everyone", t("Counts for everyone"),
              t("Yes: everyone required must come, though it is outside their hours. "
                "For twilights."), YES_NO),
        Field("choices_open", t("Choices open"), MOMENT),
        Field("choices_close", t("Choices close"), MOMENT),
        Field("draw_at", t("Draw at"), t("When places are drawn by lot. "
                                         "Blank: first come, first served.")),
        Field("draw_seed", t("Draw with"), t("Any text that everyone may know. "
                                             "With it the draw can be repeated.")),
    ),
    ("date", "title_en"),
    ("2030-09-02", 1, "Start of the year", "Dechrau'r flwyddyn", "whole day", "Know the plan"),
)  # fmt: skip

SLOTS = Sheet(
    "slots", t("Slots"),
    (
        Field("date", t("Date"), source="days.date"),
        Field("id", t("Short name"), t("Such as workshops-1. Keep it when you change the title.")),
        *TITLES,
        Field("kind", t("Kind"), choices=tuple(SlotKind)),
        Field("start", t("Start")),
        Field("end", t("End")),
        Field("time", t("Time"), t("Instead of start and end, such as 11.20-12.20.")),
        Field("required", t("Required"), WHO),
        Field("invited", t("Invited"), WHO),
        Field("place", t("Place"), t("For a slot without sessions.")),
    ),
    (),
    ("2030-09-02", "welcome", "Welcome", "Croeso", "together", "08:45", "09:30", "", "staff"),
)  # fmt: skip

ROOMS_SHEET = Sheet(
    "rooms", t("Rooms"),
    (
        Field("room", t("Room")),
        Field("capacity", t("Capacity")),
        Field("step_free", t("Step-free"), t("Can it be reached without a step?"), YES_NO),
        Field("zone", t("Zone"), t("The part of the building, for the roll call.")),
    ),
    ("room",),
    ("Example hall", 120, "yes", "Main"),
    ROOMS,
)  # fmt: skip

WORKSHOPS_SHEET = Sheet(
    "workshops", t("Workshops"),
    (
        Field("id", t("Code"), t("A short code for this session, such as A1. Keep it when you "
                                 "change the title.")),
        Field("workshop", t("Workshop"), t("The same name in each row of a workshop that is given "
                                           "again.")),
        Field("day", t("Date"), source="days.date"),
        Field("slot", t("Slot"), t("Its short name or its title."), source="slots.id"),
        Field("start", t("Start"), t("Blank: that of the slot.")),
        Field("end", t("End"), t("Blank: that of the slot.")),
        Field("time", t("Time"), t("Instead of start and end, such as 11.20-12.20.")),
        *TITLES,
        Field("aim_en", tc("in English", "Aim")),
        Field("aim_cy", t("Aim (Welsh)"), WELSH_TOO),
        Field("topic", t("Topic")),
        Field("priority", t("National priority")),
        Field("room", t("Room"), source="rooms.room"),
        Field("leaders", t("Leaders"), t("Names, or ids from the staff file. "
                                         "Put ; between several.")),
        Field("speaker", t("Visiting speaker")),
        Field("places", t("Places"), t("Blank: no limit.")),
        Field("audience", t("For"), WHO),
        Field("language", t("Language"), choices=LANGUAGES),
        Field("resources", t("Catch-up resources"), t("Their codes. Put ; between several.")),
        Field("catch_up", t("How many resources"), choices=CATCH_UP),
        Field("requires", t("Comes after"), t("Other workshops. Put ; between several.")),
        Field("required_training", t("Required training for"), t("“all”, or roles.")),
        Field("before_pupils", t("Before work with pupils"), choices=YES_NO),
        Field("off_site", t("Off site"), choices=YES_NO),
    ),
    ("slot",),
    ("EX1", "example", "2030-09-02", "welcome", "", "", "", "A workshop", "Gweithdy", "Why it is "
     "worth coming", "", "", "", "Example hall", "", "Visiting speaker", 30, "all", "both"),
    WORKSHOPS,
)  # fmt: skip

RESOURCES_SHEET = Sheet(
    "resources", t("Resources"),
    (
        Field("id", t("Code")),
        *TITLES,
        Field("url", t("Address"), t("It begins with https://")),
        Field("hint_en", t("Where to look"), t("If there is no address.")),
        Field("hint_cy", t("Where to look (Welsh)"), WELSH_TOO),
        Field("provider", t("Provider")),
        Field("mode", t("Mode"), choices=tuple(Mode)),
        Field("minutes", t("Minutes")),
        Field("audience", t("For"), WHO),
        Field("language", t("Language"), choices=LANGUAGES),
        Field("pathway", t("General way for"), t("Roles that can always use it to catch up.")),
        Field("on", t("Live on"), t("The date, if the mode is synchronous.")),
        Field("until", t("Available until")),
        Field("login", t("Login needed"), choices=YES_NO),
        Field("with_colleague", t("With a colleague"), choices=YES_NO),
        Field("checked", t("Last checked")),
        Field("source", t("Source")),
    ),
    ("id", "title_en"),
    ("slides", "The slides", "Y sleidiau", "", "Ask the office for the slides",
     "Gofynnwch i'r swyddfa am y sleidiau", "This school", "asynchronous", 20),
    RESOURCES,
)  # fmt: skip

INDUCTION = Sheet(
    "induction", t("Induction"),
    (
        Field("track", t("Track"), t("A row for each step. Rows with the same track belong "
                                     "together.")),
        Field("track_title_en", t("Track's title")),
        Field("track_title_cy", t("Track's title (Welsh)"), WELSH_TOO),
        Field("owner", t("Owner")),
        Field("id", t("Step")),
        *TITLES,
        Field("due", t("Due"), choices=tuple(DUE)),
        Field("signer", t("Who confirms"), t("“self”: the new colleague.")),
        Field("countersign", t("Countersigned"), choices=YES_NO),
        Field("source", t("Source")),
        Field("workshop", t("Workshop")),
        Field("resources", t("Resources"), t("Their codes. Put ; between several.")),
    ),
    ("track",),
    ("new-staff", "New staff", "Staff newydd", "Professional tutor", "keys", "Keys and a badge",
     "Allweddi a bathodyn", "day_1", "self"),
)  # fmt: skip

USUAL_HOURS = Sheet(
    "usual_hours", t("Usual hours"),
    (
        Field("role", t("Role"), t("Hours of people for whom the staff file has none."),
              tuple(Role)),
        *(Field(day, name) for day, name in WEEKDAY_NAMES.items()),
    ),
    ("role",),
    ("teacher", *["08:15-15:45"] * 5),
)  # fmt: skip

WORDS = Sheet(
    "words", t("Words"),
    (
        Field("english", t("English"), t("What rooms, departments and offices are called in both "
                                         "languages.")),
        Field("welsh", t("Welsh")),
    ),
    ("english", "welsh"),
    ("Example hall", "Neuadd enghreifftiol"),
)  # fmt: skip

SHEETS = (
    SCHOOL, DAYS, SLOTS, ROOMS_SHEET, WORKSHOPS_SHEET, RESOURCES_SHEET, INDUCTION, USUAL_HOURS,
    WORDS,
)  # fmt: skip
"""In the order in which a school fills them in."""
