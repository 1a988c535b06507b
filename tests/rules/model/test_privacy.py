from __future__ import annotations

from kiosk.language import Language
from kiosk.rules.model.actors import RECEPTION, TUTOR, Actor
from kiosk.rules.model.privacy import agreed_use, privacy_notice, sees_choices
from kiosk.rules.model.terms import Evidence
from kiosk.settings import Settings
from kiosk.text import Both

ENGLISH = Language("en")


def test_the_privacy_text_says_what_is_kept_who_sees_it_and_for_how_long() -> None:
    settings = Settings(journals_kept=90, tutor_title=Both("CPD lead"))
    said = " ".join(ENGLISH.say(line) for line in privacy_notice(settings))
    for words in ("your name, times and sessions", "the CPD lead", "90 days", "Ask the office"):
        assert words in said


def test_what_records_are_not_used_for_is_said_only_where_the_school_has_agreed() -> None:
    assert agreed_use(Settings()) is None
    agreed = Settings(only_for_training=True)
    last = privacy_notice(agreed)[-1]
    assert ENGLISH.say(last) == "These records are not used for pay, capability or discipline."
    assert len(privacy_notice(agreed)) == len(privacy_notice(Settings())) + 1


def test_only_the_professional_tutors_see_what_others_chose() -> None:
    assert sees_choices(TUTOR)
    assert not sees_choices(RECEPTION)
    assert not sees_choices(Actor("GBO", Evidence.BADGE))
