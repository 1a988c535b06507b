"""What My day says first: good morning, who one is, and what waits."""

from __future__ import annotations

from textual.content import Content

from kiosk.language import Language
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.records import Person
from kiosk.text import t, tn


def greeting(language: Language, person: Person, hour: int, waits: int) -> Content:
    """Return the greeting at an hour of the day; `waits`: how many things wait behind F7."""
    say = language.say
    hello = t("Good morning") if hour < 12 else t("Good afternoon")
    hint = say(tn("F7: {n} thing for you", "F7: {n} things for you", waits)) if waits else ""
    return Content.assemble(
        (f"{say(hello)}, ", "$muted"), (person.name, "bold"), "\n",
        # the hint first: where the line is too long its end is cut off
        (f"{hint}   " if hint else "", "$amber"), (say(role_and_department(person)), "$muted"),
    )  # fmt: skip
