"""Keeping a folder in order: checkpoints when idle and at the end, old journals put away."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.store import WAIT
from kiosk.store.backups import back_up
from kiosk.store.checkpoint import pieces, written_up_to
from kiosk.store.files import (
    ARCHIVE,
    ERASING,
    flush_folder,
    generations,
    journal_path,
    put_in_place,
    write_beside,
)
from kiosk.store.journal import Journal, Listener
from kiosk.store.recovery import State

IDLE = 2.0
"""Seconds without a change after which a checkpoint is made, so that stock TinyDB sees it."""
AGAIN = 30.0
"""Seconds until a checkpoint that could not be made is tried again."""
LARGE = 4 << 20
"""Bytes of a journal after which the next one is begun."""
PAUSE = 0.001
"""Seconds between the pieces of a checkpoint in which the screen is painted."""


class KeptJournal(Journal):
    """A journal whose programs make its checkpoints: whoever is idle, and the last to leave."""

    _tried_at = -AGAIN
    _stayed = False
    """Whether this program was here for a while, as a kiosk is and a command is not."""

    def __init__(
        self, checkpoint: Path, wait: float = WAIT, listener: Listener | None = None
    ) -> None:
        """Open what is beside `checkpoint`; see `Journal`."""
        super().__init__(checkpoint, wait, listener)
        self._erases = (checkpoint.parent / ERASING).exists()

    def is_due(self) -> bool:
        """Return whether a checkpoint is to be made, as nothing has happened for a moment."""
        now = time.monotonic()
        return self._is_behind() and now - self.changed_at >= IDLE and now - self._tried_at >= AGAIN

    def _is_behind(self) -> bool:
        state = self._state
        return state is not None and (
            self._erases or (state.mark.offset > 0 and state.mark.seq != state.saved)
        )

    def tend(self) -> None:
        """Make a checkpoint, in pieces; what fails is tried again later: nothing depends on it."""
        self._tried_at, self._stayed = time.monotonic(), True
        self._finish_erasure()
        with suppress(KioskError, OSError):
            if self.checkpoint(PAUSE):
                self._tried_at = -AGAIN

    def checkpoint(self, pause: float = 0.0, wait: float = 0.0) -> bool:
        """Write all tables into the TinyDB file; return whether it holds them.

        Holds the folder only to copy the tables and to put the file in place. `wait` is how many
        seconds to wait for another program's checkpoint.

        Raises:
            KioskError, OSError: it could not be made; the one before it stays.
        """
        with self.company.alone_at("checkpoint", wait) as is_ours:
            if not is_ours:
                return False
            with self.exclusively() as state:
                if not state.mark.offset or self._is_current(state):
                    return True
                if state.mark.offset > LARGE or state.mark.day != _today() or state.is_old:
                    self.begin_journal()
                tables, mark = state.tables.copied(), state.mark
            beside = write_beside(self.path, pieces(tables, mark, pause))
            with self.exclusively() as state:
                put_in_place(beside, self.path)
                state.saved, state.file_sum = mark.seq, state.file_sum or mark.chain
            flush_folder(self.path.parent)
            archive(self.path, mark.generation)
            back_up(self.path, _today(), at_end=False)
            return True

    def _finish_erasure(self) -> None:
        """Finish an erasure that was cut short; what fails is tried again."""
        if (self.path.parent / ERASING).exists():
            from kiosk.store.erasure import finish

            with suppress(KioskError, OSError):
                finish(self)
        self._erases = (self.path.parent / ERASING).exists()

    def _back_up_at_end(self) -> None:
        # nobody may rewrite the copies meanwhile: this one would come after it, and be missed
        with self.company.alone_at("checkpoint", self.lock.wait) as is_ours:
            if is_ours:
                back_up(self.path, _today(), at_end=True)

    def _is_current(self, state: State) -> bool:
        if written_up_to(self.path) != state.mark.seq:
            return False
        state.saved = state.mark.seq
        return True

    def close(self) -> None:
        """Leave the folder; the last to leave makes a checkpoint. What fails is safe all the same.

        Nothing may be asked afterwards.
        """
        with suppress(KioskError, OSError):
            # whoever only read looks after what a program that was killed left undone
            if self.company.joined or self._is_behind():
                with self.lock.held():
                    is_last = self.company.leave()
                if is_last:
                    self._finish_erasure()
                if is_last and self.checkpoint(wait=self.lock.wait) and self._stayed:
                    self._back_up_at_end()
        super().close()


def archive(path: Path, generation: int) -> None:
    """Put journals away that are older than the one of this generation, the oldest first.

    Raises:
        OSError: one could not be moved; it is left out when the folder is read.
    """
    old = [one for one in generations(path) if one < generation]
    if not old:
        return
    folder = path.parent / ARCHIVE
    folder.mkdir(mode=0o700, exist_ok=True)
    for one in old:
        journal = journal_path(path, one)
        target, number = folder / journal.name, 1
        while target.exists():  # of an earlier school in this folder
            number += 1
            target = folder / f"{journal.name}-{number}"
        os.replace(journal, target)
    flush_folder(folder)
    flush_folder(path.parent)


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
