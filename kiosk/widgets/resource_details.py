"""The lines about a resource: title, mode and time, provider, hint and address."""

from __future__ import annotations

from textual.content import Content

from kiosk.language import Language
from kiosk.rules.model.records import Resource
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Mode
from kiosk.text import Both, Text, t

LANGUAGES = {"en": t("in English"), "cy": t("in Welsh"), "both": t("in English and Welsh")}


def about_resource(language: Language, school: School, resource: Resource) -> Content:
    """Return the lines about one resource, without those that it has nothing for."""
    say = language.say
    lines = [
        Content(say(resource.title)).stylize("bold"),
        Content(_details(language, resource)).stylize("$muted"),
    ]
    if resource.provider:
        lines.append(Content(say(school.word(resource.provider))).stylize("$muted"))
    if resource.hint:
        lines.append(Content(say(resource.hint)))
    if resource.url:
        lines.append(Content(resource.url).stylize("$blue"))
    return Content("\n").join(lines)


def _details(language: Language, resource: Resource) -> str:
    live = resource.mode is Mode.SYNCHRONOUS
    parts: list[Text | Both | str] = [t("live, at a set time") if live else t("at any time")]
    if resource.minutes:
        parts.insert(0, language.long_time(resource.minutes))
    if resource.language in LANGUAGES:
        parts.append(LANGUAGES[resource.language])
    return " · ".join(language.say(part) for part in parts)
