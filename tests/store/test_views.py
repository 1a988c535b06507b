"""Two programs' views of one school against a simple model, on the journal and in memory."""

from __future__ import annotations

import gc
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias
from unittest import mock

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from kiosk.errors import Moved, Refused
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.school import put
from kiosk.store import maintenance
from kiosk.store.interface import Store
from kiosk.store.memory import Shared
from kiosk.store.opening import open_memory, open_store
from kiosk.text import t
from tests.builders import person
from tests.store.programs import ENTRY, Reader, changed, each, stock

Opens: TypeAlias = Callable[[], Reader]


@pytest.fixture(params=["journal", "memory"])
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opens]:
    """Return what opens one more view of the same school."""
    shared, opened = Shared(), list[Store]()

    def made() -> Reader:
        on_disk = request.param == "journal"
        opened.append(open_store(tmp_path) if on_disk else open_memory(shared))
        return Reader(opened[-1])

    yield made
    for store in opened:
        store.close()


def save(reader: Reader, *items: Put | Remove) -> None:
    with reader.store.transaction():
        reader.news()
        reader.save(*items)


def test_an_empty_one_holds_nothing(opens: Opens) -> None:
    store = opens()
    assert store.news() == []
    assert not store.has_news()


def test_ones_own_changes_are_no_news_and_those_of_others_are(opens: Opens) -> None:
    one, other = opens(), opens()
    assert one.news() == other.news() == []
    save(one, put(person("a")), put(person("b")))
    assert not one.has_news()
    assert one.news() == []
    assert other.has_news()
    assert changed(other.news()) == {("people", "a", True), ("people", "b", True)}
    save(other, Remove("people", "a"), put(person("b", forename="B")))
    assert changed(one.news()) == {("people", "a", False), ("people", "b", True)}
    assert changed(opens().news()) == {("people", "b", True)}


def test_what_others_wrote_is_still_news_after_a_change_of_ones_own(opens: Opens) -> None:
    one, other = opens(), opens()
    one.news()
    save(other, put(person("a")))
    one.store.append([put(person("b"))], ENTRY)
    assert [(item.table, item.id) for item in one.news()] == [("people", "a"), ("people", "b")]


def test_what_is_taken_away_and_written_again_in_one_change_is_there(opens: Opens) -> None:
    store = opens()
    save(store, put(person("a")))
    save(store, Remove("people", "a"), Remove("people", "a"), put(person("a", forename="new")))
    save(store, Remove("people", "never there"))
    found = opens().news()
    assert [item.document["forename"] for item in found if isinstance(item, Put)] == ["new"]


def test_what_json_has_no_word_for_leaves_all_as_it_was(opens: Opens) -> None:
    store = opens()
    with pytest.raises(TypeError):
        save(store, put(person("a")), Put("people", "odd", {"forename": object()}))
    save(store, put(person("b")))
    assert changed(opens().news()) == {("people", "b", True)}


def test_a_refusal_while_the_folder_is_held_changes_nothing(opens: Opens) -> None:
    store = opens()
    with pytest.raises(Refused), store.store.transaction():
        raise Refused(t("No."))
    save(store, put(person("b")))
    assert changed(opens().news()) == {("people", "b", True)}


def test_what_was_decided_before_another_wrote_is_not_written(opens: Opens) -> None:
    one, other = opens(), opens()
    assert one.news() == other.news() == []
    other.save(put(person("a")))
    with pytest.raises(Moved):
        one.save(put(person("b")))
    with pytest.raises(Moved), one.store.transaction():
        one.save(put(person("b")))
    assert changed(one.news()) == {("people", "a", True)}
    one.save(put(person("b")))
    assert not one.has_news()
    with pytest.raises(Moved):
        other.save(Remove("people", "a"))
    assert changed(opens().news()) == {("people", "a", True), ("people", "b", True)}


def test_changes_of_several_tables_keep_their_order(opens: Opens) -> None:
    one, other = opens(), opens()
    save(one, Put("resources", "r1", {"n": 1}), put(person("a")))
    other.news()
    items: list[Put | Remove] = [
        Put("resources", "r2", {"n": 2}), put(person("b")), Put("resources", "r1", {"n": 3}),
        Remove("people", "a"), Put("resources", "r3", {"n": 4}), put(person("a")),
        Remove("resources", "r2"),
    ]  # fmt: skip
    save(one, *items)
    expected = [(type(item), item.table, item.id) for item in items]
    assert [(type(item), item.table, item.id) for item in other.news()] == expected


def test_a_record_that_is_written_again_keeps_no_field_of_before(opens: Opens) -> None:
    one, other = opens(), opens()
    save(one, Put("people", "a", {"forename": "A", "former": 1}))
    save(one, Put("people", "a", {"forename": "B"}))
    assert other.news() == [Put("people", "a", {"id": "a", "forename": "B"})]


