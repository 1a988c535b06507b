"""The heading of My day: the greeting and the person."""

from __future__ import annotations

from textual.content import Content

from kiosk.language import Language
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import t


def greeting(
    language: Language, school: School, person: Person, hour: int, *, post: bool = True
) -> Content:
    """Return the line for an hour of the day. `post`: whether it names role and department."""
    say = language.say
    hello = t("Good morning") if hour < 12 else t("Good afternoon")
    return Content.assemble(
        (f"{say(hello)}, ", "$muted"), (person.name, "bold"),
        (f"   {say(post_of(school, person))}" if post else "", "$muted"),
    )  # fmt: skip
