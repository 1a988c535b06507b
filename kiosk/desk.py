"""The one door through which anything changes: decide, record, show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext, suppress
from datetime import datetime
from functools import partial
from itertools import count
from typing import TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from kiosk.errors import DataFolderError, Moved, Refused
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import (
    Changes,
    HistoryEntry,
    Put,
    ReportSection,
    Tone,
    nothing_to_add,
)
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.effects import days_touched, effects, records_written, snapshots
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.store.interface import RetentionPeriods, Store
from kiosk.system.device import device_id, this_device
from kiosk.text import Text, t

R = TypeVar("R")

Clock: TypeAlias = Callable[[], datetime]
"""Returns the time, with its offset."""

CONFLICTS = 3
"""After how many conflicts in a row with other programs a decision is made with them kept out."""


MOST_LOOKED_BACK = 10_000
"""Among how many of the last decisions the last load is looked for."""


class Outcome(msgspec.Struct, frozen=True):
    """What came of a decision: the School after it, and what to tell the person."""

    school: School
    message: Text | None
    notes: tuple[Text, ...] = ()
    find_more_notes: Callable[[], tuple[Text, ...]] = nothing_to_add
    """As those of its `Changes`."""
    report: tuple[ReportSection, ...] = ()
    tone: Tone = Tone.PLAIN
    """How the message is meant."""
    wrote: tuple[tuple[str, str], ...] = ()
    """The table and id of each record that it wrote or took away."""
    number: int | None = None
    """Its number in the history; None: nothing was written."""

    def all_notes(self) -> tuple[Text, ...]:
        """Return all that somebody should look at. It may take long."""
        return *self.notes, *self.find_more_notes()


class Desk:
    """Carries decisions out, one after the other, each on everything decided before.

    `school` is what the event loop shows; it is replaced there only. Work on the store happens in
    one worker thread, first in, first out; a command without an event loop calls `perform_now`.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self.clock = clock
        self.has_code: Callable[[PersonId], bool] = lambda _person: False
        """Whether a person has set a code of their own: what a typed name may do depends on it."""
        self._store = store
        self._latest = School()
        self._seq: int | None = None
        """The number of the last change that `_latest` holds; None: it holds nothing yet."""
        self.school = self._catch_up()
        self._worker = ThreadPoolExecutor(1, "desk")
        self._tidier = ThreadPoolExecutor(1, "tidier")
        self._tidying: Future[None] | None = None
        self._watchers: list[Callable[[School], None]] = []
        self._rules: list[Callable[[School], object]] = []
        self._device, self._acts = this_device(), count(1)

    def now(self) -> datetime:
        """Return the time in the school's zone."""
        return self.school.local(self.clock())

    @property
    def keeping(self) -> RetentionPeriods:
        """For how long the school wants old copies and journals kept."""
        settings = self._latest.settings
        return RetentionPeriods(settings.copies_kept, settings.journals_kept)

    def prepare(self) -> None:
        """Load what the first change needs, in the worker; to be called once there is time."""
        self._worker.submit(self._store.prepare)

    async def work_out(self, rule: Callable[[School], object]) -> None:
        """Ask a rule of the newest School, in the worker, where its first answer may take long.

        What the rule keeps of it then holds for the Schools that follow. After a change of people
        or programme it is asked again, before the School is published, until `forget`.
        """
        self._rules.append(rule)
        self._publish(await self._asked(partial(self._worked_out, rule)))

    def forget(self, rule: Callable[[School], object]) -> None:
        """Ask a rule no more that `work_out` was given."""
        if rule in self._rules:
            self._rules.remove(rule)

    def _worked_out(self, rule: Callable[[School], object]) -> School:
        school = self._catch_up()
        rule(school)
        return school

    def watch(self, watcher: Callable[[School], None]) -> None:
        """Call `watcher` on the event loop with every new School."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Callable[[School], None]) -> None:
        """Call `watcher` no more."""
        self._watchers.remove(watcher)

    async def perform(self, decision: Decision, actor: Actor) -> Outcome:
        """Carry a decision out and publish the new School; returns when it is safely saved.

        The decision is carried out even if nobody waits for it any more.

        Raises:
            Refused: the rules do not allow it.
            NotSaved: it could not be written.
        """
        return await self._in_worker(partial(self._carry_out, decision, actor))

    async def undo(self, number: int, actor: Actor) -> Outcome:
        """Take a decision back as a whole, by its number in the history; see `perform`.

        Raises:
            Refused: it cannot be undone; it says why.
            NotSaved, DataFolderError: as `perform` and `history`.
        """
        return await self._in_worker(partial(self._undo, lambda: number, actor))

    async def _in_worker(self, work: Callable[[], Outcome]) -> Outcome:
        outcome = await self._asked(partial(self._prepared, work))
        self._publish(outcome.school)
        return outcome

    async def _asked(self, work: Callable[[], R]) -> R:
        """Return what some work in the worker comes to, in the order in which it was asked for.

        Everything waits the same way: else a School could be published after one that follows it.
        """
        doing = asyncio.get_running_loop().run_in_executor(self._worker, work)
        # asyncio writes an exception that nobody retrieved to the terminal, over the screen
        doing.add_done_callback(lambda done: done.cancelled() or done.exception())
        # closing a screen cancels its pending awaits; the commit is shielded, so the sign-in still
        # happens
        return await asyncio.shield(doing)

    def _prepared(self, work: Callable[[], R]) -> R:
        """Do some work; if people or programme are others then, ask again what screens show."""
        before = self._latest.plan_results
        try:
            return work()
        finally:
            if self._latest.plan_results is not before:
                for rule in tuple(self._rules):
                    # what was decided is saved; the screen meets the same error, and logs it
                    with suppress(Exception):
                        rule(self._latest)

    def perform_now(self, decision: Decision, actor: Actor) -> Outcome:
        """Carry a decision out where no event loop runs; see `perform`."""
        outcome = self._carry_out(decision, actor)
        self.school = outcome.school
        return outcome

    async def follow(self) -> None:
        """Take in what other programs wrote, and publish it.

        What was taken in by a decision that was then refused, or not waited for, is published too.

        Raises:
            DataFolderError: what they wrote cannot be read.
        """
        if self._has_news() or self._latest is not self.school:
            self._publish(await self._asked(partial(self._prepared, self._catch_up)))
        elif self._store.is_maintenance_due() and (self._tidying is None or self._tidying.done()):
            # in a thread of its own: a sign-in meanwhile does not wait for it
            self._tidying = self._tidier.submit(self._store.run_maintenance, self.keeping)

    def copies_trouble(self) -> Text | None:
        """Return what keeps copies from the second folder, if anything does. May take seconds."""
        return self._store.copies_trouble(self.keeping)

    def history(self, about: str) -> list[HistoryEntry]:
        """Return what was asked about an id, or by the person of that id, the oldest first.

        Raises:
            DataFolderError: the history cannot be read.
        """
        return self._store.history(about)

    def latest(self, most: int) -> list[HistoryEntry]:
        """Return the last decisions, the newest first. Raises as `history`."""
        return self._store.latest(most)

    def undo_now(self, number: int | None, actor: Actor) -> Outcome:
        """Take a decision back as a whole, by its number in the history; None: the last load.

        Raises:
            Refused: it cannot be undone; it says why.
            NotSaved, DataFolderError: as `perform` and `history`.
        """
        outcome = self._undo(lambda: self._last_load() if number is None else number, actor)
        self.school = outcome.school
        return outcome

    def _undo(self, find: Callable[[], int], actor: Actor) -> Outcome:
        # imported here: it needs rules that few commands need
        from kiosk.rules.loading.undoing import PastDecision, undo

        # nothing may come between reading what was decided since and deciding on it
        with self._store.transaction():
            number = find()
            past = self._store.past(number)
            if past is None:
                raise Refused(t("There is no number {number} in the history.", number=number))
            asked = PastDecision(past.entry, past.snapshots, past.since)
            return self._carry_out(undo(past.entry.number, asked), actor)

    def _last_load(self) -> int:
        """Return the number of the last load that was not undone yet."""
        from kiosk.rules.loading.undoing import undone_numbers

        latest = self._store.latest(MOST_LOOKED_BACK)
        undone = undone_numbers(latest)
        for entry in latest:
            if entry.decision.startswith("load_") and entry.number not in undone:
                return entry.number
        raise Refused(t("There's no load to undo. “kiosk history” lists what was done."))

    def close(self) -> None:
        """Finish what is under way, and leave the store. Nothing may be asked afterwards."""
        self._worker.shutdown()
        self._tidier.shutdown()
        self._store.close(self.keeping)

    def _carry_out(self, decision: Decision, actor: Actor) -> Outcome:
        for attempt in count():
            # after some conflicts in a row, others are kept out: else a slow decision never lands
            holds = self._store.holds_while_deciding or attempt >= CONFLICTS
            with self._store.transaction() if holds else nullcontext(), suppress(Moved):
                return self._decide(decision, actor)
        raise AssertionError("a decision is carried out or raises")

    def _decide(self, decision: Decision, actor: Actor) -> Outcome:
        """Decide on what is known by now and save that; raises `Moved` if others were faster."""
        school = self._catch_up()
        now = school.local(self.clock())
        changes, number = decision(school, now, self._completed(actor)), None
        if changes.items:
            # applied first: what the School cannot take in must not be saved either
            after = school.apply(changes.items)
            number = self._save(school, after, now, decision, actor, changes)
            school = self._latest = after
        wrote = tuple((item.table, item.id) for item in changes.items)
        return Outcome(
            school,
            changes.message,
            changes.notes,
            changes.find_more_notes,
            changes.report,
            changes.tone,
            wrote,
            number,
        )

    def _completed(self, actor: Actor) -> Actor:
        """Return the actor with what only the Desk knows of them."""
        has_code = False
        # where the secrets cannot be read, nobody could prove anything by a code
        with suppress(DataFolderError):
            has_code = actor.evidence is Evidence.TYPED and self.has_code(PersonId(actor.id))
        return replace(actor, has_code=has_code, device=f"{device_id()}.{next(self._acts)}")

    def _save(
        self,
        before: School,
        after: School,
        now: datetime,
        decision: Decision,
        actor: Actor,
        changes: Changes,
    ) -> int:
        """Write changes with their entry in the history, and with what stood before them.

        Return the number of the entry.
        """
        items = changes.items
        days = days_touched(before, after, items)
        records = records_written(before, after, items)
        entry = HistoryEntry(
            now,
            self._device,
            actor.id,
            actor.evidence,
            decision.rule,
            decision.kept_arguments(),
            tuple((item.table, item.id) for item in items),
            effects(records),
            days,
        )
        closed = {day.id for day in after.programme.days.values() if day.closed_at}
        is_final = bool(days) and closed.issuperset(days)
        # catch-ups go on after their day is closed
        is_final = is_final and any(item.table != "catch_ups" for item in items)
        kept = () if is_final else tuple(snapshots(records))
        is_closing = any(
            isinstance(item, Put) and item.table == "days" and item.id in closed for item in items
        )
        self._seq, number = self._store.append(
            items, entry, self._seq, kept, closed if is_closing else None
        )
        return number

    def _catch_up(self) -> School:
        news = self._store.news(self._seq)
        if news.items:
            # if this raises, the number stays, and the store returns the same changes again
            self._latest = self._latest.apply(news.items)
        self._seq = news.seq
        return self._latest

    def _has_news(self) -> bool:
        return self._seq is None or self._store.has_news(self._seq)

    def _publish(self, school: School) -> None:
        if school is not self.school:
            self.school = school
            for watcher in self._watchers:
                watcher(school)
