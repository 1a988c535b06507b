"""Journals that were put away: kept as long as the school wants, then the oldest go first."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.store.copies.retention import outdated
from kiosk.store.journal.file_names import ARCHIVE, generations
from kiosk.store.journal.lines import START, write_line
from tests.store.copies.test_copies import FIRST, set_day, work
from tests.store.programs import history, lay, rows


def test_journals_go_when_they_are_too_old_and_what_is_left_still_chains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_day(monkeypatch, FIRST)
    lay(tmp_path, people=3, places=1)
    for number in range(30):
        day = FIRST + timedelta(days=number)
        set_day(monkeypatch, day)
        work(tmp_path, f"n{number}", day)
        for path in (tmp_path / ARCHIVE).glob("*"):
            os.utime(path, (0, 0))  # what was copied from another machine says nothing by its time
    kept = generations(tmp_path / ARCHIVE / "attendance.json")
    assert kept == list(range(kept[0], kept[-1] + 1))
    assert kept[0] > 10
    headers = [one.read_bytes()[:400] for one in sorted((tmp_path / ARCHIVE).iterdir())]
    assert b'"at":"2026-09-20' in headers[0]
    assert len(rows(tmp_path, "people")) == 33
    assert len(history(tmp_path, "command")) == 31


def test_of_journals_too_old_none_goes_before_an_older_one(tmp_path: Path) -> None:
    days = ["2026-01-01", "2099-01-01", "", "2026-03-01", "2026-09-01"]
    for number, day in enumerate(days, 1):
        put_away(tmp_path, f"j{number:06}", day)
    put_away(tmp_path, "j000001-2", "2026-08-01")
    put_away(tmp_path, "j000002-2", "")
    (tmp_path / "notes.txt").write_text("not ours", encoding="utf-8")
    found = [path.name.rpartition(".")[2] for path in outdated(tmp_path, "2026-06-01")]
    assert found == ["j000001", "j000002", "j000003", "j000004"]
    assert outdated(tmp_path, "2026-01-01") == []
    assert outdated(tmp_path / "nowhere", "2026-01-01") == []


def put_away(folder: Path, end: str, day: str) -> None:
    data = write_line(START, 1, {"at": f"{day}T09:00:00+00:00", "ops": []} if day else {"ops": []})
    (folder / f"attendance.json.{end}").write_bytes(data + b'{"crc":"half a line')


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.sampled_from(["", "2026-01-01", "2026-05-01", "2099-01-01"]), max_size=6))
def test_whatever_the_clocks_said_the_journals_left_are_the_last_ones(
    tmp_path_factory: pytest.TempPathFactory, days: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    for number, day in enumerate(days, 1):
        put_away(folder, f"j{number:06}", day)
    gone = outdated(folder, "2026-04-01")
    assert [path.name for path in gone] == [path.name for path in sorted(folder.iterdir())][
        : len(gone)
    ]
