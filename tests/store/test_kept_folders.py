"""Folders that earlier versions wrote, `tests/data/format-*`, can still be used for everything."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.store.erasure.erasure_scope import PersonScope
from kiosk.store.journal import migration
from kiosk.store.journal.file_names import ARCHIVE, BACKUPS, FILE
from kiosk.store.maintenance import erase
from kiosk.store.repair import repair
from tests.builders import DAY
from tests.store.keep_folder import DATA
from tests.store.programs import desk_on, stock
from tests.store.remembering import ALL, NOW, WHO, found_in


@pytest.fixture(params=sorted(DATA.glob("format-*")), ids=lambda path: str(path.name))
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(request.param, tmp_path / "folder"))


def is_open_and_whole(folder: Path) -> bool:
    """Return whether it opens and holds what its last line says, and takes a change."""
    desk = desk_on(folder)
    was_in = is_on_site(desk.school, PersonId("p1"), DAY)
    desk.perform_now(leave_site(PersonId("p1")), Actor("p1", Evidence.BADGE))
    desk.close()
    return was_in and not is_on_site(desk_on(folder).school, PersonId("p1"), DAY)


def test_it_opens_and_is_of_this_version_after_the_first_change(kept: Path) -> None:
    assert is_open_and_whole(kept)
    assert json.loads((kept / FILE).read_bytes())["_meta"]["1"]["format"] == migration.FORMAT
    assert len(stock(kept)["people"]) == 4


def test_it_is_repaired_from_its_archive_and_copies(kept: Path) -> None:
    (kept / FILE).write_bytes(b"{")
    report = repair(kept, NOW)
    assert report.aside is not None
    assert {path.parent.name for path in (source.path for source in report.sources)} & {
        ARCHIVE,
        BACKUPS,
    }
    assert is_open_and_whole(kept)
    assert repair(kept, NOW).aside is None


def test_a_person_is_erased_from_every_file_of_it(kept: Path) -> None:
    assert found_in(kept, *ALL) != set()
    erase(kept, PersonScope(WHO), NOW)
    assert found_in(kept, *ALL) == set()
    assert is_open_and_whole(kept)
