"""Proof in `kiosk talk` of who a person is: their own PIN, or a professional tutor beside them."""

from __future__ import annotations

from kiosk.commands.voice import Voice
from kiosk.errors import KioskError
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.terms import Evidence
from kiosk.system.secrets import check_code
from kiosk.text import Text, t

OWN = t("Your own PIN, four digits, or Enter to go back:")
TUTORS = t("The tutors' PIN, or Enter to go back:")
CHOOSE = t("Choose a PIN of four digits, for you alone:")
ONCE_MORE = t("The same PIN once more:")


def proof_of(voice: Voice, person: PersonId) -> Evidence | None:
    """Return how a person proves who they are; None: they go back.

    Anybody can type a name, so a first PIN needs a professional tutor, who sees who is there.

    Raises:
        Refused: there were too many wrong tries; it says how long to wait.
        DataFolderError, NotSaved: the secrets cannot be read or written.
        TimeIsUp, EOFError: as `Voice.ask`.
    """
    secrets = voice.kiosk.secrets
    if secrets.has_code(person):
        while typed := _ask(voice, OWN):
            if secrets.proves(person, typed):
                return Evidence.CODE
            voice.say(t("That is not your PIN."))
        return None
    tutor = the_tutor(voice.kiosk.desk.school.settings)
    if not secrets.has_pin():
        voice.say(t("You have no PIN yet, and the tutors' PIN is not set. Please ask {tutor}.",
                    tutor=tutor))  # fmt: skip
        return None
    voice.say(
        t("You have no PIN yet. Ask {tutor} to type their PIN here. Then you choose yours.",
          tutor=tutor)
    )  # fmt: skip
    while typed := _ask(voice, TUTORS):
        if secrets.opens(typed):
            return Evidence.VOUCHED if _chooses(voice, person) else None
        voice.say(t("That is not the tutors' PIN."))
    return None


def _chooses(voice: Voice, person: PersonId) -> bool:
    """Let a person choose their PIN, typed twice; return whether they did."""
    while first := _ask(voice, CHOOSE):
        try:
            check_code(first)
        except KioskError as refused:
            voice.say_error(refused)
            continue
        if _ask(voice, ONCE_MORE) == first:
            voice.kiosk.secrets.set_code(person, first)
            voice.say(t("Your PIN is set."))
            return True
        voice.say(t("The two PINs are not the same."))
    return False


def _ask(voice: Voice, question: Text) -> str:
    """Return the digits that are typed; a word, such as “bye”, goes back and is no wrong try."""
    typed = voice.ask(question, voice.kiosk.desk.school.settings.idle_after, hidden=True)
    return typed if typed.isdecimal() else ""
