"""The second step: who works at the school, typed, pasted or from a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Static, TextArea

from kiosk.exchange.typed_names import MAX_LINES, read_line, read_names
from kiosk.rules.loading.small_school import with_staff
from kiosk.rules.model.file_contents import StaffFile
from kiosk.rules.model.labels import GUEST_KIND_NAMES, ROLE_NAMES
from kiosk.rules.model.records import Person
from kiosk.screens.first_start.step import SetupScreen
from kiosk.text import Text, n_, t, tn
from kiosk.widgets.columns import stack

NAMES = "names"
EXAMPLE = t("Jones, Siân (Mrs), teacher\nElin Prys, TA\nGethin Bowen, caretaker")
SHOWN = 60
"""The most lines read again beside what is typed: those in sight."""


class NamesArea(TextArea):
    """A box of many lines. Enter on a blank last line says that it is done."""

    @dataclass
    class Finished(Message):
        """Enter was pressed where nothing more is to come."""

    def on_key(self, event: events.Key) -> None:
        """Take Enter on a blank last line."""
        line, _ = self.cursor_location
        is_last = line == self.document.line_count - 1
        is_blank = not self.document.get_line(line).strip()
        if event.key == "enter" and is_last and is_blank and self.text.strip():
            event.stop()
            event.prevent_default()
            self.post_message(self.Finished())


class StaffNamesScreen(SetupScreen):
    """Names as they come; beside them, how the kiosk reads each line."""

    STEP = 2
    WHAT = t("Type or paste the names of your staff, one a line. A comma, then the role, if you "
             "like.")  # fmt: skip
    FIRST = "TextArea"
    GUIDE = t(
        "One name a line, as you have them: Jones, Siân (Mrs) or Ms Siân Jones. A role may follow "
        "after a comma or a tab; without one they are support staff. Two lines with one name are "
        "two people. Enter on a blank line goes on. F3 takes a file instead: a list from your "
        "school's system, or a spreadsheet."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "pick_file", n_("From a file"), key_display="F3"),
    ]

    def fields(self) -> Iterator[Widget]:
        """Return the box, what is read in it, and how many people that makes."""
        box = NamesArea(self.draft.typed.get(NAMES, ""), soft_wrap=False, id=NAMES)
        self.speak(box, placeholder=EXAMPLE)
        read = self.speak(Static(id="read", classes="panel"), border_title=t("Read as"))
        yield Horizontal(box, read, id="both")
        yield Static(id="count")

    def other_ways(self) -> Iterator[Widget]:
        """Return the way to a file."""
        yield self.speak(Button(id="file", tooltip="F3"), label=t("From a file instead"))

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the boxes, the names as well."""
        return {**super().typed, NAMES: self.query_one(NamesArea).text}

    def on_click(self, event: events.Click) -> None:
        """Show the on-screen keyboard when the box is touched."""
        if isinstance(event.widget, TextArea):
            self.set_touched(True)

    def on_mount(self) -> None:
        """Put the cursor after what was typed before."""
        box = self.query_one(NamesArea)
        box.move_cursor(box.document.end)
        self.watch(box, "scroll_y", self._show_read, init=False)
        self._show_read()

    @on(TextArea.Changed)
    def _take_text(self) -> None:
        self.show_problems([])
        self._show_read()

    def _show_read(self) -> None:
        """Show how each line in sight is read, beside it."""
        self.speak(self.query_one("#read", Static), content=self._lines)
        self.speak(self.query_one("#count", Static), content=self._count)

    def _lines(self) -> Content:
        box = self.query_one(NamesArea)
        top, end = int(box.scroll_y), box.document.line_count
        lines = [box.document.get_line(n) for n in range(top, min(end, top + SHOWN))]
        return stack([self._read(line) for line in lines])

    def _read(self, line: str) -> Content:
        person = read_line(line)
        if person is None:
            return Content()
        role = self.say(role_name(person))
        return Content.assemble((person.name, "bold"), (f"  {role}", "$muted"))

    def _count(self) -> Content:
        people = [row.record for row in read_names(self.query_one(NamesArea).text).rows]
        if not people:
            return Content()
        said = self.say(tn("{n} person", "{n} people", len(people)))
        roles = Counter(self.say(role_name(one)) for one in people)
        parts = [said, *(f"{role} {n}" for role, n in roles.most_common())]
        return Content(" · ".join(parts)).stylize("$in")

    @on(NamesArea.Finished)
    def _finish(self) -> None:
        self.action_on()

    def action_on(self) -> None:
        """Go on with the people in the box."""
        text = self.query_one(NamesArea).text
        if len(text.splitlines()) > MAX_LINES:
            wrong = t("That's more than {most} lines. Take a file instead: F3.", most=MAX_LINES)
            self.show_problems([wrong], NAMES)
        elif staff := read_names(text).rows:
            self._take(StaffFile("", staff))
        elif self.draft.staff.name:  # from a file, before somebody came back
            self.close_step(1)
        else:
            self.show_problems([t("Type at least one name, or take a file: F3.")], NAMES)

    def _take(self, staff: StaffFile) -> None:
        now = self.context.desk.now()
        self.draft = with_staff(self.draft, self.school.local(now).date(), staff)
        self.close_step(1)

    @on(Button.Pressed, "#file")
    @work
    async def action_pick_file(self) -> None:
        """Take the staff from a file."""
        from kiosk.screens.files.staff_file import StaffFileScreen

        staff = await self.app.push_screen_wait(StaffFileScreen(self.context))
        if staff is not None:
            self.query_one(NamesArea).text = ""
            self._take(staff)


def role_name(person: Person) -> Text:
    """Return a person's role in words."""
    return GUEST_KIND_NAMES[person.coming] if person.coming else ROLE_NAMES[person.role]
