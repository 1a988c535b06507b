"""What the Desk asks of a store: the seam behind which attendance is saved to TinyDB."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from kiosk.rules.model.changes import HistoryEntry, Put, PutAll, Remove, Snapshot
from kiosk.rules.model.ids import PersonId
from kiosk.text import Text


class RetentionPeriods(msgspec.Struct, frozen=True):
    """For how long a school keeps what the store could do without."""

    copies: int
    """Days of which the dated copies are kept."""
    journals: int
    """Days for which journals are kept that a checkpoint has taken in."""


class Copy(msgspec.Struct, frozen=True):
    """One dated copy."""

    path: Path
    day: str
    kind: str
    """Blank: the first of its day; `end`; or the time at which it was asked for, `130540`."""
    size: int
    """In bytes."""
    is_encrypted: bool


class CopiesOverview(msgspec.Struct, frozen=True):
    """Which copies there are, and where copies go."""

    here: list[Copy]
    """Those beside the data, in the order of their days."""
    second_folder: str
    """Blank: there is none."""
    there: list[Copy] | None
    """Those in the second folder; None: it cannot be read now."""
    encrypts: bool
    """Whether copies are encrypted when they go to the second folder."""


class Source(msgspec.Struct):
    """A file that changes were taken from, and the first and the last of them."""

    path: Path
    first: int
    last: int


class RepairReport(msgspec.Struct, frozen=True):
    """What a repair found."""

    aside: Path | None
    """Where the damaged files are kept; None: nothing is damaged, and nothing was done."""
    saved: int
    """The number of the last change that was saved."""
    missing: tuple[tuple[int, int], ...]
    """Changes that are lost, as ranges of their numbers."""
    altered: bool
    """Whether rows were taken as they stand from a checkpoint that does not check."""
    spoilt: int
    """How many lines of current journals do not check, and are left out."""
    sources: tuple[Source, ...]
    """What was taken from where, in order: first the file that the others follow on."""


class RestoreReport(msgspec.Struct, frozen=True):
    """What going back to a copy did."""

    kept: Path | None
    """Where what was there is kept; None: nothing was there."""
    later: int
    """Changes after the copy that were taken as well."""


class ErasureReport(msgspec.Struct, frozen=True):
    """What an erasure did."""

    called: str
    """What stands in place of a person's id, `erased-1`; blank for a table."""
    changed: int
    """Current documents that were changed or removed."""
    rewritten: tuple[Path, ...]
    """Older files that were rewritten."""
    removed: tuple[Path, ...]
    """Files that could not be read, and were removed."""
    spoilt: int
    """Lines of older journals that did not check, and were removed."""
    not_rewritten: tuple[Path, ...]
    """Files that are not the store's, or that it cannot read: a person has to look at them."""


class News(msgspec.Struct, frozen=True):
    """Changes, and the number of the last of them."""

    seq: int
    """Where to read on, as this store counts: given to the next `news`, and to `append`."""
    items: list[Put | Remove | PutAll]
    """In the order in which they were made."""


class Saved(NamedTuple):
    """Where changes stand that were written."""

    seq: int
    """The number of the change, as this store counts."""
    number: int
    """The number of its entry in the history."""


class Past(msgspec.Struct, frozen=True):
    """A decision of the history, with what has to be known to undo it."""

    entry: HistoryEntry
    snapshots: tuple[Snapshot, ...]
    """What stood before it; empty: it is not kept."""
    since: tuple[HistoryEntry, ...]
    """The entries after it, the oldest first."""


