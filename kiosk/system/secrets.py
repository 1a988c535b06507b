"""The private file of secrets: PINs and people's own codes, as scrypt hashes, and a key."""

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
from kiosk.system.durable_files import replace_durably
from kiosk.text import t

FILE = "secrets.json"
TRIES = 5
WITHIN = 60.0
"""Seconds in which `TRIES` wrong tries are allowed."""
WAIT = 10.0
"""Seconds to wait for another program that writes secrets."""

ROLL = "roll"


class Area(StrEnum):
    """What a PIN opens, by the name of its secret."""

    TUTORS = "pin"
    RECEPTION = "reception"


class SecretStore:
    """Keeps and checks secrets. Checking takes some 50 ms on purpose: do it in a thread."""

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
        if any(other != area and _is(kept.get(other), pin) for other in Area):
            raise Refused(t("The tutors' PIN and reception's must differ: choose another."))
        self._write(area, _hashed(pin))

    def close_reception(self) -> None:
        """Take reception's PIN away: nothing opens its screen then."""
        self._write(Area.RECEPTION, None)

    def area_of(self, pin: str) -> Area | None:
        """Return what a PIN opens. Raises `Refused` after five wrong tries in a minute."""
        found = self._check(pin, *Area)
        return Area(found) if found else None

    def opens(self, pin: str) -> bool:
        """Return whether it is the tutors' PIN. Raises `Refused` as `area_of` does."""
        return self._check(pin, Area.TUTORS) is not None

    def has_code(self, person: str) -> bool:
        """Return whether the person has set an own code."""
        return _name(person) in self._read()

    def set_code(self, person: str, code: str) -> None:
        """Set a person's own code, in place of any before.

        Raises:
            Refused: it is not four digits, or is among the first that anybody would try.
        """
        check_code(code)
        self._write(_name(person), _hashed(code))

    def reset_code(self, person: str) -> None:
        """Take a person's own code away; they choose another at their next use."""
        self._write(_name(person), None)

    def proves(self, person: str, code: str) -> bool:
        """Return whether it is the person's code. Raises `Refused` after too many wrong tries."""
        return self._check(code, _name(person)) is not None

    def roll_key(self) -> bytes | None:
        """Return the key of the roll of those who replied; None: nobody has yet."""
        kept = self._read().get(ROLL)
        return None if kept is None else bytes.fromhex(kept)

    def made_roll_key(self) -> bytes:
        """Return the key of the roll, made now if need be; asked by one program at a time.

        Raises:
            NotSaved: it could not be written.
        """
        key = self.roll_key()
        if key is None:
            key = secrets.token_bytes(32)
            self._write(ROLL, key.hex())
        return key

    def _check(self, secret: str, guarded: str, *others: str) -> str | None:
        """Return which of the names has this secret; tries are counted for the one that is guarded.

        That others have it is no wrong try, and forgives none: whoever knows their secret may not
        go on to guess this one for ever.
        """
        now = self._monotonic()
        wrong = self._wrong.setdefault(guarded, deque())
        while wrong and now - wrong[0] > WITHIN:
            wrong.popleft()
        if len(wrong) >= TRIES:
            raise Refused(t("Too many tries: please wait a minute."))
        kept = self._read()
        if _is(kept.get(guarded), secret):
            wrong.clear()
            return guarded
        for name in others:
            if _is(kept.get(name), secret):
                return name
        if guarded in kept:
            wrong.append(now)
        return None

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_bytes())
            return _sound(found)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise DataFolderError(t("{file} cannot be read.", file=str(self._path))) from error

    def _write(self, name: str, kept: str | None) -> None:
        """Add what is to be kept to what every program has written; None takes it away."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(self._path.with_suffix(".lock"), timeout=WAIT, poll_interval=0.01):
                self._write_alone(name, kept)
        except Timeout as error:
            raise NotSaved(t("Not saved: another program is busy. Please try again.")) from error
        except OSError as error:
            raise NotSaved(t("Not saved: {file} cannot be written.", file=FILE)) from error

    def _write_alone(self, name: str, kept: str | None) -> None:
        whole = self._read()
        whole.pop(name, None)
        if kept is not None:
            whole[name] = kept
        replace_durably(self._path, [json.dumps(whole).encode()])


def _sound(found: object) -> dict[str, str]:
    """Return what a file of secrets holds; raises `ValueError` where it is none."""
    if not isinstance(found, dict):
        raise ValueError("no secrets")
    for name, kept in found.items():
        salt, _, digest = str(kept).partition(":")
        if not (bytes.fromhex(salt) and (bytes.fromhex(digest) or name == ROLL)):
            raise ValueError("no hash")
    return {str(name): str(kept) for name, kept in found.items()}


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


def _is(kept: str | None, secret: str) -> bool:
    """Return whether what is kept is of that secret."""
    if kept is None:
        return False
    salt, _, digest = kept.partition(":")
    return hmac.compare_digest(_digest(secret, bytes.fromhex(salt)), bytes.fromhex(digest))


def _name(person: str) -> str:
    return f"code:{person}"


def _hashed(secret: str) -> str:
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}:{_digest(secret, salt).hex()}"


def _digest(secret: str, salt: bytes) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1)
