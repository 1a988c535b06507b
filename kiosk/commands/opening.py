"""`kiosk` and `kiosk demo`: opening the screens."""

from __future__ import annotations

from pathlib import Path

from kiosk.commands.call import Call
from kiosk.demo import open_demo
from kiosk.factory import Kiosk, assemble, start_at
from kiosk.folder import locate
from kiosk.text import t

SAMPLE = "sample"
"""What the screens return when somebody without a school wants to try the sample."""


def kiosk(call: Call) -> None:
    """Open the kiosk on the data folder; where it is empty, the screens offer what to do."""
    folder = call.folder()
    with assemble(folder, call.clock) as opened:
        if call.options.at is not None:
            start_at(opened, call.options.at)
        answer = opened.app(call.voice.language).run()
    if answer == SAMPLE:
        with open_demo(_beside(call, folder), call.clock) as sample:
            _run(call, sample)


def _run(call: Call, opened: Kiosk) -> None:
    opened.app(call.voice.language).run()


def _beside(call: Call, folder: Path) -> Path:
    """Return the folder of the sample, beside the school's."""
    if call.options.data or call.environ.get("KIOSK_DATA"):
        return folder.with_name(f"{folder.name}-demo")
    return locate(None, call.environ, demo=True)


def demo(call: Call) -> None:
    """Lay the sample school, unless it is there for today, and open the kiosk on it."""
    folder = call.folder(demo=True)
    with open_demo(folder, call.clock, call.options.at) as opened:
        if call.options.load_only:
            call.voice.tell(t("The sample school is in {folder}.", folder=str(folder)))
            return
        _run(call, opened)
