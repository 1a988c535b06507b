"""The sheet in which a school may list its staff: its headings, in English and Welsh."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.exchange.programme_rows import Row
from kiosk.exchange.programme_sheets import LIST, Field
from kiosk.language import Language
from kiosk.rules.model.terms import Role
from kiosk.text import Text, t

HOURS = t("Hours such as 08:30-15:30, or “no”. Leave all five blank for the role's usual hours.")

FIELDS = (
    Field("id", t("Id"), t("A short code that stays the same, such as initials.")),
    Field("forename", t("Forename")),
    Field("surname", t("Surname")),
    Field("preferred_forename", t("Known as"), t("If it isn't the forename.")),
    Field("display_name", t("Name to show"), t("Only where forename and surname would not do.")),
    Field("role", t("Role"), choices=tuple(Role)),
    Field("staff_code", t("Staff code")),
    Field("department", t("Department")),
    Field("duties", t("Duties"), LIST),
    Field("badge", t("Badge")),
    Field("language", t("Language to read"), choices=("en", "cy")),
    Field("mon", t("Monday"), HOURS),
    Field("tue", t("Tuesday"), HOURS),
    Field("wed", t("Wednesday"), HOURS),
    Field("thu", t("Thursday"), HOURS),
    Field("fri", t("Friday"), HOURS),
    Field("agreed", t("Agreed hours"), t("For one date, such as 08/10/2026 15:45-17:45. "
                                         "Put ; between several.")),
    Field("track", t("Induction track")),
    Field("started", t("First day here")),
    Field("mentor", t("Mentor")),
)  # fmt: skip

TITLE, EXAMPLE_TITLE = t("Staff"), t("Example")

EXAMPLES: tuple[Row, ...] = (
    {"id": "EXA", "forename": "Enw", "surname": "Example", "role": "teacher", "staff_code": "EXA",
     "department": "Mathematics", "duties": "first aider", "language": "cy"},
    {"id": "EXB", "forename": "Ann", "surname": "Example", "role": "TA", "mon": "08:45-12:15",
     "tue": "08:45-12:15", "wed": "no", "thu": "no", "fri": "no",
     "agreed": "08/10/2026 15:45-17:45"},
)  # fmt: skip


def with_headings(aliases: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the headings that columns go by, with those of this sheet in both languages."""
    own = {field.name: _both(field.heading) for field in FIELDS}
    return {column: (*names, *own.get(column, ())) for column, names in aliases.items()}


def _both(heading: Text) -> tuple[str, ...]:
    return heading.msgid, Language("cy").say(heading)
