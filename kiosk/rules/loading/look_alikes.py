"""Ids that a person cannot tell apart, and staff codes that two people have: a warning by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TypeVar

from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import KEPT
from kiosk.rules.model.programme import Programme
from kiosk.rules.model.records import Person
from kiosk.text import Sayable, Text, t

K = TypeVar("K", bound=str)

TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮԌԚԜЗЬаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονραικ‐‑‒–—−",
    "ABESIJKMHOPCTYXYGQW3baesijopcyxhdqwABEZHIKMNOPTYXovpaik------",
)
"""Cyrillic and Greek letters, and dashes, that look like the Latin ones (Unicode TR 39)."""


def skeleton(text: str) -> str:
    """Return what a text looks like: equal for texts that a person could confuse.

    Full-width forms, capitals, invisible characters and the twins of Latin letters do not count.
    """
    seen = unicodedata.normalize("NFKC", text).translate(TWINS).casefold().translate(TWINS)
    return "".join(char for char in seen if char not in KEPT)


def person_id_notes(
    people: Mapping[PersonId, Person], loaded: Container[PersonId]
) -> Iterator[Text]:
    """Yield a note for each group of people whose ids or staff codes look alike.

    At least one of a group is in `loaded`. `people` are all people, also those of the file.
    """
    groups: dict[str, dict[PersonId, Person]] = {}
    for person in people.values():
        for key in {skeleton(person.id), skeleton(person.staff_code)} - {""}:
            groups.setdefault(key, {})[person.id] = person
    for key, several in groups.items():
        if len(several) < 2 or not any(id in loaded for id in several):
            continue
        if all(skeleton(id) == key for id in several):
            named = _listed((one.name, one.id) for one in several.values())
            yield t("These people have ids that look alike: {people}.", people=named)
        else:
            named = _listed(
                (one.name, one.staff_code if skeleton(one.staff_code) == key else one.id)
                for one in several.values()
            )
            yield t(
                "These people have the same staff code, or one has the other's id: {people}.",
                people=named,
            )


def programme_id_notes(programme: Programme, loaded: Container[str]) -> Iterator[Text]:
    """Yield a note for each group of ids in a programme that look alike, some in `loaded`."""
    titles: dict[str, Sayable] = {
        session.id: programme.workshops[session.workshop].title
        for session in programme.sessions.values()
        if session.workshop in programme.workshops
    }
    yield from _alike(titles, loaded)
    for table in (programme.workshops, programme.resources, programme.tracks):
        # a workshop that is given once has its session's id, which is noted already
        yield from _alike({id: one.title for id, one in table.items() if id not in titles}, loaded)


def _alike(titles: Mapping[str, Sayable], loaded: Container[str]) -> Iterator[Text]:
    groups: dict[str, list[str]] = {}
    for id in titles:
        groups.setdefault(skeleton(id), []).append(id)
    for several in groups.values():
        if len(several) > 1 and any(id in loaded for id in several):
            yield t("These ids look alike: {ids}.", ids=_listed((titles[id], id) for id in several))


def _listed(named: Iterable[tuple[Sayable, str]]) -> Text | str:
    """Return "Siân Jones (SJO), Sam Joy (SJО: Cyrillic capital letter o)"."""
    listed: Text | str = ""
    for name, id in named:
        foreign = ", ".join(
            unicodedata.name(char, "?").capitalize()
            for char in dict.fromkeys(id)
            if not char.isascii() and skeleton(char) != char.casefold()
        )
        shown = f"{id}: {foreign}" if foreign else id
        one = t("{name} ({id})", name=name, id=shown)
        listed = t("{others}, {one}", others=listed, one=one) if listed else one
    return listed
