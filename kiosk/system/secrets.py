"""The private file of secrets: PINs and people's own codes as scrypt hashes, and one key.

The key is that of the roll of those who have replied to an evaluation, see `kiosk.store.replies`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from kiosk.errors import DataFolderError, NotSaved, Refused
from kiosk.rules.model.ids import NOBODY, PersonId
from kiosk.system.data_folder import true_time
from kiosk.system.durable_files import replace_durably
from kiosk.system.wrong_tries import TryCounter, WrongTries
from kiosk.text import t

FILE = "secrets.json"
WAIT = 10.0
"""Seconds to wait for another program that writes secrets."""

ROLL = "roll"
"""The name of the roll's key in the file."""
CODE = "code:"
"""What the names of people's own codes begin with; their ids follow."""

TOO_EASY = t(
    "That's too easy to guess. Use at least three different digits: no "
    "year, and no run such as 1234, 2468 or 2580."
)


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

    def __init__(self, folder: Path, clock: Callable[[], datetime] = true_time) -> None:
        self._path = folder / FILE
        self._tries = TryCounter(folder, clock)
        self._known: tuple[tuple[int, ...], Mapping[str, str]] = (), {}
        """The last version of the file that was read, and its secrets."""

    def has_pin(self, area: Area = Area.TUTORS) -> bool:
        """Return whether an area has a PIN."""
        return area in self._read()

    def set_pin(self, pin: str, area: Area = Area.TUTORS) -> None:
        """Set the PIN of an area.

        Raises:
            Refused: it is not four to twelve digits, easy to guess, or opens another area.
        """
        check_pin(pin)
        kept = self._read()
        # one PIN for two areas would open the wrong one: the PIN alone says which area is meant
        if any(other != area and _matches(kept.get(other), pin) for other in Area):
            raise Refused(t("The tutors' PIN and reception's must be different. Choose another."))
        self._write(area, _hash(pin))
        self._tries.forget(area)

    def close_reception(self) -> None:
        """Remove reception's PIN. Without one its screen cannot be opened."""
        self._write(Area.RECEPTION, None)

    def area_of(self, pin: str) -> Area | None:
        """Return the area that a PIN opens, or None.

        Raises:
            Refused: there were too many wrong tries; it says how long to wait.
            NotSaved: another program is busy for too long, so that the try cannot be counted.
        """
        name = self._check(pin, *Area)
        return Area(name) if name else None

    def opens(self, pin: str) -> bool:
        """Return whether this is the tutors' PIN. Raises as `area_of` does."""
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
        self._tries.forget(_code_name(person))

    def reset_code(self, person: PersonId) -> None:
        """Remove a person's own code. They choose another when they next need one."""
        self._write(_code_name(person), None)
        self._tries.forget(_code_name(person))

    def proves(self, person: PersonId, code: str) -> bool:
        """Return whether this is the person's code. Raises as `area_of` does."""
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
            key = os.urandom(32)
            self._write(ROLL, key.hex())
        return key

    def untold_tries(self) -> list[tuple[PersonId, WrongTries]]:
        """Return the wrong tries that the tutors are to see, each time only new ones.

        With whose code it was; `NOBODY`: the tutors' PIN. Raises `NotSaved` as `area_of` does.
        """
        tried = self._tries.untold().items()
        return [
            (PersonId(name.removeprefix(CODE)) if name.startswith(CODE) else NOBODY, tries)
            for name, tries in tried
        ]

    def _check(self, secret: str, guarded: str, *others: str) -> str | None:
        """Return the name in the file that has this secret, or None. Raises as `area_of` does.

        Wrong tries are counted for `guarded`. A secret of one of the others is no wrong try, but
        does not reset the count either: else reception's PIN, typed in between, would allow
        endless guesses at the tutors'.
        """
        kept = self._read()
        if guarded not in kept:
            return None
        before = self._tries.count_wrong(guarded)
        name = next((one for one in (guarded, *others) if _matches(kept.get(one), secret)), None)
        if name is not None:
            self._tries.settle(guarded, before, right=name == guarded)
        return name

    def _read(self) -> Mapping[str, str]:
        """Return the secrets by name; the file is read again only after it was replaced."""
        try:
            found = self._path.stat()
            version = (found.st_ino, found.st_mtime_ns, found.st_size)
            if version != self._known[0]:
                self._known = version, _validated(json.loads(self._path.read_bytes()))
            return self._known[1]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise DataFolderError(t("{file} cannot be read.", file=str(self._path))) from error

    def _write(self, name: str, kept: str | None) -> None:
        """Set or, with None, remove one secret, keeping what other programs have written."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(
                self._path.with_suffix(".lock"), timeout=WAIT, poll_interval=0.01, mode=0o600
            ):
                self._write_locked(name, kept)
        except Timeout as error:
            raise NotSaved(
                t("Not saved: another program is using the data. Please try again.")
            ) from error
        except OSError as error:
            raise NotSaved(t("Not saved: {file} cannot be written.", file=FILE)) from error

    def _write_locked(self, name: str, kept: str | None) -> None:
        whole = dict(
            self._read()
        )  # again, as another program may have written before the lock was ours
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
    """Raise `Refused` unless it is four to twelve digits that are not too easy to guess."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12):
        raise Refused(t("A PIN needs four to twelve digits."))
    if _is_easy(pin):
        raise Refused(TOO_EASY)


def check_code(code: str) -> None:
    """Raise `Refused` unless it is four digits that are not too easy to guess."""
    if not (code.isascii() and code.isdigit() and len(code) == 4):
        raise Refused(t("Your PIN needs four digits."))
    if _is_easy(code):
        raise Refused(TOO_EASY)


def _is_easy(digits: str) -> bool:
    """Return whether digits are among those that are tried first."""
    numbers = [int(digit) for digit in digits]
    steps = {(after - number) % 10 for number, after in pairwise(numbers)}
    return (
        len(set(digits)) < 3  # 1111, 1212, 1122
        or (len(steps) == 1 and steps <= {1, 2, 8, 9})  # 1234, 4321, 2468, 7890
        or digits[::2] == digits[1::2]  # 112233
        or digits in (digits + digits)[1:-1]  # 123123
        or digits in ("2580", "0852")  # down and up the middle of a keypad
        or (len(digits) == 4 and digits[:2] in ("19", "20"))
    )


def _matches(kept: str | None, secret: str) -> bool:
    """Return whether a kept hash, `salt:digest` in hexadecimal, is that of a secret."""
    import hmac  # the first screen does not wait for it

    if kept is None:
        return False
    salt, _, digest = kept.partition(":")
    return hmac.compare_digest(_digest(secret, bytes.fromhex(salt)), bytes.fromhex(digest))


def _code_name(person: PersonId) -> str:
    return f"{CODE}{person}"


def _hash(secret: str) -> str:
    salt = os.urandom(16)
    return f"{salt.hex()}:{_digest(secret, salt).hex()}"


def _digest(secret: str, salt: bytes) -> bytes:
    # memory-hard on purpose: four digits are few, so that each guess must cost time
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1)
