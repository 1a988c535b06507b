from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from msgspec.structs import replace

from kiosk.errors import CannotPrint
from kiosk.rules.model.ids import ResourceId, SlotId, WorkshopId
from kiosk.rules.model.records import Resource
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Role
from kiosk.text import Both
from printables.slips import Slip, write_slips
from tests.printables.sample import (
    DAY,
    ENGLISH,
    HOSTILE,
    LONG_URL,
    RESOURCES,
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
        "Catch-up slip",
        "Łukasz Żółkiewski",
        "Teaching assistant · Maths",
        "please finish by",
        "Fri 18 Sept",
        "about 1 h 5 min in all",
        "Safeguarding update, 09:00 to 10:00",
        "Phonics fidelity: keep-up, not catch-up",
        "required, by Fri 18 Sept",
        "Keeping learners safe",
        "25 min · at any time",
        "in Welsh",
        "Done on",
        "give this slip to Tomos Llŷr",
        "Signed",
    ):
        assert squeezed(words) in said


def test_each_code_opens_its_resource_and_the_whole_address_stands_beneath() -> None:
    wanted = (*TWO, catch_up("1", "pm", "", ["r4", "r3"]))
    pages = slips_of(school(ABSENT), [Slip("1", DAY, wanted)])
    codes = [code for page in range(len(pages)) for code in pages.codes(page)]
    urls = [one.url for one in RESOURCES if one.url]
    assert sorted(code.text for code in codes) == sorted(urls)
    said = "".join(pages.squeezed(page) for page in range(len(pages)))
    assert all(squeezed(url) in said for url in urls)
    assert all(code.module >= 0.5 and code.is_clear for code in codes)


def test_a_resource_without_an_address_says_where_to_look() -> None:
    pages = slips_of(school(ABSENT), [Slip("1", DAY, (catch_up("1", "am", "w2", ["r3"]),))])
    assert squeezed("Search Hwb for “ALN system”.") in pages.squeezed(0)
    assert pages.codes(0) == []


def test_what_is_only_offered_has_no_date() -> None:
    offered = catch_up("1", "am", "w2", ["r1"], required=False)
    said = slips_of(school(ABSENT), [Slip("1", DAY, (offered,))]).text(0)
    assert "optional" in said
    assert "only if you'd like to" in said
    assert "finish by" not in said
    assert "required" not in said


def test_time_that_is_not_known_is_not_counted_as_none() -> None:
    some = (catch_up("1", "am", "w2", ["r1", "r3"]),)
    all_of = school(ABSENT).apply([put(replace(WORKSHOPS[1], catch_up="all"))])
    assert "25 min or more" in slips_of(all_of, [Slip("1", DAY, some)]).text(0)
    none = (catch_up("1", "am", "w2", ["r3"]),)
    assert "in all" not in slips_of(school(ABSENT), [Slip("1", DAY, none)]).text(0)


@pytest.mark.parametrize(
    ("slot", "workshop", "whom"),
    [
        ("am", "w2", "Ask Siân Jones."),
        ("brief", "w1", "Ask Dr Ŵan Speaker."),
        ("pm", "", "Ask Tomos Llŷr."),
        ("gone", "gone", "Ask Tomos Llŷr."),
    ],
)
def test_where_there_is_no_resource_the_slip_says_whom_to_ask(
    slot: SlotId, workshop: WorkshopId, whom: str
) -> None:
    wanted = (catch_up("1", slot, workshop, ["no longer there"]),)
    assert whom in slips_of(school(ABSENT), [Slip("1", DAY, wanted)]).text(0)


def test_many_resources_go_over_several_pages_and_each_says_which_it_is() -> None:
    ids = [one.id for one in RESOURCES] * 3
    wanted = (catch_up("1", "am", "w2", ids), catch_up("1", "pm", "", ids, required=False))
    pages = slips_of(school(ABSENT), [Slip("1", DAY, wanted)])
    count = len(pages)
    assert count > 4
    for page in range(count):
        assert squeezed(f"{page + 1} of {count}") in pages.squeezed(page)
        assert ("Signed" in pages.text(page)) == (page == count - 1)
    codes = [code for page in range(count) for code in pages.codes(page)]
    assert len(codes) == 18
    assert all(code.is_clear for code in codes)
    assert squeezed("Łukasz Żółkiewski, continued") in pages.squeezed(1)
    stays_inside(pages)


