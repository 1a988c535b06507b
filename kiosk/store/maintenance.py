"""Keeping a folder in order: checkpoints when idle and at the end, old journals put away."""

from __future__ import annotations

import math
import time
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import Busy, KioskError
from kiosk.rules.model.terms import Evidence
from kiosk.store.copies.dated_copies import END, copy_name, make_copy
from kiosk.store.interface import RetentionPeriods
from kiosk.store.journal.archive import archive
from kiosk.store.journal.checkpoint import pieces, written_up_to
from kiosk.store.journal.files import ARCHIVE, BACKUPS, ERASING, FILE
from kiosk.store.journal.journal import Journal
from kiosk.store.journal.lock import WAIT
from kiosk.store.journal.recovery import FolderState
from kiosk.system.durable_files import flush_folder, put_in_place, write_beside
from kiosk.text import Text, t

if TYPE_CHECKING:
    from kiosk.store.erasure.erasing import ErasureReport
    from kiosk.store.erasure.erasure_scope import Scope

IDLE = 2.0
"""Seconds without a change after which a checkpoint is made, so that stock TinyDB sees it."""
AGAIN = 30.0
"""Seconds until a checkpoint that could not be made is tried again."""
LATER = 300.0
"""Seconds until a second folder that was not there is looked for again."""
LARGE = 4 << 20
"""Bytes of a journal after which the next one is begun."""
PAUSE = 0.001
"""Seconds between the pieces of a checkpoint in which the screen is painted."""


class MaintainedJournal(Journal):
    """A journal whose programs make its checkpoints: whoever is idle, and the last to leave."""

    _tried_at = -AGAIN
    _stayed = False
    """Whether this program was here for a while, as a kiosk is and a command is not."""
    _is_sent = False
    """Whether the second folder has, as far as is known, what there is to have."""
    _send_at = math.inf
    """When to try again, in seconds of the monotonic clock."""

    def __init__(self, checkpoint: Path, wait: float = WAIT) -> None:
        """Open what is beside `checkpoint`; see `Journal`."""
        super().__init__(checkpoint, wait)
        self._erases = (checkpoint.parent / ERASING).exists()

    def is_maintenance_due(self) -> bool:
        """Return whether a checkpoint is to be made, as nothing has happened for a moment."""
        now = time.monotonic()
        is_quiet = now - self.changed_at >= IDLE and now - self._tried_at >= AGAIN
        return (self._is_behind() and is_quiet) or now >= self._send_at

    def _is_behind(self) -> bool:
        state = self._state
        return state is not None and (
            self._erases or (state.mark.offset > 0 and state.mark.seq != state.saved)
        )

    def run_maintenance(self, keeping: RetentionPeriods | None = None) -> None:
        """Make a checkpoint, in pieces; what fails is tried again later: nothing depends on it."""
        self._tried_at, self._stayed = time.monotonic(), True
        self._finish_erasure()
        with suppress(KioskError, OSError):
            if self.checkpoint(PAUSE):
                self._tried_at = -AGAIN
                self._copy("", keeping)
        self._try_to_send(keeping)

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
            with self.transaction() as state:
                if not state.mark.offset or self._is_current(state):
                    return True
                if state.mark.offset > LARGE or state.mark.day != _today() or state.is_old:
                    self.begin_journal()
                tables, mark = state.tables.copied(), state.mark
            beside = write_beside(self.path, pieces(tables, mark, pause))
            with self.transaction() as state:
                put_in_place(beside, self.path)
                state.saved, state.file_sum = mark.seq, state.file_sum or mark.chain
            flush_folder(self.path.parent)
            archive(self.path, mark.generation)
            return True

    def _finish_erasure(self) -> None:
        """Finish an erasure that was cut short; what fails is tried again."""
        if (self.path.parent / ERASING).exists():
            from kiosk.store.erasure.erasing import finish_erasure

            with suppress(KioskError, OSError):
                finish_erasure(self)
        self._erases = (self.path.parent / ERASING).exists()

    def copy_now(self, keeping: RetentionPeriods | None = None) -> Path:
        """Make a copy at once, of everything that is saved, and return its path.

        Raises:
            KioskError, OSError: it could not be made.
        """
        kind = f"{datetime.now().astimezone():%H%M%S}"
        if not (self.checkpoint(wait=self.lock.wait) and self._copy(kind, keeping)):
            raise Busy(t("Not saved: another program is busy. Please try again."))
        return self.path.parent / BACKUPS / copy_name(_today(), kind)

    def _copy(self, kind: str, keeping: RetentionPeriods | None) -> bool:
        """Make a dated copy, and once a day forget what is too old; return whether it was ours."""
        # while nobody else puts a checkpoint in place
        with self.company.alone_at("checkpoint", self.lock.wait if kind else 0.0) as is_ours:
            days = keeping.copies if keeping else None
            if is_ours and make_copy(self.path, _today(), kind=kind, days=days):
                self._is_sent = False
                if keeping is not None:
                    self._forget(keeping)
            return is_ours

    def _forget(self, keeping: RetentionPeriods) -> None:
        from kiosk.store.copies.retention import outdated

        before = date.fromisoformat(_today()) - timedelta(days=keeping.journals)
        old = outdated(self.path.parent / ARCHIVE, before.isoformat())
        with self.lock.held():
            for journal in old:
                journal.unlink(missing_ok=True)

    def send(self, keeping: RetentionPeriods | None, wait: float = 0.0) -> None:
        """Bring the second folder up to date, unless another program is doing so.

        Raises:
            OSError, DataFolderError: see `kiosk.store.copies.offsite_copies.send_copies`.
        """
        from kiosk.store.copies import offsite_copies  # here: the first screen does not wait for it

        with self.company.alone_at("copies", wait) as is_ours:
            if is_ours:
                offsite_copies.send_copies(self.path.parent, keeping.copies if keeping else None)
                self._is_sent, self._send_at = True, math.inf

    def _try_to_send(self, keeping: RetentionPeriods | None) -> None:
        """Send what is new, or could not be sent: a stick that was pulled out may be back."""
        if not self._is_sent:
            self._send_at = time.monotonic() + LATER
            with suppress(KioskError, OSError):
                self.send(keeping)

    def copies_trouble(self, keeping: RetentionPeriods) -> Text | None:
        """Return what keeps copies from the second folder; from any thread."""
        from kiosk.store.copies import offsite_copies

        return offsite_copies.waiting_reason(self.path.parent, keeping.copies)

    def _is_current(self, state: FolderState) -> bool:
        if written_up_to(self.path) != state.mark.seq:
            return False
        state.saved = state.mark.seq
        return True

    def close(self, keeping: RetentionPeriods | None = None) -> None:
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
                if is_last and self.checkpoint(wait=self.lock.wait):
                    self._copy("", keeping)
                    if self._stayed:
                        self._copy(END, keeping)
                    self._try_to_send(keeping)
        super().close()


def erase(
    folder: Path,
    chosen: Scope,
    now: datetime,
    by: str = "command",
    proof: Evidence = Evidence.COMMAND,
    wait: float = WAIT,
) -> ErasureReport:
    """Erase what is chosen from every file of a folder; see `kiosk.store.erasure.erasing.erase`."""
    from kiosk.store.erasure.erasing import erase as carry_out

    with closing(MaintainedJournal(folder / FILE, wait)) as journal:
        return carry_out(journal, chosen, now, by, proof)


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
