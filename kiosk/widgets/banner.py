"""What was done last on Welcome: who it was and where they are to be, then what else to know."""

from __future__ import annotations

import msgspec
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kiosk.rules.model.changes import Tone
from kiosk.widgets.columns import stack, wrapped

LIT_FOR = 3.0
"""Seconds for which the banner is lit: long enough to find a name and a room on it."""
MARGIN = 2
"""The columns left of the text, as on the rest of the screen."""

LOOKS = {
    Tone.DONE: ("✓", "$in", "bold $background on $in"),
    Tone.CAUTION: ("▲", "$amber", "bold $background on $amber"),
    Tone.PLAIN: ("·", "$foreground", "bold $foreground on $picked"),
    Tone.FAILED: ("✗", "$alarm", "bold $background on $alarm"),
}
"""Each tone as a sign, its colour, and its style while it is lit."""


def toned(message: str, tone: Tone) -> Content:
    """Return a message after its tone's sign, in its colour."""
    sign, colour, lit = LOOKS[tone]
    style = lit if tone is Tone.FAILED else f"bold {colour}" if tone is Tone.DONE else colour
    return Content(f"{sign} {message}").stylize(style)


class Banner(Widget):
    """Three lines across the screen, blank until there is something to say.

    It is lit for a few seconds, and what could not be saved until a key is pressed. It takes no
    focus and covers nothing, so the next person types and scans meanwhile. A click opens the
    person's day, as Enter does.
    """

    DEFAULT_CSS = "Banner { height: 3; text-wrap: nowrap; }"

    class Touched(Message):
        """The banner was clicked or touched."""

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
        """What can be done next, such as "Enter: my day, something waits"."""
        short: str = ""
        """The hint in fewer words, for where there is little room."""

    def __init__(self) -> None:
        """Say nothing."""
        super().__init__()
        self._said: Banner.Said | None = None
        self._lit_until = 0.0
        self._stays = False

    def say(self, said: Said, now: float) -> None:
        """Say this from `now`, in monotonic seconds, in place of what it said before."""
        self._said, self._lit_until = said, now + LIT_FOR
        self._stays = said.tone is Tone.FAILED
        self.refresh()

    def clear(self) -> None:
        """Say nothing, unless it says what could not be saved and no key was pressed since."""
        if self._said is not None and not self._stays:
            self._said = None
            self.refresh()

    def note_key(self) -> None:
        """Let what could not be saved go. The next person may be typing: it has its time first."""
        self._stays = False

    def tick(self, now: float) -> None:
        """Put the light out once its time is over."""
        if self._lit_until and now >= self._lit_until and not self._stays:
            self._lit_until = 0.0
            if self._said is not None and self._said.tone is Tone.FAILED:
                self._said = None
            self.refresh()

    def render(self) -> Content:
        """Draw the lines."""
        if self._said is None:
            return Content()
        width, rows = self.size.width, self.size.height
        heads, below = banner_lines(self._said, width - 2 * MARGIN, rows)
        _, colour, lit = LOOKS[self._said.tone]
        style = lit if self._lit_until else f"bold {colour}"
        lines = [_band(line, width, style) for line in heads]
        if self._said.tone is Tone.FAILED:
            return stack([*lines, *(_band(line.plain, width, lit) for line in below)])
        return stack([*lines, *(Content.assemble(" " * MARGIN, line) for line in below)])

    def on_click(self) -> None:
        """Post the message."""
        self.note_key()
        self.post_message(self.Touched())


def _band(line: str, width: int, style: str) -> Content:
    """Return a line whose style goes across all of the screen."""
    line = f"{' ' * MARGIN}{line}"
    # Textual draws no blanks at the end of a line, only those that do not break
    return Content(line + "\u00a0" * (width - Content(line).cell_length)).stylize(style)


def banner_lines(said: Banner.Said, width: int, rows: int) -> tuple[list[str], list[Content]]:
    """Return the lines that name the person and the place, and those below them.

    A line that is too long is cut where that hurts least: the room stays, and of a long note all
    that there is room for.
    """
    who = f"{LOOKS[said.tone][0]} {said.who}"
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
    if said.hint and len(below) < room and not _fits(below, said.hint, width):
        return cut, [*below, Content(said.hint).stylize("$muted")]
    for hint in (said.hint, said.short):
        if hint and below and _fits(below, hint, width):
            below[-1] += Content(f"   {hint}").stylize("$muted")
            break
    return cut, below


def _fits(below: list[Content], hint: str, width: int) -> bool:
    """Return whether a hint has room at the end of the last line."""
    return bool(below) and below[-1].cell_length + 3 + Content(hint).cell_length <= width


def _place(said: Banner.Said, width: int) -> str:
    """Return place and room below a long name, with all of the room, as far as that is possible."""
    room = f" · {_cut(said.room, width // 2)}" if said.room else ""
    return f"  {_cut(said.place, width - 2 - Content(room).cell_length)}{room}"


def _cut(text: str, width: int) -> str:
    return Content(text).truncate(max(width, 0), ellipsis=True).plain
