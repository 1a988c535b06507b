"""Finds sessions by what is typed of their room, title or leaders, in either language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kiosk.rules.model.labels import in_each, leader_names
from kiosk.rules.model.mutations import same_words
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School

LITTLE = {
    *("a", "ar", "at", "i", "ir", "o", "or", "y", "ym", "yn", "yng", "yr"),
    *("at", "in", "on", "the", "to"),
}
"""Words before a room, such as "yn y" in yn y neuadd: they need not be anywhere."""
MIN_MUTATED = 3
"""The fewest typed letters that may be a mutated form: with fewer, too much would fit."""


def find_sessions(school: School, sessions: Iterable[Session], typed: str) -> list[Session]:
    """Return those of the sessions that fit what is typed, in their order.

    Each typed word must begin a word of the room, of the title, of a leader's name or of the id. If
    no session fits, typed words may be mutated Welsh ones: nghampfa finds Campfa.
    """
    every = fold(typed).split()
    wanted = [word for word in every if word not in LITTLE] or every
    known = [(one, _words(school, one)) for one in sessions] if wanted else []

    def fitting(forms: Callable[[str], tuple[str, ...]]) -> list[Session]:
        begins = [forms(word) for word in wanted]
        return [
            one
            for one, words in known
            if all(any(word.startswith(begin) for word in words) for begin in begins)
        ]

    return fitting(lambda word: (word,)) or fitting(_forms)


def _forms(typed: str) -> tuple[str, ...]:
    return tuple(same_words(typed)) if len(typed) >= MIN_MUTATED else (typed,)


def _words(school: School, session: Session) -> list[str]:
    """Return the folded words of a session, of both languages."""
    room, title = school.word(session.room), school.workshop(session).title
    texts = (*in_each(room), *in_each(title), leader_names(school, session), session.id)
    return [word for text in texts for word in fold(text).split()]
