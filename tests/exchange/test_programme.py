from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from kiosk.exchange.programme import FILES, read_programme
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DayKind, Mode, SlotKind
from kiosk.text import Both
from tests.exchange.files import carried_out, places, problems_of, said, staff, write
from tests.exchange.files import programme as plan

DAYS = """\
[[day]]
date = "01/09/2026"
number = 1
title = "no such value"
title_en = "Start"
kind = "half day"
aims_en = ["One", "Two"]
aims_cy = ["Un"]
hours_as = "tuesday"

[[day.slot]]
id = "a"
title_en = "A"
kind = "choices"
start = 08:45:00
end = "8.30"

[[day.slot]]
id = "a"
start = "soon"
required = ["staff", "dept:", "Teacher", "ALNCo"]
"""


def test_a_folder_may_hold_any_of_the_files(tmp_path: Path) -> None:
    write(tmp_path, "id,day,slot,title\nA1,01/09/2026,am,One\n", "workshops.csv")
    programme = plan(tmp_path)
    assert [row.record.id for row in programme.sessions] == ["A1"]
    assert (programme.days, programme.settings) == ((), None)


def test_a_folder_without_any_says_which_files_are_meant(tmp_path: Path) -> None:
    (problem,) = problems_of(lambda: plan(tmp_path))
    assert ", ".join(FILES) in said(problem.expected)


def test_a_session_row_holds_its_workshop_too(tmp_path: Path) -> None:
    headings = "id,workshop,date,slot,from,to,title_en,title_cy,aim,room,leader,capacity,for,iaith,"
    rows = "resources,off_site\nA1,w,1/9/2026,am,9:00,10.00,One,Un,Why,Hall,SJO|GLL,30,"
    rows += "TA; dept:Mathematics,both,r1;r2,yes\nB1,w,2026-09-01,pm,,,,,,Hall,,,,,,\n"
    programme = plan(write(tmp_path, headings + rows, "workshops.csv"))
    first, second = programme.sessions
    assert (first.record.start, first.record.end) == (time(9), time(10))
    assert (first.record.leaders, first.record.places) == (("SJO", "GLL"), 30)
    assert first.record.audience == ("TA", "dept:Mathematics")
    assert (first.record.language, first.record.off_site) == ("both", True)
    assert second.given.isdisjoint({"start", "end"})
    assert second.record.audience == ("all",)
    (workshop,) = programme.workshops
    assert (workshop.record.title, workshop.record.aim) == (Both("One", "Un"), Both("Why"))
    assert workshop.record.resources == ("r1", "r2")


def test_a_workshop_says_how_much_of_it_is_caught_up_and_whom_it_is_required_of(
    tmp_path: Path,
) -> None:
    text = "id,day,slot,title,resources,catch_up,required_training\n"
    text += "A1,1/9/2026,am,One,r1,ALL,all\nB1,1/9/2026,am,Two,,any,TA; teacher\n"
    text += "C1,1/9/2026,am,Three,,,\n"
    programme = plan(write(tmp_path, text, "workshops.csv"))
    found = [(row.record.catch_up, row.record.required_training) for row in programme.workshops]
    assert found == [("all", ("all",)), ("any", ("TA", "teacher")), ("", ())]
    wrong = "id,day,slot,title,catch up,required training\nA1,1/9/2026,am,One,r1;r2,alnco\n"
    columns = [one.column for one in problems_of(
        lambda: plan(write(tmp_path, wrong, "workshops.csv"))
    )]  # fmt: skip
    assert columns == ["catch_up", "required_training"]


def test_a_workshop_given_twice_says_the_same_of_itself(tmp_path: Path) -> None:
    text = "id,workshop,day,slot,title_en\nA1,w,1/9/2026,am,One\nB1,w,1/9/2026,pm,Other\n"
    found = problems_of(lambda: plan(write(tmp_path, text, "workshops.csv")))
    assert places(found) == [(3, "title_en", "Other")]


def test_the_problems_of_every_row_are_listed(tmp_path: Path) -> None:
    text = (
        "id,day,slot,start,end,title,places,audience,language,off_site\n"
        "A1,09/31/2026,am,10:00,09:00,One,none,dept:,fr,perhaps\n"
        "A1,,,,,Two,0,group:x,,\n"
    )
    found = problems_of(lambda: plan(write(tmp_path, text, "workshops.csv")))
    assert sorted((one.row, one.column) for one in found) == [
        (2, "audience"), (2, "day"), (2, "end"), (2, "language"), (2, "off_site"), (2, "places"),
        (3, "audience"), (3, "day"), (3, "id"), (3, "places"), (3, "slot"),
    ]  # fmt: skip


