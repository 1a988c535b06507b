"""What others write or move in the very moment in which a folder is read: all is seen, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import DataFolderError
from kiosk.store import maintenance
from kiosk.store.journal import reader as reading
from kiosk.store.journal import recovery
from kiosk.store.journal.file_names import LOCK
from kiosk.store.journal.lines import read_line, write_line
from kiosk.store.maintenance import MaintainedJournal

FILE = "attendance.json"


def opened(folder: Path) -> MaintainedJournal:
    """Return a program that has written two documents."""
    made = MaintainedJournal(folder / FILE)
    for number in (1, 2):
        write(made, number)
    return made


def write(program: MaintainedJournal, number: int) -> None:
    with program.transaction():
        program.append([["put", "t", str(number), {"n": number}]], {})


def seen(program: MaintainedJournal) -> set[str]:
    program.follow()
    return set(program.tables.rows["t"])


def once_after(
    patch: pytest.MonkeyPatch, module: object, name: str, done: Callable[[], object]
) -> None:
    """Do something right after a function was called for the first time."""
    call, left = getattr(module, name), [done]

    def called(*args: Any) -> Any:
        found = call(*args)
        if left:
            left.pop()()
        return found

    patch.setattr(module, name, called)


def test_a_folder_is_read_anew_where_a_checkpoint_has_just_moved_its_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "LARGE", 10)
    writer = opened(tmp_path)
    once_after(monkeypatch, recovery, "generations", writer.checkpoint)
    assert seen(MaintainedJournal(tmp_path / FILE)) == {"1", "2"}
    assert writer.state.position.generation == 2


def test_what_is_written_right_after_the_end_was_read_is_news(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = opened(tmp_path), MaintainedJournal(tmp_path / FILE)
    reader.follow()
    write(writer, 3)
    once_after(monkeypatch, reading, "read_from", lambda: write(writer, 4))
    assert seen(reader) == {"1", "2", "3"}
    assert reader.has_news()
    assert seen(reader) == {"1", "2", "3", "4"}


def test_what_is_written_while_a_folder_is_read_for_the_first_time_is_news(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = opened(tmp_path), MaintainedJournal(tmp_path / FILE)
    once_after(monkeypatch, recovery, "read_from", lambda: write(writer, 3))
    assert seen(reader) == {"1", "2"}
    assert reader.has_news()
    assert seen(reader) == {"1", "2", "3"}
    assert not reader.has_news()


def test_a_journal_that_is_begun_while_a_folder_is_read_for_the_first_time_is_news(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = opened(tmp_path), MaintainedJournal(tmp_path / FILE)

    def begun() -> None:
        with writer.transaction():
            writer.begin_journal()

    once_after(monkeypatch, recovery, "read_from", begun)
    assert seen(reader) == {"1", "2"}
    assert reader.has_news()
    assert seen(reader) == {"1", "2"}
    assert not reader.has_news()
    write(writer, 3)
    assert seen(reader) == {"1", "2", "3"}


@pytest.mark.parametrize("lines", [0, 1])
def test_a_journal_that_is_begun_right_after_the_end_was_read_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    monkeypatch.setattr(maintenance, "LARGE", 10)
    writer, reader = opened(tmp_path), MaintainedJournal(tmp_path / FILE)
    reader.follow()
    write(writer, 3)

    def moved() -> None:
        for number in range(4, 4 + lines):
            write(writer, number)
        writer.checkpoint()
        write(writer, 5)

    once_after(monkeypatch, reading, "read_from", moved)
    assert {"1", "2", "3"} <= seen(reader)
    assert seen(reader) == set(writer.tables.rows["t"])
    assert not reader.has_news()


def test_half_a_line_in_a_journal_that_has_a_later_one_is_damage_for_all(tmp_path: Path) -> None:
    writer, reader = opened(tmp_path), MaintainedJournal(tmp_path / FILE)
    reader.follow()
    with writer.transaction():
        writer.begin_journal()
    write(writer, 3)
    with (tmp_path / f"{FILE}.j000001").open("ab") as file:
        file.write(b'{"crc":"12')
    for program in (reader, MaintainedJournal(tmp_path / FILE)):
        with pytest.raises(DataFolderError, match="damaged"):
            program.follow()


def test_a_journal_that_is_gone_is_said_though_a_checkpoint_is_there(tmp_path: Path) -> None:
    writer = opened(tmp_path)
    assert writer.checkpoint()
    write(writer, 3)
    before = (tmp_path / FILE).read_bytes()
    gone = (tmp_path / f"{FILE}.j000001").rename(tmp_path / "elsewhere")
    with pytest.raises(DataFolderError, match="is missing"):
        write(writer, 4)
    assert (tmp_path / FILE).read_bytes() == before
    gone.rename(tmp_path / f"{FILE}.j000001")
    write(writer, 4)
    assert seen(MaintainedJournal(tmp_path / FILE)) == {"1", "2", "3", "4"}


def begun(folder: Path, *numbers: int) -> Path:
    """Return the second journal of a folder, its first line already written."""
    folder.mkdir()
    writer = opened(folder)
    for number in numbers:
        write(writer, number)
    with writer.transaction():
        writer.begin_journal()
    write(writer, 9)
    return folder / f"{FILE}.j000002"


@pytest.mark.parametrize("at_work", [False, True])
def test_a_journal_of_another_history_is_damage_though_its_numbers_fit(
    tmp_path: Path, at_work: bool
) -> None:
    other = begun(tmp_path / "other", 4).read_bytes()
    ours = begun(tmp_path / "ours", 3)
    reader = MaintainedJournal(ours.with_name(FILE))
    if at_work:
        ours.rename(tmp_path / "later")
        (ours.parent / LOCK).unlink()  # it would tell that a line is missing
        reader.follow()
    ours.write_bytes(other)
    with pytest.raises(DataFolderError, match="damaged"):
        reader.follow()


def test_a_journal_that_stands_under_the_number_of_another_is_damage(tmp_path: Path) -> None:
    second = begun(tmp_path / "folder")
    (second.parent / LOCK).unlink()  # it would tell that a line is missing
    first = second.read_bytes().splitlines()[0]
    line = read_line(first)
    assert line is not None
    rest = {name: told for name, told in line.body.items() if name not in ("prev", "seq")}
    second.write_bytes(write_line(line.prev, line.seq, rest))
    assert seen(MaintainedJournal(second.with_name(FILE))) == {"1", "2"}
    second.write_bytes(write_line(line.prev, line.seq, {**rest, "generation": 3}))
    with pytest.raises(DataFolderError, match="damaged"):
        seen(MaintainedJournal(second.with_name(FILE)))


def test_a_checkpoint_of_another_history_is_damage_though_its_numbers_fit(tmp_path: Path) -> None:
    for name, number in (("ours", 3), ("other", 4)):
        (tmp_path / name).mkdir()
        writer = opened(tmp_path / name)
        write(writer, number)
        assert writer.checkpoint()
    (tmp_path / "other" / FILE).replace(tmp_path / "ours" / FILE)
    with pytest.raises(DataFolderError, match="damaged"):
        MaintainedJournal(tmp_path / "ours" / FILE).follow()
