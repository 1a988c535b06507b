"""Not listed: the form with which people add themselves."""

from __future__ import annotations

from secrets import token_hex
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.errors import KioskError
from kiosk.rules.attendance.self_added import MAX_LENGTH, SelfDescription, add_self
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import GUEST_KIND_NAMES, role_and_department
from kiosk.rules.model.names import fold
from kiosk.rules.model.terms import Evidence, GuestKind
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.draft import DraftDialog
from kiosk.screens.failures import about_error
from kiosk.text import Text, n_, t
from kiosk.widgets.banner import toned
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import RowList

FIELDS = {
    "forename": t("Forename"),
    "surname": t("Surname"),
    "host": t("School or agency"),
}


class AddSelfDialog(DraftDialog[PersonId]):
    """A form. The result is the id of the person who was added and signed in, or None.

    Enter goes from field to field; on the last one it submits.
    """

    GUIDE = t(
        "Type your name, and say what brings you here. Enter goes on to the next line; in the "
        "last one, or on “Add me”, it signs you in. Then go to reception with your ID."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", n_("Back"), show=False),
        Binding("down", "app.focus_next", n_("On"), show=False),
    ]

    def __init__(self, context: ScreenContext, typed: str) -> None:
        """Fill in the name from what was typed in the search, where nobody was found."""
        super().__init__(context)
        # people search in small letters; the names get capitals
        words = [word[:1].upper() + word[1:] for word in typed.split()]
        self._prefilled = {"forename": " ".join(words[:1]), "surname": " ".join(words[1:])}
        # made once: a second try after an error adds the same person, not another
        self._person = PersonId(f"new-{token_hex(4)}")
        self._warned_name = ""

    def compose(self) -> ComposeResult:
        """Show the fields."""
        title = t("Not on the list?")
        with self.speak(VerticalScroll(classes="frame form"), border_title=title) as frame:
            # a focused scroll area would take the arrow keys from the fields
            frame.can_focus = False
            guide = t("Fill this in to sign in, then please go to reception with your ID.")
            yield self.speak(Static(classes="guide"), content=guide)
            yield from self._field("forename")
            yield from self._field("surname")
            with Horizontal(classes="field"):
                yield self.speak(Label(), content=t("What brings you here?"))
                yield self.speak(RowList(id="coming", markup=False), rows=self._kinds)
            yield from self._field("host")
            yield Static(id="error", classes="error")
            with Horizontal(classes="answers"):
                yield self.speak(Button(id="add"), label=t("Add me"))
        yield KeyBar(self.context.language)

    def _kinds(self) -> list[Option]:
        return [Option(self.say(GUEST_KIND_NAMES[one]), id=one.name) for one in GuestKind]

    def _field(self, name: str) -> ComposeResult:
        with Horizontal(classes="field"):
            yield self.speak(Label(), content=FIELDS[name])
            box = Input(self._prefilled.get(name, ""), id=name, compact=True, max_length=MAX_LENGTH)
            box.select_on_focus = False  # typing must go on after the text, not replace it
            yield box

    def on_mount(self) -> None:
        """Focus the name where the person stopped typing: few have typed all of it."""
        self.query_one("#coming", OptionList).highlighted = 0
        self.query_one("#surname" if self._prefilled["surname"] else "#forename").focus()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "host":
            self._add()
        else:
            self.focus_next()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.query_one("#host").focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._add()

    @work(exclusive=True)
    async def _add(self) -> None:
        values = {name: self.query_one(f"#{name}", Input).value for name in FIELDS}
        coming = list(GuestKind)[self.query_one("#coming", OptionList).highlighted or 0]
        newcomer = SelfDescription(**values, coming=coming, language=self.context.language.code)
        listed = self._listed(f"{newcomer.forename} {newcomer.surname}")
        if listed is not None:
            self._show_problem(listed)
            return
        decision = add_self(self._person, newcomer)
        try:
            await self.context.desk.perform(decision, Actor(self._person, Evidence.TYPED))
        except KioskError as refusal:
            self._show_problem(*about_error(self.context, refusal))
            self.query_one("#surname" if newcomer.forename.strip() else "#forename").focus()
        else:
            self.dismiss(self._person)

    def _listed(self, name: str) -> Text | None:
        """Return a warning that this name is listed already; only once for each name."""
        name = fold(name)
        if not name or name == self._warned_name:
            return None
        school = self.context.desk.school
        here = school.people_on(self.context.today())
        for person in here.values():
            if fold(person.name) == name:
                self._warned_name = name
                return t(
                    "{name} is already on the list ({post}). If that's you, press Esc and type "
                    "your name to sign in. If not, press Enter.",
                    name=person.name,
                    post=role_and_department(school, person),
                )
        return None

    def _show_problem(self, about: Text, tone: Tone = Tone.CAUTION) -> None:
        self.speak(
            self.query_one("#error", Static),
            content=about if tone is not Tone.FAILED else lambda: toned(self.say(about), tone),
        )
        # below a long answer the button would be out of sight
        self.call_after_refresh(self.query_one(Button).scroll_visible, immediate=True)
