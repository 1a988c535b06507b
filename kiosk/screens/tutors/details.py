"""All about a highlighted row: what the list itself has no room for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

import msgspec
from textual.content import Content

from kiosk.language import Language
from kiosk.rules.attendance.absences import absent_when, is_reported_absent
from kiosk.rules.attendance.arrivals import on_site_since
from kiosk.rules.attendance.corrections import CORRECTION_NAMES
from kiosk.rules.attendance.marks import STATE_NAMES
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.attendance_records import Mark
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.privacy import sees_choices
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.requirement import hours_on
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.text import Both, Sayable, ShortDate, Text, t
from kiosk.widgets.columns import stack, wrapped

WIDTH = 34
"""The columns of the panel's text, see `styles/tutors.tcss`."""

_EVIDENCE_NAMES = {
    Evidence.TYPED: t("typed name"),
    Evidence.BADGE: t("badge"),
    Evidence.CODE: t("own PIN"),
    Evidence.VOUCHED: t("vouched for"),
    Evidence.LEADER: t("session leader"),
    Evidence.RECEPTION: t("reception"),
    Evidence.COMMAND: t("command"),
}
"""What each kind of evidence is called in a register, but for the tutor's own."""

Fact: TypeAlias = "tuple[Sayable, Sayable | Content]"
"""A label, and what stands below it: a text of any length, or lines that fit already."""


class Details(msgspec.Struct, frozen=True):
    """A title, what it is about, and facts."""

    language: Language
    title: Sayable
    about: Sayable
    facts: Sequence[Fact]
    note: Sayable = ""
    """What can be done."""

    def panel(self) -> Content:
        """Return all of it one below the other, with nothing cut."""
        say = self.language.say
        lines = wrapped(say(self.title), WIDTH, "bold")
        if self.about:
            lines += wrapped(say(self.about), WIDTH, "$muted")
        for label, value in self.facts:
            below = [value] if isinstance(value, Content) else _lines(say(value))
            lines += [Content(), *wrapped(say(label), WIDTH, "$muted"), *below]
        if self.note:
            lines += [Content(), *wrapped(say(self.note), WIDTH, "$amber")]
        return stack(lines)

    def text(self) -> Content:
        """Return what a row has no room for as one text; facts that are drawn are left out."""
        say = self.language.say
        parts = [Content(say(self.about)).stylize("bold")] if self.about else []
        for label, value in self.facts:
            if not isinstance(value, Content):
                said = ", ".join(say(value).splitlines())
                parts.append(Content.assemble((f"{say(label)}: ", "$muted"), said))
        return Content("  ·  ").join(parts)


def about_person(
    language: Language,
    school: School,
    person: Person,
    day: InsetDay | None,
    facts: Iterable[Fact] = (),
    note: Sayable = "",
    *,
    actor: Actor = TUTOR,
) -> Details:
    """Return all about a person on a day that `actor` may see, after facts of the list's own."""
    of_day = _of_day(language, school, person, day, actor) if day is not None else ()
    return Details(language, person.name, post_of(school, person), (*facts, *of_day), note)


def _lines(value: str) -> list[Content]:
    """Return each line of a fact; where it goes on below, that is indented."""
    return [
        Content.assemble("  " if row else "", line)
        for one in value.splitlines()
        for row, line in enumerate(wrapped(one, WIDTH - 2))
    ]


def _of_day(
    language: Language, school: School, person: Person, day: InsetDay, actor: Actor
) -> Iterator[Fact]:
    hours = hours_on(school, person, day)
    if hours.window is not None:
        yield t("Hours"), t("{start} to {end}", start=hours.window.start, end=hours.window.end)
    else:
        yield t("Hours"), t("does not work that day") if hours.known else t("not known")
    since = on_site_since(school, person.id, day.id)
    if since is not None:
        yield t("In the building"), t("since {time}", time=school.local(since))
    elif is_reported_absent(school, person.id, day.id):
        yield t("In the building"), t("no: reported absent")
    absence = school.day_record(day.id).reported_absences.get(person.id)
    if absence is not None and not absence.is_whole_day:
        yield t("Reported absent"), absent_when(absence)
    chosen = school.places_of(person.id, day.id) if sees_choices(actor) else ()
    led = school.sessions_led(person.id, day.id)
    for label, sessions in ((t("Leads"), led), (t("Has a place in"), chosen)):
        if sessions:
            yield label, "\n".join(_named(language, school, one) for one in sessions)


def _named(language: Language, school: School, session: Session) -> str:
    title = language.say(school.workshop(session).title)
    return f"{language.say(session.start)} {title}"


def evidence_name(school: School, evidence: Evidence) -> Text | Both:
    """Return what a kind of evidence is called in a register."""
    if evidence is Evidence.TUTOR:
        return school.settings.tutor_title or t("professional tutor")
    return _EVIDENCE_NAMES[evidence]


def when_made(school: School, mark: Mark) -> datetime | Text:
    """Return when a mark was made, with the date where that is not the session's."""
    at = school.local(mark.at)
    if at.date().isoformat() == school.session(mark.session).day:
        return at
    return t("{day}, {times}", day=ShortDate(at.date()), times=at)


def how_known(school: School, mark: Mark) -> Text | Both:
    """Return how a mark is known, and why it corrects another one, if it does."""
    proof = evidence_name(school, mark.evidence)
    if mark.correction is None:
        return proof
    return t("{why} · {proof}", why=CORRECTION_NAMES[mark.correction], proof=proof)


def describe_marks(language: Language, school: School, marks: Iterable[Mark]) -> str:
    """Return a line for each mark, the latest first: when, what, and how it is known."""
    lines = (
        t("{time} {state} · {proof}", time=when_made(school, one), state=STATE_NAMES[one.state],
          proof=how_known(school, one))
        for one in marks
    )  # fmt: skip
    return "\n".join(map(language.say, reversed([*lines])))
