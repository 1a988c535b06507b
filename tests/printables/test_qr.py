from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from printables import qr

PIXELS = 4


def read(text: str) -> list[str]:
    """Draw a code's rectangles as they stand, and return what a reader finds."""
    path, side = qr.modules(text)
    whole = (side + 2 * qr.QUIET) * PIXELS
    image = Image.new("L", (whole, whole), 255)
    draw = ImageDraw.Draw(image)
    for stroke in path.split(" re"):
        if stroke.strip():
            x, y, width, height = map(int, stroke.split())
            left, top = (x + qr.QUIET) * PIXELS, (side - y - height + qr.QUIET) * PIXELS
            corner = (left + width * PIXELS - 1, top + height * PIXELS - 1)
            draw.rectangle(((left, top), corner), fill=0)
    return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize(
    "text",
    [
        "INSET-AB12CD34EF",
        "https://hwb.gov.wales/professional-learning",
        "Siân Llŵyd\nYsgol Glan Tŵyn\n1:30",
        "محمد العلي",
        "王小明 𠮷田",
        "ŵ" * 300,
    ],
)
def test_a_reader_finds_exactly_what_was_written(text: str) -> None:
    assert read(text) == [text]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=250))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_read_back(text: str) -> None:
    assert read(text) == [text]


def test_a_text_is_encoded_once() -> None:
    assert qr.modules("https://example.org/") is qr.modules("https://example.org/")


@pytest.mark.parametrize("letter", ["a", "ŵ"])
def test_a_text_too_long_for_any_code_is_refused(letter: str) -> None:
    with pytest.raises(ValueError, match="too long"):
        qr.side_of(letter * 4000)
