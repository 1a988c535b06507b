"""Who was there and who missed what, as sets of ids: from the account of a day."""

from __future__ import annotations

from datetime import datetime

from kiosk.rules.follow_up.day_account import DayAccount, Outcome, day_account
from kiosk.rules.model.ids import PersonId, SlotId
from kiosk.rules.model.school import School
from tests.builders import DAY


def account_at(school: School, now: datetime) -> DayAccount:
    return day_account(school, now, school.day(DAY))


def outcomes_of(account: DayAccount) -> dict[PersonId, Outcome]:
    return {line.person.id: line.outcome for line in account.lines}


def present_in(account: DayAccount) -> set[PersonId]:
    return {line.person.id for line in account.lines if line.sessions}


def missed_in(account: DayAccount) -> dict[PersonId, list[SlotId]]:
    return {
        line.person.id: [slot.id for slot in line.missed] for line in account.lines if line.missed
    }
