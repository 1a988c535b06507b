from __future__ import annotations

from datetime import date
from io import BytesIO
from urllib.parse import unquote

import pytest
from msgspec.structs import replace

from kiosk.errors import CannotPrint
from kiosk.rules.model.ids import ResourceId, SlotId, WorkshopId
from kiosk.rules.model.records import Resource
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Mode, Role
from kiosk.text import Both
from printables.slips import Slip, write_slips
from tests.printables.sample import (
    DAY,
    ENGLISH,
    HOSTILE,
    LONG_URL,
    RESOURCES,
    SETTINGS,
    WORKSHOPS,
    Pages,
    catch_up,
    person,
    school,
    slips_of,
    squeezed,
)

ABSENT = person("1", "Łukasz", "Żółkiewski", department="Maths", role=Role.TA)
TWO = (
    catch_up("1", "brief", "w1", ["r1"]),
    catch_up("1", "am", "w2", ["r2"]),
)


def test_a_slip_is_one_a5_page_that_says_what_was_missed_and_until_when() -> None:
    pages = slips_of(school(ABSENT), [Slip("1", DAY, TWO)])
    assert len(pages) == 1
    assert pages.size(0) == (148.0, 210.0)
    said = pages.squeezed(0)
    for words in (
        "Łukasz Żółkiewski",
        "Teaching assistant · Maths · 1",
        "Catch-up slip",
        "please finish by",
        "Fri 18 Sept",
        "2 to do · about 1 h 5 min",
        "REQUIRED",
        "by Fri 18 Sept",
        "Safeguarding: what changes this year",
        "paid? Ask the office before you start",
        "Phonics fidelity: keep-up, not catch-up",
        "Keeping learners safe",
        "25 min · at any time",
        "in Welsh",
        "Ask: Dr Ŵan Speaker",
        "Finished? Scan this at the kiosk.",
        "page 1 of 1",
    ):
        assert squeezed(words) in said


def test_each_code_opens_its_resource_and_so_does_a_click() -> None:
    wanted = (*TWO, catch_up("1", "pm", "", ["r4", "r3"]))
    pages = slips_of(school(ABSENT), [Slip("1", DAY, wanted)])
    codes = [code for page in range(len(pages)) for code in pages.addresses(page)]
    urls = [one.url for one in RESOURCES if one.url]
    assert sorted(code.text for code in codes) == sorted(urls)
    assert all(code.module >= 0.49 and code.is_clear for code in codes)
    links = [unquote(url) for page in range(len(pages)) for url in pages.links(page)]
    assert sorted(links) == sorted(urls)


def test_an_address_is_printed_where_somebody_would_type_it_else_where_to_search() -> None:
    said = slips_of(school(ABSENT), [Slip("1", DAY, TWO)]).squeezed(0)
    assert squeezed("hwb.gov.wales/r/7KQ2") in said
    assert "https://" not in said
    assert squeezed("Or search Hwb for this title.") in said
    assert "newly-qualified" not in said


def test_each_required_card_has_a_stub_with_its_code_and_its_persons_name() -> None:
    pages = slips_of(school(ABSENT), [Slip("1", DAY, TWO)])
    assert sorted(pages.stubs(0)) == sorted(one.stub for one in TWO)
    said = pages.squeezed(0)
    assert all(one.stub in said for one in TWO)
    assert said.count(squeezed("Łukasz Żółkiewski")) == 3
    assert all(code.module >= 0.49 and code.is_clear for code in pages.codes(0))


def test_a_stub_says_where_it_is_handed_in() -> None:
    tray = replace(SETTINGS, stub_to=Both("the tray in the office"))
    said = slips_of(school(ABSENT, settings=tray), [Slip("1", DAY, TWO)]).squeezed(0)
    assert said.count(squeezed("Hand in: the tray in the office")) == 2
    assert said.count(squeezed("Done on")) == 2
    assert squeezed("Scan this") not in said


