"""What the last load said of a person or a part of the programme."""

from __future__ import annotations

from typing import Any

import msgspec

from kiosk.rules.model.ids import NOBODY, PersonId


class LastLoaded(msgspec.Struct, frozen=True):
    """A record as files gave it, whatever it has become since. Id: `join_ids(table, record's id)`.

    Where the record differs from it, somebody changed it at the kiosk.
    """

    id: str
    table: str
    document: dict[str, Any]
    """The fields that some file gave, each as the last one that did."""
    person: PersonId = NOBODY
    """Whose record it is; blank: a part of the programme."""
