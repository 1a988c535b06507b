"""Makes the pictures of the README, of the sample school: `python -m tests.pictures`.

Screens are saved as SVG, printed pages as PNG, in the folder `.pictures`.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

import pypdfium2
from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.factory import Kiosk
from kiosk.language import Language
from kiosk.printing import Kind, decision_for, plan, write
from kiosk.rules.attendance.marks import mark
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.sample.pin import DEMO_PIN
from kiosk.sample.school import open_demo
from tests.builders import by

OUT = Path(__file__).parent.parent / ".pictures"
DAY = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
SIZE = (110, 32)
SESSIONS = ("BRIEF", "SAFE", "B1", "CLOSE")
FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)


async def screens(folder: Path) -> None:
    """Walk through the main screens and save a picture of each."""
    with open_demo(folder, lambda: DAY, time(8, 41)) as kiosk:
        app = kiosk.app(Language("en"))
        async with app.run_test(size=SIZE) as pilot:
            await _show(app, pilot, "welcome")
            await pilot.press(*"jones")
            await _show(app, pilot, "search")
            await pilot.press("escape", *"rhian ad", "enter")
            await pilot.pause(0.5)
            await pilot.press("enter")
            await pilot.pause(0.5)
            await pilot.press("down", "down", "down", "enter")
            await _show(app, pilot, "my-day")
            await pilot.press("escape", "escape")
            await pilot.pause(0.3)
            await pilot.press("f9", *DEMO_PIN, "enter")
            await pilot.pause(1.0)
            await _show(app, pilot, "board")
            await pilot.press("enter")
            await pilot.pause(0.3)
            await pilot.press("h", "h", "l", "a", "r")
            await _show(app, pilot, "register")
            await pilot.press("escape", "c")
            await _show(app, pilot, "closing")


async def _show(app: KioskApp, pilot: Pilot[str], name: str) -> None:
    await pilot.pause(0.5)
    # the picture keeps to the reader's own fonts: nothing is fetched to show it
    drawing = FONT.sub("", app.export_screenshot())
    drawing = drawing.replace("Fira Code", "Menlo, Consolas, DejaVu Sans Mono")
    (OUT / f"{name}.svg").write_text(drawing, encoding="utf-8")


def pages(folder: Path) -> None:
    """Print one certificate and one slip, and save a picture of each."""
    with open_demo(folder, lambda: DAY, time(15, 30)) as kiosk:
        for session in SESSIONS:
            _do(kiosk, by(Evidence.TUTOR, mark("SJO", SessionId(session), MarkState.PRESENT)))
        for kind, person in ((Kind.CERTIFICATES, "SJO"), (Kind.SLIPS, "NIA")):
            day = DayId(kiosk.desk.now().date().isoformat())
            _do(kiosk, decision_for(kind, day, PersonId(person)))
            school, now = kiosk.desk.school, kiosk.desk.now()
            path, _ = write(plan(school, now, kind, day, Language("en"), PersonId(person)), folder)
            page = pypdfium2.PdfDocument(path)[0]
            page.render(scale=1.2).to_pil().save(OUT / f"{kind.value}.png", optimize=True)


def _do(kiosk: Kiosk, decision: Decision) -> None:
    kiosk.desk.perform_now(decision, TUTOR)


def main() -> None:
    """Make all pictures."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(screens(Path(folder) / "screens"))
        pages(Path(folder) / "pages")


if __name__ == "__main__":
    main()
