"""Any name is shown exactly as it is, on every screen that names people."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from textual.widgets import OptionList

from kiosk.exchange.staff import read_staff
from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.marks import mark
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.loading.invitation_file import load_invitations
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.file_contents import FileRecord, InvitationFile
from kiosk.rules.model.ids import PersonId, SessionId, join_ids
from kiosk.rules.model.names import clean
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.screens.dialogs.proof import ProofDialog
from kiosk.screens.tutors.own_register import OwnRegisterScreen
from kiosk.screens.tutors.person import PersonScreen
from tests.builders import DAY, by
from tests.screens.kiosks import Stage, staged
from tests.screens.seeing import as_drawn
from tests.screens.ways import open_register, put_on

NAMES = Path(__file__).parents[1] / "data" / "names.csv"
MARKUP = (
    "[/x]", "[b]x[/b]", "[link]", "=1+1", "[@click=app.quit]x[/]", "$name", "{name}", "%s",
    "\\[x", "[x", "x]", "a\x1b[31mb", ":smile:",
)  # fmt: skip
TALL = (160, 150)
"""A screen with a row for everybody."""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Decision, dict[str, str]]:
    """Return the decision to load a staff file of hostile names, and each name as stored."""
    path = tmp_path_factory.mktemp("crowd") / "staff.csv"
    with NAMES.open(encoding="utf-8", newline="") as file:
        people = [row for row in csv.DictReader(file) if row["category"] != "ordinary"]
    kept = {}
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("id", "forename", "surname", "preferred_forename", "display_name", "role"))
        for row in people:
            names = [row[one] for one in ("forename", "surname", "preferred_forename")]
            sheet.writerow((f"P{row['n']}", *names, row["display_name"], "teacher"))
            forename, surname, preferred = map(clean, names)
            whole = " ".join(filter(None, (preferred or forename, surname)))
            kept[f"P{row['n']}"] = clean(row["display_name"]) or whole
        for place, name in enumerate(MARKUP):
            sheet.writerow((f"M{place}", name, "", "", "", "teacher"))
            kept[f"M{place}"] = clean(name)
    return load_staff(read_staff(path)), kept


Crowd = tuple[Decision, dict[str, str]]


def beginning(name: str, width: int) -> str:
    return as_drawn(name)[:width].strip()


async def test_every_name_is_in_the_lists_as_it_is_kept(sample: Path, crowd: Crowd) -> None:
    loading, names = crowd
    async with staged(sample, "08:52", TALL, None, loading) as stage:
        assert {who: stage.school.people[PersonId(who)].name for who in names} == names
        await stage.open_tutors()
        await stage.press("n")
        await stage.on("NotYetInScreen")
        await stage.settle()
        assert missing_in_list(stage, names) == []
        await stage.press("escape")
        await stage.on("BoardScreen")
        await stage.press("tab", "enter")
        await stage.on("RegisterScreen")
        await stage.settle()
        assert missing_in_list(stage, names) == []


async def test_every_name_is_in_the_list_of_invitations(sample: Path, crowd: Crowd) -> None:
    loading, names = crowd
    hours = parse_hours("08:00-16:00")
    rows = (Invitation("", DAY, PersonId(who), hours, Terms.PAID, "EPR") for who in names)
    placed = tuple(FileRecord(one, "", n, frozenset()) for n, one in enumerate(rows))
    invited = load_invitations(InvitationFile("", placed))
    async with staged(sample, "08:52", TALL, None, loading, invited) as stage:
        await stage.open_tutors()
        await stage.press("v")
        await stage.on("InvitationsScreen")
        rows_of = shown(stage.app.screen.query_one(OptionList))
        for who, name in names.items():
            assert is_in_row(name, rows_of[join_ids(DAY, who)]), name


def is_in_row(name: str, row: str) -> bool:
    """Return whether a row begins as the name does; one that is cut ends with its last word."""
    first, _, last = name.rpartition(" ")
    return name[:20].strip() in row or (first[:3] in row and last in row)


def shown(found: OptionList) -> dict[str | None, str]:
    """Return the rows of a list by person id."""
    return {option.id: str(option.prompt) for option in found.options}


def missing_in_list(stage: Stage, names: dict[str, str]) -> list[str]:
    """Return the names that are missing from the list, or from the part of it on screen."""
    found = stage.app.screen.query_one(OptionList)
    rows = shown(found)
    gone = [name for who, name in names.items() if not is_in_row(name, rows.get(who, ""))]
    seen = stage.seen
    visible = sum(beginning(name, 10) in seen for name in names.values())
    assert visible > len(names) // 2
    return gone


async def test_every_name_is_found_shown_and_opened(sample: Path, crowd: Crowd) -> None:
    loading, names = crowd
    async with staged(sample, "08:41", (120, 36), None, loading) as stage:
        found = stage.app.screen.query_one("#search-found", OptionList)
        for who, name in names.items():
            await stage.type(name)
            for _ in range(100):
                if who in shown(found):
                    break
                await stage.pilot.pause(0.01)
            assert name[:40].strip() in shown(found)[who]


@pytest.mark.parametrize("place", [0, 1, 4, 6, 8])
async def test_markup_in_a_name_is_text_on_every_screen_and_dialog(
    sample: Path, crowd: Crowd, place: int
) -> None:
    loading, names = crowd
    who = PersonId(f"M{place}")
    name = as_drawn(names[who])
    booked = choose(who, "A4")
    async with staged(sample, "08:41", (120, 36), None, loading, booked) as stage:
        found = stage.app.screen.query_one("#search-found", OptionList)
        await stage.type(names[who])
        await stage.until(lambda: found.display or stage.shows("Nobody found"))
        found.highlighted = found.get_option_index(who)
        await stage.press("enter")
        await stage.sees(f"✓ {name}", "Signed in at 08:41.")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.sees(f"Good morning, {name}")
        await stage.press("f6")
        await stage.on("WelcomeScreen")
        await open_register(stage, "A4")
        await stage.sees(name)
        await stage.press("escape")
        await stage.on("BoardScreen")
        await stage.press("n")
        await stage.on("NotYetInScreen")
        people, other = stage.app.screen.query_one(OptionList), f"M{place + 1}"
        people.highlighted = people.get_option_index(other)
        await stage.press("h")
        await stage.sees(f"{as_drawn(names[other])} signed in at")
        assert is_on_site(stage.school, PersonId(other), "2026-09-01")


async def test_every_name_heads_its_persons_page(sample: Path, crowd: Crowd) -> None:
    loading, names = crowd
    async with staged(sample, "08:41", (120, 36), None, loading) as stage:
        stage.app.context.touch()  # as whoever opened it did
        stage.app.push_screen(PersonScreen(stage.app.context, PersonId("GBO")))
        await stage.on("PersonScreen")
        page = stage.app.screen
        assert isinstance(page, PersonScreen)
        for who, name in names.items():
            page.show_person(PersonId(who))
            assert beginning(name, 40) in as_drawn(str(page.query_one("#person-head").render()))


async def test_names_stand_in_dialogs_notices_and_the_account(sample: Path, crowd: Crowd) -> None:
    loading, names = crowd
    came = [
        by(Evidence.TUTOR, mark(PersonId(who), "BRIEF", MarkState.PRESENT))
        for who in list(names)[::2]
    ]
    async with staged(sample, "16:00", TALL, None, loading, *came) as stage:
        await stage.open_tutors()
        await stage.press("c")
        await stage.on("ClosingScreen")
        await stage.settle()
        rows = {
            option.id: str(option.prompt)
            for column in stage.app.screen.query(OptionList)
            for option in column.options
        }
        assert [name for who, name in names.items() if not is_in_row(name, rows[who])] == []


async def test_a_name_in_the_title_of_a_dialog_is_text(sample: Path, crowd: Crowd) -> None:
    loading, names = crowd
    async with staged(sample, "08:41", (120, 36), None, loading) as stage:
        for who in [who for who in names if who.startswith("M")]:
            stage.app.context.touch()  # as whoever asked for it did
            stage.app.push_screen(ProofDialog(stage.app.context, PersonId(who)))
            await stage.on("ProofDialog")
            await stage.sees(as_drawn(names[who]))
            await stage.press("escape")
            assert await stage.on("WelcomeScreen")


async def test_every_name_is_on_a_leaders_own_register(sample: Path, crowd: Crowd) -> None:
    loading, names = crowd
    async with staged(sample, "08:52", TALL, None, loading) as stage:
        stage.app.context.touch()
        screen = OwnRegisterScreen(stage.app.context, PersonId("EPR"), SessionId("BRIEF"))
        stage.app.push_screen(screen)
        await stage.on("OwnRegisterScreen")
        await stage.settle()
        assert missing_in_list(stage, names) == []


@pytest.mark.parametrize("place", [0, 1, 4, 6, 8])
async def test_markup_in_the_name_of_a_corrected_person_is_text(
    sample: Path, crowd: Crowd, place: int
) -> None:
    loading, names = crowd
    who = PersonId(f"M{place}")
    came = by(Evidence.TUTOR, mark(who, "BRIEF", MarkState.PRESENT))
    async with staged(sample, "16:00", (120, 36), None, loading, came, close_day(DAY)) as stage:
        await open_register(stage, "BRIEF")
        await put_on(stage, who)
        await stage.press("a")
        await stage.on("NumberedDialog")
        await stage.sees(f"{as_drawn(names[who])}: absent")
        await stage.press("1")
        await stage.sees("no longer hold")
        await stage.press("c")
        await stage.on("PreviewDialog")
        assert await stage.sees(f"{as_drawn(names[who])}: certificate")
