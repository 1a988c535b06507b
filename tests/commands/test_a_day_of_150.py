"""A day of 150 people, from a script: what every view says agrees with counts of the script alone.

Two kiosks, two tutors' boards and reception work on one folder, each a program of its own. What
the script expects is counted without any rule of the program.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, time
from random import Random

from kiosk.factory import Kiosk, assemble
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.board_view import board_view
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark, sign_in_to_session
from kiosk.rules.attendance.people_of_board import Status, in_group
from kiosk.rules.attendance.registers import mark_all_here
from kiosk.rules.attendance.roll_call import begin_roll_call, roll_lines, tick_off
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.day_account import Outcome, day_account
from kiosk.rules.model.actors import RECEPTION, TUTOR, Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Decision, decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import TABLES, School, put
from kiosk.rules.model.terms import Correction, Evidence, MarkState, Role, SlotKind
from tests.builders import DAY, at, day, person, school, session, slot
from tests.commands.conftest import Shell

TEACHERS = [PersonId(f"t{number:03}") for number in range(100)]
MORNINGS = [PersonId(f"m{number:02}") for number in range(30)]
"""Teaching assistants until 12:00."""
OTHER_DAYS = [PersonId(f"o{number:02}") for number in range(20)]
"""Part-time staff who do not work on that day."""
EVERYBODY = [*TEACHERS, *MORNINGS, *OTHER_DAYS]
WORKSHOPS = [SessionId(f"W{number}") for number in range(1, 7)]
TIMES = {
    SessionId("BRIEF"): ("08:45", "09:30"), SessionId("SAFE"): ("09:45", "10:45"),
    **dict.fromkeys(WORKSHOPS, ("11:00", "12:00")), SessionId("AFT"): ("13:00", "14:00"),
}  # fmt: skip
START = at("07:30")
THERE = (MarkState.PRESENT, MarkState.LATE, MarkState.LEFT)


def staff() -> Iterator[object]:
    yield from (person(who) for who in TEACHERS)
    yield from (person(who, Role.TA, "08:30-12:00") for who in MORNINGS)
    yield from (person(who, hours={"thu": "08:30-15:30"}) for who in OTHER_DAYS)


SCHOOL = school(
    day(slot("talk", "08:45-09:30", SlotKind.TOGETHER),
        slot("safe", "09:45-10:45", SlotKind.TOGETHER),
        slot("work", "11:00-12:00"), slot("lunch", "12:00-13:00", SlotKind.LUNCH),
        slot("aft", "13:00-14:00", SlotKind.TOGETHER)),
    session("BRIEF", "talk", "08:45-09:30", room="Hall", speaker="The head"),
    session("SAFE", "safe", "09:45-10:45", room="Hall", speaker="The head"),
    *(session(one, "work", "11:00-12:00", 25, room=f"Room {one}", speaker="A guest")
      for one in WORKSHOPS),
    session("AFT", "aft", "13:00-14:00", room="Hall", speaker="The head"),
    *staff(),
)  # fmt: skip


@decision
def founded(known: School, now: datetime) -> Changes:
    """Take in the school above."""
    del known, now
    return Changes(tuple(put(record) for name in TABLES for record in SCHOOL.records(name)))


@dataclass
class Script:
    """What is done, and what should then be so, counted by hand."""

    programs: dict[str, Kiosk]
    clock: datetime = START
    dice: Random = field(default_factory=lambda: Random(150))
    here: set[PersonId] = field(default_factory=set)
    came: set[PersonId] = field(default_factory=set)
    absent: set[PersonId] = field(default_factory=set)
    booked: dict[PersonId, SessionId] = field(default_factory=dict)
    marks: dict[tuple[PersonId, SessionId], MarkState] = field(default_factory=dict)

    def asks(self, program: str, clock: str, asked: Decision, actor: Actor) -> None:
        """Let a program do something at a time; then all others have seen it."""
        self.clock = at(clock)
        self.programs[program].desk.perform_now(asked, actor)

    def arrives(self, who: PersonId, clock: str) -> None:
        evidence = self.dice.choice((Evidence.TYPED, Evidence.BADGE))
        kiosk = self.dice.choice(("kiosk 1", "kiosk 2"))
        self.asks(kiosk, clock, sign_in(who), Actor(who, evidence))
        self.here.add(who)
        self.came.add(who)

    def enters(self, who: PersonId, what: SessionId, clock: str) -> None:
        """Sign in to a session by badge: late from six minutes after its start."""
        kiosk = self.dice.choice(("kiosk 1", "kiosk 2"))
        self.asks(kiosk, clock, sign_in_to_session(who, what), Actor(who, Evidence.BADGE))
        begins, now = (time.fromisoformat(one) for one in (TIMES[what][0], clock))
        minutes = (now.hour - begins.hour) * 60 + now.minute - begins.minute
        self.marks[who, what] = MarkState.LATE if minutes > 5 else MarkState.PRESENT

    def leaves(self, who: PersonId, clock: str) -> None:
        self.asks("kiosk 2", clock, leave_site(who), Actor(who, Evidence.BADGE))
        self.here.discard(who)
        for what, (begins, ends) in TIMES.items():
            if (who, what) in self.marks and begins <= clock < ends:
                self.marks[who, what] = MarkState.LEFT

    def required(self, who: PersonId) -> list[SessionId | str]:
        """Return the sessions somebody must attend; of the workshops any one counts."""
        if who in OTHER_DAYS:
            return []
        morning: list[SessionId | str] = [SessionId("BRIEF"), SessionId("SAFE"), "work"]
        return [*morning, SessionId("AFT")] if who in TEACHERS else morning

    def state(self, who: PersonId, what: SessionId | str) -> MarkState | None:
        sessions = WORKSHOPS if what == "work" else [SessionId(what)]
        found = [self.marks[who, one] for one in sessions if (who, one) in self.marks]
        return found[-1] if found else None

    def outcome(self, who: PersonId) -> Outcome:
        if not self.required(who):
            return Outcome.NOT_REQUIRED
        states = [self.state(who, what) for what in self.required(who)]
        attended = [one for one in states if one in THERE]
        if not attended:
            is_known = who in self.absent and who not in self.came
            return Outcome.REPORTED_ABSENT if is_known else Outcome.NONE
        is_whole = len(attended) == len(states) and MarkState.LEFT not in attended
        return Outcome.ALL if is_whole else Outcome.PART


def morning(script: Script) -> None:
    """Before nine: choices, calls, and the queue."""
    expected = [*TEACHERS, *MORNINGS]
    for place, who in enumerate(expected):
        wanted = WORKSHOPS[place % len(WORKSHOPS)]
        script.asks("kiosk 1", "07:40", choose(who, wanted), Actor(who, Evidence.BADGE))
        script.booked[who] = wanted
    away = script.dice.sample(expected, 9)
    for who in away:
        script.asks("reception", "08:05", report_absent(who, DAY), RECEPTION)
        script.absent.add(who)
    late, never = away[:1], script.dice.sample([one for one in expected if one not in away], 12)
    queue = [one for one in expected if one not in away and one not in never]
    script.dice.shuffle(queue)
    for place, who in enumerate([*queue, *OTHER_DAYS[:3]]):
        script.arrives(who, f"08:{10 + place * 30 // 125:02}")
    for who in [*late, *never[:8]]:  # one who was reported absent comes after all
        script.arrives(who, "09:08")


def sessions(script: Script, what: str, clock: str) -> None:
    """Most sign in by badge; a tutor marks all others who are there, but three are forgotten."""
    begins = [one for one, (start, _) in TIMES.items() if start == what]
    forgotten = set(script.dice.sample(sorted(script.here), 3))
    for one in begins:
        due = [
            who
            for who in EVERYBODY
            if who in script.here
            and (script.booked.get(who) == one if one in WORKSHOPS else one in script.required(who))
        ]
        for who in due:
            if script.dice.random() < 0.6 and who not in forgotten:
                script.enters(who, one, clock)
        tutor = script.dice.choice(("tutor 1", "tutor 2"))
        if one in WORKSHOPS:
            for who in due:
                if who not in forgotten and (who, one) not in script.marks:
                    asked = mark(who, one, MarkState.PRESENT)
                    script.asks(tutor, clock, asked, TUTOR)
                    script.marks[who, one] = MarkState.PRESENT
        else:
            script.asks(tutor, clock, mark_all_here(one), TUTOR)
            for who in due:
                script.marks.setdefault((who, one), MarkState.PRESENT)


def check_board(script: Script, clock: str, known: School) -> None:
    """The tiles agree with who came, who is known to be away, and who is missing."""
    view = board_view(known, at(clock), known.day(DAY))
    expected = {*TEACHERS, *MORNINGS}
    wanted = {
        Status.IN: script.here,
        Status.ABSENT: (expected & script.absent) - script.came,
        Status.LATE: expected - script.absent - script.came,
        Status.NOT_YET: set[PersonId](),
        Status.OFF_SITE: (script.came - script.here) | ({*OTHER_DAYS} - script.came),
    }
    for status, people in wanted.items():
        assert {line.person.id for line in in_group(view.lines, status)} == people, status
    assert sum(view.statuses.values()) == len(EVERYBODY)
    assert (view.everyone.due, view.everyone.on_site) == (len(expected), len(script.here))


def test_everything_agrees_with_the_script(empty: Shell) -> None:
    script = Script({})

    def clock() -> datetime:
        return script.clock

    with ExitStack() as stack:
        for name in ("kiosk 1", "kiosk 2", "tutor 1", "tutor 2", "reception"):
            script.programs[name] = stack.enter_context(assemble(empty.folder, clock))
        script.asks("tutor 1", "07:30", founded(), TUTOR)
        morning(script)
        script.asks("tutor 2", "09:10", close_to_nothing(), TUTOR)
        for name in script.programs:  # every program has the same board
            check_board(script, "09:10", seen_by(script, name))
        sessions(script, "08:45", "09:12")
        sessions(script, "09:45", "09:47")
        for who in script.dice.sample(sorted(script.here & {*TEACHERS}), 3):
            script.leaves(who, "10:20")
        sessions(script, "11:00", "11:02")
        for who in sorted(script.here & {*MORNINGS})[:-2]:  # two stay after their hours
            script.leaves(who, "12:04")
        wrong = next(who for who, what in script.marks if what == "SAFE" and who in script.here)
        asked = mark(wrong, SessionId("SAFE"), MarkState.ABSENT, Correction.WRONG_PERSON)
        script.asks("tutor 2", "12:30", asked, TUTOR)
        script.marks[wrong, SessionId("SAFE")] = MarkState.ABSENT
        sessions(script, "13:00", "13:02")
        check_board(script, "13:05", seen_by(script, "tutor 2"))
        check_roll(script, empty)
        script.asks("tutor 1", "14:30", close_day(DAY), TUTOR)
        check_account(script, seen_by(script, "reception"))
    check_lists(script, empty)


@decision
def close_to_nothing(known: School, now: datetime) -> Changes:
    """Change nothing: only the clock goes on."""
    del known, now
    return Changes()


def seen_by(script: Script, program: str) -> School:
    """Return what a program knows, once it has looked for news."""
    desk = script.programs[program].desk
    return desk.perform_now(close_to_nothing(), TUTOR).school


def check_roll(script: Script, shell: Shell) -> None:
    """The roll is who is here; two programs tick different people off, and both see both."""
    some, others = sorted(script.here)[:20], sorted(script.here)[20:50]
    script.asks("tutor 1", "13:06", begin_roll_call(), TUTOR)
    script.asks("reception", "13:06", tick_off(tuple(some)), RECEPTION)
    script.asks("tutor 2", "13:07", tick_off(tuple(others)), TUTOR)
    for name in ("tutor 1", "reception"):
        known = seen_by(script, name)
        (roll,) = known.day_record(DAY).roll_calls.values()
        lines = roll_lines(known, script.clock, known.day(DAY), roll)
        assert {line.person.id for line in lines} == script.here
        assert {line.person.id for line in lines if line.tick} == {*some, *others}
    shell.now = script.clock
    rows = shell("roll", "--json").json
    assert {row["id"] for row in rows} == script.here
    assert sum(bool(row["ticked_off_at"]) for row in rows) == 50
    stay = {row["id"] for row in rows if row["hours_ended"]}
    assert stay == script.here & {*MORNINGS}
    assert stay


def check_account(script: Script, known: School) -> None:
    """Everybody is in the outcome that the script counts, and the kinds add up."""
    account = day_account(known, script.clock, known.day(DAY))
    found = {line.person.id: line.outcome for line in account.lines}
    assert found == {who: script.outcome(who) for who in EVERYBODY}
    assert sum(account.counts.values()) == len(EVERYBODY)
    assert set(account.counts) == {*Outcome}
    held = {one.person for one in known.day_record(DAY).certificates.values()}
    whole = {who for (who, _), state in script.marks.items() if state is MarkState.PRESENT}
    # two came late to the first session and left the second: neither counts for a certificate
    assert held == whole
    assert whole < {who for (who, _), state in script.marks.items() if state in THERE}


def check_lists(script: Script, shell: Shell) -> None:
    """The commands say the same: figures by session, and the export with every mark."""
    shell.now = script.clock
    there: dict[str, int] = Counter(
        what for (_, what), state in script.marks.items() if state in THERE
    )
    figures = {one["id"]: one for one in shell("figures", "--json").json if one["by"] == "session"}
    for what, count in there.items():
        assert figures[what]["attended"] + figures[what]["others"] == count, what
    everybody, afternoon = len([*TEACHERS, *MORNINGS]), len(TEACHERS)
    wanted = {"BRIEF": everybody, "SAFE": everybody, "AFT": afternoon}
    assert {what: figures[what]["required"] for what in wanted} == wanted
    rows = [row for row in shell("attendance", "--json").json if row["mark"]]
    exported = defaultdict(set)
    for row in rows:
        exported[row["session"]].add((row["person"], row["mark"]))
    assert {what: len(marked) for what, marked in exported.items()} == dict(
        Counter(what for _, what in script.marks)
    )
    for (who, what), state in script.marks.items():
        assert (who, state.value) in exported[what]
