"""The top line of every screen."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from kiosk.language import Language
from kiosk.text import Sayable
from kiosk.widgets.columns import spread


class TopBar(Widget):
    """The school's or the screen's name at the left, a date or clock at the right."""

    DEFAULT_CSS = "TopBar { height: 1; padding: 0 2; margin-bottom: 1; dock: top; }"

    def __init__(self, language: Language, title: Sayable = "", subtitle: Sayable = "") -> None:
        """Show two names in `language`."""
        super().__init__()
        self._language = language
        self._title, self._subtitle = title, subtitle
        self._aside = Content()

    def render(self) -> Content:
        """Draw both ends of the line; the subtitle only if all of it fits."""
        title, subtitle = map(self._language.say, (self._title, self._subtitle))
        whole, room = _named(title, subtitle), self.size.width
        # a cut subtitle, such as half a date, misleads
        fits = whole.cell_length + self._aside.cell_length < room
        return spread(whole if fits else _named(title), self._aside, room)

    def show(self, title: Sayable, subtitle: Sayable = "") -> None:
        """Show other names."""
        if (title, subtitle) != (self._title, self._subtitle):
            self._title, self._subtitle = title, subtitle
            self.refresh()

    def show_aside(self, aside: Content | str) -> None:
        """Show another text at the right."""
        shown = Content(aside).stylize("$muted") if isinstance(aside, str) else aside
        # asked for at each tick of a clock
        if not shown.is_same(self._aside):
            self._aside = shown
            self.refresh()


def _named(title: str, subtitle: str = "") -> Content:
    return Content.assemble(("▌", "$amber"), (title, "bold"), "  ", (subtitle, "$muted"))