def test_two_slips_stand_side_by_side_on_a4_where_the_school_asks() -> None:
    two_up = replace(SETTINGS, slips_on="a4")
    people = [person(str(n), "Siân", f"Jones {n}") for n in range(3)]
    slips = [Slip(one.id, DAY, (catch_up(one.id, "brief", "w1", ["r1"]),)) for one in people]
    pages = slips_of(school(*people, settings=two_up), slips)
    assert len(pages) == 2
    assert pages.size(0) == (296.0, 210.0)
    assert len(pages.stubs(0)) == 2
    assert len(pages.stubs(1)) == 1
    left, right = sorted(left for left, *_ in pages.link_boxes(0))
    assert right - left == pytest.approx(148, abs=0.5)


def test_a_resource_without_an_address_says_where_to_look() -> None:
    pages = slips_of(school(ABSENT), [Slip("1", DAY, (catch_up("1", "am", "w2", ["r3"]),))])
    assert squeezed("Search Hwb for “ALN system”.") in pages.squeezed(0)
    assert pages.addresses(0) == []


def test_what_is_only_offered_has_a_stub_and_no_date() -> None:
    offered = catch_up("1", "am", "w2", ["r1"], required=False)
    pages = slips_of(school(ABSENT), [Slip("1", DAY, (offered,))])
    said = pages.text(0)
    for words in (
        "OPTIONAL",
        "Also open to you",
        "only if you'd like to",
        "None of this has to be handed in.",
    ):
        assert words in said
    assert "finish by" not in said
    assert "REQUIRED" not in said
    assert pages.stubs(0) == [offered.stub]
    assert said.count(offered.stub) == 1


def test_everything_offered_shares_one_card_after_what_is_required() -> None:
    offered = [catch_up("1", "am", "w2", ["r1"], required=False),
               catch_up("1", "pm", "", [], required=False)]  # fmt: skip
    pages = slips_of(school(ABSENT), [Slip("1", DAY, (*offered, TWO[0]))])
    said = pages.text(0)
    assert said.count("OPTIONAL") == said.count("REQUIRED") == 1
    assert said.index("REQUIRED") < said.index("OPTIONAL")


def test_time_that_is_not_known_is_not_counted_as_none() -> None:
    some = (catch_up("1", "am", "w2", ["r1", "r3"]),)
    all_of = school(ABSENT).apply([put(replace(WORKSHOPS[1], catch_up="all"))])
    assert "25 min or more" in slips_of(all_of, [Slip("1", DAY, some)]).text(0)
    none = (catch_up("1", "am", "w2", ["r3"]),)
    assert "about" not in slips_of(school(ABSENT), [Slip("1", DAY, none)]).text(0)


@pytest.mark.parametrize(
    ("slot", "workshop", "whom"),
    [
        ("am", "w2", "Ask: Siân Jones"),
        ("brief", "w1", "Ask: Dr Ŵan Speaker"),
        ("pm", "", "Ask: Tomos Llŷr"),
        ("gone", "gone", "Ask: Tomos Llŷr"),
    ],
)
def test_where_there_is_no_resource_the_slip_says_whom_to_ask(
    slot: SlotId, workshop: WorkshopId, whom: str
) -> None:
    wanted = (catch_up("1", slot, workshop, ["no longer there"]),)
    assert whom in slips_of(school(ABSENT), [Slip("1", DAY, wanted)]).text(0)


def test_many_resources_go_over_several_pages_and_each_says_which_it_is() -> None:
    ids = [one.id for one in RESOURCES] * 6
    wanted = (catch_up("1", "am", "w2", ids), catch_up("1", "pm", "", ids, required=False))
    at = school(ABSENT).apply([put(replace(WORKSHOPS[1], catch_up="all"))])
    pages = slips_of(at, [Slip("1", DAY, wanted)])
    count = len(pages)
    assert count >= 3
    for page in range(count):
        assert squeezed(f"page {page + 1} of {count}") in pages.squeezed(page)
        assert squeezed("Łukasz Żółkiewski") in pages.squeezed(page)
    codes = [code for page in range(count) for code in pages.addresses(page)]
    assert len(codes) == 19  # of what is only offered, the first one
    assert all(code.is_clear for code in codes)
    assert "continued" in pages.squeezed(1)
    stays_inside(pages)


