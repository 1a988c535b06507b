"""Names: stored exactly, found by typing, told apart where they are the same."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.language import Language
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import Finder, clean, fold, sort_key, sort_key_for
from kiosk.rules.model.namesakes import distinguishing_labels
from kiosk.rules.model.records import Person
from kiosk.rules.model.terms import Role
from tests.builders import person

NAMES = Path(__file__).parents[2] / "data" / "names.csv"


def people_with_hard_names() -> dict[PersonId, Person]:
    """Return everyone in the list of hard names, cleaned."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return {
            PersonId(row["n"]): Person(
                PersonId(row["n"]),
                clean(row["forename"]),
                clean(row["surname"]),
                Role.TEACHER,
                clean(row["preferred_forename"]),
                clean(row["display_name"]),
                clean(row["staff_code"]),
            )
            for row in csv.DictReader(file)
        }


PEOPLE = people_with_hard_names()
FINDER = Finder(PEOPLE)


def found(typed: str, *people: Person) -> list[str]:
    return [one.id for one in Finder({one.id: one for one in people}).find(typed)]


def named(forename: str, surname: str = "", **more: Any) -> Person:
    return person(forename + surname, forename=forename, surname=surname, **more)


# -- cleaning ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Sia\u0302n", "Siân"),
        ("Tab\tTabb", "Tab Tabb"),
        ("two\r\nlines", "two  lines"),
        ("next\x85line\u2028and\u2029one", "next line and one"),
        ("Rania\u200f", "Rania"),
        ("Wolfe\xadschlegel", "Wolfeschlegel"),
        ("\ufeffBom", "Bom"),
        ("Zero\u200bWidth", "ZeroWidth"),
        ("\x00\x07Bell\x1b", "Bell"),
        ("شن\u200cا", "شن\u200cا"),
        ("শ্রে\u200dয়া", unicodedata.normalize("NFC", "শ্রে\u200dয়া")),
        ("  Trailing ", "Trailing"),
        ("Non\u00a0Break", "Non\u00a0Break"),
        ("a  b", "a  b"),
        ("<b>Mair</b>", "<b>Mair</b>"),
        ("O’Brien", "O’Brien"),
        ("O'Brien", "O'Brien"),
        ("Ştefan", "Ştefan"),
        ("\ud800X", "X"),
    ],
)
def test_a_text_is_kept_but_for_what_nobody_sees(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(st.text())
def test_cleaning_again_changes_nothing_and_leaves_one_line(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert len(kept.splitlines()) <= 1
    unseen = {char for char in kept if unicodedata.category(char) in ("Cc", "Cf", "Cs")}
    assert unseen <= {"\u200c", "\u200d"}


@given(st.text(st.characters(categories=("L", "N", "P", "S"))))
def test_every_letter_digit_and_sign_stays(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


# -- folding ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Siân", "sian"),
        ("Sia\u0302n", "sian"),
        ("Gŵyn Llŷr", "gwyn llyr"),
        ("Łukasz", "lukasz"),
        ("Søren Kjærgaard", "soren kjaergaard"),
        ("Çağla Yıldız", "cagla yildiz"),
        ("İpek", "ipek"),
        ("Weiß", "weiss"),
        ("WEIẞ", "weiss"),
        ("Þórðardóttir", "thordardottir"),
        ("Đorđe", "dorde"),
        ("Ştefan", "stefan"),
        ("Gwynfor-Jones", "gwynfor jones"),
        ("ﬀion", "ffion"),
        ("Ｓｉân", "sian"),
        ("Wolfe\xadschlegel", "wolfeschlegel"),
        ("  St.  John ", "st john"),
    ],
)
def test_accents_case_and_hyphens_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("sign", "'’‘‛`´ʼʹʻʾʿ′＇ˈ׳")
def test_every_apostrophe_is_none(sign: str) -> None:
    assert fold(f"O{sign}Brien") == "obrien"


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_form_of_the_letters_does_not_count(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_cleaning_does_not_change_how_a_name_is_found(text: str) -> None:
    line = " ".join("".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs")).split())
    assert fold(clean(line)) == fold(line)


@given(st.text(st.characters(codec="ascii")))
def test_plain_letters_are_compared_as_others_are(text: str) -> None:
    assert fold(f"{text} ŵ") == f"{fold(text)} w".strip()


# -- finding ----------------------------------------------------------------------------------


@pytest.mark.parametrize("one", PEOPLE.values(), ids=lambda one: str(one.id))
def test_everyone_is_found_by_their_own_name(one: Person) -> None:
    best = FINDER.find(one.name)
    assert one in best
    assert fold(best[0].name) == fold(one.name)
    assert one in FINDER.find(fold(one.name))
    assert one in FINDER.find(unicodedata.normalize("NFD", one.name))
    assert one in FINDER.find(one.name.upper())


@pytest.mark.parametrize("one", PEOPLE.values(), ids=lambda one: str(one.id))
def test_everyone_is_found_by_the_first_three_letters(one: Person) -> None:
    letters = fold(one.name)[:3]
    best = FINDER.find(letters)
    assert one in best
    sharing = [other for other in PEOPLE.values() if fold(other.name).startswith(letters)]
    assert len(best) >= len(sharing)
    for who in best:
        words = f"{fold(who.name)} {fold(who.staff_code)}"
        assert all(part in words for part in letters.split())


@pytest.mark.parametrize("one", PEOPLE.values(), ids=lambda one: str(one.id))
def test_everyone_is_found_by_the_surname_first(one: Person) -> None:
    words = fold(one.name).split()
    assert one in FINDER.find(" ".join(reversed(words)))


def test_a_name_of_which_a_word_begins_so_hides_those_that_only_hold_it() -> None:
    first = [named("Ann"), named("Anna", "Bevan"), named("Mary", "Annis")]
    inside = named("Joann", "Zed")
    assert found("ann", *reversed([*first, inside])) == [one.id for one in first]
    assert found("oan", *first, inside) == [inside.id]


def test_among_equals_surname_then_forename_decides() -> None:
    people = [named("Zoe", "Adams"), named("Amy", "Bevan"), named("Zac", "Bevan")]
    assert found("a", *reversed(people)) == ["AmyBevan", "ZoeAdams"]
    assert found("bev", *reversed(people)) == ["AmyBevan", "ZacBevan"]
    assert sorted([people[2], *people[:2]], key=sort_key) == people


def test_every_word_typed_must_fit() -> None:
    people = [named("Siân", "Jones"), named("Siân", "Evans"), named("Huw", "Jones")]
    assert found("sia jo", *people) == ["SiânJones"]
    assert found("jones sian", *people) == ["SiânJones"]
    assert found("sia jox", *people) == []


@pytest.mark.parametrize("typed", ["", "   ", "'", "...", "\u200b"])
def test_nothing_typed_finds_nobody(typed: str) -> None:
    assert FINDER.find(typed) == []


def test_a_staff_code_finds_its_holder() -> None:
    holder = named("Siân", "Jones", staff_code="SJO")
    assert found("sjo", named("Huw"), holder) == ["SiânJones"]


def test_a_legal_forename_that_is_not_shown_finds_nobody() -> None:
    mica = named("Michael", "Brown", preferred_forename="Mica", display_name="Mica Brown")
    assert found("mica", mica) == ["MichaelBrown"]
    assert found("michael", mica) == []


def test_at_most_so_many_are_listed() -> None:
    assert len(Finder(PEOPLE).find("a", most=5)) == 5


def test_namesakes_are_those_whose_names_look_the_same() -> None:
    people = [
        named("Siân", "Jones", staff_code="SJO"),
        named("Sia\u0302n", "JONES", staff_code="SJ2"),
        named("Huw", "Jones", staff_code="HJO"),
    ]
    assert distinguishing_labels(people) == {"SiânJones": "SJO", "Sia\u0302nJONES": "SJ2"}


def sian(id: PersonId, department: str = "Science", **more: Any) -> Person:
    return Person(id, "Siân", "Jones", Role.TEACHER, department=department, **more)


def labels_of(*people: Person) -> list[str]:
    """Return the label of each person beside name and post."""
    more = distinguishing_labels(people)
    return [Language("en").say(more[one.id]) if one.id in more else "" for one in people]


def test_namesakes_are_told_apart_by_the_first_harmless_thing_that_differs() -> None:
    assert labels_of(sian("10342", staff_code="SJO"), sian("10343")) == ["SJO", ""]
    assert labels_of(sian("10342"), sian("10343", "Welsh")) == ["", ""]
    assert labels_of(sian("10342"), sian("10343"), sian("7", "Welsh")) == ["…0342", "…0343", ""]
    assert labels_of(sian("7"), sian("8")) == ["7", "8"]
    assert labels_of(sian("a-1234"), sian("b-1234")) == ["1 of 2", "2 of 2"]
    assert labels_of(sian("sian-jones-2"), sian("sian-jones")) == ["2 of 2", "1 of 2"]
    assert labels_of(sian("10342", staff_code="S"), sian("10343", staff_code="S")) == [
        "…0342",
        "…0343",
    ]


@given(st.lists(st.builds(sian, st.text(min_size=1), st.sampled_from(["Science", "Welsh"]),
                          staff_code=st.sampled_from(["", "S", "T"])),
                unique_by=lambda one: one.id))  # fmt: skip
def test_no_two_namesakes_look_alike(people: list[Person]) -> None:
    said = [(one.department, more) for one, more in zip(people, labels_of(*people), strict=True)]
    assert len(set(said)) == len(people)


@given(st.text(), st.text(max_size=4))
def test_whatever_is_typed_finds_or_does_not_and_never_fails(name: str, typed: str) -> None:
    one = named(clean(name) or "x")
    for who in Finder({one.id: one}).find(typed):
        assert who is one
    if fold(one.name):
        assert Finder({one.id: one}).find(one.name) == [one]


# -- initials, hyphens, preferred names -------------------------------------------------------


@pytest.mark.parametrize("typed", ["sj", "S.J.", "s j", "SJ"])
def test_initials_find_their_holder(typed: str) -> None:
    assert "SiânJones" in found(typed, named("Siân", "Jones"), named("Huw", "Jenkins"))


def test_beginnings_come_before_initials() -> None:
    assert found("al", named("Adam", "Lewis"), named("Mohammed", "Ali")) == [
        "MohammedAli",
        "AdamLewis",
    ]


@pytest.mark.parametrize(
    "typed", ["gwynfor-jones", "gwynforjones", "gwynfor jones", "Gwynfor‐Jones", "mair gwynforj"]
)
def test_a_hyphen_may_be_left_out_or_be_a_space(typed: str) -> None:
    assert found(typed, named("Mair", "Gwynfor-Jones"), named("Mair", "Jones")) == [
        "MairGwynfor-Jones"
    ]


@pytest.mark.parametrize("typed", ["o brien", "obrien", "O‘Brien", "o´brien", "aoife o'b"])
def test_an_apostrophe_may_be_left_out_or_be_a_space(typed: str) -> None:
    assert found(typed, named("Aoife", "O’Brien")) == ["AoifeO’Brien"]


def test_a_preferred_forename_finds_its_holder_though_another_whole_name_is_shown() -> None:
    one = named("Elizabeth", "Rees", preferred_forename="Beth", display_name="Ms E. Rees")
    assert found("beth", one) == [one.id]
    assert found("elizabeth", one) == []


# -- one slip ---------------------------------------------------------------------------------

GARETH = named("Gareth", "Bowen")


@pytest.mark.parametrize(
    "typed",
    [
        "gareht", "agreth", "garth", "gareeth", "garxth", "xareth", "areth", "boewn", "bowwen",
        "gareth boewn", "gareht bowen", "gareht b", "bwoe",
    ],
)  # fmt: skip
def test_one_slip_is_forgiven(typed: str) -> None:
    assert found(typed, GARETH, named("Nia", "ferch Dafydd")) == [GARETH.id]


@pytest.mark.parametrize("typed", ["gareht boewn", "gaerht b x", "graehtx", "gwxrth", "gx", "bxx"])
def test_two_slips_are_not_and_short_words_must_be_whole(typed: str) -> None:
    assert found(typed, GARETH) == []


def test_a_short_name_may_hold_a_slip_too() -> None:
    assert found("hwu", named("Huw", "Rowlands"), named("Hugo", "Prys")) == ["HuwRowlands"]


def test_a_slip_is_forgiven_only_where_nothing_matches_better() -> None:
    people = [named("Marie", "Evans"), named("Maria", "Owen"), named("Joan", "Mariet")]
    assert found("maria", *people) == ["MariaOwen"]
    finder = Finder({one.id: one for one in people})
    assert finder.fits("maria", people[1])
    assert not finder.fits("mariz", people[1])


@given(st.sampled_from(list(PEOPLE.values())), st.data())
def test_whoever_swaps_two_letters_of_a_long_word_is_found(one: Person, data: Any) -> None:
    words = [word for word in fold(one.name).split() if len(word) >= 4]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    place = data.draw(st.integers(0, len(word) - 2))
    typed = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert one in Finder({one.id: one}).find(typed)


# -- the alphabet -----------------------------------------------------------------------------


def test_welsh_lists_are_in_the_order_of_the_welsh_alphabet() -> None:
    surnames = [
        "Cadog", "Cynan", "Charles", "Dwyfor", "Ddu", "Ellis", "Fychan", "Ffowc", "Gwyn", "Nghof",
        "Harri", "Lewis", "Lynn", "Llwyd", "Morus", "Puw", "Pyrs", "Phylip", "Roberts", "Rys",
        "Rhys", "Salmon", "Tudur", "Thomas", "Vaughan",
    ]  # fmt: skip
    people = [named("Ann", surname) for surname in reversed(surnames)]
    in_welsh = sorted(people, key=sort_key_for("cy"))
    assert [one.surname for one in in_welsh] == surnames
    in_english = [one.surname for one in sorted(people, key=sort_key_for("en"))]
    assert in_english[:4] == ["Cadog", "Charles", "Cynan", "Ddu"]
    finder = Finder({one.id: one for one in people}, "cy")
    assert [one.surname for one in finder.find("ann l")] == ["Lewis", "Lynn", "Llwyd"]
