"""Whatever a School holds, what needs attention is found without an error."""

from __future__ import annotations

from hypothesis import given

from kiosk.language import Language
from kiosk.rules.attention.day_check import attention, attention_notes, coming_days, new_attention
from kiosk.rules.attention.findings import Finding
from kiosk.rules.model.school import School, put
from tests.rules.any_school import NOW, schools
from tests.rules.views import view


def checked(school: School) -> list[Finding]:
    return [one for day in school.programme.days for one in attention(school, day)]


@given(schools())
def test_it_never_raises_changes_nothing_and_says_every_finding_once(known: School) -> None:
    before = view(known)
    findings = checked(known)
    assert view(known) == before
    for finding in findings:
        assert Language("en").say(finding.text)
        assert finding.count > 0
        assert set(finding.sessions) <= set(known.programme.sessions)
    keys = [(finding.day, finding.key) for finding in findings]
    assert len(keys) == len(set(keys))


@given(schools())
def test_the_order_in_which_records_came_makes_no_difference(known: School) -> None:
    records = [put(known.settings)]
    for table in ("people", "resources", "workshops", "days", "sessions"):
        records += [put(one) for one in reversed([*known.records(table)])]
    for table in ("bookings", "marks", "movements", "reported_absences", "invitations"):
        records += [put(one) for one in reversed([*known.records(table)])]
    other = School().apply(records)
    assert {one.key for one in checked(other)} == {one.key for one in checked(known)}


@given(schools(), schools())
def test_what_is_new_is_what_was_not_there_before(before: School, later: School) -> None:
    for day in later.programme.days:
        assert new_attention(later, later, day) == ()
        known = {finding.key: finding.count for finding in attention(before, day)}
        expected = {one.key for one in attention(later, day) if one.count > known.get(one.key, 0)}
        assert {one.key for one in new_attention(before, later, day)} == expected
    every = [put(one) for one in later.programme.sessions.values()]
    assert attention_notes(later, NOW, every) == ()
    assert set(coming_days(later, NOW)) <= set(later.programme.days.values())
