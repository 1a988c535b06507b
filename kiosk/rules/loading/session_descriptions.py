"""What a session is about and whom it is for, as a professional tutor changes it in a form.

It is checked as a row of a programme is. What is changed stays when the programme is loaded again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.errors import Problem
from kiosk.rules.attention.day_check import attention_notes
from kiosk.rules.choosing.announcements import with_move
from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.loading.cross_checks import CrossChecks, in_slot
from kiosk.rules.loading.report import shown
from kiosk.rules.loading.school_files import raise_problems
from kiosk.rules.loading.written_names import with_known_names
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.file_contents import ProgrammeFile, merge_known
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.open_days import day_to_replan
from kiosk.rules.model.records import Session, Workshop
from kiosk.rules.model.school import School, put
from kiosk.text import Text, t, tc, tn

FIELD_NAMES = {
    "title": t("Title"),
    "aim": tc("in English", "Aim"),
    "topic": t("Topic"),
    "slot": t("Slot"),
    "audience": t("For"),
    "language": t("Language"),
}
"""What a form calls the fields of a workshop and its session."""


@decision
def describe_session(
    school: School, now: datetime, session: SessionId, file: ProgrammeFile
) -> Changes:
    """Change what `file` gives of a session and its workshop: title, aim, topic, audience, slot.

    `file` holds one row of each. In another slot the session has that slot's times.

    Raises:
        BadInput: with the problems, each with its field's column.
        Refused: the day is closed or cancelled.
    """
    old = school.session(session)
    day_to_replan(school, old.day)
    workshop = school.workshop(old)
    raise_problems(description_problems(school, now, session, file))
    new, new_workshop = _changed(school, now, old, file)
    if (new, new_workshop) == (old, workshop):
        return Changes((), t("Nothing is changed."))
    items: list[Put | Remove] = [
        put(one) for one, was in ((new_workshop, workshop), (new, old)) if one != was
    ]
    items += promotions_after(school, now, items)
    after = school.apply(items)
    return Changes(
        tuple(items),
        t("{title}: the description is changed.", title=new_workshop.title),
        (*_lines(after, (workshop, old), (new_workshop, new)), *_others(school, old, items)),
        partial(attention_notes, school, now, items),
    )


def description_problems(
    school: School, now: datetime, session: SessionId, file: ProgrammeFile
) -> list[Problem]:
    """Return what is wrong with a changed description."""
    file = with_known_names(school, file)
    draft = school.apply([put(one) for one in _changed(school, now, school.session(session), file)])
    zone = ZoneInfo(school.settings.time_zone)
    return CrossChecks(school, now, file, draft.programme, zone).problems()


def _changed(
    school: School, now: datetime, old: Session, file: ProgrammeFile
) -> tuple[Session, Workshop]:
    [row], [about] = with_known_names(school, file).sessions, file.workshops
    new: Session = merge_known(old, row)
    if new.slot != old.slot:
        new = in_slot(row, new, school.programme.days)
    workshop: Workshop = merge_known(school.workshop(old), about)
    return with_move(now, old, new), workshop


def _lines(school: School, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Text]:
    """Yield a line for each field that is changed."""
    for field, name in FIELD_NAMES.items():
        for one, other in zip(old, new, strict=True):
            before, now = getattr(one, field, None), getattr(other, field, None)
            if before != now:
                yield t(
                    "{field}: {value} (was {before})",
                    field=name, value=shown(school, field, now),
                    before=shown(school, field, before),
                )  # fmt: skip


def _others(school: School, session: Session, items: list[Put | Remove]) -> Iterator[Text]:
    """Yield that other sessions of the workshop change with it."""
    every = school.programme.sessions.values()
    others = sum(one.workshop == session.workshop and one.id != session.id for one in every)
    if others and any(item.table == "workshops" for item in items):
        yield tn(
            "It is given once more: that session is called so too.",
            "It is given {n} times more: those sessions are called so too.",
            others,
        )