def test_changes_are_returned_again_until_a_later_number_is_asked_for(opens: Opens) -> None:
    one, other = opens(), opens()
    one.news()
    start = one.seq
    assert start is not None
    save(other, put(person("a")))
    first = one.store.news(start)
    assert one.store.news(start) == first
    save(other, put(person("b")))
    assert [item.id for item in each(one.store.news(start).items)] == ["a", "b"]
    assert [item.id for item in each(one.store.news(first.seq).items)] == ["b"]
    with pytest.raises(ValueError, match="not kept"):
        one.store.news(start)
    assert changed(one.store.news().items) == {("people", "a", True), ("people", "b", True)}


def test_a_change_that_changes_no_record_is_in_the_history(opens: Opens) -> None:
    one, other = opens(), opens()
    save(one, Put("people", "a", {"forename": "A"}))
    other.news()
    save(one, Put("people", "a", {"forename": "A"}))
    assert other.has_news()
    assert other.news() == []
    assert not other.has_news()


WHO = st.sampled_from("abcdef")
VIEW = st.sampled_from([0, 1])


class Views(RuleBasedStateMachine):
    """Two views that are read and written in any order, left, opened anew, and torn away."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.model: dict[str, object] = {}
        self.seen: list[dict[str, object]] = [{}, {}]
        self.patches = [
            mock.patch.object(maintenance, name, value)
            for name, value in (("LARGE", 900), ("IDLE", 0.0), ("RETRY", 0.0))
        ]
        for patch in self.patches:
            patch.start()

    def open(self) -> Reader:
        return Reader(open_store(self.folder))

    @initialize()
    def start(self) -> None:
        self.views = [self.open(), self.open()]

    def take(self, view: int) -> None:
        for item in self.views[view].news():
            if isinstance(item, Put):
                self.seen[view][item.id] = item.document["forename"]
            else:
                del self.seen[view][item.id]
        assert self.seen[view] == self.model

    @rule(view=VIEW)
    def follow(self, view: int) -> None:
        behind = self.seen[view] != self.model
        assert self.views[view].has_news() or not behind
        self.take(view)
        assert not self.views[view].has_news()

    @rule(view=VIEW, changes=st.lists(st.tuples(WHO, st.one_of(st.none(), st.text())), max_size=4))
    def change(self, view: int, changes: list[tuple[str, str | None]]) -> None:
        items: list[Put | Remove] = []
        with self.views[view].store.transaction():
            self.take(view)
            for who, name in changes:
                if name is None:
                    items.append(Remove("people", who))
                    self.model.pop(who, None)
                else:
                    items.append(put(person(who, forename=name)))
                    self.model[who] = name
            self.views[view].save(*items)
        self.seen[view] = dict(self.model)

    @rule(view=VIEW)
    def refuse(self, view: int) -> None:
        with suppress(ZeroDivisionError), self.views[view].store.transaction():
            raise ZeroDivisionError

    @rule(view=VIEW)
    def run_maintenance(self, view: int) -> None:
        self.views[view].store.run_maintenance()

    @rule(view=VIEW, leaves=st.booleans())
    def open_anew(self, view: int, leaves: bool) -> None:
        if leaves:
            self.views[view].store.close()
        self.views[view], self.seen[view] = self.open(), {}
        self.take(view)

    def teardown(self) -> None:
        try:
            for view in (0, 1):
                self.take(view)
            gc.collect()  # views that were torn away are in the folder until they are collected
            for reader in self.views:
                with reader.store.transaction():  # who only reads leaves the file as it is
                    pass
            for reader in self.views:
                reader.store.close()
            self.look()
        finally:
            for patch in self.patches:
                patch.stop()
            shutil.rmtree(self.folder)

    def look(self) -> None:
        """Compare the file that is left with the model."""
        if list(self.folder.glob("attendance.json*")):
            people = stock(self.folder).get("people", {})
            assert {row["id"]: row["forename"] for row in people.values()} == self.model
            assert len(people) == len(self.model)


class JournalViews(Views):
    """The same on the disk, where a crash may leave half a line behind."""

    @precondition(lambda self: any(self.folder.glob("attendance.json.j*[0-9]")))
    @rule(data=st.binary(min_size=1, max_size=30).filter(lambda data: b"\n" not in data))
    def tear(self, data: bytes) -> None:
        journal = max(self.folder.glob("attendance.json.j*[0-9]"))
        with journal.open("ab") as file:
            file.write(b'{"crc":"' + data)


class MemoryViews(Views):
    """The same in memory."""

    def open(self) -> Reader:
        if not hasattr(self, "shared"):
            self.shared = Shared()
        return Reader(open_memory(self.shared))


EXAMPLES = settings().max_examples // 2  # each opens and flushes files a hundred times

TestJournalViews = JournalViews.TestCase
TestJournalViews.settings = settings(stateful_step_count=30, max_examples=EXAMPLES)
TestMemoryViews = MemoryViews.TestCase
TestMemoryViews.settings = settings(stateful_step_count=30, max_examples=EXAMPLES)
