"""The private file of secrets: PINs and people's own codes as scrypt hashes, and one key.

The key is that of the roll of those who have replied to an evaluation, see `kiosk.store.replies`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from kiosk.errors import DataFolderError, NotSaved, Refused
from kiosk.rules.model.ids import PersonId
from kiosk.system.durable_files import replace_durably
from kiosk.text import t

FILE = "secrets.json"
TRIES = 5
WITHIN = 60.0
"""Seconds in which `TRIES` wrong tries are allowed."""
WAIT = 10.0
"""Seconds to wait for another program that writes secrets."""

ROLL = "roll"
"""The name of the roll's key in the file."""


class Area(StrEnum):
    """What a PIN opens. The value is the name of the PIN in the file."""

    TUTORS = "pin"
    RECEPTION = "reception"


class SecretStore:
    """Keeps and checks the secrets of a folder.

    A check takes some 50 ms, so that guessing is slow: do it in a thread. Every method raises
    `DataFolderError` where the file cannot be read; those that change it raise `NotSaved` where it
    cannot be written.
    """

    def __init__(self, folder: Path, monotonic: Callable[[], float]) -> None:
        self._path = folder / FILE
        self._monotonic = monotonic
        self._wrong: dict[str, deque[float]] = {}

    def has_pin(self, area: Area = Area.TUTORS) -> bool:
        """Return whether an area has a PIN."""
        return area in self._read()

    def set_pin(self, pin: str, area: Area = Area.TUTORS) -> None:
        """Set the PIN of an area.

        Raises:
            Refused: it is not four to twelve digits, or opens another area.
        """
        check_pin(pin)
        kept = self._read()
        # one PIN for two areas would open the wrong one: the PIN alone says which area is meant
        if any(other != area and _matches(kept.get(other), pin) for other in Area):
            raise Refused(t("The tutors' PIN and reception's must differ: choose another."))
        self._write(area, _hash(pin))

    def close_reception(self) -> None:
        """Remove reception's PIN. Without one its screen cannot be opened."""
        self._write(Area.RECEPTION, None)

    def area_of(self, pin: str) -> Area | None:
        """Return the area that a PIN opens, or None. Raises `Refused` after too many wrong tries.

        Too many is five within a minute.
        """
        name = self._check(pin, *Area)
        return Area(name) if name else None

    def opens(self, pin: str) -> bool:
        """Return whether this is the tutors' PIN. Raises `Refused` as `area_of` does."""
        return self._check(pin, Area.TUTORS) is not None

    def has_code(self, person: PersonId) -> bool:
        """Return whether the person has set an own code."""
        return _code_name(person) in self._read()

    def set_code(self, person: PersonId, code: str) -> None:
        """Set a person's own code, in place of any before.

        Raises:
            Refused: it is not four digits, or too easy to guess.
        """
        check_code(code)
        self._write(_code_name(person), _hash(code))

    def reset_code(self, person: PersonId) -> None:
        """Remove a person's own code. They choose another when they next need one."""
        self._write(_code_name(person), None)

    def proves(self, person: PersonId, code: str) -> bool:
        """Return whether this is the person's code. Raises `Refused` as `area_of` does."""
        return self._check(code, _code_name(person)) is not None

    def roll_key(self) -> bytes | None:
        """Return the key of the roll; None: there is none yet, as nobody has replied."""
        kept = self._read().get(ROLL)
        return None if kept is None else bytes.fromhex(kept)

    def ensure_roll_key(self) -> bytes:
        """Return the key of the roll, and create it if there is none.

        Only one program may do so at a time: the caller holds the lock of the replies.
        """
        key = self.roll_key()
        if key is None:
            key = secrets.token_bytes(32)
            self._write(ROLL, key.hex())
        return key

    def _check(self, secret: str, guarded: str, *others: str) -> str | None:
        """Return the name in the file that has this secret, or None. Raises `Refused`.

        Wrong tries are counted for `guarded`. A secret of one of the others is no wrong try, but
        does not reset the count either: else reception's PIN, typed in between, would allow
        endless guesses at the tutors'.
        """
        now = self._monotonic()
        wrong = self._wrong.setdefault(guarded, deque())
        while wrong and now - wrong[0] > WITHIN:
            wrong.popleft()
        if len(wrong) >= TRIES:
            raise Refused(t("Too many tries: please wait a minute."))
        kept = self._read()
        if _matches(kept.get(guarded), secret):
            wrong.clear()
            return guarded
        for name in others:
            if _matches(kept.get(name), secret):
                return name
        if guarded in kept:
            wrong.append(now)
        return None

    def _read(self) -> dict[str, str]:
        try:
            return _validated(json.loads(self._path.read_bytes()))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise DataFolderError(t("{file} cannot be read.", file=str(self._path))) from error

    def _write(self, name: str, kept: str | None) -> None:
        """Set or, with None, remove one secret, keeping what other programs have written."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(self._path.with_suffix(".lock"), timeout=WAIT, poll_interval=0.01):
                self._write_locked(name, kept)
        except Timeout as error:
            raise NotSaved(t("Not saved: another program is busy. Please try again.")) from error
        except OSError as error:
            raise NotSaved(t("Not saved: {file} cannot be written.", file=FILE)) from error

    def _write_locked(self, name: str, kept: str | None) -> None:
        whole = self._read()  # again, as another program may have written before the lock was ours
        whole.pop(name, None)
        if kept is not None:
            whole[name] = kept
        replace_durably(self._path, [json.dumps(whole).encode()])


def _validated(content: object) -> dict[str, str]:
    """Return the secrets by name. Raises `ValueError` where that is not what the file holds."""
    if not isinstance(content, dict):
        raise ValueError("no secrets")
    for name, kept in content.items():
        salt, _, digest = str(kept).partition(":")
        if not (bytes.fromhex(salt) and (bytes.fromhex(digest) or name == ROLL)):
            raise ValueError("no hash")
    return {str(name): str(kept) for name, kept in content.items()}


def check_pin(pin: str) -> None:
    """Raise `Refused` unless it is four to twelve digits."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12):
        raise Refused(t("A PIN is four to twelve digits."))


def check_code(code: str) -> None:
    """Raise `Refused` unless it is four digits that are not too easy to guess."""
    if not (code.isascii() and code.isdigit() and len(code) == 4):
        raise Refused(t("Your own code is four digits."))
    steps = {int(after) - int(before) for before, after in pairwise(code)}
    if (len(steps) == 1 and steps <= {-1, 0, 1}) or code[:2] in ("19", "20"):
        raise Refused(t("That is too easy to guess: not a year, nor 1111, nor 1234."))


def _matches(kept: str | None, secret: str) -> bool:
    """Return whether a kept hash, `salt:digest` in hexadecimal, is that of a secret."""
    if kept is None:
        return False
    salt, _, digest = kept.partition(":")
    return hmac.compare_digest(_digest(secret, bytes.fromhex(salt)), bytes.fromhex(digest))


def _code_name(person: PersonId) -> str:
    return f"code:{person}"


def _hash(secret: str) -> str:
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}:{_digest(secret, salt).hex()}"


def _digest(secret: str, salt: bytes) -> bytes:
    # memory-hard on purpose: four digits are few, so that each guess must cost time
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1)
