"""By when a catch-up is to be done."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.follow_up.catch_up_states import is_training
from kiosk.rules.follow_up.required_training import paid_date_from, was_expected
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.school import School


def due_date(school: School, catch_up: CatchUp) -> date | None:
    """Return the due date of a catch-up, on a working day of its person; None if only offered.

    Time runs from the day, or from the first slip if that came later. None also where they were
    reported absent for the whole day and are not known to be back: it is held until then. Nothing
    is asked of people who may be ill, and the kiosk never learns why. Training of people who were
    not expected that day, or that is needed before work with pupils, is due on their next paid day.
    """
    if not catch_up.required or catch_up.extended:
        return catch_up.due
    person, day = school.person(catch_up.person), school.day(catch_up.day)
    training = is_training(school, catch_up)
    expected = not training or was_expected(school, person, day, catch_up.subject)
    start = _back_from(school, person, day) if expected else day.date
    if start is None:
        return None
    start = max(start, catch_up.first_printed or start)
    workshop = school.programme.workshops.get(catch_up.subject)
    before_pupils = training and workshop is not None and workshop.before_pupils
    is_urgent = before_pupils or not expected
    days = 1 if is_urgent else school.settings.catch_up_days
    return paid_date_from(school, person, start + timedelta(days=days))


def _back_from(school: School, person: Person, day: InsetDay) -> date | None:
    """Return the first INSET day, from this one to today, on which the person was not away."""
    if not was_away(school, person, day):
        return day.date
    later = sorted(one for one in school.programme.days if one > day.id)
    for other in (school.programme.days[one] for one in later):
        if has_arrived(school, person.id, other.id) and not was_away(school, person, other):
            return other.date
    return None


def was_away(school: School, person: Person, day: InsetDay) -> bool:
    """Return whether the person was reported absent for the whole day."""
    absence = school.day_record(day.id).reported_absences.get(person.id)
    return absence is not None and absence.is_whole_day