def test_a_resource_has_an_address_or_a_hint(tmp_path: Path) -> None:
    text = (
        "id,title,url,hint_en,mode,minutes,audience,pathway,last checked\n"
        "r1,One,https://example.org/x,,async,30,,TA,01/09/2026\n"
        "r2,Two,,Search Hwb,synchronous,,TA,,\n"
        "r3,Three,www.example.org,,sometimes,,,wizard,\n"
        "r4,Four,,,,,,,\n"
    )
    path = write(tmp_path, text, "resources.csv")
    assert places(problems_of(lambda: plan(path))) == [
        (4, "url", "www.example.org"),
        (4, "mode", "sometimes"),
        (4, "pathway", "wizard"),
        (5, "url", ""),
    ]
    good = write(tmp_path, "\n".join(text.splitlines()[:3]), "resources.csv")
    one, two = (row.record for row in plan(good).resources)
    assert (one.mode, one.minutes, one.pathway) == (Mode.ASYNCHRONOUS, 30, ("TA",))
    assert (two.mode, two.hint, two.audience) == (Mode.SYNCHRONOUS, Both("Search Hwb"), ("TA",))


def test_the_problems_of_a_toml_file_have_their_lines(tmp_path: Path) -> None:
    found = problems_of(lambda: plan(write(tmp_path, DAYS, "days.toml")))
    assert {(one.row, one.column) for one in found} == {
        (4, "title"), (8, "aims_cy"), (9, "hours_as"),
        (14, "kind"), (16, "end"),
        (18, "title_en"), (18, "end"), (19, "id"), (20, "start"), (21, "required"),
    }  # fmt: skip


def test_a_slip_in_toml_is_shown_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, 'name_en = "A"\nhead = B\n', "school.toml")
    assert places(problems_of(lambda: plan(path))) == [(2, "", "head = B")]


def test_days_are_read_with_their_slots_in_order_of_time(tmp_path: Path) -> None:
    text = """\
flagship = 2026-09-01
[[day]]
date = 2026-09-01
number = 1
title_cy = "Dechrau"
[[day.slot]]
id = "pm"
title_en = "B"
kind = "lunch"
start = "13:00"
end = "14:00"
[[day.slot]]
id = "am"
title_en = "A"
start = "9.00"
end = "10:00"
required = ["Staff", "ALNCo", "ta", "dept: English"]
"""
    programme = plan(write(tmp_path, text, "days.toml"))
    day = programme.days[0].record
    assert (day.id, day.kind, day.title) == ("2026-09-01", DayKind.WHOLE, Both("", "Dechrau"))
    assert [(slot.id, slot.kind) for slot in day.slots] == [
        ("am", SlotKind.TOGETHER),
        ("pm", SlotKind.LUNCH),
    ]
    assert day.slots[0].required == ("staff", "alnco", "TA", "dept:English")
    assert programme.flagship == "2026-09-01"


def test_settings_are_read_within_their_bounds(tmp_path: Path) -> None:
    text = """\
name_en = "A"
name_cy = "B"
certificate_prefix = "too-long"
time_zone = "Europe/Cardiff"
late_after = 90
copies_kept = 1
colour = "red"
[usual_hours.teacher]
mon = "08:30-15:30"
tue = "no"
wed = "late"
[usual_hours.wizard]
mon = "08:30-15:30"
"""
    path = write(tmp_path, text, "school.toml")
    assert sorted((one.row, one.column) for one in problems_of(lambda: plan(path))) == [
        (3, "certificate_prefix"), (4, "time_zone"), (5, "late_after"),
        (6, "copies_kept"), (7, "colour"), (11, "wed"), (12, "wizard"),
    ]  # fmt: skip
    good = 'name_en = "A"\nlate_after = 3\n[usual_hours.TA]\nmon = "8.30–12.15"\ntue = "no"\n'
    settings = plan(write(tmp_path, good, "school.toml")).settings
    assert settings is not None
    assert settings.given == {"name", "late_after", "usual_hours"}
    assert settings.record.usual_hours == {"TA": {"mon": "08:30-12:15"}}


def test_the_share_for_a_certificate_and_the_minutes_are_the_schools_to_set(tmp_path: Path) -> None:
    text = "certificate_share = 60\nkeep_minutes = true\nonly_for_training = true\n"
    settings = plan(write(tmp_path, text, "school.toml")).settings
    assert settings is not None
    assert settings.record.only_for_training
    assert (settings.record.certificate_share, settings.record.keep_minutes) == (60, True)
    wrong = write(tmp_path, 'certificate_share = 101\nkeep_minutes = "perhaps"\n', "school.toml")
    columns = [column for _, column, _ in places(problems_of(lambda: plan(wrong)))]
    assert columns == ["certificate_share", "keep_minutes"]


def test_tracks_are_read_with_their_steps(tmp_path: Path) -> None:
    text = """\
[[track]]
id = "nqt"
title_en = "NQT"
[[track.step]]
id = "fire"
title_en = "Fire"
due = "day_1"
signer = "site manager"
countersign = true
[[track.step]]
id = "fire"
title_en = "Fire"
due = "one day"
"""
    path = write(tmp_path, text, "tracks.toml")
    assert places(problems_of(lambda: plan(path))) == [
        (13, "due", "one day"),
        (11, "id", "fire"),
    ]
    good = write(tmp_path, text[: text.rindex("[[track.step]]")], "tracks.toml")
    (step,) = plan(good).tracks[0].record.steps
    assert (step.due, step.signer, step.countersign) == ("day_1", "site manager", True)


