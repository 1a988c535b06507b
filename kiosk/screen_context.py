"""The collaborators that every screen is given."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from textual.signal import Signal

from kiosk.desk import Desk
from kiosk.errors import KioskError
from kiosk.language import Language
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.labels import post_with
from kiosk.rules.model.names import Finder
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.screen_language import ScreenLanguage
from kiosk.store.replies import Replies
from kiosk.system.data_folder import DemoMark
from kiosk.system.log import ErrorLog
from kiosk.system.secrets import SecretStore
from kiosk.text import Text

UNSET_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""The time that a widget shows before its screen gives it one."""


class PeopleIndex:
    """The search for people, prepared once for all boxes and brought up to date for a School."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._known: dict[str, tuple[Mapping[PersonId, Person], date, Finder]] = {}
        """For each language the search made last, with whom and what day it was made for."""

    def finder(self, school: School, today: date, language: Language) -> Finder:
        """Return the search among those who are here today."""
        known = self._known.get(language.code)
        # identity is enough, because the School is immutable; a change of bookings finds the same
        if known is None or known[0] is not school.people or known[1] != today:
            before = known[2] if known is not None else None
            here, post = school.people_on(today), post_with(school, language.say)
            made = Finder(here, language.code, before, post)
            known = self._known[language.code] = (school.people, today, made)
        return known[2]


@dataclass(frozen=True, eq=False)
class ScreenContext:
    """A screen's collaborators; it has no others."""

    desk: Desk
    secrets: SecretStore
    language: ScreenLanguage
    """The language that the screens are in now."""
    folder: Path
    """The data folder."""
    changed: Signal[School]
    """Published on the event loop with every new School."""
    error_log: ErrorLog
    """The log of unexpected errors."""
    demo_pin: str = ""
    """The sample school's PIN, shown on Welcome; blank for a real school."""
    monotonic: Callable[[], float] = field(default=time.monotonic)
    """For delays such as idling, which a change of the clock must not affect."""
    touched: list[float] = field(default_factory=lambda: [0.0])
    """When a key or the mouse was last used, by `monotonic`. A list, as the context is frozen."""

    failed: list[float] = field(default_factory=list)
    """When notices came that something was not saved, by `monotonic`; empty: none stands."""

    no_paper_roll: list[Text] = field(default_factory=list)
    """Why the roll call could not be put on paper by itself; empty: it could, or was not due."""

    people_index: PeopleIndex = field(default_factory=PeopleIndex)
    """The search for people that all boxes share."""

    drafts: dict[str, dict[str, str]] = field(default_factory=dict)
    """What somebody had half written when a dialog closed by itself: by whose it is and about what,
    then by box. In memory only, and shown to nobody else."""

    remembered: dict[str, str] = field(default_factory=dict)
    """What was last chosen on a screen, such as the board's view, until the program ends."""

    @cached_property
    def rehearses(self) -> bool:
        """Whether this is a rehearsal, on a copy of the school that goes when it ends."""
        return DemoMark(self.folder).rehearses()

    @property
    def printer(self) -> str:
        """The name of the printer that pages go to; blank: none, or a rehearsal."""
        return "" if self.rehearses else self.desk.school.settings.printer

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the school's languages; Welcome shows the first."""
        return self.desk.school.settings.language_codes

    def show_first_language(self) -> None:
        """Show the screens in the school's first language."""
        self.language.become(self.languages[0])

    def show_language_of(self, person: Person) -> None:
        """Show the screens in a person's own language, if it is known and one of the school's."""
        if person.language in self.languages:
            self.language.become(person.language)

    @property
    def replies(self) -> Replies:
        """The replies to evaluations. They bypass the desk: its history would name who replied."""
        return Replies(self.folder, self.secrets)

    def replied(self, person: PersonId) -> frozenset[SessionId]:
        """Return the ids of today's sessions that a person has replied about.

        Empty if the replies cannot be read; the person learns of that when they reply.
        """
        try:
            return self.replies.replied(DayId(self.today().isoformat()), person)
        except KioskError as error:
            self.explain(error)
            return frozenset()

    def finder(self, school: School) -> Finder:
        """Return the search among those of a School who are here today."""
        return self.people_index.finder(school, self.today(), self.language.now)

    def explain(self, error: Exception) -> Text:
        """Return the one sentence to show on an error; a fault is noted in the log as well."""
        return self.error_log.explain(error)

    def touch(self) -> None:
        """Note that a key or the mouse was used now."""
        self.touched[0] = self.monotonic()

    def idle(self) -> float:
        """Return the seconds since a key or the mouse was last used."""
        return self.monotonic() - self.touched[0]

    def today(self) -> date:
        """Return the date at the school."""
        return self.desk.now().date()
