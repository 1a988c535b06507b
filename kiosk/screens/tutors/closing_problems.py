"""What to look at before a day is closed, and where each is put right."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kiosk.rules.model.ids import SessionId
from kiosk.screens.tutors.day_account import ShownAccount
from kiosk.screens.tutors.keys import ATTENTION, BY_NAME_ONLY, NOT_YET_IN, TO_CHECK
from kiosk.text import Both, Text, t, tn

ENTER = "Enter"


class Problem(msgspec.Struct, frozen=True):
    """One line of what to look at first."""

    text: Text
    key: str = ""
    """The key that goes there, as it is shown; blank: there is nothing to do but to wait."""
    action: str = "wait"
    """The action of that key, unless it opens the register of `session`."""
    session: SessionId | None = None

    @property
    def id(self) -> str:
        """The id of its row."""
        return self.action if self.session is None else f"register {self.session}"


def problems_of(account: ShownAccount, titles: dict[SessionId, Both]) -> list[Problem]:
    """Return what to look at first; `titles` are those of the sessions."""
    return [*_unfinished(account), *_of_people(account), *_of_sessions(account, titles)]


def _unfinished(account: ShownAccount) -> Iterator[Problem]:
    if left := len(account.account.unfinished):
        yield Problem(
            tn(
                "{n} session is running or to come: best to wait before you close",
                "{n} sessions are running or to come: best to wait before you close",
                left,
            )
        )
    if left := account.still_here:
        text = tn("{n} person did not sign out", "{n} people did not sign out", left)
        if account.is_today:
            text = tn("{n} person has not signed out: still here?",
                      "{n} people have not signed out: still here?", left)  # fmt: skip
        yield Problem(text, ENTER, "still_here")


def _of_sessions(account: ShownAccount, titles: dict[SessionId, Both]) -> Iterator[Problem]:
    for one in account.account.unattended:
        text = t("Register not taken: {title}, {start}", title=titles[one.id], start=one.start)
        yield Problem(text, ENTER, session=one.id)
    for one in account.account.without_leader:
        text = t("Leader not marked: {title}, {start}", title=titles[one.id], start=one.start)
        yield Problem(text, ENTER, session=one.id)


def _of_people(account: ShownAccount) -> Iterator[Problem]:
    by_name, to_check = account.unproved, account.to_check
    not_in, misfits = account.not_yet_in, account.misfits
    found = (
        (by_name, BY_NAME_ONLY, tn(
            "{n} person is in by name only: no certificate until you confirm them",
            "{n} people are in by name only: no certificate until you confirm them", by_name)),
        (to_check, TO_CHECK, tn(
            "{n} person to check: new, or not sure who signed in",
            "{n} people to check: new, or not sure who signed in", to_check)),
        (not_in, NOT_YET_IN, tn(
            "{n} person not yet in, and not reported absent",
            "{n} people not yet in, and not reported absent", not_in)),
        (misfits, ATTENTION, tn(
            "{n} thing does not fit on the day", "{n} things do not fit on the day", misfits)),
    )  # fmt: skip
    for count, key, text in found:
        if count:
            yield Problem(text, key.key_display or "", key.action)


def question_for(account: ShownAccount) -> Text:
    """Return the question before closing: it names the gravest of what is left to look at."""
    if left := len(account.account.unfinished):
        return tn(
            "Close the day? {n} session is not over: anyone you have not marked is recorded as "
            "absent and gets a catch-up slip.",
            "Close the day? {n} sessions are not over: anyone you have not marked is recorded as "
            "absent and gets a catch-up slip.",
            left,
        )
    if left := len(account.account.unattended):
        return tn(
            "Close the day? {n} register is not taken: everybody in it is recorded as absent and "
            "gets a catch-up slip.",
            "Close the day? {n} registers are not taken: everybody in them is recorded as absent "
            "and gets a catch-up slip.",
            left,
        )
    if left := account.unproved:
        return tn(
            "Close the day? {n} person is in by name only and gets no certificate yet. You can "
            "confirm them later: U opens the list.",
            "Close the day? {n} people are in by name only and get no certificate yet. You can "
            "confirm them later: U opens the list.",
            left,
        )
    if left := account.still_here:
        return tn(
            "Close the day? {n} person has not signed out. No time of leaving is made up for them.",
            "Close the day? {n} people have not signed out. No time of leaving is made up for "
            "them.",
            left,
        )
    return t("Close the day, and write certificates and catch-up slips?")
