from __future__ import annotations

import dataclasses
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace

from kiosk import printing
from kiosk.errors import CannotPrint, Refused
from kiosk.language import Language
from kiosk.printing import Kind, file_safe
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.school import put
from kiosk.text import t
from tests.builders import at
from tests.commands.conftest import Shell
from tests.system.test_printer import with_lp

TODAY = DayId("2026-09-01")
ENGLISH = Language("en")
NOW = at("16:00")


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


@pytest.fixture
def attended(kiosk: Shell) -> Shell:
    for person in ("TAI", "ADA"):
        kiosk("mark", person, "BRIEF", "present")
    return kiosk


def test_certificates_are_printed_without_a_closed_day_and_the_path_is_told(
    attended: Shell,
) -> None:
    result = attended("print", "certificates")
    assert (result.status, result.err) == (0, "")
    path = attended.folder / "pages" / f"certificates-{TODAY}.pdf"
    assert result.out == f"{path}\n"
    assert len(pages_of(path)) == 2
    assert attended.school.day(TODAY).closed_at is None


def test_pages_are_sent_to_the_printer_that_is_named(
    attended: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = with_lp(tmp_path, monkeypatch)
    result = attended("print", "certificates", "--printer", "Office")
    assert result.status == 0
    assert result.out.splitlines()[1:] == ["Sent to the printer Office."]
    assert f"certificates-{TODAY}" in asked.read_text()
    attended("print", "form", "--printer", "Office")
    assert f"form-{TODAY}" in asked.read_text()


def test_a_printer_that_takes_nothing_is_told_after_the_path(
    attended: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_lp(tmp_path, monkeypatch, status=1)
    result = attended("print", "certificates", "--printer", "Office")
    path = attended.folder / "pages" / f"certificates-{TODAY}.pdf"
    assert (result.status, result.out) == (1, f"{path}\n")
    assert "did not take it" in result.err
    assert path.exists()


def test_a_reprint_uses_the_same_numbers(attended: Shell) -> None:
    attended("print", "certificates", "--person", "TAI")
    first = attended.school.day_record(TODAY).certificates["TAI"].id
    attended("print", "certificates")
    held = attended.school.day_record(TODAY).certificates
    assert held["TAI"].id == first
    assert len({one.id for one in held.values()}) == 2


def test_one_persons_pages_are_a_file_of_their_own(attended: Shell, tmp_path: Path) -> None:
    result = attended(
        "print", "certificates", "--person", "TAI", "--out", str(tmp_path / "a" / "b")
    )
    path = tmp_path / "a" / "b" / f"certificates-{TODAY}-TAI.pdf"
    assert result.out == f"{path}\n"
    assert len(pages_of(path)) == 1
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_slips_are_printed_for_whoever_missed_something(kiosk: Shell) -> None:
    result = kiosk("print", "slips", "--at", "16:00")
    assert result.status == 0
    path = kiosk.folder / "pages" / f"slips-{TODAY}.pdf"
    assert result.out == f"{path}\n"
    assert len(pages_of(path)) >= 100
    assert kiosk.school.day_record(TODAY).catch_ups


def test_nothing_to_print_is_success_and_said(kiosk: Shell) -> None:
    for kind, words in (
        ("certificates", "no attendance"),
        ("slips", "no one has anything to catch up on"),
    ):
        for asked in ((), ("--new",)):
            result = kiosk("print", kind, *asked)
            assert (result.status, result.err) == (0, "")
            assert words in result.out
    assert not (kiosk.folder / "pages").exists()


def test_a_name_that_no_font_draws_is_listed_before_it_is_printed(kiosk: Shell) -> None:
    kiosk("mark", "SCH", "BRIEF", "present")
    kiosk("mark", "WXM", "BRIEF", "present")
    result = kiosk("print", "certificates")
    assert result.status == 0
    assert "SCH (" in result.err
    assert "Bengali letters" in result.err
    assert "শ্রেয়া" not in result.err
    assert "WXM" not in result.err  # the name has a form in Latin letters


def test_nobody_and_no_day_are_refused(kiosk: Shell) -> None:
    assert kiosk("print", "slips", "--person", "XX").sentence == "Nobody here has the id XX."
    assert kiosk("print", "slips", "--day", "01/01/2020").status == 1


def test_where_nothing_can_be_written_a_sentence_says_so(attended: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = attended("print", "certificates", "--out", str(tmp_path / "file"))
    assert result.status == 1
    assert "cannot be written" in result.sentence


def test_stopped_writing_keeps_what_is_done_and_an_older_file_as_it_was(
    attended: Shell, tmp_path: Path
) -> None:
    attended("print", "certificates")
    plan = printing.plan(attended.school, NOW, Kind.CERTIFICATES, TODAY, ENGLISH)
    older = tmp_path / plan.file_name
    older.write_text("older")
    for number in (2, 3):
        path, written = printing.write(plan, tmp_path, lambda done, total: done < total - 1)
        assert path.name == f"certificates-{TODAY}.{number}.pdf"
        assert (len(pages_of(path)), written.people) == (1, plan.people[:1])
    assert older.read_text() == "older"
    # all of them in one file: the parts have had their day
    path, written = printing.write(plan, tmp_path)
    assert (path, written) == (older, plan)
    assert [one.name for one in tmp_path.glob("cert*")] == [plan.file_name]


def test_only_what_is_new_or_changed_is_printed_where_that_is_asked(attended: Shell) -> None:
    asked = ("print", "certificates", "--new")
    first = attended.folder / "pages" / f"certificates-{TODAY}.pdf"
    assert attended(*asked).out == f"{first}\n"
    assert attended(*asked).out.startswith("Nothing to print: nothing is new")
    attended("mark", "GBO", "BRIEF", "present")
    second = first.with_name(f"certificates-{TODAY}.2.pdf")
    assert attended(*asked).out == f"{second}\n"
    assert (len(pages_of(first)), len(pages_of(second))) == (2, 1)
    assert "Leave out --new" in attended("print", "form", "--new").sentence


def test_one_persons_page_that_fails_keeps_back_nobody_else(
    attended: Shell, tmp_path: Path
) -> None:
    attended("print", "certificates")
    plan = printing.plan(attended.school, NOW, Kind.CERTIFICATES, TODAY, ENGLISH)
    first, second = plan.certificates
    failing = dataclasses.replace(
        plan, certificates=(replace(first, day=DayId("2020-01-01")), second)
    )
    said: list[str] = []

    def write(wanted: printing.Plan) -> tuple[Path, printing.Plan]:
        return printing.write(
            wanted, tmp_path, report=lambda text: said.append(ENGLISH.say(text)),
            explain=lambda error: t("{error}", error=type(error).__name__),
        )  # fmt: skip

    path, written = write(failing)
    assert written.people == (second.person,)
    assert len(pages_of(path)) == 1
    [left_out] = said
    assert left_out.startswith(first.person)
    assert left_out.endswith("left out, as it went wrong. Refused")
    with pytest.raises(Refused):
        write(failing.only(lambda person: person == first.person))


def test_progress_counts_people(attended: Shell, tmp_path: Path) -> None:
    attended("print", "certificates")
    plan = printing.plan(attended.school, NOW, Kind.CERTIFICATES, TODAY, ENGLISH)
    seen: list[tuple[int, int]] = []

    def note(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    printing.write(plan, tmp_path, note)
    assert seen == [(1, 2), (2, 2)]


def test_a_plan_of_nothing_cannot_be_written(kiosk: Shell, tmp_path: Path) -> None:
    plan = printing.plan(kiosk.school, NOW, Kind.SLIPS, TODAY, ENGLISH)
    with pytest.raises(CannotPrint):
        printing.write(plan, tmp_path)
    assert not list(tmp_path.glob("*.pdf"))


def test_an_id_in_a_files_name_is_safe_and_stays_its_own() -> None:
    ids = ["../x", "A/1", "A_1", "a_1x", "A_1x", "Gŵyn", "Gwyn", "x" * 300, "x" * 301, "CON", ""]
    names = [file_safe(one) for one in ids]
    assert len({name.casefold() for name in names}) == len(ids)
    assert all(len(name) < 80 and not set(name) & set('/\\:*?"<>|.') for name in names)
    assert file_safe("SJO") == "SJO"


def test_the_form_of_a_day_is_printed_for_everybody_at_once(kiosk: Shell, tmp_path: Path) -> None:
    result = kiosk("print", "form", "--out", str(tmp_path))
    path = tmp_path / f"form-{TODAY}.pdf"
    assert (result.status, result.out, result.err) == (0, f"{path}\n", "")
    [page] = pages_of(path)
    assert "Coaching conversations" in page
    assert kiosk("print", "form").out == f"{kiosk.folder / 'pages' / path.name}\n"


def test_a_form_has_no_person_and_needs_something_to_choose(kiosk: Shell) -> None:
    assert "Leave out --person" in kiosk("print", "form", "--person", "SJO").sentence
    twilight = next(day.id for day in kiosk.school.programme.days.values() if len(day.slots) == 1)
    assert "nothing to choose" in kiosk("print", "form", "--day", twilight).sentence
    assert not (kiosk.folder / "pages" / f"form-{twilight}.pdf").exists()


def test_the_codes_of_a_day_are_printed_for_everybody_at_once(kiosk: Shell, tmp_path: Path) -> None:
    result = kiosk("print", "codes", "--out", str(tmp_path))
    path = tmp_path / f"codes-{TODAY}.pdf"
    assert (result.status, result.out, result.err) == (0, f"{path}\n", "")
    first, second = pages_of(path)
    assert "My day" in first
    assert "Coaching conversations" in first
    assert "13:10 to 14:10" in second
    assert "Leave out --person" in kiosk("print", "codes", "--person", "SJO").sentence
    assert kiosk("print", "codes", "--day", "2020-01-01").status == 1


def test_three_lists_to_tick_off_are_one_page(kiosk: Shell, tmp_path: Path) -> None:
    result = kiosk("print", "checklists", "--out", str(tmp_path))
    path = tmp_path / f"checklists-{TODAY}.pdf"
    assert (result.status, result.out, result.err) == (0, f"{path}\n", "")
    [page] = pages_of(path)
    assert "A week before" in page
    assert "On the day" in page
    assert "Afterwards" in page
    assert "Leave out --person" in kiosk("print", "checklists", "--person", "SJO").sentence
    assert kiosk("print", "checklists", "--day", "2020-01-01").status == 1


def test_slips_come_by_department_in_the_order_of_the_languages_alphabet(kiosk: Shell) -> None:
    kiosk("print", "slips", "--at", "16:00")
    cooper = replace(kiosk.school.people[PersonId("CPO")], surname="Cooper")
    school = kiosk.school.apply([put(cooper)])
    for code in ("en", "cy"):
        people = list(printing.plan(school, NOW, Kind.SLIPS, TODAY, Language(code)).people)
        departments = [school.people[one].department for one in people]
        assert (
            len(set(departments)) == sum(one != other for one, other in pairwise(departments)) + 1
        )
        # ch is a letter of the Welsh alphabet, after c; Chwaer Chambers is of the same department
        assert (people.index("CHC") < people.index("CPO")) == (code == "en")


def test_a_list_to_sign_on_paper_has_everybody(kiosk: Shell) -> None:
    result = kiosk("print", "sheet")
    assert (result.status, result.err) == (0, "")
    path = kiosk.folder / "pages" / f"sheet-{TODAY}.pdf"
    said = "".join(pages_of(path))
    plain = [one.surname for one in kiosk.school.people.values() if one.surname.isascii()]
    assert len(plain) > 80
    assert [name for name in plain if name not in said] == []
    assert kiosk("print", "sheet", "--person", "TAI").status == 1


def test_before_a_day_the_sheet_and_the_form_are_of_the_next_one(kiosk: Shell) -> None:
    kiosk.pass_time(days=-1)
    for what in ("sheet", "form"):
        path = kiosk.folder / "pages" / f"{what}-{TODAY}.pdf"
        assert kiosk("print", what).out == f"{path}\n"
    assert "add --day" in kiosk("print", "certificates").sentence


def test_the_day_on_a_page_says_who_was_here(attended: Shell) -> None:
    result = attended("print", "day")
    assert (result.status, result.err) == (0, "")
    said = "".join(pages_of(attended.folder / "pages" / f"day-{TODAY}.pdf"))
    assert "Here: " in said
    assert attended("print", "day", "--person", "TAI").status == 1
