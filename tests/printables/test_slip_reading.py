"""Slips as they are read: by two independent readers of codes, by a screen reader, by anybody."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image, ImageFilter

from kiosk.language import Language
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import ResourceId, SlotId, WorkshopId
from kiosk.rules.model.records import Person
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Role
from kiosk.text import Both
from printables.slips import Slip
from printables.text import drawn_name, printable
from tests.printables.sample import (
    DAY,
    ENGLISH,
    RESOURCES,
    WORKSHOPS,
    Pages,
    catch_up,
    person,
    school,
    slips_of,
    squeezed,
)
from tests.printables.test_fonts import LEFTWARD, everybody
from tests.printables.test_slips import stays_inside

WELSH = Language("cy")
MORNINGS = {one: parse_hours("08:45-12:15") for one in ("mon", "tue", "wed", "thu", "fri")}
FRIDAYS = {"fri": parse_hours("08:30-15:30")}
TRAINING = replace(
    WORKSHOPS[0], title=Both("Safeguarding update", "Diweddariad diogelu"),
    required_training=("all",), before_pupils=True,
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """Somebody with a slip, and what they read on it, in this order."""

    person: Person
    catch_ups: tuple[CatchUp, ...]
    says: tuple[str, ...]
    never: tuple[str, ...] = ()
    languages: tuple[Language, ...] = (ENGLISH,)


def owed(slot: str, workshop: str, *resources: str, **more: Any) -> CatchUp:
    ids = [ResourceId(one) for one in resources]
    required = more.pop("required", True)
    return replace(
        catch_up("1", SlotId(slot), WorkshopId(workshop), ids, required),
        **more,
    )


def somebody(**more: Any) -> Person:
    return person("1", "Siân", "Jones", **more)


STUB = ("STUB-", "Finished? Scan this at the kiosk.")
SAFE = owed("brief", "w1", "r1", training=True)
READERS = {
    "a teacher": Reader(
        somebody(department="Maths", hours={**MORNINGS, "thu": parse_hours("08:30-15:30")}),
        (owed("am", "w2", "r1", "r4"),),
        ("Siân Jones", "Teacher · Maths · 1", "Catch-up slip", "please finish by", "Fri 18 Sept",
         "1 to do · about 25 min", "REQUIRED", "by Fri 18 Sept", "Phonics fidelity",
         "in your paid hours", "Do one of these:", "Keeping learners safe", "25 min",
         "hwb.gov.wales/r/7KQ2", "TA pathway", "1 h · at any time", "Ask: Siân Jones", *STUB),
    ),
    "a morning TA": Reader(
        somebody(role=Role.TA, hours=MORNINGS),
        (SAFE, owed("", "", "r4", required=False, pathway=True)),
        ("Teaching assistant", "REQUIRED", "by Fri 18 Sept", "Safeguarding update",
         "in your paid hours · all staff need this, before you work with pupils",
         "Keeping learners safe", "Ask: Dr Ŵan Speaker", "Confirmed by: Tomos Llŷr", *STUB,
         "OPTIONAL", "Also open to you", "More training for your job", "TA pathway",
         "None of this has to be handed in.", "Siân Jones", "More training for your job", "STUB-"),
    ),
    "a part-timer who was not required": Reader(
        somebody(hours=FRIDAYS),
        (owed("am", "w2", "r1", required=False),),
        ("nothing you must do", "optional", "only if you'd like to", "OPTIONAL",
         "Also open to you", "Phonics fidelity", "Keeping learners safe",
         "None of this has to be handed in.",
         "Siân Jones", "Phonics fidelity", "STUB-"),
        ("REQUIRED", "finish by"),
    ),
    "a supply teacher": Reader(
        somebody(role=Role.SUPPLY, host="Agency"),
        (replace(SAFE, due=date(2026, 9, 3)),),
        ("Supply teacher · Agency · 1", "REQUIRED", "by Thu 3 Sept", "Safeguarding update",
         "paid? Ask the office before you start", *STUB),
        ("in your paid hours",),
    ),
    "a Welsh speaker": Reader(
        somebody(language="cy", hours=MORNINGS),
        (SAFE,),
        ("Slip dal i fyny / Catch-up slip", "GOFYNNOL / REQUIRED",
         "erbyn Gwen 18 Medi / by Fri 18 Sept", "Diweddariad diogelu / Safeguarding update",
         "yn eich oriau cyflogedig / in your paid hours", "unrhyw bryd", "Holwch / Ask",
         "Wedi gorffen? Sganiwch hwn wrth y ciosg."),
        languages=(ENGLISH, WELSH),
    ),
    "somebody reported absent": Reader(
        somebody(hours=MORNINGS),
        (owed("am", "w2", "r1", due=None),),
        ("1 to do", "within 14 days", "of being back", "REQUIRED",
         "within 14 days of being back", "in your paid hours", *STUB),
        ("finish by", "Sept"),
    ),
}  # fmt: skip


def pages_of(reader: Reader) -> Pages:
    at = school(reader.person).apply([put(TRAINING)])
    return slips_of(at, [Slip(reader.person.id, DAY, reader.catch_ups)], languages=reader.languages)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize("who", READERS)
def test_a_slip_reads_in_order_what_by_when_in_whose_time_and_how_it_ends(
    who: str, tmp_path: Path
) -> None:
    reader = READERS[who]
    file = tmp_path / "slip.pdf"
    file.write_bytes(pages_of(reader).data)
    read = squeezed(
        subprocess.run(
            ["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True
        ).stdout.decode()
    )  # fmt: skip
    place = 0
    for words in reader.says:
        found = read.find(squeezed(words), place)
        assert found >= 0, words
        place = found
    # the day on which it was missed stands on each, and is no date by which anything is due
    for words in reader.never:
        assert squeezed(words) not in read.replace(squeezed("Wednesday 2 September 2026"), "")


@pytest.mark.skipif(
    shutil.which("zbarimg") is None or shutil.which("pdftoppm") is None, reason="needs both"
)
@pytest.mark.parametrize(("dots", "blur", "enlarged"), [(150, 1, 3), (300, 0, 1)])
def test_two_readers_read_every_code_of_a_blurred_print(
    dots: int, blur: int, enlarged: int, tmp_path: Path
) -> None:
    wanted = (SAFE, owed("am", "w2", "r1", "r2", "r4"), owed("pm", "", "r2"),
              owed("am", "w1", "r1", required=False), owed("pm", "w1", required=False))  # fmt: skip
    at = school(somebody()).apply([put(TRAINING)])
    pages = slips_of(at, [Slip("1", DAY, wanted)])
    file = tmp_path / "slip.pdf"
    file.write_bytes(pages.data)
    subprocess.run(["pdftoppm", "-r", str(dots), "-gray", str(file), str(tmp_path / "page")],
                   check=True)  # fmt: skip
    by_zxing: set[str] = set()
    by_zbar: set[str] = set()
    for one in sorted(tmp_path.glob("page*.pgm")):
        image = Image.open(one).filter(ImageFilter.GaussianBlur(blur))
        by_zxing |= {found.text for found in zxingcpp.read_barcodes(image)}
        # enlarged, which adds nothing: zbar looks for steps of brightness, and these may be soft
        size = (enlarged * image.width, enlarged * image.height)
        large = image.resize(size, Image.Resampling.LANCZOS)
        large.save(one.with_suffix(".png"))
        read = subprocess.run(["zbarimg", "-q", "--raw", str(one.with_suffix(".png"))],
                              check=True, capture_output=True)  # fmt: skip
        by_zbar |= set(read.stdout.decode().splitlines())
    stubs = {one.stub for one in wanted}
    assert by_zxing == by_zbar == stubs | {one.url for one in RESOURCES if one.url}


def test_every_hard_name_leaves_a_slip_whole_and_is_printed_or_a_line_to_fill_in() -> None:
    people = everybody()
    slips = [Slip(one.id, DAY, (catch_up(one.id, "am", "w2", ["r1"]),)) for one in people]
    pages = slips_of(school(*people), slips)
    assert len(pages) == len(people)
    for page, one in enumerate(people):
        said = pages.squeezed(page)
        assert one.id in said
        if not any(LEFTWARD[0] <= char <= LEFTWARD[1] for char in one.name):
            # a name too long for its place is shortened, on the stub if not above
            shown = squeezed(printable(drawn_name(one.name)))
            assert shown[:20] in said
    stays_inside(pages)


KINDS = st.tuples(
    st.sampled_from(["brief", "am", "pm", "gone"]),
    st.lists(st.sampled_from(["r1", "r2", "r3", "r4", "gone"]), max_size=5, unique=True),
    st.booleans(),
    st.sampled_from([date(2026, 9, 18), date(2026, 9, 3), None]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(KINDS, min_size=1, max_size=9), st.booleans())
def test_every_catch_up_stands_exactly_once_whatever_they_are(
    kinds: list[tuple[str, list[str], bool, date | None]], in_both: bool
) -> None:
    workshops = [replace(WORKSHOPS[0], id=WorkshopId(f"x{n}"), title=Both(f"Title{n}end"))
                 for n in range(len(kinds))]  # fmt: skip
    wanted = tuple(
        owed(slot, f"x{n}", *resources, required=required, due=due if required else None)
        for n, (slot, resources, required, due) in enumerate(kinds)
    )
    at = school(somebody(hours=MORNINGS)).apply([put(one) for one in workshops])
    languages = (ENGLISH, WELSH) if in_both else (ENGLISH,)
    pages = slips_of(at, [Slip("1", DAY, wanted)], languages=languages)
    said = "".join(pages.squeezed(page) for page in range(len(pages)))
    stubs = [code for page in range(len(pages)) for code in pages.stubs(page)]
    assert sorted(stubs) == sorted(one.stub for one in wanted)
    for n in range(len(wanted)):
        # on the card, and once more on its stub
        assert said.count(f"Title{n}end") == 2
    stays_inside(pages)
