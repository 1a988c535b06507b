from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printables import fonts
from printables.text import fit, printable, shorten, wrap, wrap_address

SANS = fonts.SANS
WORDS = st.lists(st.text(alphabet="abcŵŷ-é", min_size=1, max_size=30), max_size=12).map(" ".join)


def test_a_short_text_keeps_its_size_and_a_longer_one_gets_smaller() -> None:
    assert fit("Siân", SANS, (20, 10), 200).size == 20
    smaller = fit("Siân Llŵyd-Fitzgerald", SANS, (20, 10), 150)
    assert len(smaller.lines) == 1
    assert 10 <= smaller.size < 20


def test_below_the_floor_a_text_is_broken_in_balanced_halves() -> None:
    fitted = fit("aaaa bbbb cccc dddd", SANS, (20, 15), 110)
    assert fitted.lines == ("aaaa bbbb", "cccc dddd")
    assert not fitted.cut


def test_what_does_not_fit_in_two_lines_is_shortened_and_says_so() -> None:
    fitted = fit("word " * 60, SANS, (12, 9), 100)
    assert fitted.cut
    assert fitted.lines[-1].endswith("…")


@given(WORDS, st.floats(20, 400), st.integers(1, 2))
def test_a_fitted_text_never_is_wider_than_its_place(text: str, width: float, most: int) -> None:
    fitted = fit(text, SANS, (30, 9), width, most)
    assert len(fitted.lines) <= most
    for line in fitted.lines:
        assert fonts.width(line, SANS, fitted.size) <= width + 0.01
    if not fitted.cut:
        assert "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")


@given(WORDS, st.floats(30, 300))
def test_wrapping_loses_no_letter_and_no_line_is_too_wide(text: str, width: float) -> None:
    lines = wrap(text, SANS, 10, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(fonts.width(line, SANS, 10) <= width for line in lines)


@given(st.text(alphabet="abc/?&=#._-%:", max_size=200), st.floats(30, 300))
def test_an_address_is_wrapped_without_adding_or_losing_anything(url: str, width: float) -> None:
    lines = wrap_address(url, SANS, 8, width)
    assert "".join(lines) == url
    assert all(fonts.width(line, SANS, 8) <= width for line in lines)


def test_a_short_address_is_broken_after_a_slash() -> None:
    lines = wrap_address("https://hwb.gov.wales/r/7KQ2", SANS, 8, 90)
    assert lines == ("https://hwb.gov.wales/", "r/7KQ2")


@given(st.text(max_size=40), st.floats(10, 100))
def test_a_shortened_text_fits_or_is_the_ellipsis_alone(text: str, width: float) -> None:
    clean = printable(text)
    short = shorten(clean, SANS, 10, width)
    assert short in (clean, "…") or fonts.width(short, SANS, 10) <= width


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Tab\there", "Tab here"),
        ("a\u202eb\u2066c", "abc"),
        ("w\u0302", "ŵ"),
        ("\x00\x07x", "x"),
        ("<b>O'Brien", "<b>O'Brien"),
    ],
)
def test_what_is_printed_is_clean_and_else_exactly_as_written(raw: str, shown: str) -> None:
    assert printable(raw) == shown
