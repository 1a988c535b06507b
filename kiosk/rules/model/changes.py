"""What a decision changes: records written and taken away, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from kiosk.text import Text


class Put(msgspec.Struct, frozen=True):
    """Write a record, new or in place of the one with its id."""

    table: str
    id: str
    document: dict[str, object]


class Remove(msgspec.Struct, frozen=True):
    """Take a record away."""

    table: str
    id: str


class PutAll(msgspec.Struct, frozen=True):
    """Write records of one table, as a store reads them when it is opened. Never a decision's."""

    table: str
    records: Mapping[str, Any]
    """By id. They no longer change."""


class ReportSection(msgspec.Struct, frozen=True):
    """One part of a report on what a decision does: a heading, and a line for each thing."""

    heading: Text
    lines: tuple[Text, ...]
    is_brief: bool = False
    """Whether its first lines are enough, once it is done: such as the names of new people."""


class Tone(StrEnum):
    """How a message is meant, and so how it is shown: only what worked is green."""

    DONE = "done"
    CAUTION = "caution"
    """It worked in part: late, or on the waiting list in place of a place."""
    PLAIN = "plain"
    """Nothing changed."""
    FAILED = "failed"
    """It could not be saved."""


def nothing_to_add() -> tuple[Text, ...]:
    """Return no notes: most decisions say at once what follows from them."""
    return ()


class Changes(msgspec.Struct, frozen=True):
    """Everything one decision changes, all or nothing, and what to tell the person."""

    items: tuple[Put | Remove, ...] = ()
    message: Text | None = None
    notes: tuple[Text, ...] = ()
    """What somebody should look at because of it, a line each."""
    find_more_notes: Callable[[], tuple[Text, ...]] = nothing_to_add
    """Finds further notes. It may take long, so it is called once the folder is free again."""
    report: tuple[ReportSection, ...] = ()
    """What it does, by name: to be shown before it is done, and after."""
    is_partial: bool = False
    """Whether less came of it than was asked: late, or waiting in place of a place."""

    def all_notes(self) -> tuple[Text, ...]:
        """Return all that somebody should look at. It may take long."""
        return *self.notes, *self.find_more_notes()

    @property
    def tone(self) -> Tone:
        """How its message is meant."""
        if self.is_partial:
            return Tone.CAUTION
        return Tone.DONE if self.items else Tone.PLAIN


class Effect(msgspec.Struct, frozen=True, array_like=True):
    """What a decision did to a session, a place or a certificate, beyond what was asked."""

    what: str
    """A key of `EFFECT_NAMES`, in `effects.py`."""
    id: str
    """Of the session, or the certificate's number."""
    person: str = ""
    """Whose place or certificate it is; blank: nobody's."""
    before: str = ""
    """The room or the hours it had."""
    after: str = ""
    """The room or the hours it has from now on."""


class Snapshot(msgspec.Struct, frozen=True, array_like=True):
    """One record as it stood before a decision, and a fingerprint of what the decision wrote."""

    table: str
    id: str
    wrote: str
    """The `fingerprint` of the record after the decision; blank: there is none."""
    before: dict[str, object] | None
    """None: it did not exist."""


class HistoryEntry(msgspec.Struct, frozen=True):
    """What the history keeps of one decision: ids only, never a person's text."""

    at: datetime
    device: str
    by: str
    """The id of the `Actor`."""
    evidence: str
    """How it was known who that is: an `Evidence`."""
    decision: str
    """The rule's name."""
    arguments: dict[str, str | bool | int | None] = {}
    """By the rule's parameters."""
    records: tuple[tuple[str, str], ...] = ()
    """The table and id of every record that was written or taken away."""
    effects: tuple[Effect, ...] = ()
    """What happened to sessions, places and certificates."""
    days: tuple[str, ...] = ()
    """The INSET days whose plan or record it changed."""
    number: int = 0
    """Its number in the history, by which it can be undone; 0: not saved yet. It stays the same."""