class Store(Protocol):
    """One school's records, shared with every program on the same data."""

    holds_while_deciding: bool
    """Whether to decide inside `transaction`, where nothing moves: holding it costs little here."""

    def prepare(self) -> None:
        """Load what the first `append` needs; without this, that append takes longer."""
        ...

    def transaction(self) -> AbstractContextManager[object]:
        """Keep every other writer out. Raises `Busy` after ten seconds."""
        ...

    def has_news(self, after: int) -> bool:
        """Return whether anything was written after a number. Costs microseconds."""
        ...

    def news(self, after: int | None = None) -> News:
        """Return what was written after a number, by anybody; None: all records there are.

        Changes are kept until a later number is asked for: if they cannot be applied, ask again
        with the same number. Where all is read, a record comes after those it names.

        Raises:
            DataFolderError: the data cannot be read.
        """
        ...

    def append(
        self,
        items: Iterable[Put | Remove],
        entry: HistoryEntry,
        after: int | None = None,
        before: tuple[Snapshot, ...] = (),
        closed: Collection[str] | None = None,
    ) -> Saved:
        """Write all of these changes, or none; return their numbers once they are on the disk.

        `after` is the number of the last change that the items were decided on; None: they do not
        depend on any. `before` is kept for undoing. `closed`, given when a day is closed, are all
        closed days: what stood before decisions that touch no other day is kept no longer.

        Raises:
            Moved: another program has written since; nothing was written.
            NotSaved: they could not be written; what was saved before is as it was.
        """
        ...

    def history(self, about: str) -> list[HistoryEntry]:
        """Return what was asked about an id, or by the person of that id, the oldest first.

        Raises:
            DataFolderError: the data cannot be read.
        """
        ...

    def latest(self, most: int) -> list[HistoryEntry]:
        """Return the last entries of the history, the newest first. Raises as `history`."""
        ...

    def past(self, number: int) -> Past | None:
        """Return the decision of that number in the history, or None. Raises as `history`."""
        ...

    def is_maintenance_due(self) -> bool:
        """Return whether `run_maintenance` has anything to do. Costs a microsecond."""
        ...

    def run_maintenance(self, keeping: RetentionPeriods | None = None) -> None:
        """Make checkpoints and copies, from any thread. A failure is retried at the next call.

        With None nothing old is removed, because it is not known how long the school keeps it.
        """
        ...

    def copies_trouble(self, keeping: RetentionPeriods) -> Text | None:
        """Return what keeps copies from the second folder, or None. May take seconds."""
        ...

    def close(self, keeping: RetentionPeriods | None = None) -> None:
        """Leave the data; the last program to leave makes a checkpoint. Not usable afterwards."""
        ...


class Administration(Protocol):
    """What is done about the data themselves, whether or not the school in them can be read."""

    def copies(self) -> CopiesOverview:
        """Return the copies that there are.

        Raises:
            DataFolderError: what is set about copies cannot be read.
        """
        ...

    def set_second_folder(self, second: Path | None) -> None:
        """Set where copies go as well; None: nowhere.

        Raises:
            Refused: it is not there, cannot be written to, or lies in the data folder.
            DataFolderError: what is set about copies cannot be read.
        """
        ...

    def set_passphrase(self, passphrase: str | None) -> None:
        """Set the passphrase that encrypts copies in the second folder; None: they are plain.

        Raises:
            Refused: it is too short.
            DataFolderError: what is set about copies cannot be read.
        """
        ...

    def update_copies(
        self, keeping: RetentionPeriods | None, now: datetime, *, copy_now: bool = False
    ) -> Text | None:
        """Bring the second folder up to date; return what prevents that, or None.

        `copy_now`: make a copy of everything that is saved first. `keeping` as in
        `Store.run_maintenance`.

        Raises:
            KioskError, OSError: the copy could not be made.
        """
        ...

    def repair(self, now: datetime) -> RepairReport:
        """Save what is good of damaged data, and keep what was there.

        Raises:
            Busy: another program holds the data.
            OSError: the disk cannot be read or written; nothing was altered.
        """
        ...

    def keep_report(self, aside: Path, lines: Iterable[str]) -> Path:
        """Keep what a repair said beside the damaged files; return the file's path.

        Raises:
            OSError: it cannot be written.
        """
        ...

    def erase_person(self, person: PersonId, now: datetime) -> ErasureReport:
        """Erase everything of a person from every file. It cannot be taken back.

        Raises:
            Refused: a rehearsal is open, on a copy that holds the person.
            Busy: another program holds the data.
            DataFolderError: the data cannot be read: repair them first.
            NotSaved: the disk failed; what was begun is finished by itself later.
        """
        ...

    def restore(
        self, copy: Path, now: datetime, passphrase: Callable[[], str], *, with_later: bool
    ) -> RestoreReport:
        """Go back to a copy.

        `passphrase` is called if the copy is encrypted. `with_later`: with the changes after the
        copy, as far as journals hold them without a gap.

        Raises:
            DataFolderError: the copy cannot be read or decrypted, or does not check.
            Busy: another program holds the data.
            NotSaved, OSError: the disk cannot be read or written; nothing was altered.
        """
        ...
