"""Maintenance of a folder: checkpoints when it is idle and at the end, copies, old journals."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import Busy, KioskError
from kiosk.rules.model.actors import COMMAND, Actor
from kiosk.store.copies.dated_copies import END, copy_name, make_copy
from kiosk.store.interface import ErasureReport, RetentionPeriods
from kiosk.store.journal.archive import archive
from kiosk.store.journal.checkpoint import pieces, written_up_to
from kiosk.store.journal.file_names import ARCHIVE, BACKUPS, FILE, is_erasure_cut_short
from kiosk.store.journal.journal import Journal
from kiosk.store.journal.lock import WAIT
from kiosk.store.journal.recovery import FolderState
from kiosk.system.data_folder import true_time
from kiosk.system.durable_files import flush_folder, put_in_place, write_beside
from kiosk.text import Text, t

if TYPE_CHECKING:
    from kiosk.store.erasure.erasure_scope import Scope

IDLE = 2.0
"""Seconds without a change until a checkpoint is made, from which stock TinyDB reads."""
RETRY = 30.0
"""Seconds until a checkpoint that failed is tried again."""
SEND_RETRY = 300.0
"""Seconds until a second folder that was missing is looked for again."""
LARGE = 4 << 20
"""Bytes of a journal above which a checkpoint begins the next one."""
PAUSE = 0.001
"""Seconds between the pieces of a checkpoint, in which the screen is painted."""


class MaintainedJournal(Journal):
    """A journal whose programs make its checkpoints: when they are idle, and the last to leave."""

    _tried_at = -RETRY
    _ran_long = False
    """Whether this program ran for a while, as a kiosk does and a command does not."""
    _is_sent = False
    """Whether the second folder has all copies, as far as is known."""
    _send_at = math.inf
    """When to try again to send copies, in seconds of the monotonic clock."""

    def __init__(
        self,
        checkpoint: Path,
        wait: float = WAIT,
        clock: Callable[[], datetime] = true_time,
    ) -> None:
        """Open what is beside `checkpoint`; see `Journal`."""
        super().__init__(checkpoint, wait, clock)
        self._must_finish_erasure = is_erasure_cut_short(checkpoint.parent)

    def is_maintenance_due(self) -> bool:
        """Return whether a checkpoint or a copy is due, and nothing has happened for a moment."""
        now = time.monotonic()
        is_quiet = now - self.changed_at >= IDLE and now - self._tried_at >= RETRY
        return (self._is_behind() and is_quiet) or now >= self._send_at

    def _is_behind(self) -> bool:
        state = self._state
        return state is not None and (
            self._must_finish_erasure
            or (state.position.offset > 0 and state.position.seq != state.saved)
        )

    def run_maintenance(self, keeping: RetentionPeriods | None = None) -> None:
        """Make a checkpoint and copies. What fails is tried again: no change depends on it."""
        self._tried_at, self._ran_long = time.monotonic(), True
        self._finish_erasure()
        with suppress(KioskError, OSError):
            if self.checkpoint(PAUSE):
                self._tried_at = -RETRY
                self._copy("", keeping)
        self._try_to_send(keeping)

    def checkpoint(self, pause: float = 0.0, wait: float = 0.0) -> bool:
        """Write all tables to the TinyDB file; return False if another program is doing so.

        `pause` is as in `pieces`; `wait`, how many seconds to wait for the other program.

        Raises:
            KioskError, OSError: it could not be made; the file before stays.
        """
        with self.programs.only_one_doing("checkpoint", wait) as is_ours:
            if not is_ours:
                return False
            with self.transaction() as state:
                if not state.position.offset or self._is_current(state):
                    return True
                if (
                    state.position.offset > LARGE
                    or state.position.day != self.today
                    or state.is_old
                ):
                    self.begin_journal()
                # others write on while the file is encoded: it is made from a copy of the tables
                tables, position = state.tables.copied(), state.position
            beside = write_beside(self.path, pieces(tables, position, pause))
            # with the folder held: no writer checks the file at the moment it is replaced
            with self.transaction() as state:
                put_in_place(beside, self.path)
                state.saved, state.file_sum = position.seq, state.file_sum or position.chain
            # the new name must be on the disk before the journals it includes move away
            flush_folder(self.path.parent)
            archive(self.path, position.generation)
            return True

    def _finish_erasure(self) -> None:
        """Finish an erasure that was cut short. What fails is tried again."""
        if is_erasure_cut_short(self.path.parent):
            from kiosk.store.erasure.erasing import finish_erasure

            with suppress(KioskError, OSError):
                finish_erasure(self)
        self._must_finish_erasure = is_erasure_cut_short(self.path.parent)

    def copy_now(self, keeping: RetentionPeriods | None = None) -> Path:
        """Make a copy of everything that is saved, and return its path.

        Raises:
            KioskError, OSError: it could not be made.
        """
        kind = f"{self._clock():%H%M%S}"
        if not (self.checkpoint(wait=self.lock.wait) and self._copy(kind, keeping)):
            raise Busy(t("Not saved: another program is using the data. Please try again."))
        return self.path.parent / BACKUPS / copy_name(self.today, kind)

    def _copy(self, kind: str, keeping: RetentionPeriods | None) -> bool:
        """Make a dated copy, and remove old ones; return False if another program does so."""
        # as a checkpoint is: the file must not be replaced while it is copied
        with self.programs.only_one_doing("checkpoint", self.lock.wait if kind else 0.0) as is_ours:
            days = keeping.copies if keeping else None
            if is_ours and make_copy(self.path, self.today, kind=kind, days=days):
                self._is_sent = False
                if keeping is not None:
                    self._remove_old_journals(keeping)
            return is_ours

    def _remove_old_journals(self, keeping: RetentionPeriods) -> None:
        from kiosk.store.copies.retention import outdated

        before = date.fromisoformat(self.today) - timedelta(days=keeping.journals)
        old = outdated(self.path.parent / ARCHIVE, before.isoformat())
        with self.lock.held():
            for journal in old:
                journal.unlink(missing_ok=True)

    def send(self, keeping: RetentionPeriods | None, wait: float = 0.0) -> None:
        """Bring the second folder up to date, unless another program does so for all of `wait`.

        Raises:
            OSError, DataFolderError: see `kiosk.store.copies.offsite_copies.send_copies`.
        """
        from kiosk.store.copies import offsite_copies  # the first screen does not wait for it

        with self.programs.only_one_doing("copies", wait) as is_ours:
            if is_ours:
                offsite_copies.send_copies(self.path.parent, keeping.copies if keeping else None)
                self._is_sent, self._send_at = True, math.inf

    def _try_to_send(self, keeping: RetentionPeriods | None) -> None:
        """Send new copies, and those that could not be sent: the stick may be back."""
        if not self._is_sent:
            self._send_at = time.monotonic() + SEND_RETRY
            with suppress(KioskError, OSError):
                self.send(keeping)

    def copies_trouble(self, keeping: RetentionPeriods) -> Text | None:
        """Return what keeps copies from the second folder, or None. From any thread."""
        from kiosk.store.copies import offsite_copies

        return offsite_copies.waiting_reason(self.path.parent, keeping.copies)

    def _is_current(self, state: FolderState) -> bool:
        if written_up_to(self.path) != state.position.seq:
            return False
        state.saved = state.position.seq
        return True

    def close(self, keeping: RetentionPeriods | None = None) -> None:
        """Leave the folder; the last to leave makes a checkpoint. Not usable afterwards.

        Nothing is raised: what could not be done is done by the next program.
        """
        with suppress(KioskError, OSError):
            # a program that only read also does what a killed one could not
            if self.programs.has_joined or self._is_behind():
                # with the folder held, or two that leave at once would each see the other
                with self.lock.held():
                    is_last = self.programs.leave()
                if is_last:
                    self._finish_erasure()
                if is_last and self.checkpoint(wait=self.lock.wait):
                    self._copy("", keeping)
                    if self._ran_long:
                        self._copy(END, keeping)
                    self._try_to_send(keeping)
        super().close()


def erase(
    folder: Path,
    scope: Scope,
    now: datetime,
    actor: Actor = COMMAND,
    wait: float = WAIT,
) -> ErasureReport:
    """Erase a scope from every file of a folder; see `kiosk.store.erasure.erasing.erase`."""
    from kiosk.store.erasure.erasing import erase as carry_out

    with closing(MaintainedJournal(folder / FILE, wait, lambda: now)) as journal:
        return carry_out(journal, scope, now, actor)
