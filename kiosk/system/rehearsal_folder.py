"""The folder of a rehearsal: a copy of the school beside the data folder, gone when it ends.

    school/                the data folder
    school/rehearsal.lock  locked while a rehearsal is open
    school-rehearsal/      the copy

The copy holds everybody's data. A program that is killed leaves it behind; so the next start of
the kiosk removes it, and so does erasing a person. Only a folder that is marked as such a copy is
ever removed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import Refused
from kiosk.system.data_folder import DEMO, DemoMark
from kiosk.text import t

LOCK = "rehearsal.lock"


def rehearsal_folder(folder: Path) -> Path:
    """Return where the copy of a data folder is, if there is one."""
    return folder.with_name(f"{folder.name}-rehearsal")


@contextmanager
def rehearsing(folder: Path) -> Iterator[Path]:
    """Yield the place of the copy: nothing is there at the beginning, nor at the end.

    Raises:
        Refused: a rehearsal is open, or something else is in that place.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Refused(
            t(
                "A rehearsal of this school is open, on a copy of everyone's data. Please end it "
                "first: F9, then Q."
            )
        ) from error
    try:
        copy = rehearsal_folder(folder)
        _remove(copy)
        try:
            yield copy
        finally:
            _remove(copy)
    finally:
        lock.release()


def remove_left_over(folder: Path) -> None:
    """Remove the copy that a killed rehearsal left behind, if there is one. Raises as above."""
    copy = rehearsal_folder(folder)
    if (copy / DEMO).exists() and DemoMark(copy).rehearses():
        with rehearsing(folder):
            pass


def _remove(copy: Path) -> None:
    if not copy.exists():
        return
    inside = [path for path in copy.iterdir() if path.name != DEMO]
    if not (DemoMark(copy).rehearses() or (not inside and not (copy / DEMO).exists())):
        raise Refused(
            t("{folder} is in the way of a rehearsal. Please move it away.", folder=str(copy))
        )
    for path in inside:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    # the mark last: a removal that is cut short is continued the next time
    (copy / DEMO).unlink(missing_ok=True)
    copy.rmdir()
