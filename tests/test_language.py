"""How dates are said in each language."""

from __future__ import annotations

from datetime import date

from kiosk.language import Language
from kiosk.text import t

DAY = date(2026, 9, 1)
ENGLISH, WELSH = Language("en"), Language("cy")


def test_a_date_is_said_as_each_language_writes_it() -> None:
    assert ENGLISH.say(DAY) == "Tuesday 1 September 2026"
    assert WELSH.say(DAY) == "Dydd Mawrth 1 Medi 2026"
    assert WELSH.short_date(DAY) == "Maw 1 Medi"


def test_a_welsh_day_within_a_sentence_has_no_capital() -> None:
    inside, first = t("HMS, {date}", date=DAY), t("{date}: HMS", date=DAY)
    assert WELSH.say(inside) == "HMS, dydd Mawrth 1 Medi 2026"
    assert WELSH.say(first) == "Dydd Mawrth 1 Medi 2026: HMS"
    assert ENGLISH.say(inside) == "HMS, Tuesday 1 September 2026"
