"""The Welsh is complete, and says what the English says in the words of `terms.csv`."""

from __future__ import annotations

from collections import Counter

import pytest
from babel.messages.catalog import Message

from tests.welsh.catalogue import PO, merged, read, written
from tests.welsh.checks import FORMS, faults
from tests.welsh.terms import Term, terms


def test_every_message_is_in_welsh_with_the_same_placeholders_and_the_words_of_the_field() -> None:
    words = terms()
    found = {one.id: wrong for one in merged() if one.id and (wrong := list(faults(one, words)))}
    assert found == {}, "python -m tests.welsh update, then fill in"


def test_the_catalogue_is_as_update_writes_it_and_holds_nothing_that_the_source_has_not() -> None:
    assert PO.read_text(encoding="utf-8") == written(merged())
    assert not read().obsolete


def test_a_changed_sentence_has_no_welsh_rather_than_a_guess_and_keeps_the_old_one() -> None:
    old = read(written(read("")) + 'msgid "Leave the site"\nmsgstr "Gadael y safle"\n')
    new = read(written(read("")) + 'msgid "Leave site"\nmsgstr ""\n')
    old.update(new, no_fuzzy_matching=True)
    assert 'msgid "Leave site"\nmsgstr ""' in written(old)
    assert '#~ msgstr "Gadael y safle"' in written(old)


def test_each_word_of_the_field_is_there_once_and_has_a_source_or_says_that_it_is_in_doubt() -> (
    None
):
    words = terms()
    assert [one for one in words if not all((*one.english, *one.welsh))] == []
    twice = Counter(english for one in words for english in one.english)
    assert [one for one, times in twice.items() if times > 1] == []
    assert [one for one in words if not one.source and not one.note.startswith("in doubt")] == []
    assert [one for one in words if one.source and not one.source.startswith("http")] == []


def wrong(
    english: str | tuple[str, str], welsh: str | tuple[str, ...], note: str = ""
) -> list[str]:
    message = Message(english, welsh, user_comments=[note] if note else [])
    return list(faults(message, [Term(("workshop",), ("gweithdy", "gweithdai"), "", "")]))


@pytest.mark.parametrize(
    ("english", "welsh", "fault"),
    [
        ("Room: {room}", "Ystafell: {room}", []),
        ("Room: {room}", "", ["no Welsh"]),
        ("Room: {room}", "Ystafell", ["without {room}"]),
        ("Room", "Ystafell: {room}", ["with {room}"]),
        ("Run “kiosk undo 12”.", "Rhedwch “kiosk undo 12”.", []),
        ("Run “kiosk undo 12”.", "Rhedwch “kiosk dadwneud 12”.", ["without kiosk undo"]),
        ("See --to.", "Gweler --i.", ["without --to"]),
        ("In school.toml", "Yn ysgol.toml", ["without school.toml"]),
        ("F9, then H", "F9, yna Y", ["without H"]),
        ("Name: ", "Enw:", ["other spaces at its ends"]),
        ("The workshop", "Y gweithdy", []),
        ("The workshops", "O weithdai", []),
        ("The workshop", "Y cwrs", ["workshop is “gweithdy” in terms.csv"]),
        ("{workshop}", "{workshop}", []),
    ],
)
def test_what_differs_from_the_english_is_found(english: str, welsh: str, fault: list[str]) -> None:
    assert wrong(english, welsh) == fault


def test_a_plural_has_six_forms_of_which_only_the_last_must_name_the_number() -> None:
    english = ("{n} day to {title}", "{n} days to {title}")
    exact = ("{title} heddiw", "Un dydd: {title}", "{n} ddydd: {title}", "{title}", "{title}")
    assert wrong(english, (*exact, "{n} dydd: {title}")) == []
    assert wrong(english, (*exact, "dyddiau: {title}")) == ["without {n}"]
    assert wrong(english, exact[:2]) == [f"2 plural forms, not {FORMS}"]


def test_a_translator_may_say_that_a_word_is_not_the_term() -> None:
    assert wrong("A workshop for cars", "Garej") != []
    assert wrong("A workshop for cars", "Garej", "not the term: workshop") == []


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("gweithdy", "dau weithdy"), ("gweithdy", "Gweithdy 3"), ("cam", "y gam"),
        ("cam", "fy ngham"), ("cam", "tri cham"), ("presenoldeb", "ei phresenoldeb"),
        ("tystysgrif", "fy nhystysgrif"), ("bathodyn", "eich bathodyn, neu fathodyn"),
        ("diwrnod HMS", "ar ddiwrnod HMS"), ("llwybr sefydlu", "eich dau lwybr sefydlu"),
        ("rhestr aros", "o restr aros"), ("marc", "dau farc"), ("ysgol", "ei hysgol"),
        ("arwyddo i mewn", "wedi arwyddo i\nmewn"), ("dysgu", "i ddysgu'r"),
    ],
)  # fmt: skip
def test_a_mutated_word_is_still_the_word(term: str, text: str) -> None:
    assert Term(("",), (term,), "", "").is_in_welsh(text)


@pytest.mark.parametrize(
    ("term", "text"), [("cam", "camera"), ("chwilio", "gwilio"), ("marc", "arc")]
)
def test_another_word_is_not_the_word(term: str, text: str) -> None:
    assert not Term(("",), (term,), "", "").is_in_welsh(text)
