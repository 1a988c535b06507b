"""How long pages take: `python -m tests.bench.bench_print`, milliseconds a page.

A certificate and a slip, beside a slip's words and codes as fpdf2 and a stock ReportLab canvas draw
them: in turns, since a machine's speed changes from one minute to the next.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from io import BytesIO
from time import process_time

from qrcode import QRCode
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printables import fonts, qr
from printables.certificates import certificate_text, write_certificates
from printables.slips import Slip, write_slips
from tests.printables.sample import DAY, ENGLISH, RESOURCES, catch_up, certificate, person, school

PEOPLE, ROUNDS = 120, 3
WORDS = [f"A line of a slip as long as most of them are, number {n}" for n in range(24)]
CODES = [RESOURCES[0].url, RESOURCES[1].url, "STUB-ABCDEFGHIJ"]


def main() -> None:
    """Print a school's pages in turns, and say what each costs and how large it is."""
    staff = [person(str(n), "Siân", f"Llŵyd-Fitzgerald {n}") for n in range(PEOPLE)]
    at = school(*staff)
    certificates = [certificate(one.id) for one in staff]
    slips = [Slip(one.id, DAY, (catch_up(one.id, "am", "w2", ["r1", "r2"]),)) for one in staff]
    writers: dict[str, Callable[[BytesIO], None]] = {
        "certificates": partial(write_certificates, school=at, certificates=certificates,
                                languages=[ENGLISH]),
        "slips": partial(write_slips, school=at, slips=slips, languages=[ENGLISH]),
        "stock ReportLab": _stock,
    }  # fmt: skip
    try:
        writers["fpdf2"] = partial(_fpdf2, importlib.import_module("fpdf"))
    except ModuleNotFoundError:
        sys.stdout.write("fpdf2 is not installed: left out\n")
    best: dict[str, float] = {}
    sizes: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, write in writers.items():
            qr.modules.cache_clear()
            out, start = BytesIO(), process_time()
            write(out)
            spent = (process_time() - start) * 1000 / PEOPLE
            best[name] = min(spent, best.get(name, spent))
            sizes[name] = len(out.getvalue()) / PEOPLE / 1024
    for name, spent in best.items():
        ratio = spent / best["slips"]
        sys.stdout.write(f"{name}: {spent:.1f} ms, {ratio:.1f} of a slip, {sizes[name]:.1f} KiB\n")
    modules = qr.side_of(certificate_text(at, certificates[0], ENGLISH))
    sys.stdout.write(f"a certificate's code has {modules} modules a side\n")


def _stock(out: BytesIO) -> None:
    """Draw each page as ReportLab and qrcode do it by themselves: codes as pictures."""
    fonts.font(fonts.SANS)
    canvas = Canvas(out, pagesize=(420, 595))
    for _ in range(PEOPLE):
        canvas.setFont(fonts.SANS, 9)
        for row, words in enumerate(WORDS):
            canvas.drawString(30, 560 - 14 * row, words)
        for place, text in enumerate(CODES):
            canvas.drawImage(ImageReader(_picture(text)), 30 + 100 * place, 30, 75, 75)
        canvas.showPage()
    canvas.save()


def _fpdf2(library: object, out: BytesIO) -> None:
    """Draw the same with fpdf2."""
    pdf = library.FPDF(unit="pt", format=(420, 595))  # type: ignore[attr-defined]
    package, name = fonts.SOURCES[fonts.SANS]
    pdf.add_font("sans", "", str(files(package) / "files" / name))
    for _ in range(PEOPLE):
        pdf.add_page()
        pdf.set_font("sans", size=9)
        for row, words in enumerate(WORDS):
            pdf.text(30, 35 + 14 * row, words)
        for place, text in enumerate(CODES):
            pdf.image(_picture(text), 30 + 100 * place, 490, 75, 75)
    out.write(bytes(pdf.output()))


def _picture(text: str) -> BytesIO:
    code, out = QRCode(border=0), BytesIO()
    code.add_data(text)
    code.make_image().save(out)
    out.seek(0)
    return out


if __name__ == "__main__":
    main()
