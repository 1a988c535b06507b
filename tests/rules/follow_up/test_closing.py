"""Closing the day, its certificates, and the board: people are counted, and the counts add up."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, time

from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import roll_call, sign_in
from kiosk.rules.attendance.board import (
    GROUPS,
    STATE_ORDER,
    BoardState,
    Figures,
    group_figures,
    headcount,
    hours_ended,
    person_line,
    person_lines,
)
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import IN_ROOM, mark, sign_in_to_session
from kiosk.rules.attendance.session_lines import expected_people, register, session_line
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.certificates import certificates_of, issue_certificates
from kiosk.rules.follow_up.day_account import Outcome
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId, SlotId
from kiosk.rules.model.requirement import expected_from
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import (
    Evidence,
    MarkState,
    Role,
    SlotKind,
)
from kiosk.settings import Settings
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot
from tests.rules.accounts import account_at, missed_in, outcomes_of, present_in

OTHER, NEXT_YEAR = DayId("2026-10-23"), DayId("2027-01-04")
EVENING = at("16:00")
PEOPLE = (
    person("ann"),
    person("bob", Role.LEADER),
    person("huw"),
    person("nia", Role.TA, "08:45-12:15", track="TA-1"),
    person("rebecca", hours={"wed": "08:30-15:30"}),
    person("tunde", Role.SUPPLY, None),
)
SLOTS = (
    slot("hall", "09:00-10:00", SlotKind.TOGETHER),
    slot("choice", "11:00-12:00", required=("teacher", "leader")),
)
SCHOOL = school(
    day(*SLOTS),
    day(*SLOTS, id=OTHER),
    day(*SLOTS, id=NEXT_YEAR),
    session("hall", "hall", "09:00-10:00"),
    session("A", "choice", "11:00-12:00", 2),
    session("B", "choice", "11:00-12:00", leaders=("huw",)),
    session("hall2", "hall", "09:00-10:00", day=OTHER),
    session("hall3", "hall", "09:00-10:00", day=NEXT_YEAR),
    *PEOPLE,
)


def numbers(known: School, day: DayId = DAY) -> dict[str, str]:
    return {one.person: one.id for one in certificates_of(known, day)}


def present(who: PersonId, wanted: SessionId, state: MarkState = MarkState.PRESENT) -> Decision:
    return by(Evidence.TUTOR, mark(who, wanted, state))


# -- certificates -----------------------------------------------------------------------------


def test_only_who_attended_gets_a_certificate_of_what_was_attended() -> None:
    known = after(SCHOOL, at("09:00"), present("nia", "hall"), present("ann", "hall"))
    known = after(known, at("11:20"), present("ann", "A"), present("bob", "A", MarkState.ABSENT))
    known = after(known, at("11:40"), present("ann", "A", MarkState.LEFT))
    known = known.apply([put(Settings(certificate_share=60, keep_minutes=True))])
    known = after(known, EVENING, issue_certificates(DAY))
    assert numbers(known) == {"ann": "INSET-2026-0001", "nia": "INSET-2026-0002"}
    mine = known.day_record(DAY).certificates["ann"]
    assert [(line.session, line.title.en, line.minutes) for line in mine.lines] == [
        ("hall", "W-hall", 60), ("A", "W-A", 40)
    ]  # fmt: skip
    assert mine.minutes == 100


def test_a_reprint_keeps_the_number_and_a_correction_raises_the_revision() -> None:
    known = after(SCHOOL, EVENING, present("ann", "hall"), issue_certificates(DAY))
    assert issue_certificates(DAY)(known, EVENING, SOMEBODY).items == ()
    assert issue_certificates(DAY, "ann")(known, EVENING, SOMEBODY).items == ()
    known = after(known, EVENING, present("ann", "A"), issue_certificates(DAY, "ann"))
    mine = known.day_record(DAY).certificates["ann"]
    assert (mine.id, mine.revision, len(mine.lines)) == ("INSET-2026-0001", 2, 2)


def test_a_number_is_never_given_again_though_nothing_is_left_of_the_attendance() -> None:
    known = after(SCHOOL, EVENING, present("ann", "hall"), issue_certificates(DAY))
    known = after(known, EVENING, present("ann", "hall", MarkState.ABSENT), present("bob", "hall"))
    known = after(known, EVENING, issue_certificates(DAY))
    assert numbers(known) == {"bob": "INSET-2026-0002"}
    known = after(known, EVENING, present("ann", "hall"), issue_certificates(DAY))
    assert numbers(known) == {"ann": "INSET-2026-0001", "bob": "INSET-2026-0002"}
    assert known.day_record(DAY).certificates["ann"].revision == 3


def test_numbers_go_on_through_the_year_and_begin_again_in_the_next() -> None:
    known = after(SCHOOL, EVENING, present("ann", "hall"), issue_certificates(DAY))
    known = known.apply([put(Settings(certificate_prefix="HMS"))])
    known = after(known, EVENING, present("ann", "hall2"), present("bob", "hall2"))
    known = after(known, EVENING, issue_certificates(OTHER))
    known = after(known, EVENING, present("ann", "hall3"), issue_certificates(NEXT_YEAR))
    assert numbers(known, OTHER) == {"ann": "HMS-2026-0002", "bob": "HMS-2026-0003"}
    assert numbers(known, NEXT_YEAR) == {"ann": "HMS-2027-0001"}


ACTS = st.lists(
    st.tuples(
        st.sampled_from([one.id for one in PEOPLE]),
        st.sampled_from(["hall", "A", "B", "hall2"]),
        st.sampled_from(MarkState),
        st.booleans(),
    ),
    max_size=12,
)


@given(ACTS)
def test_numbers_are_unique_rise_and_stay(
    acts: list[tuple[PersonId, SessionId, MarkState, bool]],
) -> None:
    known, given_out = SCHOOL, dict[tuple[str, str], str]()
    for who, wanted, state, now in acts:
        known = marked(known, at("09:30"), who, wanted, state)
        if now:
            before = set(given_out.values())
            meant = known.session(wanted).day
            known = after(known, EVENING, issue_certificates(meant))
            held = known.day_record(meant).certificates
            for one in held.values():
                assert given_out.setdefault((meant, one.person), one.id) == one.id
            new = set(given_out.values()) - before
            assert all(number > max(before, default="") for number in new)
    assert len(set(given_out.values())) == len(given_out)


# -- the account and the board ----------------------------------------------------------------


def run(acts: list[tuple[PersonId, SessionId, MarkState, bool]], now: datetime) -> School:
    known = SCHOOL
    for who, wanted, state, came in acts:
        if came:
            known = after(known, at("08:40"), by(Evidence.TYPED, sign_in(who)))
        known = marked(known, now, who, wanted, state)
    return known


def marked(
    known: School, now: datetime, who: PersonId, wanted: SessionId, state: MarkState
) -> School:
    """Return the school with a mark, unless it is refused: nobody leaves what has not begun."""
    with suppress(Refused):
        return after(known, now, present(who, wanted, state))
    assert state is MarkState.LEFT
    assert now < known.moment(known.session(wanted).day, known.session(wanted).start)
    return known


@given(ACTS)
def test_once_all_is_over_everybody_is_present_missed_or_not_required(
    acts: list[tuple[PersonId, SessionId, MarkState, bool]],
) -> None:
    known = run(acts, at("09:30"))
    account = account_at(known, EVENING)
    missed, there = {*missed_in(account)}, present_in(account)
    free = {who for who, came in outcomes_of(account).items() if came is Outcome.NOT_REQUIRED}
    assert there | missed | free == set(known.people)
    assert not free & missed
    assert account.unfinished == ()
    assert len(account_at(known, at("09:30")).unfinished) == 3


@given(ACTS, st.sampled_from(["08:30", "09:30", "11:30", "16:00"]))
def test_the_board_counts_people_and_every_total_is_the_sum_of_its_lines(
    acts: list[tuple[PersonId, SessionId, MarkState, bool]], clock: str
) -> None:
    known = run(acts, at(clock))
    standing = person_lines(known, at(clock), known.day(DAY))
    assert sorted(line.person.id for line in standing) == sorted(known.people)
    assert [STATE_ORDER.index(line.presence) for line in standing] == sorted(
        STATE_ORDER.index(line.presence) for line in standing
    )
    for group, figures in group_figures(known, standing).items():
        mine = [line for line in standing if GROUPS[group](known, line.person)]
        assert figures.on_site == sum(line.presence is BoardState.IN for line in mine)
        assert figures.accounted == sum(line.presence is BoardState.ACCOUNTED for line in mine)
        assert figures.not_yet_in == sum(
            line.presence in (BoardState.EXPECTED, BoardState.LATE) for line in mine
        )
        assert figures.due == sum(line.due is not None for line in mine) <= len(mine)
    assert headcount(known, known.day(DAY)) == group_figures(known, standing)["everyone"]


@given(ACTS, st.sampled_from(["08:30", "09:30", "11:30", "16:00"]))
def test_the_figures_add_up_and_who_is_in_without_being_due_is_counted_apart(
    acts: list[tuple[PersonId, SessionId, MarkState, bool]], clock: str
) -> None:
    known = run(acts, at(clock))
    day_figures = headcount(known, known.day(DAY))
    due = {who for who in known.people if expected_from(known, known.person(who), known.day(DAY))}
    here = {who.id for who in roll_call(known, DAY)}
    assert day_figures.on_site == len(here)
    assert (day_figures.arrived, day_figures.others) == (len(here & due), len(here - due))
    assert day_figures.due == len(due)
    for one in known.sessions_on(DAY):
        figures = session_line(known, one).figures
        leaders = one.leaders if known.slot(one).kind is SlotKind.CHOICE else ()
        expected = {who.id for who in expected_people(known, one)}.difference(leaders)
        assert figures.due == len(expected)
        listed = {who.id for who in register(known, one)}.difference(leaders)
        assert figures.due + figures.others <= len(listed)
        there = {who for who in listed if final_state(known, who, one) in IN_ROOM}
        assert figures.arrived == len(there & expected)
        assert figures.others == len(there - expected)


def test_the_headcount_counts_who_is_in_and_who_is_still_awaited() -> None:
    def counted(known: School) -> tuple[int, int]:
        figures = headcount(known, known.day(DAY))
        return figures.on_site, figures.not_yet_in

    inside, awaited = counted(SCHOOL)
    known = after(SCHOOL, at("08:10"), report_absent("ann", DAY))
    assert counted(known) == (inside, awaited - 1)
    known = after(known, at("08:20"), by(Evidence.TYPED, sign_in("ann")))
    assert counted(known) == (inside + 1, awaited - 1)
    known = after(known, at("08:30"), by(Evidence.TYPED, leave_site("ann")))
    assert counted(known) == (inside, awaited - 1)
    known = after(
        known, at("08:40"), by(Evidence.TYPED, sign_in("rebecca"))
    )  # who need not be there
    assert counted(known) == (inside + 1, awaited - 1)


def test_somebody_in_two_groups_is_one_person() -> None:
    known = after(SCHOOL, at("08:40"), by(Evidence.TYPED, sign_in("nia")))
    count = group_figures(known, person_lines(known, at("08:41"), known.day(DAY)))
    assert [count[group].on_site for group in ("TAs", "part-time", "new")] == [1, 1, 1]
    assert count["everyone"].on_site == 1
    assert count["everyone"].due == 4


def test_whose_hours_are_over_still_counts_as_in_and_is_told_from_the_others() -> None:
    known = after(SCHOOL, at("08:40"), by(Evidence.TYPED, sign_in("nia")))
    known = after(known, at("08:41"), by(Evidence.TYPED, sign_in("tunde")))
    today = known.day(DAY)

    def over(who: PersonId, clock: str) -> time | None:
        return hours_ended(known, at(clock), known.person(who), today)

    assert [over("nia", clock) for clock in ("12:14", "12:15", "14:00")] == [
        None, time(12, 15), time(12, 15),
    ]  # fmt: skip
    # hours that are not known cannot be over, nor those of a day that is not worked
    assert [over("tunde", "23:00"), over("rebecca", "23:00")] == [None, None]
    assert headcount(known, today).on_site == 2


def test_a_person_on_the_board_is_in_left_accounted_expected_late_or_not_required() -> None:
    def stands(known: School, who: PersonId, clock: str) -> BoardState:
        return person_line(known, at(clock), known.person(who), known.day(DAY)).presence

    assert stands(SCHOOL, "ann", "09:05") is BoardState.EXPECTED
    assert stands(SCHOOL, "ann", "09:05:01") is BoardState.LATE
    assert stands(SCHOOL, "rebecca", "12:00") is BoardState.NOT_REQUIRED
    known = after(SCHOOL, at("08:10"), report_absent("ann", DAY))
    assert stands(known, "ann", "09:30") is BoardState.ACCOUNTED
    known = after(known, at("10:00"), by(Evidence.TYPED, sign_in("ann")))
    assert stands(known, "ann", "10:00") is BoardState.IN
    known = after(known, at("12:00"), by(Evidence.TYPED, leave_site("ann")))
    assert stands(known, "ann", "12:00") is BoardState.LEFT


def test_a_session_shows_who_is_booked_waiting_in_and_not_yet_in() -> None:
    known = after(SCHOOL, at("08:30"), choose("ann", "A"), choose("bob", "A"))
    known = after(known, at("08:30"), choose("tunde", "B"))
    known = after(known, at("10:55"), by(Evidence.TYPED, sign_in_to_session("ann", "A")))
    line = session_line(known, known.session("A"))
    assert (line.figures, line.waiting) == (Figures(arrived=1, not_yet_in=1), 0)
    walk_in = after(known, at("11:10"), present("nia", "A"))
    assert [who.id for who in register(walk_in, walk_in.session("A"))] == ["ann", "bob", "nia"]
    figures = session_line(walk_in, walk_in.session("A")).figures
    assert figures == Figures(arrived=1, not_yet_in=1, others=1)
    gone = after(walk_in, at("11:30"), present("bob", "A", MarkState.ABSENT))
    assert session_line(gone, gone.session("A")).figures == Figures(
        arrived=1, accounted=1, others=1
    )
    assert [who.id for who in expected_people(SCHOOL, SCHOOL.session("B"))] == ["huw"]


def led_by_huw(*acts: tuple[str, Decision]) -> tuple[set[PersonId], list[SlotId]]:
    """Return who was present, and what Huw missed, after these decisions at these times."""
    known = SCHOOL
    for clock, act in acts:
        known = after(known, at(clock), act)
    account = account_at(known, EVENING)
    return present_in(account), missed_in(account).get("huw", [])


CAME = ("10:30", by(Evidence.TYPED, sign_in("huw")))
ANN_CAME = ("11:05", by(Evidence.BADGE, sign_in_to_session("ann", "B")))


def test_a_leader_on_site_was_in_the_own_session_if_others_were() -> None:
    assert led_by_huw(CAME, ANN_CAME) == ({"ann", "huw"}, ["hall"])
    assert led_by_huw(ANN_CAME) == ({"ann"}, ["hall", "choice"])


def test_a_leader_to_whose_session_nobody_came_was_not_in_it_and_owes_nothing_for_it() -> None:
    assert led_by_huw(CAME) == (set(), ["hall"])
    marked = ("15:00", by(Evidence.TUTOR, mark("huw", "B", MarkState.PRESENT)))
    assert led_by_huw(CAME, marked) == ({"huw"}, ["hall"])


def test_a_leader_who_was_marked_away_was_not_there_whoever_came() -> None:
    away = ("15:00", by(Evidence.TUTOR, mark("huw", "B", MarkState.ABSENT)))
    assert led_by_huw(CAME, ANN_CAME, away) == ({"ann"}, ["hall", "choice"])


def test_a_leader_who_left_before_or_came_after_did_not_lead() -> None:
    left = ("10:45", by(Evidence.TYPED, leave_site("huw")))
    assert led_by_huw(CAME, left, ANN_CAME) == ({"ann"}, ["hall", "choice"])
    later = ("12:00", by(Evidence.TYPED, sign_in("huw")))
    assert led_by_huw(ANN_CAME, later) == ({"ann"}, ["hall", "choice"])
    during = ("11:30", by(Evidence.TYPED, leave_site("huw")))
    assert led_by_huw(CAME, ANN_CAME, during) == ({"ann", "huw"}, ["hall"])
    by_hand = ("14:00", by(Evidence.TUTOR, sign_in("huw")))
    assert led_by_huw(ANN_CAME, by_hand) == ({"ann", "huw"}, ["hall"])


def test_sessions_that_nobody_attended_are_told_once_they_are_over() -> None:
    known = after(SCHOOL, at("09:00"), present("ann", "hall"))
    for clock, names in (("09:30", []), ("10:00", []), ("16:00", ["A", "B"])):
        account = account_at(known, at(clock))
        assert [one.id for one in account.unattended] == names
