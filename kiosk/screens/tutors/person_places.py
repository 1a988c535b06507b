"""Giving one person a place in a slot of the day, and taking it away again."""

from __future__ import annotations

from kiosk.rules.attendance.person_day import SlotEntry
from kiosk.rules.choosing.offers import fullness_with_held
from kiosk.rules.choosing.places import give_up_place, place_anyway
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import DayId, PersonId, SessionId, SlotId
from kiosk.screens.dialogs.choice import ChoiceDialog
from kiosk.screens.dialogs.confirm import ConfirmDialog
from kiosk.screens.dialogs.line import ReasonDialog
from kiosk.screens.tutors.replanning import ReplanningScreen
from kiosk.text import Both, Sayable, t


class PersonPlaces:
    """Asks which place is meant, and has it given or taken away."""

    def __init__(self, screen: ReplanningScreen, person: PersonId) -> None:
        """Ask on a screen, about the person with this id."""
        self._screen, self._context, self._person = screen, screen.context, person

    @property
    def _name(self) -> str:
        return self._screen.school.person(self._person).name

    async def give(self, day: DayId, entries: list[SlotEntry]) -> None:
        """Ask for a session in one of these slots and a reason, and give the place."""
        slot = await self._slot(entries)
        session = await self._session(day, slot) if slot is not None else None
        if session is None:
            return
        question = t("Why does {name} have a place here?", name=self._name)
        guide = t("The person can read this. Nothing about health, please.")
        draft = f"place {session} {self._person}"
        dialog = ReasonDialog(self._context, question, draft=draft, guide=guide)
        why = await self._screen.app.push_screen_wait(dialog)
        if why is None:
            return
        decision = place_anyway(self._person, session, Private(why))
        outcome = await self._screen.perform(decision, TUTOR)
        self._screen.show_outcome(outcome)
        if outcome is None:
            dialog.keep()

    async def _slot(self, entries: list[SlotEntry]) -> SlotId | None:
        slots = {one.slot: one for one in entries}
        if len(slots) == 1:
            return entries[0].slot
        answers: dict[str, Sayable] = {
            id: t("{start} to {end} · {title}", start=one.start, end=one.end, title=one.title)
            for id, one in slots.items()
        }
        dialog = ChoiceDialog(self._context, t("In which slot?"), answers, title=self._name)
        picked = await self._screen.app.push_screen_wait(dialog)
        return None if picked is None else SlotId(picked)

    async def _session(self, day: DayId, slot: SlotId) -> SessionId | None:
        school = self._screen.school
        answers: dict[str, Sayable] = {}
        for session in school.sessions_on(day, slot):
            title = school.workshop(session).title
            left = fullness_with_held(school, session) or ""
            answers[session.id] = t("{title} · {room} · {places}", title=title,
                                    room=school.word(session.room) or "–", places=left)  # fmt: skip
        question = t("In which workshop does {name} get a place?", name=self._name)
        dialog = ChoiceDialog(self._context, question, answers, title=self._name)
        picked = await self._screen.app.push_screen_wait(dialog)
        return None if picked is None else SessionId(picked)

    async def take_away(self, session: SessionId) -> None:
        """Take the place or the turn to wait away, after a confirmation."""
        screen = self._screen
        about: dict[str, str | Both] = {
            "name": self._name,
            "title": screen.school.workshop(screen.school.session(session)).title,
        }
        question = t("Take away {name}'s place in {title}?", **about)
        dialog = ConfirmDialog(self._context, question, yes=t("Take it away"), no=t("Keep it"))
        if await screen.app.push_screen_wait(dialog):
            outcome = await screen.perform(give_up_place(self._person, session), TUTOR)
            if outcome is not None:
                screen.show_text(t("{name} no longer has a place in {title}.", **about))
