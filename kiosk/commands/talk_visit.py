"""One person's day in `kiosk talk`: what My day shows and does, in lines."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.commands.talk_proof import proof_of
from kiosk.commands.voice import Voice, aloud, number_in, numbered
from kiosk.errors import KioskError, ProofNeeded, Refused
from kiosk.rules.attendance.arrivals import (
    doubt_sign_in,
    in_since,
    is_on_site,
    on_site_since,
    sign_in,
    undo_sign_in,
)
from kiosk.rules.attendance.day_notes import day_notes
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import sign_in_to_session
from kiosk.rules.attendance.own_day import OwnDay
from kiosk.rules.attendance.picking import Question, may_enter, pick_session, session_to_enter
from kiosk.rules.attendance.undone_marks import undo_session_sign_in
from kiosk.rules.choosing.cancelled_sessions import cancellation_messages
from kiosk.rules.choosing.coming_day import coming_day
from kiosk.rules.choosing.lottery import lottery_message
from kiosk.rules.choosing.offers import fullness, standing_in
from kiosk.rules.choosing.place_messages import place_messages
from kiosk.rules.choosing.typed_changes import describe_change, settle_changes, untold_changes
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.records import Session, Slot
from kiosk.rules.model.terms import Evidence, SlotKind
from kiosk.text import Sayable, t, tc
from kiosk.widgets.greeting import greeting
from kiosk.widgets.session_details import about_offer, about_session, when_and_where
from kiosk.widgets.today import NO_DAY

BYE, UNDO, LEAVE = tc("answer", "bye"), tc("answer", "undo"), tc("answer", "leave")
PIN, NOT_ME, AGAIN = tc("answer", "pin"), tc("answer", "not me"), tc("answer", "day")
HELP = tc("answer", "help")
"""The words that are answers. `HOW` names them; anything else is the next person's name."""

HOW = t(
    "Type a number from your day to sign in there, or to choose. Other words are “day” to hear it "
    "again, “undo”, “leave” when you go home, “pin” to prove who you are, and “help”. Press "
    "Enter to finish."
)
WHAT_NEXT = t("Type a number or a word, or press Enter to finish:")
WHICH = t("The number of your answer:")
CHANGED = t("One of your choices was changed today. To hear it, type “pin”, then your PIN.")


