from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.exchange.decoding import undamaged
from kiosk.exchange.staff import read_staff
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import clean
from kiosk.rules.model.school import School
from tests.exchange.files import carried_out, write

NAMES = Path(__file__).parent.parent / "data" / "names.csv"
COLUMNS = ("forename", "surname", "preferred_forename", "display_name")


def rows() -> list[dict[str, str]]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheet(people: list[dict[str, str]], delimiter: str = ",") -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(("id", "title", "role", *COLUMNS))
    for one in people:
        writer.writerow(
            (f"P{one['n']}", one["title"], one["suggested_role"], *(one[name] for name in COLUMNS))
        )
    return buffer.getvalue()


def test_every_hard_name_is_imported_and_kept_exactly(tmp_path: Path) -> None:
    people = rows()
    assert len(people) > 100
    file = read_staff(write(tmp_path, sheet(people), encoding="utf-8-sig"))
    school, _ = carried_out(School(), load_staff(file))
    assert len(school.people) == len(people)
    for one in people:
        person = school.people[PersonId(f"P{one['n']}")]
        assert [getattr(person, name) for name in COLUMNS] == [clean(one[name]) for name in COLUMNS]


def test_the_names_come_through_every_delimiter_and_through_utf_16(tmp_path: Path) -> None:
    people = rows()
    known = None
    for delimiter in ",;\t|":
        for encoding in ("utf-8", "utf-16"):
            path = write(tmp_path, sheet(people, delimiter), encoding=encoding)
            found = [row.record for row in read_staff(path).rows]
            known = known or found
            assert found == known


def test_windows_1252_keeps_the_names_that_it_can_hold(tmp_path: Path) -> None:
    def fits(one: dict[str, str]) -> bool:
        try:
            sheet([one]).encode("cp1252")
        except UnicodeEncodeError:
            return False
        return True

    people = [one for one in rows() if fits(one)]
    assert any(one["forename"] == "Siân" for one in people)
    assert not any(one["forename"] == "Gŵyn" for one in people)
    file = read_staff(write(tmp_path, sheet(people), encoding="cp1252"))
    assert [row.record.surname for row in file.rows] == [clean(one["surname"]) for one in people]


NAME = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd"), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(
    st.lists(NAME.filter(lambda name: clean(name) != "" and undamaged(name) is None), min_size=1)
)
def test_any_name_at_all_is_kept_as_clean_says(tmp_path: Path, names: list[str]) -> None:
    people = [
        {
            "n": str(n),
            "title": "",
            "suggested_role": "TA",
            **dict.fromkeys(COLUMNS, ""),
            "surname": name,
        }
        for n, name in enumerate(names)
    ]
    file = read_staff(write(tmp_path, sheet(people)))
    school, _ = carried_out(School(), load_staff(file))
    assert [one.surname for one in school.people.values()] == [clean(name) for name in names]