@pytest.mark.parametrize(
    "name", ["Our INSET in June.csv", "resources of ours.csv", "our days.toml"]
)
def test_a_file_of_another_name_is_told_by_what_it_holds(tmp_path: Path, name: str) -> None:
    texts = {
        "Our INSET in June.csv": "id;day;slot;title\nA1;1/9/2026;am;One\n",
        "resources of ours.csv": "id\ttitle\thint\nr1\tOne\tAsk\n",
        "our days.toml": DAYS.replace("day.slot", "day.slots"),
    }
    path = write(tmp_path, texts[name], name)
    if name.endswith(".toml"):
        assert "slots" in {one.column for one in problems_of(lambda: plan(path))}
    else:
        programme = plan(path)
        assert len(programme.sessions) + len(programme.resources) == 1


def test_a_column_that_is_not_there_is_told_once_and_not_for_each_row(tmp_path: Path) -> None:
    text = "id,day,title\nA1,1/9/2026,One\nA2,soon,Two\n"
    found = problems_of(lambda: plan(write(tmp_path, text, "workshops.csv")))
    assert [(one.row, one.column) for one in found] == [(1, "slot")]


def test_a_file_of_almost_the_right_name_is_told_and_not_skipped(tmp_path: Path) -> None:
    (tmp_path / "resources.csv").write_text("id,title_en\nr1,One\n", encoding="utf-8")
    (tmp_path / "Workshops.csv").write_text("id,day,slot\n", encoding="utf-8")
    (tmp_path / "days.toml").mkdir()
    found = read_programme(tmp_path).problems
    assert {problem.file for problem in found} >= {"Workshops.csv", "days.toml"}


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("certificate_proof", "personal"),
        ("proof_to_take", "always"),
        ("theme", "paper"),
        ("languages", "cy+en"),
        ("nation", "england"),
    ],
)
def test_a_setting_of_certain_words_takes_no_other(tmp_path: Path, name: str, word: str) -> None:
    read = plan(write(tmp_path, f'{name} = "{word}"\n', "school.toml")).settings
    assert read is not None
    assert (getattr(read.record, name), read.given) == (word, frozenset({name}))
    path = write(tmp_path, f'{name} = "badge"\n', "school.toml")
    (problem,) = problems_of(lambda: plan(path))
    assert (problem.row, problem.column) == (1, name)


def test_names_have_both_languages_whichever_of_the_two_the_files_have(tmp_path: Path) -> None:
    text = '[words]\n"Main hall" = "Prif neuadd"\nHall = ""\n'
    read = plan(write(tmp_path, text, "school.toml")).settings
    assert read is not None
    hall = Both("Main hall", "Prif neuadd")
    assert read.record.words == {"Main hall": hall, "Prif neuadd": hall}
    path = write(tmp_path, '[words]\nHall = ["Neuadd"]\n', "school.toml")
    (problem,) = problems_of(lambda: plan(path))
    assert (problem.row, problem.column) == (2, "Hall")


def test_session_is_a_title_where_its_cells_are_titles_and_max_is_places(tmp_path: Path) -> None:
    rows = "ID,Session,Day,Slot,Max\nA1,First aid for all,1/9/2026,pick,12\n"
    found = plan(write(tmp_path, rows, "workshops.csv"))
    (session,), (workshop,) = found.sessions, found.workshops
    assert (session.record.id, session.record.places) == ("A1", 12)
    assert workshop.record.title.en == "First aid for all"
    rows = "Session,Title,Day,Slot\nA1,First aid for all,1/9/2026,pick\n"
    (session,) = plan(write(tmp_path, rows, "workshops.csv")).sessions
    assert session.record.id == "A1"
    rows = "Session,Day,Slot\nFirst aid for all,1/9/2026,pick\n"
    (session,) = plan(write(tmp_path, rows, "workshops.csv")).sessions
    assert session.record.id == "first-aid-for-all"


def test_a_csv_file_is_read_as_tutors_write_it_too(tmp_path: Path) -> None:
    people = staff(tmp_path, "SJO,Siân,Jones,teacher")
    school, _ = carried_out(School(), load_staff(people))
    folder = tmp_path / "programme"
    folder.mkdir()
    day = '[[day]]\ndate = 2026-09-01\nnumber = 1\ntitle_en = "Start"\n[[day.slot]]\nid = "pick"\n'
    day += 'title_en = "Pick one"\nkind = "choice"\nstart = "11:20"\nend = "12:20"\n'
    write(folder, day, "days.toml")
    rows = "Slot,Title,Led by,Max,Time\nPick one,Maths,Mrs Jones,8 max,11.20-12.20\n"
    write(folder, rows, "workshops.csv")
    school, _ = carried_out(school, load_programme(read_programme(folder)))
    (session,) = school.programme.sessions.values()
    assert (session.id, session.slot, session.leaders) == ("maths", "pick", ("SJO",))
    assert (session.places, session.start, session.end) == (8, time(11, 20), time(12, 20))
