"""The head of Welcome: the clock and the day, or for a while who came last and where to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import ceil

import msgspec
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.language import Language
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.school import School
from kiosk.screen_context import UNSET_TIME
from kiosk.text import t, tn
from kiosk.widgets.columns import cell, spread, stack, wrapped
from kiosk.widgets.day_heading import day_lines
from kiosk.widgets.speaker import Speaker

LIT_FOR = 3.0
"""Seconds for which the banner is lit: long enough to find a name and a room on it."""
MARGIN = 2
"""The columns left of the text, as on the rest of the screen."""
TALL = 7
"""The lines from which the person and the place have a line each, and the undo a button."""
BUTTON_WIDTH, BUTTON_HEIGHT = 26, 3

LOOKS = {
    Tone.DONE: ("✓", "$in", "bold $background on $in"),
    Tone.CAUTION: ("▲", "$amber", "bold $background on $amber"),
    Tone.PLAIN: ("·", "$foreground", "bold $foreground on $picked"),
    Tone.FAILED: ("✗", "$late", "bold $background on $late"),
}
"""Each tone as a sign, its colour, and its style while it is lit."""


def toned(message: str, tone: Tone) -> Content:
    """Return a message after its tone's sign, in its colour."""
    sign, colour, lit = LOOKS[tone]
    style = lit if tone is Tone.FAILED else f"bold {colour}" if tone is Tone.DONE else colour
    return Content(f"{sign} {message}").stylize(style)


class Banner(Widget, Speaker):
    """Lines across the screen: the clock and the day until there is something to say.

    It is lit for a few seconds, and what could not be saved until a key is pressed. It takes no
    focus and moves nothing, so the next person types and scans meanwhile. A click opens the
    person's day, as Enter does, and one on the button undoes the sign-in.
    """

    DEFAULT_CSS = "Banner { height: 7; text-wrap: nowrap; }"

    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False)
    undo_left: reactive[int] = reactive(0)
    """For how many seconds the sign-in can still be undone; 0: there is no button."""

    class Touched(Message):
        """The banner was clicked or touched."""

    class UndoTouched(Message):
        """The button that undoes the sign-in was clicked or touched."""

    class Said(msgspec.Struct, frozen=True):
        """What it says."""

        tone: Tone
        who: str
        """The person's name, or what there is to say where it is about nobody."""
        place: str = ""
        """Where to be, without the room."""
        room: str = ""
        notes: tuple[Content, ...] = ()
        """What else to know, the most important first."""
        hint: str = ""
        """What can be done next, such as "Enter: My day (1 item needs you)"."""
        short: str = ""
        """The hint in fewer words, for where there is little room."""

    def __init__(self, language: Language) -> None:
        """Show the clock and the day, in `language`."""
        super().__init__()
        self._language = language
        self._said: Banner.Said | None = None
        self._saying: Callable[[], Banner.Said] | None = None
        self._idle: Content | None = None
        self._lit_until = self._undo_until = 0.0
        self._stays = False

    def say(self, saying: Callable[[], Said], now: float) -> None:
        """Say this from `now`, in monotonic seconds, in place of what it said before.

        `saying` returns it in the language that it is shown in then.
        """
        self._said, self._saying = saying(), saying
        self._lit_until, self._stays = now + LIT_FOR, self._said.tone is Tone.FAILED
        self.refresh()

    def say_again(self) -> None:
        """Say it in the language of now."""
        if self._said is not None and self._saying is not None:
            self._said = self._saying()

    def clear(self) -> None:
        """Say nothing, unless it says what could not be saved and no key was pressed since."""
        if self._said is not None and not self._stays:
            self._said = None
            self.refresh()

    def note_key(self) -> None:
        """Let what could not be saved go. The next person may be typing: it has its time first."""
        self._stays = False

    def offer_undo(self, until: float, now: float) -> None:
        """Show the button for the undo until then, in monotonic seconds."""
        self._undo_until = until
        self.undo_left = max(0, ceil(until - now))

    def tick(self, now: float) -> None:
        """Put the light out once its time is over, and count down the undo."""
        self.offer_undo(self._undo_until, now)
        if self._lit_until and now >= self._lit_until and not self._stays:
            self._lit_until = 0.0
            if self._said is not None and self._said.tone is Tone.FAILED:
                self._said = None
            self.refresh()

    def watch_school(self) -> None:
        """Draw the day again if it is another."""
        # before it is drawn it does not know the time yet, and would make a date for nothing
        idle = self._idle if self._said is None else None
        if idle is not None and not self._day().is_same(idle):
            self.refresh()

    def _day(self) -> Content:
        width, rows = self.size.width - 2 * MARGIN, self.size.height
        lines = day_lines(self._language, self.school, self.moment, width, rows)
        blank = [Content()] * min(1, rows - TALL)
        return stack([*blank, *(Content.assemble(" " * MARGIN, line) for line in lines)])

    def render(self) -> Content:
        """Draw the lines."""
        if self._said is None:
            self._idle = self._day()
            return self._idle
        width, rows = self.size.width, self.size.height
        room = width - 2 * MARGIN
        countdown = self._undo_words() if self.undo_left and self.is_low else ()
        least = min((Content(words).cell_length + 1 for words in countdown), default=0)
        heads, below = banner_lines(self._said, room, rows, least)
        _, colour, lit = LOOKS[self._said.tone]
        style = lit if self._lit_until else f"bold {colour}"
        lines = [_band(line, width, style) for line in heads]
        if self._said.tone is Tone.FAILED:
            return stack([*lines, *(_band(line.plain, width, lit) for line in below)])
        if self._has_button:
            below = [*below, *[Content()] * (rows - len(lines) - len(below))]
            room -= BUTTON_WIDTH + MARGIN
            for place, part in enumerate(self._button(), self._button_top - len(lines)):
                below[place] = Content.assemble(cell(below[place], room), " " * MARGIN, part)
        for words in countdown:
            if below and below[-1].cell_length + Content(words).cell_length < room:
                below[-1] = spread(below[-1], Content(words).stylize("$muted"), room)
                break
        return stack([*lines, *(Content.assemble(" " * MARGIN, line) for line in below)])

    @property
    def is_low(self) -> bool:
        """Whether it has no room for the clock and the button."""
        return self.size.height < TALL

    @property
    def _has_button(self) -> bool:
        return self.undo_left > 0 and not self.is_low

    @property
    def _button_top(self) -> int:
        """The line that the button begins in: apart from the box below, if there is room."""
        return self.size.height - BUTTON_HEIGHT - (self.size.height > TALL)

    def _button(self) -> list[Content]:
        """Return the lines of the button for the undo."""
        say = self._language.say
        words = ("", say(t("Undo · Ctrl+Z")), self._undo_words()[1])
        styles = ("bold", "bold $amber", "$foreground")
        return [
            _centred(word, BUTTON_WIDTH).stylize(f"{style} on $button")
            for word, style in zip(words, styles, strict=True)
        ]

    def _undo_words(self) -> tuple[str, str]:
        """Return the countdown of the undo, and the same in fewer words."""
        say, left = self._language.say, self.undo_left
        whole = tn("Undo: {n} s · Space: more", "Undo: {n} s · Space: more", left)
        return say(whole), say(tn("{n} s · Space: more", "{n} s · Space: more", left))

    def on_click(self, event: events.Click) -> None:
        """Post which part was clicked."""
        self.note_key()
        left, down = self.size.width - MARGIN - BUTTON_WIDTH, event.y - self._button_top
        is_button = self._has_button and event.x >= left and 0 <= down < BUTTON_HEIGHT
        self.post_message(self.UndoTouched() if is_button else self.Touched())


