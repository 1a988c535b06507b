"""The listing of catch-ups over all days: who owes what, by when, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kiosk.exchange.listings import DisplayValue, Listing, Value
from kiosk.language import Language
from kiosk.rules.follow_up.catch_up_states import STATE_NAMES, WAIVE_REASONS, is_training
from kiosk.rules.follow_up.outstanding import Owed
from kiosk.rules.follow_up.repeats import place_held, place_note
from kiosk.rules.model.school import School
from kiosk.text import ShortDate, Text, t, tc

COLUMNS = (
    "day", "person", "name", "department", "item", "title", "state", "training", "due", "overdue",
    "has_route", "printed_on", "handed_in_at", "handed_in_by", "confirmed_at", "waived_for",
    "held_session", "held_until",
)  # fmt: skip


def catch_up_listing(school: School, owed: Iterable[Owed], language: Language) -> Listing:
    """Return the catch-ups given, in their order. What a person learned is not in it."""
    lines = list(owed)
    # person and item by their ids, by which `kiosk done` takes them
    headings = (
        t("Id"), t("Name"), t("Item"), t("Missed on"), tc("date", "By"), t("Printed"), t("State")
    )  # fmt: skip
    return Listing(
        COLUMNS,
        [_row(school, one, language) for one in lines],
        headings,
        [_shown(school, one) for one in lines],
        t("Nothing is outstanding."),
        soft=frozenset({1}),
    )


def _row(school: School, owed: Owed, language: Language) -> tuple[Value, ...]:
    one, who = owed.catch_up, owed.person
    handed_in = school.local(one.done_at).isoformat(timespec="seconds") if one.done_at else ""
    confirmed, held = one.confirmed_at, place_held(school, one)
    return (
        one.day,
        who.id,
        who.name,
        language.say(school.word(who.department)),
        owed.item,
        language.say(owed.title),
        owed.state.value,
        is_training(school, one),
        one.due.isoformat() if one.due else "",
        owed.is_overdue,
        owed.has_route,
        one.printed_on.isoformat() if one.printed_on else "",
        handed_in,
        one.done_by.value if one.done_at else "",
        school.local(confirmed).isoformat(timespec="seconds") if confirmed else "",
        one.waived_for.value if one.waived_for else "",
        held[0].id if held is not None else "",
        held[1].isoformat() if held is not None else "",
    )


def _shown(school: School, owed: Owed) -> tuple[DisplayValue, ...]:
    one, who = owed.catch_up, owed.person
    day = school.programme.days.get(one.day)
    return (
        who.id,
        who.name,
        owed.item,
        _date(day.date if day is not None else None),
        _date(one.due) or (t("once back") if one.required else ""),
        _date(one.printed_on),
        _state(school, owed),
    )


def _date(when: date | None) -> Text | str:
    return t("{day}", day=ShortDate(when)) if when is not None else ""


def _state(school: School, owed: Owed) -> Text:
    reason, note = owed.catch_up.waived_for, place_note(school, owed.catch_up)
    if reason is not None:
        return t("waived: {reason}", reason=WAIVE_REASONS[reason])
    state = t("overdue") if owed.is_overdue else STATE_NAMES[owed.state]
    return state if note is None else t("{one} · {other}", one=state, other=note)
