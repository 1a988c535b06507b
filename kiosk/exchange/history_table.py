"""The listing of the history: what was decided, by whom and through what, and what it did."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kiosk.exchange.listings import DisplayValue, Listing, Value
from kiosk.rules.model.changes import Effect, HistoryEntry
from kiosk.rules.model.decision_names import decision_name
from kiosk.rules.model.effects import EFFECT_NAMES, name_of, names_of
from kiosk.rules.model.labels import evidence_name
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn

MOST_EFFECTS = 4
"""How many effects of one decision the table shows, where all of it is asked for."""


def history_listing(school: School, entries: Iterable[HistoryEntry], about: str = "") -> Listing:
    """Return decisions in the order given, each with what it did: all of it, or to one id.

    Only the table shows names and titles: a programme gets ids.
    """
    rows: list[tuple[Value, ...]] = []
    shown: list[tuple[DisplayValue, ...]] = []
    notes: list[tuple[Text, ...]] = []
    for entry in entries:
        asked = [str(value) for value in entry.arguments.values() if value is not None]
        chosen = [one for one in entry.effects if about in ("", one.id, one.person, *entry.days)]
        done = [" ".join(filter(None, _fields(one))) for one in chosen]
        details = (entry.decision, asked, entry.by, entry.evidence, entry.device)
        rows.append((entry.number, entry.at.isoformat(), *details, done))
        about_whom, by = names_of(school, asked), name_of(school, entry.by)
        when = f"{school.local(entry.at):%Y-%m-%d %H:%M:%S}"
        what, machine = decision_name(entry.decision), entry.device.partition(":")[0]
        known = evidence_name(entry.evidence, school.settings)
        shown.append((entry.number, when, what, about_whom, by, known, machine))
        most = MOST_EFFECTS if about in ("", *entry.days) else len(chosen)
        lines = [_said(school, one) for one in chosen[:most]]
        if len(chosen) > most:
            lines.append(tn("and {n} more", "and {n} more", len(chosen) - most))
        notes.append(tuple(lines))
    return Listing(
        ("number", "at", "decision", "about", "by", "evidence", "device", "effects"),
        rows,
        (t("N"), t("When"), t("What"), t("About"), t("By"), t("Known by"), t("Device")),
        shown,
        t("Nothing has been recorded about this."),
        soft=frozenset({3, 6}),
        notes=tuple(notes),
    )


def _fields(effect: Effect) -> tuple[str, ...]:
    return effect.what, effect.id, effect.person, effect.before, effect.after


def _said(school: School, effect: Effect) -> Text:
    params = {
        "what": effect.what,
        "id": effect.id,
        "title": name_of(school, effect.id),
        "person": name_of(school, effect.person),
        "before": school.word(effect.before) or "–",
        "after": school.word(effect.after) or "–",
    }
    return replace(EFFECT_NAMES.get(effect.what, t("{what}: {title}")), params=params)
