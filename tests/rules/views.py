"""The content of a School as plain values, to compare two of them or to rebuild one."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.school import TABLES, School


def view(school: School) -> dict[str, Any]:
    """Return the content of a School, without empty maps."""
    said = {
        "settings": school.settings,
        "people": dict(school.people),
        "sign_offs": _filled(school.sign_offs),
        "intentions": _filled(school.intentions),
        "loaded": dict(school.loaded),
        "mappings": dict(school.mappings),
        **{name: dict(getattr(school.programme, name)) for name in PLANNED},
    }
    for day, book in school.day_records.items():
        for name in book.__dataclass_fields__:
            said[f"{day} {name}"] = _filled(getattr(book, name))
    return {name: value for name, value in said.items() if value}


PLANNED = ("days", "workshops", "sessions", "resources", "tracks", "rooms")
EVENTS = TABLES.keys() - {"settings", "people", *PLANNED, "bookings", "invitations"}


def _filled(of: Any) -> Any:
    return {name: inner for name, inner in of.items() if inner}


class Documents:
    """A store's documents: a changed one stays in its place, new ones come last."""

    def __init__(self, items: Iterable[Put | Remove] = ()) -> None:
        self.kept: dict[str, dict[str, Put]] = {table: {} for table in TABLES}
        self.take(items)

    def take(self, items: Iterable[Put | Remove]) -> None:
        """Write and remove documents."""
        for item in items:
            if isinstance(item, Put):
                self.kept[item.table][item.id] = item
            else:
                del self.kept[item.table][item.id]

    def shuffled(self, seed: int) -> Documents:
        """Return the same documents, as a store that received them in another order."""
        items = [item for rows in self.kept.values() for item in rows.values()]
        planned = [item for item in items if item.table not in EVENTS | {"bookings"}]
        happened = [item for item in items if item.table == "bookings"]
        Random(seed).shuffle(planned)
        Random(seed).shuffle(happened)
        return Documents([*planned, *happened, *(i for i in items if i.table in EVENTS)])

    def school(self) -> School:
        """Return the School built from all documents at once."""
        return School().apply(item for rows in self.kept.values() for item in rows.values())
