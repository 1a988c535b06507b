"""The heading of My day: the greeting, the person, and how many items wait for them."""

from __future__ import annotations

from textual.content import Content

from kiosk.language import Language
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.records import Person
from kiosk.text import t, tn


def greeting(language: Language, person: Person, hour: int, waits: int) -> Content:
    """Return the two lines for an hour of the day. `waits`: the number of items behind F7."""
    say = language.say
    hello = t("Good morning") if hour < 12 else t("Good afternoon")
    hint = say(tn("F7: {n} thing for you", "F7: {n} things for you", waits)) if waits else ""
    return Content.assemble(
        (f"{say(hello)}, ", "$muted"), (person.name, "bold"), "\n",
        # the hint comes first, because the end of a long line is cut off
        (f"{hint}   " if hint else "", "$amber"), (say(post_of(person)), "$muted"),
    )  # fmt: skip
