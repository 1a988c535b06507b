"""`kiosk talk`: the kiosk in plain lines, for a screen reader. One person comes after the other.

The desk, the rules and the limits are those of the screens. A typed name signs in, and opens what
a notice on the wall could say; for more the person types their own PIN.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

from kiosk.commands.context import CommandContext
from kiosk.commands.talk_visit import BYE, HELP, UNDO, Visit
from kiosk.commands.voice import TimeIsUp, Voice, number_in, numbered
from kiosk.rules.attendance.arrivals import is_on_site, sign_in, undo_sign_in
from kiosk.rules.attendance.badges import holder_of, is_code
from kiosk.rules.attendance.destinations import describe_stop
from kiosk.rules.attendance.scan_sign_in import sign_in_answer
from kiosk.rules.choosing.coming_day import countdown_to, shown_day
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import NOBODY, PersonId
from kiosk.rules.model.labels import post_of, post_with
from kiosk.rules.model.names import Finder
from kiosk.rules.model.namesakes import distinguishing_labels
from kiosk.rules.model.privacy import privacy_notice
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.text import Sayable, Text, t, tn
from kiosk.widgets.day_heading import day_heading
from kiosk.widgets.today import NO_DAY

MOST = 20
"""How many people are named at most; where there are more, another letter is asked for."""

LONGEST = 1000
"""The columns of a line: longer than any text."""

ABOUT = t(
    "Type a few letters of your name, then Enter to sign in. Press Enter again to hear your day. "
    "Type “help” to hear what we keep about you, “bye” to finish."
)
NOBODY_FOUND = t("Nobody found. Not on the list? Please go to reception.")


def talk(context: CommandContext) -> None:
    """Sign people in and tell them their day, in lines, until somebody says bye."""
    with context.school(runs_on=True) as kiosk, asyncio.Runner() as runner:
        Welcome(Voice(context, kiosk, runner)).run()


class Welcome:
    """Asks for names, and signs in whose they are."""

    def __init__(self, voice: Voice) -> None:
        self._voice, self._desk = voice, voice.kiosk.desk
        self._finder = Finder({})
        self._last = NOBODY
        """Who has just signed in: Enter and “undo” are about them."""

    def run(self) -> None:
        """Let one person come after the other."""
        self._voice.say(*self._about_today(), ABOUT)
        with suppress(EOFError):
            typed = self._ask()
            while not self._voice.means(typed, BYE):
                typed = self._answer(typed) or self._ask()
        self._voice.say(t("Goodbye."))

    def _about_today(self) -> Iterator[Sayable]:
        """Yield the date, what the day is called, and what comes next."""
        school, now = self._desk.school, self._desk.now()
        yield t("{school}, {day}, {time}.", school=school.settings.name, day=now.date(), time=now)
        day = shown_day(school, now)
        if day is None:
            yield NO_DAY
            return
        heading = day_heading(self._voice.language, day, now.date(), LONGEST)
        yield "\n".join(line.plain.rstrip() for line in heading)
        yield countdown_to(school, now, day)

    def _ask(self) -> str:
        """Return what is typed; for a while after a sign-in it may be about that."""
        with suppress(TimeIsUp):
            if self._last:
                question = t("Enter for your day, “undo”, or the next name:")
                return self._voice.ask(question, self._desk.school.settings.idle_after)
        self._last = NOBODY
        return self._voice.ask(t("Your name:"))

    def _answer(self, typed: str) -> str:
        """Do what was typed. Return what is to be done after it; blank: that is not known yet."""
        try:
            if not typed and self._last:
                return self._open_day(self._last)
            if not typed:
                self._voice.say(*self._about_today(), ABOUT)
            elif self._voice.means(typed, HELP):
                self._voice.say(ABOUT, *privacy_notice(self._desk.school.settings))
            elif self._last and self._voice.means(typed, UNDO):
                undone = undo_sign_in(self._last), Actor(self._last, Evidence.TYPED)
                self._voice.say_outcome(self._voice.perform(*undone))
                self._last = NOBODY
            elif is_code(typed):
                # typed by hand it proves no more than a name
                return self._arrive(holder_of(self._desk.school, typed).id)
            else:
                return self._find(typed)
        except TimeIsUp:
            self._last = NOBODY
        except (EOFError, OSError):
            raise
        except Exception as error:
            # whatever went wrong for one person, the next one can sign in
            self._voice.say_error(error)
        return ""

    def _find(self, typed: str) -> str:
        """Sign in who is meant by some letters; what fits several people, or none, is asked."""
        school, now = self._desk.school, self._desk.now()
        here = school.people_on(now.date())
        language = self._voice.language
        self._finder = Finder(here, language.code, self._finder, post_with(school, language.say))
        people = self._finder.find(typed, MOST + 1)
        if len(people) == 1 and self._finder.fits(typed, people[0]):
            return self._arrive(people[0].id)
        if len(people) > MOST:
            self._voice.say(t("More than {n} people: please type more letters.", n=MOST))
        if not people:
            self._voice.say(NOBODY_FOUND)
        if not 1 <= len(people) <= MOST:
            return ""
        self._voice.say(*numbered(map(self._voice.language.say, names_of(school, people))))
        question = tn("1 if that is you, or your name:", "Your number, or your name:", len(people))
        answer = self._voice.ask(question, school.settings.idle_after)
        number = number_in(answer, len(people))
        return answer if number is None else self._arrive(people[number - 1].id)

    def _arrive(self, person: PersonId) -> str:
        """Sign a person in, or open their day if they are in already or there is no INSET day."""
        asked_at = self._desk.now()
        day = self._desk.school.today(asked_at)
        if day is None or is_on_site(self._desk.school, person, day.id):
            return self._open_day(person)
        self._voice.perform(sign_in(person), Actor(person, Evidence.TYPED))
        answer = sign_in_answer(self._desk.school, asked_at, person)
        self._voice.say(answer.name, answer.note, describe_stop(answer.stop, answer.otherwise))
        self._last = person
        return ""

    def _open_day(self, person: PersonId) -> str:
        is_new, self._last = person == self._last, NOBODY
        return Visit(self._voice, person, has_just_arrived=is_new).run()


def names_of(school: School, people: list[Person]) -> Iterator[Text]:
    """Yield each person's name and post, with what tells those of one name apart."""
    labels = distinguishing_labels(people)
    for person in people:
        line = t("{name}, {post}", name=person.name, post=post_of(school, person))
        label = labels.get(person.id)
        yield line if label is None else t("{line}, {label}", line=line, label=label)
