"""Erasing a person, or a kind of record, from everything that the folder keeps.

    attendance.erasing        what is being erased; there only while it is under way

What is to be erased is written down first. Then a new journal begins, and its first line takes it
out of the tables as any change does: programs at work take that in as news. A checkpoint of it is
put in place, and all earlier journals are put away. From there on nobody reads what is older to
know how things stand, and it is rewritten file by file: archived journals, copies, and what was
kept aside. Killed anywhere, the folder opens, and whoever tends it next begins again; what was done
already is left as it is.

A line that is rewritten keeps its number, and the lines after it are chained anew. The header of a
journal that was rewritten says so:

    "erased":{"at":…,"device":…,"by":…,"ended":["1f2e3d4c"]}

`ended` are the sums that its last line had before: the first of them is what the header of the next
journal names, if that one was not rewritten.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import field
from msgspec.structs import replace

from kiosk.errors import Busy, DataFolderError, NotSaved
from kiosk.rules.model.actors import COMMAND, Actor
from kiosk.store.erasure.erasure_scope import (
    CERTIFICATES,
    ERASE,
    PersonScope,
    Scope,
    erase_from_tables,
)
from kiosk.store.erasure.rewriting import Rewriting
from kiosk.store.journal.archive import archive
from kiosk.store.journal.checkpoint import pieces
from kiosk.store.journal.files import ERASING, journal_path
from kiosk.store.journal.journal import Journal
from kiosk.store.journal.lines import Operation, StoredDocument, encode
from kiosk.store.journal.migration import HISTORY
from kiosk.store.journal.tables import Tables, differences
from kiosk.system.device import this_device
from kiosk.system.durable_files import cause, flush_folder, replace_durably
from kiosk.system.secrets import FILE as SECRETS
from kiosk.system.secrets import SecretStore
from kiosk.text import t


class ErasureReport(msgspec.Struct, frozen=True):
    """What an erasure did."""

    called: str
    """What stands in place of a person's id; blank for a kind of record."""
    changed: int
    """Documents that were altered or dropped, of those that counted."""
    rewritten: tuple[Path, ...]
    """Older files that were rewritten."""
    removed: tuple[Path, ...]
    """Files that nobody can read, and that are gone therefore."""
    spoilt: int
    """Lines of older journals that did not check, and that are gone therefore."""
    not_rewritten: tuple[Path, ...]
    """Files that are not the store's, or that it cannot read: to be looked through by a person."""


class _Task(msgspec.Struct, frozen=True):
    """What is written down before anything is erased."""

    chosen: Scope
    at: str
    device: str
    by: str
    evidence: str = field(name="proof")
    """Written under its former name: an erasure may be finished by a later version."""

    def entry(self) -> StoredDocument:
        """Return what the history says of it, without the id of whoever is erased."""
        said: StoredDocument = {
            "at": self.at, "device": self.device, "by": self.by, "evidence": self.evidence,
            "decision": ERASE, "arguments": self.chosen.arguments(), "records": [],
        }  # fmt: skip
        return self.chosen.entry(said) or said

    def told(self) -> StoredDocument:
        """Return what the header of a rewritten journal says of it."""
        return {name: self.entry()[name] for name in ("at", "device", "by")}


def erase(
    journal: Journal,
    chosen: Scope,
    now: datetime,
    actor: Actor = COMMAND,
) -> ErasureReport:
    """Erase what is chosen from every file of a journal's folder, and return what was done.

    It costs as much as reading and writing all there is, and nobody else can write meanwhile.

    Raises:
        Busy: another program holds the folder, or is making a checkpoint, for too long.
        DataFolderError: what is there cannot be read, or does not check: repair it first.
        NotSaved: the disk failed. Either nothing was erased, or it says that it is not finished;
            then whoever tends the folder next goes on with it.
    """
    folder = journal.path.parent
    with journal.programs.only_one_doing("checkpoint", journal.lock.wait) as is_ours:
        if not is_ours:
            raise Busy(t("Not saved: another program is busy. Please try again."))
        with journal.transaction():
            left = _left_over(folder)
            if left is not None:
                _carry_out(journal, left)
            chosen = _named(journal.tables, chosen)
            task = _Task(chosen, now.isoformat(), this_device(), actor.id, actor.evidence)
            try:
                text = encode(msgspec.to_builtins(task)).encode()
                replace_durably(folder / ERASING, [text])
            except OSError as error:
                raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error
            return _carry_out(journal, task)


