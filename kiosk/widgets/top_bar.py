"""The top line of every screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static


class TopBar(Horizontal):
    """The school's or the screen's name at the left, a date or clock at the right."""

    DEFAULT_CSS = """
    TopBar { height: 1; padding: 0 2; margin-bottom: 1; dock: top; }
    TopBar .name { width: auto; max-width: 70%; text-overflow: ellipsis; text-wrap: nowrap; }
    TopBar .aside { width: 1fr; text-align: right; color: $muted; text-wrap: nowrap; }
    """

    def __init__(self, title: str, subtitle: str = "", aside: Content | str = "") -> None:
        """Show texts that are ready to be read."""
        super().__init__()
        self._title, self._subtitle, self._aside = title, subtitle, aside

    def compose(self) -> ComposeResult:
        """Make the two halves."""
        yield Static(self._left(), classes="name")
        yield Static(Content(self._aside) if isinstance(self._aside, str) else self._aside,
                     classes="aside")  # fmt: skip

    def _left(self) -> Content:
        return Content.assemble(
            ("▌", "$amber"), (self._title, "bold"), "  ", (self._subtitle, "$muted")
        )

    def show(self, title: str, subtitle: str = "") -> None:
        """Show another name."""
        self._title, self._subtitle = title, subtitle
        self.query_one(".name", Static).update(self._left())

    def show_aside(self, aside: Content | str) -> None:
        """Show something else at the right."""
        content = Content(aside) if isinstance(aside, str) else aside
        self.query_one(".aside", Static).update(content)
