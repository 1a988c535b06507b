"""A small school to print from, and independent readers of the printed pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from ctypes import c_double, c_int, c_ulong, c_ushort, create_string_buffer
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from itertools import combinations
from typing import Any, TypeAlias

import pypdfium2
import pypdfium2.raw as raw
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from kiosk.language import Language
from kiosk.rules.attendance.scan_codes import is_stub
from kiosk.rules.follow_up.stubs import stub_code
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import (
    DayId,
    PersonId,
    ResourceId,
    SessionId,
    SlotId,
    WorkshopId,
    join_ids,
)
from kiosk.rules.model.personal_records import Certificate, CertificateLine
from kiosk.rules.model.records import InsetDay, Person, Resource, Session, Slot, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Role, SlotKind
from kiosk.settings import Settings
from kiosk.text import Both
from printables.certificates import write_certificates
from printables.qr import side_of
from printables.slips import Slip, write_slips

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom."""

DAY = DayId("2026-09-02")
MM = 72 / 25.4
BETWEEN = 1.0
"""The least number of points between a letter and those of the lines above and below."""
SCALE = 4
"""Pixels a point at which pages are read: 288 dots an inch."""

ENGLISH = Language("en")

SETTINGS = Settings(name=Both("Ysgol Uwchradd Glan Tŵyn"), head="Meera Kapoor", tutor="Tomos Llŷr")
SLOTS = (
    Slot("brief", Both("Safeguarding update"), SlotKind.TOGETHER, time(9), time(10)),
    Slot("am", Both("Morning workshops"), SlotKind.CHOICE, time(10), time(11, 30)),
    Slot("pm", Both("Afternoon workshops"), SlotKind.CHOICE, time(13), time(14, 30)),
)
WORKSHOPS = (
    Workshop("w1", Both("Safeguarding: what changes this year")),
    Workshop("w2", Both("Phonics fidelity: keep-up, not catch-up")),
)
SESSIONS = (
    Session("PH2", DAY, "am", "w2", time(10), time(11, 30), leaders=("siân",)),
    Session("SG1", DAY, "brief", "w1", time(9), time(10), speaker="Dr Ŵan Speaker"),
)
LONG_URL = (
    "https://hwb.gov.wales/professional-learning/career-long-professional-learning/induction/"
    "induction-guidance-and-related-documents/induction-for-newly-qualified-teachers-in-wales"
)
RESOURCES = (
    Resource("r1", Both("Keeping learners safe"), "https://hwb.gov.wales/r/7KQ2", minutes=25),
    Resource("r2", Both("The two-page summary"), LONG_URL, minutes=40, language="cy"),
    Resource("r3", Both("The new ALN system"), hint=Both("Search Hwb for “ALN system”.")),
    Resource("r4", Both("TA pathway"), "https://example.sch.uk/llwybr?id=ŵ&x=1", minutes=60),
)

HOSTILE = (
    "<b>O'Brien",
    "</para>",
    "[/x]",
    "[b]x[/b]",
    "<img src=/etc/passwd>",
    "%s %n {name} \\n (",
    "Robert'); DROP TABLE staff;--",
    "\u202eevil\u2066 isolate\u2069",
    "Tab\tNew\nline\x07bell",
    "Wilhelmina Alexandra Gwendoline Persephone Featherstonehaugh-Cholmondeley-Llanfairpwll",
    "W" * 95,
    "é" * 300,
)
"""Names that break code which takes a text for markup, a format or a command."""


EMPTY = CatchUp("", DAY, PersonId(""), SlotId(""), WorkshopId(""), required=False, due=None)


def person(id: str, forename: str, surname: str = "", **more: Any) -> Person:
    return Person(PersonId(id), forename, surname, more.pop("role", Role.TEACHER), **more)


def school(*people: Person, settings: Settings = SETTINGS) -> School:
    day = InsetDay(DAY, 1, Both("Autumn"), slots=SLOTS)
    leader = person("siân", "Siân", "Jones")
    records = (settings, day, *WORKSHOPS, *SESSIONS, *RESOURCES, leader, *people)
    return School().apply([put(record) for record in records])