@pytest.mark.parametrize("number", range(1, 9))
def test_no_page_that_goes_on_has_a_single_card_where_the_one_before_has_three(
    number: int,
) -> None:
    wanted = tuple(catch_up("1", SlotId(f"s{n}"), "w1", ["r3"]) for n in range(number))
    pages = slips_of(school(ABSENT), [Slip("1", DAY, wanted)])
    stays_inside(pages)
    cards = [pages.text(page).count("REQUIRED") for page in range(len(pages))]
    assert sum(cards) == number
    assert len(cards) == 1 or cards[-1] > 1 or cards[-2] < 3
    assert number > 3 or len(cards) == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_and_department_leave_the_slip_whole(name: str) -> None:
    at = school(person("1", name, department=name))
    pages = slips_of(at, [Slip("1", DAY, TWO)])
    assert sum(len(pages.addresses(page)) for page in range(len(pages))) == 2
    stays_inside(pages)


def test_long_and_hostile_titles_are_wrapped_whole() -> None:
    title = "A long title about <b>person-centred</b> practice " * 3
    at = school(ABSENT).apply([put(Resource("r1", Both(title), LONG_URL, Both("hint")))])
    pages = slips_of(at, [Slip("1", DAY, (TWO[0],))])
    assert squeezed(title) in pages.squeezed(0)
    assert [code.text for code in pages.addresses(0)] == [LONG_URL]
    stays_inside(pages)


def test_a_text_that_no_page_would_hold_is_shortened_and_reported() -> None:
    told: list[str] = []
    endless = Both("Endless words about everything " * 100)
    at = school(ABSENT).apply([put(Resource("r3", endless, hint=endless, provider=endless.en))])
    pages = slips_of(at, [Slip("1", DAY, (catch_up("1", "am", "w2", ["r3"]),))], told)
    assert len(told) == 3
    stays_inside(pages)


def test_an_address_too_long_for_paper_sends_people_to_the_office_and_is_reported() -> None:
    told: list[str] = []
    url = "https://example.org/" + "long/" * 500
    at = school(ABSENT).apply([put(Resource("r1", Both("Endless"), url))])
    pages = slips_of(at, [Slip("1", DAY, (TWO[0],))], told)
    assert squeezed("Ask the office for the link") in pages.squeezed(0)
    assert pages.addresses(0) == []
    assert len(told) == 1


def test_an_address_of_nearly_five_hundred_letters_can_still_be_scanned() -> None:
    url = "https://example.org/" + "abcde/fghi" * 46
    at = school(ABSENT).apply([put(Resource("r1", Both("Long title " * 9), url))])
    pages = slips_of(at, [Slip("1", DAY, (TWO[0],))])
    (code,) = pages.addresses(0)
    assert code.text == url
    assert code.module >= 0.40
    assert code.is_clear
    assert squeezed("Or search example.org for this title.") in pages.squeezed(0)


