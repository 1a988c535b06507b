"""Forms for a person's entry and for somebody new; what they do is shown before it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from secrets import token_hex

from textual import work

from kiosk.errors import Problem
from kiosk.exchange.forms import (
    FormField,
    Values,
    expected_by_field,
    person_fields,
    read_person,
)
from kiosk.rules.loading.person_changes import (
    add_person,
    add_problems,
    change_person,
    change_problems,
    free_person_id,
)
from kiosk.rules.model.file_contents import FileRecord
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Person
from kiosk.screens.dialogs.form import FormDialog
from kiosk.screens.tutors.replanning import ReplanningScreen
from kiosk.text import Text, t

Checks = Callable[[FileRecord[Person]], Sequence[Problem]]


async def change_entry(screen: ReplanningScreen, person: PersonId) -> None:
    """Ask over a screen for the fields of a person's entry, and have it changed."""
    context, known = screen.context, screen.school.people[person]

    def checks(row: FileRecord[Person]) -> Sequence[Problem]:
        desk = context.desk
        return change_problems(desk.school, desk.now(), desk.school.person(person), row)

    fields = person_fields(known)
    title = t("{name}: their entry", name=known.name)
    dialog = FormDialog(context, title, fields, _check(fields, checks), draft=f"form {person}")
    values = await screen.app.push_screen_wait(dialog)
    if values is None:
        return
    row, _ = read_person(fields, values)
    if not await screen.preview_and_do(change_person(person, row)):
        dialog.keep()


class AddingScreen(ReplanningScreen):
    """A screen from which people are added to the school's list."""

    @work
    async def action_add_person(self, typed: str = "") -> None:
        """Ask for somebody new, and add them. `typed`: the name by which nobody was found."""
        desk = self.context.desk

        def checks(row: FileRecord[Person]) -> Sequence[Problem]:
            return add_problems(desk.school, desk.now(), row)

        # a name that was typed before counts as typed here
        blank, title = person_fields(None), t("Add a person")
        fields, check = person_fields(None, typed), _check(blank, checks)
        dialog = FormDialog(self.context, title, fields, check, draft="form new", blank=blank)
        values = await self.app.push_screen_wait(dialog)
        if values is None:
            return
        row, _ = read_person(blank, values)
        id = free_person_id(desk.school, row.record.staff_code, f"new-{token_hex(4)}")
        if not await self.preview_and_do(add_person(id, row)):
            dialog.keep()


def _check(fields: Sequence[FormField], checks: Checks) -> Callable[[Values], dict[str, Text]]:
    """Return the check of a form: what cannot be read, and what does not fit the school."""

    def check(values: Values) -> dict[str, Text]:
        row, problems = read_person(fields, values)
        return expected_by_field([*problems, *checks(row)])

    return check