def lines(count: int, title: str = "Planning, marking and wellbeing") -> list[CertificateLine]:
    return [
        CertificateLine(SessionId(f"S{n}"), Both(f"{title} {n}"), 45) for n in range(1, count + 1)
    ]


def certificate(
    who: PersonId, attended: Sequence[CertificateLine] | None = None, revision: int = 1
) -> Certificate:
    issued = datetime(2026, 9, 2, 16, tzinfo=UTC)
    shown = tuple(lines(4) if attended is None else attended)
    return Certificate(f"INSET-2026-{who}", DAY, who, shown, issued, revision)


def catch_up(
    who: PersonId,
    slot: SlotId,
    workshop: WorkshopId,
    resources: Sequence[ResourceId],
    required: bool = True,
) -> CatchUp:
    due = date(2026, 9, 18) if required else None
    id = join_ids(DAY, who, slot, workshop)
    stub = stub_code(replace(EMPTY, id=id), "sample")
    return replace(
        EMPTY, id=id, person=who, slot=slot, workshop=workshop, required=required, due=due,
        resources=tuple(resources), stubs=(stub,), printed_on=date(2026, 9, 2),
    )  # fmt: skip


def certificates_of(
    at: School,
    certificates: Sequence[Certificate],
    told: list[str] | None = None,
    languages: Sequence[Language] = (ENGLISH,),
) -> Pages:
    out = BytesIO()
    write_certificates(out, at, certificates, languages, report=_collector(told))
    return Pages(out.getvalue())


def slips_of(
    at: School,
    slips: Sequence[Slip],
    told: list[str] | None = None,
    languages: Sequence[Language] = (ENGLISH,),
) -> Pages:
    out = BytesIO()
    write_slips(out, at, slips, languages, report=_collector(told))
    return Pages(out.getvalue())


def _collector(told: list[str] | None) -> Any:
    return None if told is None else lambda text: told.append(ENGLISH.say(text))


@dataclass(frozen=True)
class Code:
    text: str
    module: float
    """The side of one module in mm."""
    is_clear: bool
    """Whether the four modules around it are white."""


