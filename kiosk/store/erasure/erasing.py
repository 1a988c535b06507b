"""Erasing a person, or a table, from every file of the folder.

    attendance.erasing        the scope of an erasure that is under way

The scope is written to that file first. Then a new journal begins, whose first line removes the
documents as any change does: running programs read it as news. A checkpoint is put in place, and
all earlier journals move to the archive. From there on no program reads an older file to open the
school, so those are rewritten one by one: archived journals, copies, and what a repair kept aside.
Wherever it is killed, the folder opens, and the next maintenance begins again; a file that was
rewritten already is left as it is.

A rewritten line keeps its number, and the lines after it are chained anew. The header of such a
journal says so:

    "erased":{"at":…,"device":…,"by":…,"ended":["1f2e3d4c"]}

`ended` are the checksums that its last line had before. The header of the next journal names the
first of them, if that journal was not rewritten.
"""

from __future__ import annotations

import json
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
from kiosk.store.interface import ErasureReport
from kiosk.store.journal.archive import archive
from kiosk.store.journal.checkpoint import pieces
from kiosk.store.journal.file_names import ERASING, journal_path
from kiosk.store.journal.journal import Journal
from kiosk.store.journal.lines import Operation, StoredDocument, encode
from kiosk.store.journal.migration import HISTORY
from kiosk.store.journal.tables import Tables, differences
from kiosk.system.device import this_device
from kiosk.system.durable_files import cause, flush_folder, path_beside, replace_durably
from kiosk.system.secrets import FILE as SECRETS
from kiosk.system.secrets import SecretStore
from kiosk.text import t


class _Task(msgspec.Struct, frozen=True):
    """What `attendance.erasing` holds, under the names of its first version: it may be a later one
    that finishes an erasure.
    """

    chosen: Scope
    at: str
    device: str
    by: str
    evidence: str = field(name="proof")

    def entry(self) -> StoredDocument:
        """Return the history's entry, without the id of the person who is erased."""
        fields: StoredDocument = {
            "at": self.at, "device": self.device, "by": self.by, "evidence": self.evidence,
            "decision": ERASE, "arguments": self.chosen.arguments(), "records": [],
        }  # fmt: skip
        return self.chosen.entry(fields) or fields

    def header_fields(self) -> StoredDocument:
        """Return what the header of a rewritten journal says about the erasure."""
        return {name: self.entry()[name] for name in ("at", "device", "by")}


def erase(
    journal: Journal,
    scope: Scope,
    now: datetime,
    actor: Actor = COMMAND,
) -> ErasureReport:
    """Erase a scope from every file of a journal's folder, and return what was done.

    It takes as long as reading and writing every file, and no other program can write meanwhile.

    Raises:
        Busy: another program holds the folder, or is making a checkpoint, for too long.
        DataFolderError: what is there cannot be read, or does not check: repair it first.
        NotSaved: the disk failed. Either nothing was erased, or it says that it is not finished;
            the next maintenance then goes on with it.
    """
    folder = journal.path.parent
    with journal.programs.only_one_doing("checkpoint", journal.lock.wait) as is_ours:
        if not is_ours:
            raise Busy(t("Not saved: another program is using the data. Please try again."))
        with journal.transaction():
            unfinished = _unfinished(folder)
            if unfinished is not None:
                _carry_out(journal, unfinished)
            scope = _with_names(journal.tables, scope)
            task = _Task(scope, now.isoformat(), this_device(), actor.id, actor.evidence)
            try:
                text = encode(msgspec.to_builtins(task)).encode()
                replace_durably(folder / ERASING, [text])
            except OSError as error:
                raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error
            return _carry_out(journal, task)


def finish_erasure(journal: Journal, wait: float = 0.0) -> None:
    """Finish an erasure that was cut short, unless another program is at it for longer than `wait`.

    Raises:
        KioskError: it cannot be finished yet.
    """
    with journal.programs.only_one_doing("checkpoint", wait) as is_ours:
        if is_ours:
            with journal.transaction():
                unfinished = _unfinished(journal.path.parent)
                if unfinished is not None:
                    _carry_out(journal, unfinished)
                # an erasure that had not begun yet: nothing was erased, but the file has the name
                path_beside(journal.path.parent / ERASING).unlink(missing_ok=True)


def _with_names(tables: Tables, scope: Scope) -> Scope:
    """Return a person's scope with their names, which free text may hold, and their new id."""
    if not isinstance(scope, PersonScope):
        return scope
    names = sorted({*scope.names, *_names(tables, scope)})
    return replace(scope, called=scope.called or _unused_id(tables), names=tuple(names))


def _unused_id(tables: Tables) -> str:
    """Return the first of `erased-1`, `erased-2` … that is in no table."""
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
    """Return the full names of a person, without those that another person has as well."""
    own: set[str] = set()
    others: set[str] = set()
    for row in tables.rows.get("people", {}).values():
        forenames = (row.get("forename", ""), row.get("preferred_forename", ""))
        full = {f"{name} {row.get('surname', '')}" for name in forenames if name}
        (own if row.get("id") == person.id else others).update(full, [row.get("display_name", "")])
    # a single word, such as a forename, is in too many texts about other people
    return {name for name in own if " " in name.strip()} - others


def _unfinished(folder: Path) -> _Task | None:
    """Return the erasure that was cut short, or None."""
    path = folder / ERASING
    try:
        return msgspec.convert(json.loads(path.read_bytes()), _Task)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise DataFolderError(
            t(
                "{file} cannot be read. Delete it, then erase the person again.",
                file=str(path),
            )
        ) from error


def _carry_out(journal: Journal, task: _Task) -> ErasureReport:
    try:
        changed = _erase_current(journal, task)
        position, folder = journal.state.position, journal.path.parent
        standing = {journal.path, journal_path(journal.path, position.generation), folder / ERASING}
        older = Rewriting(folder, standing, task.chosen, task.header_fields())
        older.rewrite()
        _remove_code(folder, task.chosen, older)
        (folder / ERASING).unlink()
        with suppress(OSError):  # the file may come back after a power cut: nothing is left then
            flush_folder(folder)
    except (OSError, NotSaved) as error:
        reason = cause(error) if isinstance(error, OSError) else error.reason
        raise NotSaved(
            t(
                "The erasure isn't finished ({cause}). The kiosk will finish it by "
                "itself. Until then, some of the data may still be found.",
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


def _remove_code(folder: Path, scope: Scope, older: Rewriting) -> None:
    """Remove the four-digit code that the person has set: it is stored under their id."""
    secrets = SecretStore(folder)
    try:
        if isinstance(scope, PersonScope) and secrets.has_code(scope.id):
            secrets.reset_code(scope.id)
    except DataFolderError:
        older.not_rewritten.append(folder / SECRETS)


def _erase_current(journal: Journal, task: _Task) -> int:
    """Erase from the tables and their checkpoint; return how many documents changed.

    The line that does so is the first of a new journal, which so holds nothing of the person.
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