@pytest.mark.parametrize("number", range(1, 9))
def test_cards_never_reach_the_signature_or_the_edge(number: int) -> None:
    wanted = (
        catch_up("1", "am", "w2", [ResourceId("r1"), ResourceId("r2"), ResourceId("r3")] * 3),
    )
    cut = Slip("1", DAY, (catch_up("1", "am", "w2", wanted[0].resources[:number]),))
    pages = slips_of(school(ABSENT), [cut])
    stays_inside(pages)
    last = len(pages) - 1
    said = pages.squeezed(last)
    assert "Finished?" in said
    if "Doneon" in said:
        assert said.rindex("Doneon") < said.index("Finished?")
    lowest = max(box[3] for _, box in pages.boxes(last) if box[3] < 169)
    assert lowest <= 167


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_and_department_leave_the_slip_whole(name: str) -> None:
    at = school(person("1", name, department=name))
    pages = slips_of(at, [Slip("1", DAY, TWO)])
    assert sum(len(pages.codes(page)) for page in range(len(pages))) == 2
    stays_inside(pages)


def test_long_and_hostile_titles_are_wrapped_whole() -> None:
    title = "A long title about <b>person-centred</b> practice " * 4
    at = school(ABSENT).apply([put(Resource("r1", Both(title), LONG_URL, Both("hint")))])
    pages = slips_of(at, [Slip("1", DAY, (TWO[0],))])
    assert squeezed(title) in pages.squeezed(0)
    assert [code.text for code in pages.codes(0)] == [LONG_URL]
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
    assert pages.codes(0) == []
    assert len(told) == 1


def test_an_address_of_nearly_five_hundred_letters_can_still_be_read() -> None:
    url = "https://example.org/" + "abcde/fghi" * 46
    at = school(ABSENT).apply([put(Resource("r1", Both("Long title " * 9), url))])
    pages = slips_of(at, [Slip("1", DAY, (TWO[0],))])
    (code,) = pages.codes(0)
    assert code.text == url
    assert code.module >= 0.40
    assert code.is_clear
    assert url in pages.squeezed(0)


def test_each_person_begins_a_page_and_a_slip_with_nothing_is_left_out() -> None:
    at = school(ABSENT, person("2", "Nia", "Puw"), person("3", "No", "One"))
    other = (catch_up("2", "am", "w2", ["r1"]),)
    seen: list[tuple[int, int]] = []
    out = BytesIO()
    slips = [Slip("1", DAY, TWO), Slip("3", DAY, ()), Slip("2", DAY, other)]
    write_slips(out, at, slips, [ENGLISH], lambda done, total: seen.append((done, total)))
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
            assert left >= 11.5, char
            assert top >= 10, char
            assert right <= 136.5, char
            assert bottom <= 204, char


# -- what is owed ---------------------------------------------------------------------------------


def test_of_several_resources_one_is_enough_and_the_shortest_gives_the_minutes() -> None:
    said = slips_of(school(ABSENT), [Slip("1", DAY, (catch_up("1", "am", "w2", ["r1", "r4"]),))])
    assert "One of these is enough" in said.text(0)
    assert "about 25 min in all" in said.text(0)
    both = school(ABSENT).apply([put(replace(WORKSHOPS[1], catch_up="all"))])
    said = slips_of(both, [Slip("1", DAY, (catch_up("1", "am", "w2", ["r1", "r4"]),))])
    assert "All of these" in said.text(0)
    assert "about 1 h 25 min in all" in said.text(0)


def test_the_pathway_is_a_card_of_its_own_that_is_never_required() -> None:
    open_to = replace(catch_up("1", "", "", ["r4"], required=False), pathway=True)
    pages = slips_of(school(ABSENT), [Slip("1", DAY, (TWO[0], open_to))])
    said = "".join(pages.text(page) for page in range(len(pages)))
    assert said.count("required, by") == 1
    assert "only if you'd like to" in said
    assert "More training for your job" in said
    assert "about 25 min in all" in said
    codes = [code.text for page in range(len(pages)) for code in pages.codes(page)]
    assert "https://example.sch.uk/llwybr?id=ŵ&x=1" in codes


def test_where_the_dates_differ_the_box_names_the_first() -> None:
    soon = replace(catch_up("1", "brief", "w1", ["r1"]), due=date(2026, 9, 3), training=True)
    said = slips_of(school(ABSENT), [Slip("1", DAY, (soon, TWO[1]))]).squeezed(0)
    assert squeezed("first due by Thu 3 Sept") in said


def test_who_had_not_chosen_reads_which_workshops_there_were() -> None:
    wanted = (catch_up("1", "am", "", []),)
    said = slips_of(school(ABSENT), [Slip("1", DAY, wanted)]).squeezed(0)
    assert squeezed("Choose one at the kiosk") in said
    assert squeezed("Phonics fidelity: keep-up, not catch-up") in said
