"""What has its text in one language only, where the school works in two."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.rules.attention.findings import NAMED
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import Both, Text, t, tn


def in_one_language(school: School, days: Sequence[InsetDay]) -> list[Text]:
    """Return a line for each kind of text that has one language only, with how many and the first.

    Of days, slots and workshops only those of `days` count. The other language is shown instead, so
    nothing is wrong. None where the school works in one language.
    """
    if len(school.settings.language_codes) < 2:
        return []
    programme, settings = school.programme, school.settings
    sessions = [one for day in days for one in school.sessions_on(day.id)]
    workshops = {one.workshop: school.workshop(one) for one in sessions}
    lacking_days = [day.id for day in days if lacks_one(day.title, *day.aims)]
    slots = [f"{day.id} {slot.id}" for day in days for slot in day.slots if lacks_one(slot.title)]
    titled = [id for id, one in workshops.items() if lacks_one(one.title, one.aim)]
    resources = [id for id, one in programme.resources.items() if lacks_one(one.title, one.hint)]
    tracks = [id for id, one in programme.tracks.items() if lacks_one(one.title)]
    steps = [
        f"{track.id} {step.id}"
        for track in programme.tracks.values()
        for step in track.steps
        if lacks_one(step.title)
    ]
    names = lacks_one(settings.name, settings.tutor_title)
    kinds = (
        (lacking_days, tn("{n} day", "{n} days", len(lacking_days))),
        (slots, tn("{n} part of a day", "{n} parts of a day", len(slots))),
        (titled, tn("{n} workshop", "{n} workshops", len(titled))),
        (resources, tn("{n} catch-up resource", "{n} catch-up resources", len(resources))),
        (tracks, tn("{n} induction track", "{n} induction tracks", len(tracks))),
        (steps, tn("{n} induction step", "{n} induction steps", len(steps))),
    )
    lines = [t("the school's name, or the tutor's title, in school.toml")] if names else []
    return lines + [
        t("{kind}: {ids}", kind=kind, ids=", ".join([*ids[:NAMED], *["…"] * (len(ids) > NAMED)]))
        for ids, kind in kinds
        if ids
    ]


def lacks_one(*texts: Both) -> bool:
    """Return whether one of some texts has one language only."""
    return any(bool(text.en) != bool(text.cy) for text in texts)
