"""What a school's settings say about its languages."""

from __future__ import annotations

import pytest

from kiosk.settings import LANGUAGES, Settings


def test_a_school_works_in_english_and_welsh_where_nothing_is_said() -> None:
    assert Settings().language_codes == ("en", "cy")
    assert Settings().nation == "wales"


@pytest.mark.parametrize("languages", LANGUAGES)
def test_a_persons_own_language_comes_first_where_the_school_has_it(languages: str) -> None:
    settings = Settings(languages=languages)
    for preferred in ("en", "cy"):
        codes = settings.languages_for(preferred)
        assert sorted(codes) == sorted(settings.language_codes)
        has_it = preferred in settings.language_codes
        assert codes[0] == (preferred if has_it else settings.language_codes[0])


def test_certificates_are_in_both_languages_in_wales_and_in_the_persons_elsewhere() -> None:
    assert Settings().page_languages("cy") == ("cy", "en")
    assert Settings(nation="england").page_languages("cy") == ("cy",)
    assert Settings(languages="en").page_languages("cy") == ("en",)


@pytest.mark.parametrize(("nation", "days"), [("wales", 6), ("england", 5)])
def test_the_days_of_a_year_are_those_of_the_nation_until_a_school_says_another_number(
    nation: str, days: int
) -> None:
    assert Settings(nation=nation).days_a_year == days
    assert Settings(nation=nation, inset_days=10).days_a_year == 10
