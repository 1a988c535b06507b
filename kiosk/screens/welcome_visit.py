"""Whom the keys of Welcome are about: nobody, or the person who signed in last.

`Visit` is immutable; Welcome replaces it. These are all the transitions:

    NO_VISIT ──arriving──► saving ──signed_in──► signed in ──► NO_VISIT
                           │  ▲
                           └──┘ wants_day: Enter came before the sign-in was saved

Every visit ends at NO_VISIT when its time is over, when the sign-in is refused, undone or doubted,
or when the person's day opens. The next arrival replaces it at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from textual.content import Content

from kiosk.errors import KioskError, Refused
from kiosk.rules.attendance.arrivals import in_since
from kiosk.rules.attendance.scan_sign_in import sign_in_answer
from kiosk.rules.choosing.personal_messages import news_for
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.ids import NOBODY, PersonId
from kiosk.rules.model.privacy import privacy_notice
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.screen_context import ScreenContext
from kiosk.screens.failures import whom_to_tell
from kiosk.text import Text, t, tn
from kiosk.widgets.banner import Banner


@dataclass(frozen=True)
class Visit:
    """One person at the kiosk. The default is nobody."""

    person: PersonId = NOBODY
    evidence: Evidence = Evidence.TYPED
    is_saved: bool = False
    """Whether the sign-in is saved, so that it can be undone."""
    opens_day: bool = False
    """Whether the person's day opens as soon as the sign-in is saved."""
    until: float = 0.0
    """When the visit and its message are forgotten, in monotonic seconds; 0: not yet known."""

    @property
    def is_saving(self) -> bool:
        """Whether the sign-in is still being saved."""
        return bool(self.person) and not self.is_saved

    @property
    def signed_in(self) -> PersonId:
        """The person whose sign-in is saved, or `NOBODY`."""
        return self.person if self.is_saved else NOBODY

    def is_over(self, now: float) -> bool:
        """Return whether its time has passed."""
        return bool(self.until) and now > self.until

    @property
    def undo_until(self) -> float:
        """Until when the sign-in can be undone; 0 without one that is saved."""
        return self.until if self.is_saved else 0.0

    def wants_day(self) -> Visit:
        """Open the day once the sign-in is saved."""
        return replace(self, opens_day=True)

    def lasting(self, until: float) -> Visit:
        """Keep the visit and its message at least until then."""
        return replace(self, until=max(self.until, until))


NO_VISIT = Visit()

GUIDE = t(
    "Type a few letters of your name, choose yourself if there are several, then press Enter to "
    "sign in. Enter again opens your day, to sign in to sessions and choose workshops. You can "
    "scan a badge at any time."
)
"""What the help key says on Welcome."""


def about_kept(school: School) -> Text:
    """Return what the kiosk keeps of people, who sees it and for how long."""
    first, *others = privacy_notice(school.settings)
    return reduce(lambda said, line: t("{said} {line}", said=said, line=line), others, first)


MY_DAY = t("Enter: My day")
TO_SESSION = t("Enter: My day, to sign in to your session")

NOT_ADDED = t("The form timed out and you were not added. Press F2 to start again.")
SIGN_IN_FIRST = t("Sign in first, then scan the stub.")
SCAN_FIRST = t("Scan your badge first, then “My day” on the sheet.")


def arriving(person: PersonId, evidence: Evidence) -> Visit:
    """Return the visit of a person whose sign-in is being saved."""
    return Visit(person, evidence)


def signed_in(person: PersonId, evidence: Evidence, until: float) -> Visit:
    """Return the visit of a person whose sign-in is saved."""
    return Visit(person, evidence, is_saved=True, until=until)


def demo_note(pin: str) -> Text:
    """Return what the sample school says of itself on Welcome."""
    return t("Sample school, with its own clock. Tutors: F9, PIN {pin}", pin=pin)


def about_sign_in(
    context: ScreenContext, visit: Visit, asked_at: datetime, reason: Text | None = None
) -> Callable[[], Banner.Said]:
    """Return what makes what the banner says to a sign-in of `asked_at`, now that it is saved.

    `reason`: what kept the person out of their session.
    """
    say, school, person = context.language.say, context.desk.school, visit.person
    answer = sign_in_answer(school, asked_at, person, reason)
    notes = [(answer.note, "$amber" if answer.is_caution else "$in")]
    since = in_since_earlier(context, person)
    if since is not None:
        doubt = t(
            "You've been signed in since {time}. If that wasn't you, press F5.",
            time=school.local(since),
        )
        notes = [(doubt, ""), *(notes if answer.is_new else ())]
    tone = Tone.DONE if answer.is_new else Tone.PLAIN
    hint = _what_enter_opens(context, visit, has_session=answer.has_session)
    return lambda: Banner.Said(
        Tone.CAUTION if answer.is_caution else tone,
        answer.name,
        say(answer.stop.what if answer.stop is not None else answer.otherwise),
        say(answer.stop.room) if answer.stop is not None else "",
        tuple(Content(say(note)).stylize(style) for note, style in notes),
        say(hint),
        say(MY_DAY),
    )


def about_stub(
    context: ScreenContext, person: PersonId, message: Text | None
) -> Callable[[], Banner.Said]:
    """Return what makes what the banner says once a person's stub is handed in."""
    say, who = context.language.say, context.desk.school.people[person]
    said = message if message is not None else ""
    return lambda: Banner.Said(
        Tone.DONE, who.name, notes=(Content(say(said)).stylize("$in"),), hint=say(MY_DAY)
    )


def in_since_earlier(context: ScreenContext, person: PersonId) -> datetime | None:
    """Return since when a person is in, if they were in before their last sign-in; else None."""
    school, now = context.desk.school, context.desk.now()
    day = school.today(now)
    return in_since(school, now, person, day.id) if day is not None else None


def _what_enter_opens(context: ScreenContext, visit: Visit, *, has_session: bool) -> Text:
    # the first screen does not wait for it
    from kiosk.rules.follow_up.personal_items import count_waiting_items

    school, now, person = context.desk.school, context.desk.now(), visit.person
    day, replied = school.today(now), context.replied(person)
    news = news_for(school, now, person, day) if day is not None else None
    if has_session and news is None:
        return TO_SESSION
    if n := count_waiting_items(school, now, person, visit.evidence, replied):
        return tn("Enter: My day ({n} item needs you)", "Enter: My day ({n} items need you)", n)
    return t("Enter: My day ({news})", news=news) if news is not None else MY_DAY


def about_failure(
    context: ScreenContext, person: PersonId, what: Text, error: KioskError
) -> Callable[[], Banner.Said]:
    """Return what makes what the banner says where something was refused, or could not be saved.

    `what`: what was not done; `person`: for whom, or `NOBODY`.
    """
    say, school = context.language.say, context.desk.school
    known, reason, tell = school.people.get(person), context.explain(error), whom_to_tell(school)

    def refused() -> Banner.Said:
        if known is None:
            return Banner.Said(Tone.CAUTION, say(reason))
        notes = (Content(say(reason)).stylize("$amber"),)
        return Banner.Said(Tone.CAUTION, known.name, notes=notes)

    def failed() -> Banner.Said:
        notes = (Content(say(reason)), Content(say(tell)))
        if known is None:
            return Banner.Said(Tone.FAILED, say(what), notes=notes)
        return Banner.Said(Tone.FAILED, known.name, say(what), notes=notes)

    return refused if isinstance(error, Refused) else failed
