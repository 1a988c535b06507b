"""What has its text in one language only, where the school works in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from kiosk.rules.attention.findings import NAMED
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import Both, Text, t, tn

Lacking: TypeAlias = tuple[Sequence[str], Text]
"""The ids or names of a kind that have one language only, and how many they are."""


def in_one_language(school: School, days: Sequence[InsetDay]) -> list[Text]:
    """Return a line for each kind of text that has one language only, with how many and the first.

    Of days, slots, workshops and rooms only those of `days` count. The other language is shown
    instead, so nothing is wrong. None where the school works in one language.
    """
    settings = school.settings
    if len(settings.language_codes) < 2:
        return []
    lines = []
    if lacks_one(settings.name, settings.tutor_title):
        lines.append(t("the school's name, or the tutor's title, in school.toml"))
    for ids, kind in (*_of_days(school, days), *_of_all_days(school), *_names(school, days)):
        if ids:
            named = ", ".join([*ids[:NAMED], *["…"] * (len(ids) > NAMED)])
            lines.append(t("{kind}: {ids}", kind=kind, ids=named))
    return lines


def lacks_one(*texts: Both) -> bool:
    """Return whether one of some texts has one language only."""
    return any(bool(text.en) != bool(text.cy) for text in texts)


def _of_days(school: School, days: Sequence[InsetDay]) -> Iterator[Lacking]:
    ids: list[str] = [day.id for day in days if lacks_one(day.title, *day.aims)]
    yield ids, tn("{n} day", "{n} days", len(ids))
    ids = [f"{day.id} {slot.id}" for day in days for slot in day.slots if lacks_one(slot.title)]
    yield ids, tn("{n} part of a day", "{n} parts of a day", len(ids))
    given = {
        session.workshop: school.workshop(session)
        for day in days
        for session in school.sessions_on(day.id)
    }
    ids = [id for id, one in given.items() if lacks_one(one.title, one.aim)]
    yield ids, tn("{n} workshop", "{n} workshops", len(ids))


def _of_all_days(school: School) -> Iterator[Lacking]:
    resources, tracks = school.programme.resources.values(), school.programme.tracks.values()
    ids: list[str] = [one.id for one in resources if lacks_one(one.title, one.hint)]
    yield ids, tn("{n} catch-up resource", "{n} catch-up resources", len(ids))
    ids = [one.id for one in tracks if lacks_one(one.title)]
    yield ids, tn("{n} induction track", "{n} induction tracks", len(ids))
    ids = [f"{one.id} {step.id}" for one in tracks for step in one.steps if lacks_one(step.title)]
    yield ids, tn("{n} induction step", "{n} induction steps", len(ids))


def _names(school: School, days: Sequence[InsetDay]) -> Iterator[Lacking]:
    known = school.settings.words
    if not known:  # a school that lists none may well call them the same in both
        return
    places = {slot.place for day in days for slot in day.slots}
    places |= {session.room for day in days for session in school.sessions_on(day.id)}
    names = sorted(places - {"", *known})
    yield names, tn("{n} room", "{n} rooms", len(names))
    names = sorted({one.department for one in school.people.values()} - {"", *known})
    yield names, tn("{n} department", "{n} departments", len(names))
