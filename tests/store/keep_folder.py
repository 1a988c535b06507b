"""Keeps a folder as this version of the code writes it: `python -m tests.store.keep_folder`.

It goes to `tests/data/format-N`, where every later version must open, repair, erase from and
migrate it (`test_kept_folders.py`). Run it once when the format of the files is about to change.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.marks import mark
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.store.journal import migration
from kiosk.store.journal.file_names import LOCK, PROGRAMS
from tests.builders import DAY
from tests.store.programs import desk_on
from tests.store.remembering import remembered

DATA = Path(__file__).parents[1] / "data"
TUTOR = Actor("tutor", Evidence.TUTOR)
DECISIONS: tuple[tuple[Decision, Actor], ...] = (
    (report_absent(PersonId("p0"), DAY), TUTOR),
    (mark(PersonId("p1"), SessionId("A"), MarkState.RELEASED), TUTOR),
    (mark(PersonId("p1"), SessionId("A"), MarkState.PRESENT), TUTOR),
    (sign_in(PersonId("p0")), Actor("p0", Evidence.BADGE)),
    (choose(PersonId("p2"), SessionId("C")), Actor("p2", Evidence.TYPED)),
)
LAST = sign_in(PersonId("p1")), Actor("p1", Evidence.CODE)
"""What stands in the journal alone, because its program was killed."""


def main() -> None:
    """Lay the folder."""
    kept = DATA / f"format-{migration.FORMAT}"
    socket.gethostname = lambda: "hall"
    with tempfile.TemporaryDirectory() as temporary:
        laid = remembered(Path(temporary) / "folder")
        desk = desk_on(laid)
        for decision, actor in DECISIONS:
            desk.perform_now(decision, actor)
        desk.close()
        killed = desk_on(laid)
        killed.perform_now(*LAST)
        shutil.copytree(laid, kept, dirs_exist_ok=True)
    (kept / LOCK).unlink()
    shutil.rmtree(kept / PROGRAMS)
    sys.stdout.write(f"{kept}\n")
    sys.stdout.flush()
    os._exit(0)  # as killed: closing would write what was to stay in the journal


if __name__ == "__main__":
    main()