def _centred(text: str, width: int) -> Content:
    line = Content(text).truncate(width, ellipsis=True)
    # Textual draws no blanks at the end of a line, only those that do not break
    left = (width - line.cell_length) // 2
    return Content.assemble("\u00a0" * left, line, "\u00a0" * (width - left - line.cell_length))


def _band(line: str, width: int, style: str) -> Content:
    """Return a line whose style goes across all of the screen."""
    line = f"{' ' * MARGIN}{line}"
    # Textual draws no blanks at the end of a line, only those that do not break
    return Content(line + "\u00a0" * (width - Content(line).cell_length)).stylize(style)


def banner_lines(
    said: Banner.Said, width: int, rows: int, beside: int = 0
) -> tuple[list[str], list[Content]]:
    """Return the lines that name the person and the place, and those below them.

    `beside`: the columns that a hint leaves free at the end of the last line.

    A line that is too long is cut where that hurts least: the room stays, and of a long note all
    that there is room for.
    """
    who = f"{LOOKS[said.tone][0]} {said.who}"
    if rows >= TALL:
        return _tall_lines(said, who, width, rows)
    whole = " · ".join(filter(None, (who, said.place, said.room)))
    heads = [whole]
    if Content(whole).cell_length > width:
        heads = [_cut(who, width)]
        if said.place:
            heads.append(_place(said, width))
    room = rows - len(heads)
    if len(heads) > 1 and said.notes and len(wrapped(said.notes[0], width)) > room:
        # a reason that needs the lines goes before the place
        heads, room = heads[:1], rows - 1
    cut = [_cut(line, width) for line in heads]
    below = [line.rstrip() for note in said.notes for line in wrapped(note, width)]
    below = below[:room]
    if said.hint and len(below) < room and not _fits(below, said.hint, width - beside):
        return cut, [*below, Content(said.hint).stylize("$muted")]
    for hint in (said.hint, said.short):
        if hint and below and _fits(below, hint, width - beside):
            below[-1] += Content(f"   {hint}").stylize("$muted")
            break
    return cut, below


def _tall_lines(
    said: Banner.Said, who: str, width: int, rows: int
) -> tuple[list[str], list[Content]]:
    """Return the lines of a high banner: the name, the place, what else to know, what is next."""
    heads = [line.plain.rstrip() for line in wrapped(who, width)][:2]
    if said.place:
        heads.append(_place(said, width))
    # as high as the band of a button, so that it is seen across the room
    heads = ["", *heads, ""]
    below = [line.rstrip() for note in said.notes for line in wrapped(note, width)]
    below = below[: rows - len(heads) - bool(said.hint)]
    if said.hint:
        below.append(Content(_cut(said.hint, width)).stylize("$muted"))
    return heads, below


def _fits(below: list[Content], hint: str, width: int) -> bool:
    """Return whether a hint has room at the end of the last line."""
    return bool(below) and below[-1].cell_length + 3 + Content(hint).cell_length <= width


def _place(said: Banner.Said, width: int) -> str:
    """Return place and room below a long name, with all of the room, as far as that is possible."""
    room = f" · {_cut(said.room, width // 2)}" if said.room else ""
    return f"  {_cut(said.place, width - 2 - Content(room).cell_length)}{room}"


def _cut(text: str, width: int) -> str:
    return Content(text).truncate(max(width, 0), ellipsis=True).plain
