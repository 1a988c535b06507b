"""Forms read what people type as a file is read, and leave alone what nobody touched."""

from __future__ import annotations

import csv
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.exchange.forms import FormField, person_fields, read_person
from kiosk.exchange.school_settings import (
    GROUPS,
    LABELS,
    SETTINGS,
    WORD_NAMES,
    choices_of,
    read_setting,
    shown_setting,
    written_settings,
)
from kiosk.exchange.session_form import read_session, session_fields
from kiosk.exchange.staff import read_staff
from kiosk.rules.loading.person_changes import add_person, change_person
from kiosk.rules.loading.setting_changes import change_settings
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Role
from kiosk.sample.school import read_sample
from kiosk.settings import BOUNDS, Settings
from tests.builders import SOMEBODY, after, at
from tests.exchange.files import carried_out
from tests.rules.any_school import PEOPLE

NAMES = Path(__file__).parents[1] / "data" / "names.csv"
NOW = at("08:00")


def values(fields: list[FormField], **typed: str) -> dict[str, str]:
    return {one.name: typed.get(one.name, one.value) for one in fields}


@given(PEOPLE)
def test_a_form_that_nobody_touched_gives_nothing(who: Person) -> None:
    fields = person_fields(who)
    row, problems = read_person(fields, values(fields))
    assert (row.given, problems) == (frozenset(), [])


def test_a_duty_in_a_job_title_that_is_typed_is_added_as_from_a_file() -> None:
    fields = person_fields(None)
    typed = values(fields, forename="Ann", surname="Lee", role="Assistant headteacher and ALNCo")
    row, problems = read_person(fields, typed)
    assert problems == []
    known = after(School(), NOW, add_person(PersonId("ann"), row))
    assert known.people["ann"].duties == ("alnco",)
    first_aider = replace(known.people["ann"], duties=("first aider",), role=Role.TA)
    known = known.apply([put(first_aider)])
    fields = person_fields(first_aider)
    row, _ = read_person(fields, values(fields, role="Assistant headteacher and ALNCo"))
    known = after(known, NOW, change_person(PersonId("ann"), row))
    assert known.people["ann"].duties == ("first aider", "alnco")


def test_any_name_stands_in_the_form_as_it_is_and_is_read_as_it_is() -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        names = [(row["forename"], row["surname"]) for row in csv.DictReader(file)]
    for forename, surname in names:
        fields = person_fields(None)
        row, problems = read_person(fields, values(fields, forename=forename, surname=surname))
        assert problems == []
        known = row.record
        shown = {one.name: one.value for one in person_fields(known)}
        assert (shown["forename"], shown["surname"]) == (known.forename, known.surname)
        again, _ = read_person(
            fields, {**values(fields), **{k: shown[k] for k in ("forename", "surname")}}
        )
        assert (again.record.forename, again.record.surname) == (known.forename, known.surname)


TYPED = st.fixed_dictionaries(
    {
        "forename": st.sampled_from(["Siân", "x" * 201]),
        "surname": st.just("Jones"),
        "role": st.sampled_from(["teacher", "Head of Maths", "cogydd", "wizard", ""]),
        "staff_code": st.sampled_from(["", "SJO"]),
        "duties": st.sampled_from(["", "first aider; ALNCo"]),
        "badge": st.sampled_from(["", "INSET-1", "20394857", "1234", "SIANJONES", "%B1?"]),
        "language": st.sampled_from(["", "cy", "Cymraeg", "Breton"]),
        "mon": st.sampled_from(["", "no", "08:30-15:30", "8.30 to 3", "15:30-08:30", "x"]),
        "tue": st.sampled_from(["", "09:00–12:00", "9"]),
    }
)


@given(typed=TYPED)
def test_a_form_accepts_and_refuses_what_a_file_with_the_same_cells_does(
    typed: dict[str, str], tmp_path_factory: object
) -> None:
    path = Path(tmp_path_factory.mktemp("file")) / "staff.csv"  # type: ignore[attr-defined]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*typed])
        writer.writeheader()
        writer.writerow(typed)
    by_file = read_staff(path)
    fields = person_fields(None)
    row, problems = read_person(fields, {**values(fields), **typed})
    told = {(one.column, one.expected.msgid) for one in problems if typed[one.column]}
    assert told == {(one.column, one.expected.msgid) for one in by_file.problems if one.found}
    for field in ("forename", "role", "duties", "badge", "language", "hours"):
        assert getattr(row.record, field) == getattr(by_file.rows[0].record, field)


def test_every_setting_has_a_label_and_says_what_it_does_but_for_tables_of_words_and_hours() -> (
    None
):
    told = {name.removesuffix("_en").removesuffix("_cy") for name in SETTINGS}
    assert told == set(Settings.__struct_fields__) - {"words", "usual_hours"}
    assert [*LABELS] == [name for _, group in GROUPS for name in group]
    for name in SETTINGS:
        assert {*choices_of(name)} <= {*WORD_NAMES}


def test_every_setting_can_be_set_to_what_it_is_and_a_number_only_within_its_bounds() -> None:
    settings = Settings()
    for name, value in written_settings(settings).items():
        if not value and name not in BOUNDS:
            continue
        row, problems = read_setting(settings, name, str(value))
        assert problems == []
        assert change_settings(row)(School(), NOW, SOMEBODY).items == ()
        assert shown_setting(name, value)
    for name, bounds in BOUNDS.items():
        for number in (bounds.least - 1, bounds.most + 1, "x", ""):
            assert read_setting(settings, name, str(number))[1]
        row, problems = read_setting(settings, name, str(bounds.most))
        assert problems == []
        known = after(School(), NOW, change_settings(row))
        assert getattr(known.settings, name) == bounds.most


def test_a_session_can_have_another_title_audience_and_slot_and_nothing_else_changes() -> None:
    from kiosk.rules.loading.school_files import load_both
    from kiosk.rules.loading.session_descriptions import describe_session, description_problems

    people, programme, _ = read_sample()
    known = carried_out(School(), load_both(people, programme))[0]
    session = known.session("A4")
    fields = session_fields(known, session)
    untouched, problems = read_session(session, fields, values(fields))
    assert problems == []
    assert describe_session("A4", untouched)(known, NOW, SOMEBODY).items == ()
    typed = values(fields, title_en="Reading", audience="Maths, TAs", slot="workshops-2")
    file, problems = read_session(session, fields, typed)
    assert problems == []
    new = after(known, NOW, describe_session("A4", file))
    assert new.workshop(new.session("A4")).title.en == "Reading"
    assert new.workshop(new.session("A4")).title.cy == known.workshop(session).title.cy
    assert new.session("A4").audience == ("dept:Mathematics", "TA")
    wrong, unread = read_session(
        session, fields, values(fields, audience="wizards", slot="lunch", language="fr")
    )
    assert [one.column for one in unread] == ["language"]
    found = {one.column for one in description_problems(known, NOW, session.id, wrong)}
    assert found == {"audience", "slot"}
    again, _ = carried_out(new, load_both(people, programme))
    assert again.workshop(again.session("A4")).title.en == "Reading", "a later load keeps it"
