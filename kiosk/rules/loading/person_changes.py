"""A person's entry as a professional tutor changes it, or adds it, in a form.

What a form holds is checked as a row of a staff file is. The last load is not touched by it, so
what was changed stays when the file is loaded again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.rules.attendance.badges import is_revoked, with_badge
from kiosk.rules.attendance.leaving import arrival_after, back_from, left_from, places_given_up
from kiosk.rules.attention.day_check import attention_notes
from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.loading.person_matching import RESERVED, match_people
from kiosk.rules.loading.report import PRIVATE, shown
from kiosk.rules.loading.school_files import raise_problems, reference_problems
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.file_contents import FileRecord, merge_known, with_more_duties
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School, put
from kiosk.text import Text, t, tc

FIELD_NAMES = {
    "forename": t("Forename"),
    "surname": t("Surname"),
    "preferred_forename": t("Known as"),
    "display_name": t("Name to show"),
    "role": t("Role"),
    "department": t("Department"),
    "staff_code": t("Staff code"),
    "duties": t("Duties"),
    "language": t("Language to read"),
    "hours": t("Hours"),
    "badge": t("Badge"),
    "left": tc("date", "Left"),
}
"""What a form calls the fields of a person."""


@decision
def change_person(
    school: School, now: datetime, person: PersonId, entry: FileRecord[Person]
) -> Changes:
    """Change the fields of a person's entry that `entry` gives, as a professional tutor.

    The notes say what is changed, and what no longer fits on the coming days.

    Raises:
        BadInput: with the problems, each with its field's column.
    """
    known = school.person(person)
    raise_problems(change_problems(school, now, known, entry))
    new = _merged(school, now, known, entry)
    if new == known:
        return Changes((), t("Nothing is changed."))
    items: list[Put | Remove] = [put(new)]
    items += places_given_up(school, now, [new], items)
    items += promotions_after(school, now, items)
    after = school.apply(items)
    return Changes(
        tuple(items),
        t("{name}'s entry is changed.", name=new.name),
        tuple(_lines(after, known, new)),
        partial(attention_notes, school, now, items),
    )


@decision
def add_person(
    school: School, now: datetime, person: PersonId, entry: FileRecord[Person]
) -> Changes:
    """Add somebody to the school's list under a new id, as a professional tutor.

    A repeat with the same id changes nothing.

    Raises:
        BadInput: with the problems, each with its field's column.
    """
    new = _merged(school, now, Person(person, "", "", entry.record.role), entry)
    post = role_and_department(school, new)
    message = t("{name} is added: {post}.", name=new.name, post=post)
    if person in school.people:
        return Changes((), message)
    raise_problems(add_problems(school, now, entry))
    items = [put(new)]
    more = partial(attention_notes, school, now, items)
    return Changes(tuple(items), message, find_more_notes=more)


def free_person_id(school: School, staff_code: str, instead: str) -> PersonId:
    """Return the id of somebody who is added: the staff code if it is free, as loading has it."""
    is_free = staff_code and staff_code not in school.people and staff_code not in RESERVED
    return PersonId(staff_code if is_free else instead)


def change_problems(
    school: School, now: datetime, known: Person, entry: FileRecord[Person]
) -> list[Problem]:
    """Return what is wrong with a changed entry."""
    new = _merged(school, now, known, entry)
    row = replace(entry, record=new)
    problems = reference_problems(school, [row], {**school.people, new.id: new})
    if "staff_code" in entry.given and new.staff_code:
        here = school.people_on(school.local(now).date()).values()
        for same in here:
            # people are looked for by it whatever its case
            if fold(same.staff_code) == fold(new.staff_code) and same.id != new.id:
                taken = t("one of its own: {name} has it", name=same.name)
                problems.append(row.problem("staff_code", new.staff_code, taken))
    if not new.forename and not new.surname:
        problems.append(row.problem("surname", "", t("a forename or a surname")))
    badge = entry.record.badge if "badge" in entry.given else ""
    if badge and badge != known.badge and is_revoked(school, badge):
        replaced = t("another badge: this one was replaced or cancelled")
        problems.append(row.problem("badge", badge, replaced))
    was_here = arrival_after(school, new) if new.left != known.left and new.left else None
    if was_here is not None:
        later = t("a later date: {name} was here on {day}", name=known.name, day=was_here)
        problems.append(row.problem("left", f"{new.left}", later))
    return problems


def add_problems(school: School, now: datetime, entry: FileRecord[Person]) -> list[Problem]:
    """Return what is wrong with a new entry: what change may be wrong, or the person is here."""
    unnamed = Person(PersonId(""), "", "", entry.record.role)
    problems = change_problems(school, now, unnamed, entry)
    matched = match_people([entry], school.people, school.local(now).date(), problems)
    for row in matched if not problems else ():
        same = school.people.get(row.record.id)
        if same is not None:
            by_code = bool(same.staff_code) and same.staff_code == entry.record.staff_code
            expected = t(
                "somebody new: {name} ({post}) is on the list. Is this another person of the same "
                "name? Then give each a staff code",
                name=same.name, post=role_and_department(school, same),
            )  # fmt: skip
            problems.append(
                row.problem("staff_code" if by_code else "surname", same.name, expected)
            )
    return problems


def _merged(school: School, now: datetime, known: Person, entry: FileRecord[Person]) -> Person:
    """Return the person with the fields that the form gives, and what follows from them."""
    given = entry.given - {"badge", "left", "id"}
    new: Person = merge_known(known, with_more_duties(known, replace(entry, given=given)))
    if "badge" in entry.given:
        new = with_badge(new, entry.record.badge)
    if "hours" in given and new.hours is not None:
        new = replace(new, part_time=False)
    if "display_name" in given or "preferred_forename" in given:
        # loading leaves a name alone that was set here
        new = replace(new, own_name=bool(new.display_name or new.preferred_forename))
    if "left" in entry.given and entry.record.left != known.left:
        left, today = entry.record.left, school.local(now).date()
        new = back_from(new, today) if left is None else left_from(new, left)
    return new


def _lines(after: School, old: Person, new: Person) -> Iterator[Text]:
    """Yield a line for each field that is changed."""
    for field, name in FIELD_NAMES.items():
        before, now = getattr(old, field), getattr(new, field)
        if before != now and field in PRIVATE:
            yield t("{field} changed", field=name)
        elif before != now:
            yield t(
                "{field}: {value} (was {before})",
                field=name, value=_said(after, new, field), before=_said(after, old, field),
            )  # fmt: skip


def _said(school: School, person: Person, field: str) -> Text | str:
    """Return a field's value; without hours of their own, somebody may have the role's."""
    usual = person.role in school.settings.usual_hours and not person.part_time
    if field == "hours" and person.hours is None and usual:
        return t("the role's usual hours")
    return shown(school, field, getattr(person, field))