def test_each_person_begins_a_page_and_a_slip_with_nothing_is_left_out() -> None:
    at = school(ABSENT, person("2", "Nia", "Puw"), person("3", "No", "One"))
    other = (catch_up("2", "am", "w2", ["r1"]),)
    seen: list[tuple[int, int]] = []
    out = BytesIO()
    slips = [Slip("1", DAY, TWO), Slip("3", DAY, ()), Slip("2", DAY, other)]

    def note(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    write_slips(out, at, slips, [ENGLISH], note)
    pages = Pages(out.getvalue())
    assert len(pages) == 2
    assert "Nia Puw" in pages.text(1)
    assert seen == [(1, 2), (2, 2)]


def test_nothing_to_catch_up_is_said() -> None:
    with pytest.raises(CannotPrint):
        write_slips(BytesIO(), school(ABSENT), [Slip("1", DAY, ())], [ENGLISH])


def test_the_same_slips_give_the_same_bytes() -> None:
    slips = [Slip("1", DAY, TWO)]
    assert slips_of(school(ABSENT), slips).data == slips_of(school(ABSENT), slips).data


def stays_inside(pages: Pages) -> None:
    for page in range(len(pages)):
        for char, (left, top, right, bottom) in pages.boxes(page):
            assert left >= 9.5, char
            assert top >= 8, char
            assert right <= 142.5, char
            assert bottom <= 207, char


# -- what is owed ---------------------------------------------------------------------------------


def test_of_several_resources_one_is_enough_and_the_shortest_gives_the_minutes() -> None:
    said = slips_of(school(ABSENT), [Slip("1", DAY, (catch_up("1", "am", "w2", ["r1", "r4"]),))])
    assert "Do one of these" in said.text(0)
    assert "about 25 min" in said.text(0)
    both = school(ABSENT).apply([put(replace(WORKSHOPS[1], catch_up="all"))])
    said = slips_of(both, [Slip("1", DAY, (catch_up("1", "am", "w2", ["r1", "r4"]),))])
    assert "All of these" in said.text(0)
    assert "about 1 h 25 min" in said.text(0)


def test_the_pathway_stands_with_what_is_offered_and_is_never_required() -> None:
    open_to = replace(catch_up("1", "", "", ["r4"], required=False), pathway=True)
    pages = slips_of(school(ABSENT), [Slip("1", DAY, (TWO[0], open_to))])
    said = "".join(pages.text(page) for page in range(len(pages)))
    assert said.count("REQUIRED") == 1
    assert said.index("Also open to you") < said.index("More training for your job")
    assert "about 25 min" in said
    codes = [code.text for page in range(len(pages)) for code in pages.addresses(page)]
    assert "https://example.sch.uk/llwybr?id=ŵ&x=1" in codes


def test_where_the_dates_differ_the_box_names_the_first_and_its_card_comes_first() -> None:
    soon = replace(catch_up("1", "brief", "w1", ["r1"]), due=date(2026, 9, 3), training=True)
    said = slips_of(school(ABSENT), [Slip("1", DAY, (TWO[1], soon))]).squeezed(0)
    assert squeezed("first due by Thu 3 Sept") in said
    assert said.index(squeezed("Safeguarding: what")) < said.index(squeezed("Phonics fidelity"))


def test_who_had_not_chosen_reads_which_workshops_there_were() -> None:
    wanted = (catch_up("1", "am", "", []),)
    said = slips_of(school(ABSENT), [Slip("1", DAY, wanted)]).squeezed(0)
    assert squeezed("Choose one at the kiosk") in said
    assert squeezed("Phonics fidelity: keep-up, not catch-up") in said


def test_what_is_held_is_due_so_many_days_after_the_person_is_back() -> None:
    held = replace(TWO[0], due=None)
    said = slips_of(school(ABSENT), [Slip("1", DAY, (held,))]).squeezed(0)
    assert said.count(squeezed("within 14 days")) == 2
    assert squeezed("of being back") in said


def test_required_training_says_why_and_who_confirms_it() -> None:
    dsp = person("d", "Huw", "Rowlands", duties=("dsp",))
    training = replace(WORKSHOPS[0], required_training=("all",), before_pupils=True)
    at = school(ABSENT, dsp).apply([put(training)])
    said = slips_of(at, [Slip("1", DAY, (replace(TWO[0], training=True),))]).squeezed(0)
    assert squeezed("all staff need this, before you work with pupils") in said
    assert squeezed("Confirmed by: Huw Rowlands or Tomos Llŷr") in said


def test_the_kinds_of_route_are_said() -> None:
    live = Resource(
        "r1", Both("Q and A"), hint=Both("Ask the office"), mode=Mode.SYNCHRONOUS,
        on=date(2026, 9, 10), until=date(2026, 9, 30), login=True, with_colleague=True,
    )  # fmt: skip
    wanted = replace(TWO[0], resources=(ResourceId("r1"), ResourceId("r3")))
    at = school(ABSENT).apply([put(live)])
    said = slips_of(at, [Slip("1", DAY, (wanted,))]).squeezed(0)
    for words in ("live, Thu 10 Sept", "with a colleague", "login needed", "until Wed 30 Sept"):
        assert squeezed(words) in said
    assert said.index(squeezed("The new ALN system")) < said.index(squeezed("Q and A"))


def test_the_document_names_the_day_the_person_and_when_it_was_made() -> None:
    pages = slips_of(school(ABSENT), [Slip("1", DAY, TWO)])
    about = pages.about()
    assert about["Title"] == "Catch-up slip of Łukasz Żółkiewski · Wednesday 2 September 2026"
    assert about["CreationDate"].startswith("D:20260902")