def finish_erasure(journal: Journal, wait: float = 0.0) -> None:
    """Finish an erasure that was cut short, unless somebody is at it for longer than `wait`.

    Raises:
        KioskError: it cannot be finished yet.
    """
    with journal.programs.only_one_doing("checkpoint", wait) as is_ours:
        if is_ours:
            with journal.transaction():
                left = _left_over(journal.path.parent)
                if left is not None:
                    _carry_out(journal, left)


def _named(tables: Tables, chosen: Scope) -> Scope:
    """Return a choice of a person with what they are called, and what instead from now on."""
    if not isinstance(chosen, PersonScope):
        return chosen
    names = sorted({*chosen.names, *_names(tables, chosen)})
    return replace(chosen, called=chosen.called or _unused(tables), names=tuple(names))


def _unused(tables: Tables) -> str:
    """Return the first of `erased-1`, `erased-2` … that stands for nobody yet."""
    used: set[str] = set()
    for table, name in (("people", "id"), (CERTIFICATES, "person"), ("sign_offs", "by")):
        used |= {str(row.get(name)) for row in tables.rows.get(table, {}).values()}
    for row in tables.rows.get(HISTORY, {}).values():
        used |= {str(one) for one in (row.get("by"), *row.get("arguments", {}).values())}
    number = 1
    while f"erased-{number}" in used:
        number += 1
    return f"erased-{number}"


def _names(tables: Tables, person: PersonScope) -> set[str]:
    """Return the whole names by which the person is known, but for those that others have too."""
    own: set[str] = set()
    others: set[str] = set()
    for row in tables.rows.get("people", {}).values():
        first = (row.get("forename", ""), row.get("preferred_forename", ""))
        whole = {f"{name} {row.get('surname', '')}" for name in first if name}
        (own if row.get("id") == person.id else others).update(whole, [row.get("display_name", "")])
    return {name for name in own if " " in name.strip()} - others


def _left_over(folder: Path) -> _Task | None:
    """Return what was being erased when somebody was cut short, if anything was."""
    path = folder / ERASING
    try:
        return msgspec.convert(json.loads(path.read_bytes()), _Task)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise DataFolderError(
            t(
                "{file} cannot be read: remove it, and erase again what was to be erased.",
                file=str(path),
            )
        ) from error


def _carry_out(journal: Journal, task: _Task) -> ErasureReport:
    try:
        changed = _take_out(journal, task)
        position, folder = journal.state.position, journal.path.parent
        standing = {journal.path, journal_path(journal.path, position.generation), folder / ERASING}
        older = Rewriting(folder, standing, task.chosen, task.told())
        older.rewrite()
        _forget_code(folder, task.chosen, older)
        (folder / ERASING).unlink()
        with suppress(OSError):  # if it comes back after a power cut, there is nothing left to do
            flush_folder(folder)
    except (OSError, NotSaved) as error:
        reason = cause(error) if isinstance(error, OSError) else error.reason
        raise NotSaved(
            t(
                "The erasure is not finished ({cause}). The kiosk goes on with it by itself; "
                "until then what is to be erased may still be found.",
                cause=reason,
            )
        ) from error
    return ErasureReport(
        task.chosen.called if isinstance(task.chosen, PersonScope) else "",
        changed,
        tuple(older.rewritten),
        tuple(older.removed),
        older.spoilt,
        tuple(older.not_rewritten),
    )


def _forget_code(folder: Path, chosen: Scope, older: Rewriting) -> None:
    """Take away the code of their own that a person has set: it stands there with their id."""
    secrets = SecretStore(folder, time.monotonic)
    try:
        if isinstance(chosen, PersonScope) and secrets.has_code(chosen.id):
            secrets.reset_code(chosen.id)
    except DataFolderError:
        older.not_rewritten.append(folder / SECRETS)


def _take_out(journal: Journal, task: _Task) -> int:
    """Take what is chosen out of the tables, and all that is older out of what is read.

    The line stands in a journal that began after the erasure did, and so holds nothing of it.
    """
    journal.begin_journal()
    state = journal.state
    changes = list(differences(state.tables, erase_from_tables(state.tables, task.chosen)))
    entry = task.entry()
    if changes or entry not in state.tables.rows.get(HISTORY, {}).values():
        journal.append(_operations(changes), entry)
    replace_durably(journal.path, pieces(state.tables, state.position, 0))
    state.saved, state.file_sum = state.position.seq, state.file_sum or state.position.chain
    archive(journal.path, state.position.generation)
    return len(changes)


def _operations(changes: list[Any]) -> list[Operation]:
    ops: list[Operation] = []
    for table, number, _, row in changes:
        ops.append(["del", table, number] if row is None else ["put", table, number, row])
    return ops