class Pages:
    """A printed document, read by pdfium and zxing."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._document = pypdfium2.PdfDocument(data)

    def __len__(self) -> int:
        return len(self._document)

    def size(self, page: int) -> tuple[float, float]:
        width, height = self._document[page].get_size()
        return round(width / MM, 1), round(height / MM, 1)

    def text(self, page: int) -> str:
        return str(self._document[page].get_textpage().get_text_range())

    def squeezed(self, page: int) -> str:
        """The text without its spaces and line breaks, which extraction may move."""
        return squeezed(self.text(page))

    def codes(self, page: int) -> list[Code]:
        image = self._document[page].render(scale=SCALE).to_pil().convert("L")
        return [_code(found, image) for found in zxingcpp.read_barcodes(image)]

    def about(self) -> dict[str, str]:
        """What the document says about itself."""
        return dict(self._document.get_metadata_dict())

    def links(self, page: int) -> list[str]:
        """The addresses that a click on the page opens."""
        return [address for address, _ in self._links(page)]

    def link_boxes(self, page: int) -> list[Box]:
        """Where a click opens an address, in mm, the upper and lower edge from below."""
        return [box for _, box in self._links(page)]

    def _links(self, page: int) -> Iterator[tuple[str, Box]]:
        drawn, place, link = self._document[page], c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(drawn.raw, place, link):
            buffer, box = create_string_buffer(2000), raw.FS_RECTF()
            action = raw.FPDFLink_GetAction(link)
            length = raw.FPDFAction_GetURIPath(self._document.raw, action, buffer, 2000)
            raw.FPDFLink_GetAnnotRect(link, box)
            edges = (box.left / MM, box.top / MM, box.right / MM, box.bottom / MM)
            yield buffer.raw[: length - 1].decode(), edges

    def addresses(self, page: int) -> list[Code]:
        """The codes of resources, without those of stubs."""
        return [code for code in self.codes(page) if not is_stub(code.text)]

    def stubs(self, page: int) -> list[str]:
        """The codes of the stubs."""
        return [code.text for code in self.codes(page) if is_stub(code.text)]

    def marked(self, page: int) -> dict[str, str]:
        """The text that is marked with each language (blank: with none), without its spaces."""
        drawn = self._document[page]
        words = drawn.get_textpage()
        found: dict[str, str] = {"": "", "en": "", "cy": ""}
        for one in _objects(drawn.raw):
            found[_language(one)] += squeezed(_text(one, words.raw))
        return found

    def boxes(self, page: int) -> list[tuple[str, Box]]:
        """Each drawn character with its left, top, right and bottom in mm from the upper left."""
        words = self._document[page].get_textpage()
        height = self._document[page].get_size()[1]
        found: list[tuple[str, Box]] = []
        for index in range(words.count_chars()):
            char = words.get_text_range(index, 1)
            left, bottom, right, top = words.get_charbox(index)
            if char.strip():
                upper, lower = height - top, height - bottom
                found.append((char, (left / MM, upper / MM, right / MM, lower / MM)))
        return found

    def touching(self, page: int) -> list[str]:
        """Each two characters of different lines that are too near to one another, or overlap."""
        words, found = self._document[page].get_textpage(), []
        drawn = [
            (words.get_text_range(index, 1), words.get_charbox(index), _baseline(words, index))
            for index in range(words.count_chars())
        ]
        for (one, box, line), (other, other_box, other_line) in combinations(drawn, 2):
            if line != other_line and _is_near(box, other_box) and one.strip() and other.strip():
                found.append(f"{one} {other}")
        return found


def _baseline(words: Any, index: int) -> float:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(words.raw, index, x, y)
    return y.value


def _is_near(one: Box, other: Box) -> bool:
    """Return whether boxes (left, bottom, right, top; points), one above the other, are near."""
    is_above = min(one[2], other[2]) > max(one[0], other[0])
    return is_above and max(one[1], other[1]) - min(one[3], other[3]) < BETWEEN


def _objects(container: Any) -> Iterator[Any]:
    """The text objects of a page, and those of the forms on it."""
    count, get = raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject
    if isinstance(container, raw.FPDF_PAGEOBJECT):
        count, get = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
    for index in range(count(container)):
        one = get(container, index)
        if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_FORM:
            yield from _objects(one)
        elif raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_TEXT:
            yield one


def _text(drawn: Any, words: Any) -> str:
    buffer = (c_ushort * 2000)()
    length = raw.FPDFTextObj_GetText(drawn, words, buffer, 2000)
    return bytes(buffer)[:length].decode("utf-16-le").rstrip("\0")


def _language(drawn: Any) -> str:
    for index in range(raw.FPDFPageObj_CountMarks(drawn)):
        mark, buffer, length = raw.FPDFPageObj_GetMark(drawn, index), (c_ushort * 50)(), c_ulong()
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"Lang", buffer, 100, length):
            return bytes(buffer)[: length.value].decode("utf-16-le").rstrip("\0")
    return ""


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _code(found: Any, image: Image.Image) -> Code:
    place = found.position
    xs = [place.top_left.x, place.top_right.x, place.bottom_right.x, place.bottom_left.x]
    ys = [place.top_left.y, place.top_right.y, place.bottom_right.y, place.bottom_left.y]
    side = max(xs) - min(xs)
    modules = side_of(found.text)
    return Code(found.text, side / SCALE / MM / modules, _is_clear(image, xs, ys, side / modules))


def _is_clear(image: Image.Image, xs: list[int], ys: list[int], module: float) -> bool:
    quiet = round(3.8 * module)
    outer = (min(xs) - quiet, min(ys) - quiet, max(xs) + quiet, max(ys) + quiet)
    area = image.crop(outer)
    inner = (quiet - 3, quiet - 3, area.width - quiet + 3, area.height - quiet + 3)
    area.paste(255, inner)
    return area.getextrema()[0] == 255
