"""What people read about their data: what is kept, who sees it, and for how long."""

from __future__ import annotations

from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.labels import the_tutor
from kiosk.settings import Settings
from kiosk.text import Text, t


def sees_choices(actor: Actor) -> bool:
    """Return whether an actor may see what somebody chose: the professional tutors, nobody else.

    Reception sees who is in and where to find them now, and not what they chose for later.
    """
    return actor.id == TUTOR.id


def agreed_use(settings: Settings) -> Text | None:
    """Return what the school has agreed not to use the records for, or None if it has not."""
    if not settings.only_for_training:
        return None
    return t("These records are not used for pay, capability or discipline.")


def privacy_notice(settings: Settings) -> list[Text]:
    """Return the privacy text, a sentence or two a line, as it stands in the kiosk's help."""
    promise = agreed_use(settings)
    return [
        t("We keep your name, times and sessions. We never keep why you were away."),
        t("Who sees this: you and {tutor}. Reception sees who is in.", tutor=the_tutor(settings)),
        t("Feedback is anonymous."),
        t(
            "The school decides when to delete your records. Changed or deleted entries are gone "
            "after {days} days.",
            days=settings.journals_kept,
        ),
        t("Ask the office for a copy of everything we hold on you."),
        *([promise] if promise else []),
    ]