class Visit:
    """One person at the keyboard. A typed name opens their day; what is private needs their PIN."""

    def __init__(self, voice: Voice, person: PersonId, *, has_just_arrived: bool) -> None:
        self._voice, self._desk, self._person = voice, voice.kiosk.desk, person
        self._evidence = Evidence.TYPED
        self._day = DayId("")
        self._undo: list[Decision] = [undo_sign_in(person)] if has_just_arrived else []
        """What “undo” takes back, the last at the end."""
        self._is_over = False

    def run(self) -> str:
        """Tell the day and do what is asked; return what was typed for the next person.

        Raises:
            TimeIsUp, EOFError: as `Voice.ask`.
            KioskError: the day cannot be read out.
        """
        school, now = self._desk.school, self._desk.now()
        coming = coming_day(school, now)
        day = school.today(now) or coming
        if day is None:
            self._voice.say(NO_DAY)
            return ""
        self._day = day.id
        if coming is not None and not self._proves():
            return ""  # a typed name opens what is of today only
        self._voice.say(*self._news())
        self._tell_day()
        self._voice.say(HOW)
        while not self._is_over:
            answer = self._voice.ask(WHAT_NEXT, school.settings.idle_after)
            if not answer or self._voice.means(answer, BYE):
                break
            try:
                if not self._do(answer):
                    return answer
            except KioskError as error:
                self._voice.say_error(error)
        return ""

    @property
    def _own(self) -> OwnDay:
        school = self._desk.school
        person, day = school.person(self._person), school.day(self._day)
        return OwnDay(school, self._desk.now(), person, day, self._evidence.is_proof)

    def _perform(self, decision: Decision) -> bool:
        """Do it, and where a typed name is not enough, ask for the PIN first."""
        try:
            outcome = self._voice.perform(decision, Actor(self._person, self._evidence))
        except ProofNeeded as needed:
            self._voice.say_error(needed)
            if not self._proves():
                return False
            outcome = self._voice.perform(decision, Actor(self._person, self._evidence))
        self._voice.say_outcome(outcome)
        return True

    # -- telling ----------------------------------------------------------------------------

    def _news(self) -> Iterator[Sayable]:
        """Yield who this is and since when they are in, and what to know before the day itself."""
        own, language = self._own, self._voice.language
        school, now, person = own.school, own.now, own.person
        yield from greeting(language, school, person, now.hour).plain.split("   ")
        since = on_site_since(school, person.id, self._day)
        if since is not None:
            yield t("In since {time}.", time=school.local(since))
        if in_since(school, now, person.id, self._day) is not None:
            yield t("If that wasn't you, type “not me”.")
        yield from day_notes(school, now, person.id, self._day, proven=own.proven, has_keys=False)
        yield from place_messages(school, now, person.id, self._day, proven=own.proven)
        for _, message in cancellation_messages(school, now, person, own.day):
            yield message
        if not own.proven and untold_changes(school, person.id, self._day):
            yield CHANGED

    def _tell_day(self) -> None:
        own = self._own
        self._voice.say(own.day.date, *numbered(self._line(own, slot) for slot in own.slots))
        if own.slots:
            self._voice.say(t("Number {n} is on now or comes next.", n=own.next_row + 1))

    def _line(self, own: OwnDay, slot: Slot) -> str:
        """Return when a part of the day is, its title and what to know of it."""
        say, band = self._voice.language.say, own.session(slot) or slot
        enter = t("you can sign in now: type {n}.", n=own.slots.index(slot) + 1)
        title, below = replace(own, how_to_enter=enter).words(slot)
        times = say(t("{start} to {end}", start=band.start, end=band.end))
        return ". ".join(filter(None, (times, say(title), aloud(say(below)))))

    def _offer_line(self, session: Session) -> str:
        """Return a session on offer in one line."""
        say, school = self._voice.language.say, self._desk.school
        proven = self._own.proven
        full = fullness(school, session, self._person if proven else None)
        mine = standing_in(school, self._person, session, proven=proven)
        words = (
            say(school.workshop(session).title),
            *(aloud(say(word)) for word in (mine, full) if word is not None),
            aloud(when_and_where(self._voice.language, school, session)),
        )
        return ". ".join(filter(None, words))

    # -- doing ------------------------------------------------------------------------------

    def _do(self, answer: str) -> bool:
        """Do what is answered; return whether it was for this person, and not the next one's name.

        Raises:
            KioskError: the rules do not allow it, or it could not be saved.
        """
        voice, slots = self._voice, self._own.slots
        number = number_in(answer, len(slots))
        if number is not None:
            self._open(slots[number - 1])
        elif voice.means(answer, AGAIN):
            self._tell_day()
        elif voice.means(answer, HELP):
            voice.say(HOW)
        elif voice.means(answer, UNDO):
            self._take_back()
        elif voice.means(answer, LEAVE):
            self._leave()
        elif voice.means(answer, NOT_ME):
            self._perform(doubt_sign_in(self._person))
        elif voice.means(answer, PIN):
            self._proves()
        else:
            return False
        return True

    def _open(self, slot: Slot) -> None:
        """Sign in to the session of a slot, or tell what there is to choose."""
        own = self._own
        session = session_to_enter(own.school, own.now, own.person, own.day, slot)
        if session is not None:
            if not may_enter(own.school, own.now, own.person.id, session):
                about = about_session(
                    self._voice.language, own.school, own.now, own.person.id, session,
                    proven=own.proven,
                )  # fmt: skip
                self._voice.say(about.plain)
            self._enter(session)
        elif slot.kind is SlotKind.CHOICE:
            self._choose(slot)
        else:
            self._voice.say(self._line(own, slot))

    def _enter(self, session: Session) -> None:
        if self._perform(sign_in_to_session(self._person, session.id)):
            self._undo.append(undo_session_sign_in(self._person, session.id))

    def _choose(self, slot: Slot) -> None:
        """Ask which workshop, and take a place in it or do what its holder wants."""
        own = self._own
        school, day = own.school, own.day
        offers = [*school.sessions_on(day.id, slot.id), *school.cancelled_on(day.id, slot.id)]
        drawn = lottery_message(school, day)
        self._voice.say(
            self._line(own, slot), *numbered(map(self._offer_line, offers)),
            *([drawn] if drawn is not None else []),
        )  # fmt: skip
        question = t(
            "Type a workshop's number to choose it, “about 1” to hear more of number 1, or press "
            "Enter to go back:"
        )
        while answer := self._voice.ask(question, school.settings.idle_choosing):
            number = number_in(answer.rpartition(" ")[2], len(offers))
            if number is None:
                self._voice.say(t("Please type one of the numbers."))
            elif answer.isdecimal():
                self._pick(offers[number - 1])
                return
            else:
                self._voice.say(self._about(offers[number - 1]))

    def _about(self, session: Session) -> str:
        own = self._own
        return about_offer(
            self._voice.language, own.school, own.now, own.person, session, proven=own.proven
        ).plain

    def _pick(self, session: Session) -> None:
        own = self._own
        picked = pick_session(own.school, own.now, self._person, session, proven=own.proven)
        if picked == sign_in_to_session(self._person, session.id):
            self._enter(session)
            return
        decision = self._answered(picked) if isinstance(picked, Question) else picked
        if decision is not None and self._perform(decision):
            self._undo = [undo for undo in self._undo if undo != undo_sign_in(self._person)]

    def _answered(self, question: Question) -> Decision | None:
        """Return what a person decides; Enter alone changes nothing."""
        say = self._voice.language.say
        self._voice.say(question.text, *numbered(say(one.text) for one in question.answers))
        answer = self._voice.ask(WHICH, self._desk.school.settings.idle_after)
        number = number_in(answer, len(question.answers))
        return question.answers[number - 1].decision if number is not None else None

    def _take_back(self) -> None:
        if not self._undo:
            raise Refused(t("There's nothing to undo."))
        undo = self._undo.pop()
        # the person may have been the wrong one
        self._is_over = self._perform(undo) and undo == undo_sign_in(self._person)

    def _leave(self) -> None:
        """Leave the site, or come back."""
        if is_on_site(self._desk.school, self._person, self._day):
            self._is_over = self._perform(leave_site(self._person))
        else:
            self._perform(sign_in(self._person))

    # -- proof ------------------------------------------------------------------------------

    def _proves(self) -> bool:
        """Return whether the person gives a proof, or gave one: one is enough for the visit."""
        if not self._evidence.is_proof:
            proof = proof_of(self._voice, self._person)
            if proof is None:
                return False
            self._evidence = proof
            self._tell_changes()
        return True

    def _tell_changes(self) -> None:
        """Tell what a typed name took from the person, and ask whether that was them."""
        school = self._desk.school
        changes = untold_changes(school, self._person, self._day)
        if not changes:
            return
        tutor = the_tutor(school.settings)
        answers = t("Yes, that was me"), t("No, tell {tutor}", tutor=tutor)
        self._voice.say(
            t("Someone typed your name and did this. Was it you?"),
            *(describe_change(school, one) for one in changes),
            *numbered(map(self._voice.language.say, answers)),
        )
        number = number_in(self._voice.ask(WHICH, school.settings.idle_after), 2)
        if number is not None:
            was_me = number == 1
            self._perform(settle_changes(self._person, self._day, was_me=was_me))
