"""A QR code on the screen can be read: it is decoded from what is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from textual.color import Color
from textual.geometry import Region
from textual.widget import Widget

from kiosk.rules.model.records import Resource
from kiosk.screens.staff.reading import ReadingAnswer, ReadingDialog
from kiosk.text import Both, t
from kiosk.widgets.qr_code import QrCode
from tests.screens.kiosks import SMALL, Stage, staged
from tests.screens.walk import stopped_at

PIXELS = 4
SURROUNDINGS = 3
"""The cells beside the code that are part of the photograph."""


def photographed(code: Widget) -> Image.Image:
    """Return a picture of a widget as a phone sees it, with two modules in each cell."""
    wide, high = code.size
    around = SURROUNDINGS * 2 * PIXELS
    image = Image.new("L", (wide * PIXELS + 2 * around, high * 2 * PIXELS + 2 * around), 20)
    for row, strip in enumerate(code.render_lines(Region(0, 0, wide, high))):
        column = 0
        for segment in strip:
            assert segment.style is not None
            for letter in segment.text:
                ink, paper = (
                    int(Color.from_rich_color(one).brightness * 255)
                    for one in (segment.style.color, segment.style.bgcolor)
                )
                halves = {
                    " ": (paper, paper),
                    "▀": (ink, paper),
                    "▄": (paper, ink),
                    "█": (ink, ink),
                }
                for half, shade in enumerate(halves[letter]):
                    x, y = around + column * PIXELS, around + (2 * row + half) * PIXELS
                    image.paste(shade, (x, y, x + PIXELS, y + PIXELS))
                column += 1
    return image


async def show(
    stage: Stage, *resources: Resource, answer: ReadingAnswer = ReadingAnswer.DONE
) -> None:
    context = stage.app.context
    context.touch()  # somebody is here
    await stage.app.push_screen(
        ReadingDialog(context, t("Catch-up"), Both("[b]What[/b] was missed"), [], resources, answer)
    )
    await stage.on("ReadingDialog")
    await stage.settle()


def read(stage: Stage) -> list[str]:
    code = stage.app.screen.query_one(QrCode)
    if not code.display:
        return []
    assert stage.app.screen.region.contains_region(code.region)
    return [found.text for found in zxingcpp.read_barcodes(photographed(code))]


@pytest.mark.parametrize("name", ["slate", "paper", "contrast"])
async def test_a_phone_reads_the_address_at_80_by_24_in_every_theme(
    sample: Path, name: str
) -> None:
    async with stopped_at("catch-up", sample, SMALL) as stage:
        stage.app.theme = name
        await stage.settle()
        assert read(stage) == [
            "https://hwb.gov.wales/professional-development/"
            "national-professional-learning-entitlement/professional-learning-offer/"
        ]


@pytest.mark.parametrize("length", [25, 53, 106, 107, 134])
async def test_addresses_of_up_to_134_letters_have_a_code_at_80_by_24(
    sample: Path, length: int
) -> None:
    url = "https://example.org/".ljust(length, "x")
    async with staged(sample, "08:41", SMALL) as stage:
        await show(stage, Resource("long", Both("Long"), url=url))
        assert read(stage) == [url]


async def test_a_longer_one_says_so_and_has_its_code_in_a_larger_window(sample: Path) -> None:
    url = "https://example.org/".ljust(300, "x")
    async with staged(sample, "08:41", SMALL) as stage:
        await show(stage, Resource("long", Both("Long"), url=url))
        assert read(stage) == []
        await stage.sees("The code doesn't fit on this screen.")
        await stage.pilot.resize_terminal(160, 45)
        await stage.settle()
        assert read(stage) == [url]
        assert not stage.shows("larger window")


async def test_an_address_that_no_code_holds_is_still_shown(sample: Path) -> None:
    async with staged(sample, "08:41", SMALL) as stage:
        await show(stage, Resource("long", Both("Long"), url="https://example.org/" + "x" * 4000))
        assert read(stage) == []
        await stage.sees("https://example.org/")


async def test_one_resource_is_shown_at_a_time(sample: Path) -> None:
    hinted = Resource("b", Both("[i]Second[/i]"), hint=Both("Search Hwb for “Second”"), minutes=90)
    first = Resource("a", Both("First"), url="https://example.org/a", provider="Hwb", language="cy")
    async with staged(sample, "08:41", SMALL) as stage:
        await show(stage, first, hinted)
        await stage.sees("[b]What[/b] was missed", "1 of 2", "First", "in Welsh", "Hwb")
        assert read(stage) == ["https://example.org/a"]
        await stage.press("left")
        await stage.sees("1 of 2")
        await stage.press("right")
        await stage.sees("2 of 2", "[i]Second[/i]", "1 h 30 min", "Search Hwb for “Second”")
        assert read(stage) == []


async def test_where_nothing_is_linked_one_is_told_whom_to_ask(sample: Path) -> None:
    async with staged(sample, "08:41", SMALL) as stage:
        await show(stage, answer=ReadingAnswer.NOTHING)
        await stage.sees("No link here. Ask")
        await stage.press("enter")
        assert stage.screen == "ReadingDialog"
