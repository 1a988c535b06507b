"""The words that records are made of: roles, kinds of day and slot, requirements, marks, proofs."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is employed or present as. Duties (first aider, ALNCo …) are not roles."""

    TEACHER = "teacher"
    TA = "TA"
    LEADER = "leader"
    SUPPORT = "support"
    SUPPLY = "supply"
    VISITOR = "visitor"


BY_RESPONSIBILITY = (
    Role.LEADER, Role.TEACHER, Role.TA, Role.SUPPLY, Role.SUPPORT, Role.VISITOR,
)  # fmt: skip
"""Of several posts of one person the first counts."""


class GuestKind(StrEnum):
    """What brings somebody who is not on the school's own list of staff."""

    SUPPLY = "supply"
    VISITOR = "visitor"
    SPEAKER = "speaker"
    CLUSTER = "cluster school"
    STARTER = "new starter"


class DayKind(StrEnum):
    """The kinds of INSET day."""

    WHOLE = "whole day"
    HALF = "half day"
    TWILIGHT = "twilight"


class SlotKind(StrEnum):
    """What a band of time is for."""

    CHOICE = "choice"
    TOGETHER = "together"
    DEPARTMENT = "department"
    BREAK = "break"
    LUNCH = "lunch"

    @property
    def is_pause(self) -> bool:
        """Whether nothing is attended: break and lunch."""
        return self in (SlotKind.BREAK, SlotKind.LUNCH)


class Requirement(StrEnum):
    """What a slot or session is for a person on a day."""

    REQUIRED = "required"
    INVITED = "invited"
    NOT_REQUIRED = "not required"
    OFF_SITE = "off site"


class MarkState(StrEnum):
    """What a mark says of a person in a session."""

    PRESENT = "present"
    LATE = "late"
    LEFT = "left"
    ABSENT = "absent"
    RELEASED = "released"

    @property
    def attended(self) -> bool:
        """Whether the person was there, for all or part of it."""
        return self in (MarkState.PRESENT, MarkState.LATE, MarkState.LEFT)


class Evidence(StrEnum):
    """How the kiosk knew who it was."""

    TYPED = "typed name"
    BADGE = "badge"
    CODE = "own code"
    VOUCHED = "vouched for"
    """A professional tutor said, by the PIN, who stands there; the person then chose a code."""
    TUTOR = "professional tutor"
    LEADER = "leader"
    """Who leads the session said so on its register, after a badge or an own code."""
    RECEPTION = "reception"
    COMMAND = "command"

    @property
    def is_proof(self) -> bool:
        """Whether it proves who is there; a typed name proves nothing."""
        return self.is_own or self is Evidence.VOUCHED

    @property
    def is_own(self) -> bool:
        """Whether it is something that the person alone has, and nobody else could give them."""
        return self in (Evidence.BADGE, Evidence.CODE)

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody else said so: it tells what was, not when."""
        return self.is_tutors or self in (Evidence.LEADER, Evidence.RECEPTION)

    @property
    def is_tutors(self) -> bool:
        """Whether a professional tutor said so, at a kiosk or by a command."""
        return self in (Evidence.TUTOR, Evidence.COMMAND)


class Correction(StrEnum):
    """Why an earlier mark is corrected. There is no free text: it would invite health data."""

    WRONG_PERSON = "wrong-person"
    BY_MISTAKE = "by-mistake"
    REGISTER_LATE = "register-late"
    ELSEWHERE = "done-elsewhere"


class Mode(StrEnum):
    """Whether a resource is for any time, or for one moment."""

    ASYNCHRONOUS = "asynchronous"
    SYNCHRONOUS = "synchronous"


class LinkOutcome(StrEnum):
    """What came of trying a resource's address."""

    FINE = "fine"
    REDIRECTED = "redirected"
    LOGIN = "needs a login"
    GONE = "gone"
    TIMED_OUT = "timed out"
    CERTIFICATE = "wrong certificate"
    NO_HOST = "no such host"
    NOT_PUBLIC = "not a public address"
    OTHER = "other error"

    @property
    def is_dead(self) -> bool:
        """Whether people who type the address get nowhere."""
        return self not in (LinkOutcome.FINE, LinkOutcome.REDIRECTED, LinkOutcome.LOGIN)


class ReopenReason(StrEnum):
    """Why a closed day is opened again: one of these, since a free text invites health data."""

    TOO_EARLY = "closed too early"
    REGISTER_LATE = "register late"
    WRONG_MARK = "wrong mark"


class DoneBy(StrEnum):
    """How a catch-up was handed in as done."""

    SELF = "own tick"
    """By the person, after a badge or PIN."""
    STUB = "stub"
    TUTOR = "professional tutor"
    REPEAT = "repeat"
    """By attending what was missed on a later day, as its register says."""


class WaiveReason(StrEnum):
    """Why a catch-up need not be done: one of these, since a free text invites health data."""

    ELSEWHERE = "done elsewhere"
    OTHER_JOB = "not needed in their job"
    NO_ROUTE = "nothing to catch up with"
    AGREED = "agreed with the head"
