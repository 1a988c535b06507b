"""Secrets are hashed, private and not easy to guess."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.errors import DataFolderError, NotSaved, Refused
from kiosk.rules.model.ids import PersonId
from kiosk.sample.pin import DEMO_PIN
from kiosk.system.secrets import FILE, Area, SecretStore, _is_easy
from tests.store.faults import Disk, names


class Watch:
    """A clock that a test moves on, or back."""

    def __init__(self) -> None:
        self.time = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def wait(self, minutes: float) -> None:
        self.time += timedelta(minutes=minutes)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def secrets(tmp_path: Path, watch: Watch) -> SecretStore:
    return SecretStore(tmp_path, watch)


def test_without_a_pin_nothing_opens(secrets: SecretStore) -> None:
    assert not secrets.has_pin()
    assert not secrets.opens("1234")
    assert not secrets.has_code("nia")
    assert not secrets.proves("nia", "1234")


def test_the_pin_opens_and_another_does_not(
    secrets: SecretStore, tmp_path: Path, watch: Watch
) -> None:
    secrets.set_pin("271828")
    assert secrets.has_pin()
    assert secrets.opens("271828")
    assert not secrets.opens("271829")
    assert SecretStore(tmp_path, watch).opens("271828")
    secrets.set_pin("3141")
    assert secrets.opens("3141")
    assert not secrets.opens("271828")


def test_each_pin_opens_its_own_area(secrets: SecretStore) -> None:
    secrets.set_pin("271828")
    secrets.set_pin("3141", Area.RECEPTION)
    assert secrets.area_of("271828") is Area.TUTORS
    assert secrets.area_of("3141") is Area.RECEPTION
    assert secrets.area_of("1111") is None
    assert not secrets.opens("3141")
    secrets.close_reception()
    assert secrets.area_of("3141") is None
    assert not secrets.has_pin(Area.RECEPTION)


def test_the_two_pins_differ_whichever_is_set_last(secrets: SecretStore) -> None:
    secrets.set_pin("271828")
    secrets.set_pin("3141", Area.RECEPTION)
    for area, pin in ((Area.RECEPTION, "271828"), (Area.TUTORS, "3141")):
        with pytest.raises(Refused):
            secrets.set_pin(pin, area)
    assert secrets.area_of("271828") is Area.TUTORS
    assert secrets.area_of("3141") is Area.RECEPTION
    secrets.set_pin("3141", Area.RECEPTION)  # an area's own PIN may be set again


def test_everyone_has_a_code_of_their_own(secrets: SecretStore) -> None:
    secrets.set_pin("9182")
    secrets.set_code("nia", "1793")
    secrets.set_code("pin", "2749")
    assert secrets.proves("nia", "1793")
    assert not secrets.proves("nia", "2749")
    assert secrets.proves("pin", "2749")
    assert not secrets.proves("pin", "9182")
    assert secrets.opens("9182")


@pytest.mark.parametrize(
    "pin", ["", "123", "1234567890123", "12a4", "12 4", "١٢٣٤", "²³²³", "-123"]
)
def test_a_pin_is_four_to_twelve_digits(secrets: SecretStore, pin: str) -> None:
    with pytest.raises(Refused):
        secrets.set_pin(pin)
    assert not secrets.has_pin()


@pytest.mark.parametrize("code", ["", "123", "12345", "12a4", "١٢٣٤"])
def test_an_own_code_is_four_digits(secrets: SecretStore, code: str) -> None:
    with pytest.raises(Refused):
        secrets.set_code("nia", code)
    assert not secrets.has_code("nia")


def test_the_file_is_private_and_holds_no_secret(secrets: SecretStore, tmp_path: Path) -> None:
    secrets.set_pin("271828")
    secrets.set_code("nia", "3141")
    path = tmp_path / FILE
    assert path.stat().st_mode & 0o077 == 0
    text = path.read_text(encoding="utf-8")
    assert "271828" not in text
    assert "3141" not in text
    kept = json.loads(text)
    secrets.set_code("nia", "3141")
    again = json.loads(path.read_text(encoding="utf-8"))
    assert again["code:nia"] != kept["code:nia"]
    assert again["pin"] == kept["pin"]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"3", b'{"pin": "plain"}', b'{"pin": 7}', b'{"pin": ":"}', b"\xff"]
)
def test_a_damaged_file_is_said_and_left_alone(
    secrets: SecretStore, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / FILE).write_bytes(data)
    calls: list[Callable[[], object]] = [
        secrets.has_pin,
        lambda: secrets.opens("1234"),
        lambda: secrets.set_pin("4821"),
        lambda: secrets.proves("nia", "1234"),
    ]
    for call in calls:
        with pytest.raises(DataFolderError):
            call()
    assert (tmp_path / FILE).read_bytes() == data


@pytest.mark.parametrize("call", range(3))
def test_what_cannot_be_saved_is_said_and_the_old_pin_stays(
    secrets: SecretStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    secrets.set_pin("4821")
    disk = Disk(monkeypatch)
    disk.fail(lambda number: number == call, errno.ENOSPC)
    with pytest.raises(NotSaved):
        secrets.set_pin("5871")
    disk.mend()
    assert secrets.opens("4821")
    assert names(tmp_path) == {FILE, "secrets.lock", "tries.lock", "tries.json"}
    secrets.set_pin("5871")
    assert secrets.opens("5871")


def test_secrets_that_several_programs_set_at_once_are_all_kept(tmp_path: Path) -> None:
    safes = [SecretStore(tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(4) as workers:
        jobs = [
            workers.submit(safes[n % 4].set_code, PersonId(f"p{n}"), f"{n + 4150}")
            for n in range(16)
        ]
        for job in jobs:
            job.result()
    assert all(safes[0].proves(PersonId(f"p{n}"), f"{n + 4150}") for n in range(16))


EASY = ["0000", "1111", "7117", "1234", "4321", "0123", "9876", "7890", "2468", "9753", "1212",
        "1122", "1112", "2580", "0852", "1900", "1984", "2026", "2099"]  # fmt: skip
LONG_AND_EASY = ["11111", "123456", "121212", "112233", "123123", "192919291929"]


@pytest.mark.parametrize("code", EASY)
def test_a_code_that_anybody_would_try_is_refused(secrets: SecretStore, code: str) -> None:
    with pytest.raises(Refused):
        secrets.set_code("nia", code)
    assert not secrets.has_code("nia")


@pytest.mark.parametrize("area", Area)
@pytest.mark.parametrize("pin", EASY + LONG_AND_EASY)
def test_a_pin_that_anybody_would_try_is_refused(
    secrets: SecretStore, area: Area, pin: str
) -> None:
    with pytest.raises(Refused):
        secrets.set_pin(pin, area)
    assert not secrets.has_pin(area)


def test_a_pin_that_was_set_when_it_was_allowed_stays_valid(
    secrets: SecretStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("kiosk.system.secrets._is_easy", lambda _digits: False)
        secrets.set_pin("1234")
        secrets.set_code("nia", "1111")
    assert secrets.opens("1234")
    assert secrets.proves("nia", "1111")


def test_nine_of_ten_codes_may_be_chosen_and_the_samples_pin_is_one() -> None:
    assert sum(not _is_easy(f"{number:04}") for number in range(10_000)) > 9_000
    assert not _is_easy(DEMO_PIN)


def test_a_code_that_is_reset_proves_nothing_more(
    secrets: SecretStore, tmp_path: Path, watch: Watch
) -> None:
    secrets.set_code("nia", "1793")
    secrets.set_code("bob", "2749")
    secrets.reset_code("nia")
    secrets.reset_code("nobody")
    assert not secrets.has_code("nia")
    assert not secrets.proves("nia", "1793")
    assert SecretStore(tmp_path, watch).proves("bob", "2749")
