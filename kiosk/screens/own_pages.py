"""Pages of one's own that are read and not changed: messages, what was attended, what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kiosk.kit import Kit
from kiosk.language import Language
from kiosk.rules.catch_up import catch_ups_of, what_was_missed
from kiosk.rules.messages import Message
from kiosk.rules.school import School
from kiosk.rules.training import DayAttended, attendance_of
from kiosk.screens.base import Dialog
from kiosk.text import Sayable, n_, t
from kiosk.widgets.columns import literal
from kiosk.widgets.key_bar import KeyBar


class PageDialog(Dialog[None]):
    """A page to read."""

    GUIDE = t("This is to be read only. The arrow keys move through what is longer than the page.")
    PATIENCE = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "cancel", n_("Back"), key_display="Esc")
    ]

    def __init__(self, kit: Kit, title: Sayable, lines: Sequence[Content]) -> None:
        """Show `lines` under a title."""
        super().__init__(kit)
        self._title, self._lines = title, lines

    def compose(self) -> ComposeResult:
        """Make the page."""
        with VerticalScroll(classes="sheet page") as sheet:
            sheet.border_title = literal(self.say(self._title))
            yield Static(Content("\n").join(self._lines))
        yield KeyBar(self.kit.language)


def lines_of_messages(
    language: Language, school: School, messages: Sequence[Message]
) -> Iterator[Content]:
    """Yield each message, after when it was."""
    for message in messages:
        at = school.local(message.at)
        when = f"{language.short_date(at.date())}, {language.say(at)}"
        yield Content.assemble((when, "$muted"), "\n", language.say(message.said), "\n")


def lines_of_needs(language: Language, needs: Sequence[str]) -> Iterator[Content]:
    """Yield what somebody asked for, and who changes it."""
    yield from (Content.assemble(("▪ ", "$blue"), need) for need in needs)
    agreed = t(
        "Agreed with your line manager. Workshops on these topics are recommended to you. "
        "To change it, tell a professional tutor."
    )
    yield Content.assemble("\n", (language.say(agreed), "$muted"))


def lines_of_training(language: Language, school: School, person: str) -> Iterator[Content]:
    """Yield the days attended, the last one first, and what was caught up with."""
    for attended in attendance_of(school, person):
        yield from _lines_of_day(language, attended)
    done = [one for one in catch_ups_of(school, person) if one.done_at is not None]
    if done:
        yield Content(language.say(t("Caught up with"))).stylize("bold $blue")
    for one in done:
        if one.done_at is not None:
            day = language.short_date(school.local(one.done_at).date())
            title = language.say(what_was_missed(school, one))
            yield Content.assemble(("✓ ", "$in"), title, (f" · {day}", "$muted"))


def _lines_of_day(language: Language, attended: DayAttended) -> Iterator[Content]:
    say, day = language.say, attended.day
    yield Content.assemble((say(day.date), "bold $blue"), " ", say(day.title))
    number = t("no certificate yet")
    if attended.certificate is not None:
        number = t("certificate {number}", number=attended.certificate.id)
    time = language.long_time(attended.minutes)
    yield Content(f"{say(number)} · {time}").stylize("$muted")
    for line in attended.lines:
        minutes = language.long_time(line.minutes)
        yield Content.assemble(("✓ ", "$in"), say(line.title), (f" · {minutes}", "$muted"))
    for reason in attended.withheld:
        yield Content.assemble(("– ", "$amber"), (say(reason), "$muted"))
    yield Content()
