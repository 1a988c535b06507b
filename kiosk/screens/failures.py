"""What a person reads where something could not be saved, and whom to ask."""

from __future__ import annotations

from kiosk.errors import KioskError, Refused
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.school import School
from kiosk.screen_context import ScreenContext
from kiosk.text import Text, t


def whom_to_tell(school: School) -> Text:
    """Return the next step for the person at the kiosk."""
    settings = school.settings
    name = settings.tutor or the_tutor(settings)
    return t("Please tell {name} or reception, then try again.", name=name)


def about_error(context: ScreenContext, error: KioskError, who: str = "") -> tuple[Text, Tone]:
    """Return what to say about an error, and its tone; log it, unless a rule refused it.

    `who`: the name of whom it is about.
    """
    said, tone = context.explain(error), Tone.CAUTION
    if not isinstance(error, Refused):
        tell = whom_to_tell(context.desk.school)
        said, tone = t("{said} {tell}", said=said, tell=tell), Tone.FAILED
    return (t("{name}: {said}", name=who, said=said) if who else said), tone
