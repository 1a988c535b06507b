"""Copies, repair, erasing and going back to a copy, for one data folder: see `Administration`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from kiosk.errors import NotSaved
from kiosk.rules.model.ids import PersonId
from kiosk.store import repair
from kiosk.store.copies import offsite_copies
from kiosk.store.copies.dated_copies import list_copies
from kiosk.store.erasure.erasure_scope import PersonScope
from kiosk.store.interface import (
    CopiesOverview,
    ErasureReport,
    RepairReport,
    RestoreReport,
    RetentionPeriods,
)
from kiosk.store.journal.file_names import BACKUPS, FILE, REPORT
from kiosk.store.journal.lock import WAIT
from kiosk.store.maintenance import MaintainedJournal, erase
from kiosk.system.durable_files import replace_durably
from kiosk.system.rehearsal_folder import remove_left_over
from kiosk.text import Text


class FolderAdministration:
    """One data folder. Each call opens what it needs, because the folder may be damaged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def copies(self) -> CopiesOverview:
        """Return the copies that there are."""
        chosen = offsite_copies.read_settings(self._folder)
        try:
            there = [] if chosen.path is None else list_copies(chosen.path)
        except OSError:
            there = None
        here = list_copies(self._folder / BACKUPS)
        return CopiesOverview(here, chosen.to, there, chosen.key is not None)

    def set_second_folder(self, second: Path | None) -> None:
        """Set where copies go as well; None: nowhere."""
        offsite_copies.set_folder(self._folder, second)

    def set_passphrase(self, passphrase: str | None) -> None:
        """Set the passphrase that encrypts copies in the second folder; None: they are plain."""
        offsite_copies.set_passphrase(self._folder, passphrase)

    def update_copies(
        self, keeping: RetentionPeriods | None, now: datetime, *, copy_now: bool = False
    ) -> Text | None:
        """Bring the second folder up to date; return what prevents that, or None."""
        journal = MaintainedJournal(self._folder / FILE, WAIT, lambda: now)
        try:
            if copy_now:
                journal.copy_now(keeping)
            return self._send(journal, keeping)
        finally:
            journal.close(keeping)

    def _send(self, journal: MaintainedJournal, keeping: RetentionPeriods | None) -> Text | None:
        try:
            journal.send(keeping, WAIT)
        except OSError as error:
            chosen = offsite_copies.read_settings(self._folder)
            return offsite_copies.describe_waiting(chosen, error)
        except NotSaved as error:  # a disk that cannot be written to: its copies are asked for
            return error.reason
        return None

    def repair(self, now: datetime) -> RepairReport:
        """Save what is good of damaged data, and keep what was there."""
        return repair.repair(self._folder, now)

    def keep_report(self, aside: Path, lines: Iterable[str]) -> Path:
        """Keep what a repair said beside the damaged files; return the file's path."""
        kept = aside / REPORT
        replace_durably(kept, [f"{line}\n".encode() for line in lines])
        return kept

    def erase_person(self, person: PersonId, now: datetime) -> ErasureReport:
        """Erase everything of a person from every file of the folder."""
        remove_left_over(self._folder)
        report = erase(self._folder, PersonScope(person), now)
        copies = (path for path in report.rewritten if path.parent == self._folder / BACKUPS)
        offsite_copies.withdraw(self._folder, copies)
        return report

    def restore(
        self, copy: Path, now: datetime, passphrase: Callable[[], str], *, with_later: bool
    ) -> RestoreReport:
        """Go back to a copy, with the changes after it if they are wanted."""
        return repair.restore(self._folder, copy, now, passphrase=passphrase, with_later=with_later)
