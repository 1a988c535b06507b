"""What no longer holds of a closed day once a mark is corrected, and putting it right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from kiosk.errors import Refused
from kiosk.rules.follow_up.catch_up import missed_title
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.effects import records_written
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.personal_records import Certificate, CertificateLine
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn


@decision
def put_right(school: School, now: datetime, actor: Actor, day: DayId) -> Changes:
    """Bring the certificates and catch-ups of a closed day in line with its marks.

    That is what closing it again does: it changes only what a correction has changed, and
    certificates keep their numbers. The notes say what no longer holds, a line each.

    Raises:
        Refused: the day is open, so that nothing is settled yet.
    """
    if school.day(day).closed_at is None:
        raise Refused(t("The day is open. Certificates and catch-ups come when it is closed."))
    items = close_day(day)(school, now, actor).items
    message = tn("{n} thing put right.", "{n} things put right.", len(items))
    if not items:
        message = t("Every certificate and catch-up is as the registers say.")
    return Changes(items, message, tuple(_differences(school, items)))


def _differences(school: School, items: Iterable[Put | Remove]) -> Iterator[Text]:
    for _, _, old, new in records_written(school, school.apply(items), items):
        about = new or old
        name = school.people[about.person].name
        if isinstance(about, Certificate):
            # what somebody caught up with since contradicts nothing
            if old is None or _attended(about) != _attended(old):
                yield _certificate(name, about, old)
        elif isinstance(about, CatchUp):
            title = missed_title(school, about)
            was_open, is_open = (one is not None and one.is_open for one in (old, new))
            if was_open and not is_open:
                yield t("{name}: no longer to catch up on {title}", name=name, title=title)
            elif is_open and not was_open:
                yield t("{name}: to catch up on {title}", name=name, title=title)
            else:
                yield t("{name}: a different catch-up on {title}", name=name, title=title)


def _attended(certificate: Certificate) -> list[CertificateLine]:
    return [line for line in certificate.lines if line.caught_up_on is None]


def _certificate(name: str, new: Certificate, old: Certificate | None) -> Text:
    if old is None:
        return t("{name}: a certificate is due", name=name)
    if not new.lines:
        return t("{name}: certificate {id} no longer holds", name=name, id=new.id)
    return t("{name}: certificate {id} changes, and keeps its number", name=name, id=new.id)
