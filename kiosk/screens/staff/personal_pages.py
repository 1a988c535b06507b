"""A person's own pages that are only read: messages, training and attendance, topics asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from kiosk.language import Language
from kiosk.rules.choosing.personal_messages import Message
from kiosk.rules.follow_up.catch_up import catch_ups_of, missed_title
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.follow_up.training import DayAttended, attendance_of
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.school import School
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.settings import Settings
from kiosk.text import Sayable, ShortDate, n_, t
from kiosk.widgets.columns import stack
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.paragraphs import Paragraphs


class PageDialog(Dialog[None]):
    """A page to read, with nothing to answer."""

    GUIDE = t("This page is only to read. The arrow keys move through it. Esc goes back.")
    IDLE_FACTOR = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "cancel", n_("Back"), key_display="Esc")
    ]

    def __init__(
        self, context: ScreenContext, title: Sayable, paragraphs: Callable[[], Iterable[Content]]
    ) -> None:
        """Show what `paragraphs` returns under a title, a blank line between them."""
        super().__init__(context)
        self._title, self._paragraphs = title, paragraphs

    def compose(self) -> ComposeResult:
        """Show the page."""
        with self.speak(VerticalScroll(classes="frame page"), border_title=self._title):
            text = self._paragraphs
            yield self.speak(Paragraphs(), content=lambda: Content("\n\n").join(text()))
        yield KeyBar(self.context.language)


def message_lines(
    language: Language, school: School, messages: Sequence[Message]
) -> Iterator[Content]:
    """Yield a paragraph for each message, with its date and time."""
    for message in messages:
        at = school.local(message.at)
        when = f"{language.short_date(at.date())}, {language.say(at)}"
        yield Content.assemble((when, "$muted"), "\n", language.say(message.text))


def need_lines(language: Language, settings: Settings, needs: Sequence[str]) -> Iterator[Content]:
    """Yield the topics that a person asked for, then who can change them."""
    yield stack([Content.assemble(("▪ ", "$blue"), need) for need in needs])
    agreed = t(
        "You agreed these with your line manager. We'll suggest workshops that fit. To change "
        "them, speak to {tutor}.",
        tutor=the_tutor(settings),
    )
    yield Content(language.say(agreed)).stylize("$muted")


def training_lines(
    language: Language, school: School, now: datetime, person: PersonId
) -> Iterator[Content]:
    """Yield a paragraph for each day attended, the latest first, then the catch-ups done."""
    for day in attendance_of(school, now, person):
        yield stack([*_lines_of_day(language, day)])
    done = [*_lines_of_done(language, school, person)]
    if done:
        heading = Content(language.say(t("Caught up with"))).stylize("bold $blue")
        yield stack([heading, *done])


def _lines_of_day(language: Language, attended: DayAttended) -> Iterator[Content]:
    say, day = language.say, attended.day
    yield Content.assemble((say(day.date), "bold $blue"), "  ", say(day.title))
    number = t("no certificate yet")
    if attended.certificate is not None:
        number = t("certificate {number}", number=attended.certificate.id)
    time = language.long_time(attended.minutes)
    yield Content(f"{say(number)} · {time}").stylize("$muted")
    for line in attended.lines:
        minutes = language.long_time(line.minutes)
        yield Content.assemble(("✓ ", "$in"), say(line.title), (f" · {minutes}", "$muted"))
    for reason in attended.uncounted:
        yield Content.assemble(("– ", "$amber"), (say(reason), "$muted"))
    if attended.beyond is not None and attended.beyond.minutes:
        beyond = language.long_time(attended.beyond.minutes)
        yield Content(say(t("Beyond your paid hours: {time}", time=beyond))).stylize("$muted")


def _lines_of_done(language: Language, school: School, person: PersonId) -> Iterator[Content]:
    for catch_up in catch_ups_of(school, person):
        state = state_of(school, catch_up)
        is_said = state in (CatchUpState.DONE, CatchUpState.HANDED_IN)
        if catch_up.done_at is None or not is_said:
            continue
        day = ShortDate(school.local(catch_up.done_at).date())
        glyph, said = ("✓ ", "$in"), t("by catch-up, {day}", day=day)
        if state is CatchUpState.HANDED_IN:
            glyph, said = ("◌ ", "$amber"), t("handed in {day}, to be confirmed", day=day)
        title = language.say(missed_title(school, catch_up))
        yield Content.assemble(glyph, title, (f" · {language.say(said)}", "$muted"))
        if catch_up.learned:
            yield Content.assemble("  ", (catch_up.learned, "$muted"))
