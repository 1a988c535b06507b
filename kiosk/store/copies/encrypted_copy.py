"""Sealed copies: encrypted with a passphrase, and authenticated to the last byte.

    INSET-KIOSK-COPY {"version":1,"n":65536,"r":8,"p":2,"salt":"…","check":"…","file":"…"} 1f2e3d4c
    pieces of 64 KiB, each with its tag of 16 bytes

The key comes from the passphrase by scrypt, once: what is kept of it (see `offsite_copies.py`)
seals without asking. The head says how, so that a copy opens on any machine; its sum comes last,
so that a head that was damaged is not taken for a wrong passphrase. `check` tells whether a
passphrase is the right one. Each file has a key of its own, made of that key and the whole head,
so that a piece's number may serve as its nonce; the nonce says which piece is the last, so that
none can be missing, doubled, moved or cut off unnoticed. The cipher is AES-256 in GCM.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kiosk.errors import DataFolderError
from kiosk.store.journal.lines import checksum, encode
from kiosk.text import t

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"INSET-KIOSK-COPY "
VERSION = 1
LONGEST_HEAD = 1_000
PIECE, TAG = 1 << 16, 16
"""Bytes of a piece, and of what proves that it is as it was."""
N, R, P = 1 << 16, 8, 2
"""The cost of scrypt: 64 MiB and a quarter of a second (OWASP, Password Storage)."""
MOST_MEMORY = 512 << 20
"""Bytes that opening a copy may take: a head that asks for more was not written by a kiosk."""


class Key(msgspec.Struct, frozen=True):
    """What a passphrase becomes: it seals and opens without the passphrase, and is as secret."""

    key: str
    salt: str
    n: int = N
    r: int = R
    p: int = P

    def check(self) -> str:
        """Return by what the key is recognised, which gives nothing of it away."""
        return hmac.digest(bytes.fromhex(self.key), b"check", "sha256").hex()[:16]


class Head(msgspec.Struct, frozen=True):
    """What stands in front of a sealed copy."""

    version: int
    n: int
    r: int
    p: int
    salt: str
    check: str
    file: str
    """Of each file its own, at random."""


def new_key(passphrase: str) -> Key:
    """Return the key of a passphrase that is set anew. Takes a quarter of a second on purpose."""
    salt = os.urandom(16).hex()
    return Key(_derived(passphrase, salt, N, R, P), salt)


def _derived(passphrase: str, salt: str, n: int, r: int, p: int) -> str:
    # an accent may be typed as a character of its own, on another keyboard
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogateescape")
    # as OpenSSL counts it, and a little for itself
    memory = 128 * r * (n + p + 2) + (1 << 20)
    salted = bytes.fromhex(salt)
    return hashlib.scrypt(secret, salt=salted, n=n, r=r, p=p, maxmem=memory, dklen=32).hex()


def encrypt(pieces: Iterable[bytes], key: Key) -> Iterator[bytes]:
    """Yield a sealed copy of these bytes."""
    about = Head(VERSION, key.n, key.r, key.p, key.salt, key.check(), os.urandom(16).hex())
    told = MAGIC + encode(msgspec.to_builtins(about)).encode()
    yield told + b" " + checksum(told).encode() + b"\n"
    cipher = _cipher(key, told)
    number, left = 0, b""
    for piece in pieces:
        left += piece
        # the last one is held back: only at the end is it known that nothing follows it
        while len(left) > PIECE:
            yield cipher.encrypt(_nonce(number, is_last=False), left[:PIECE], None)
            number, left = number + 1, left[PIECE:]
    yield cipher.encrypt(_nonce(number, is_last=True), left, None)


def is_encrypted(data: bytes) -> bool:
    """Return whether these bytes are a sealed copy, or the beginning of one."""
    return data.startswith(MAGIC)


def is_encrypted_with(path: Path, key: Key) -> bool:
    """Return whether a file is a copy sealed with this key; reads only its head."""
    with path.open("rb") as file:
        line = file.read(LONGEST_HEAD).partition(b"\n")[0]
    try:
        return _head(line).check == key.check()
    except ValueError:
        return False


def decrypt(path: Path, data: bytes, passphrase: str) -> bytes:
    """Return what is in a sealed copy.

    Raises:
        DataFolderError: it is not this passphrase, the copy is damaged, or of a newer version.
    """
    line, _, sealed = data.partition(b"\n")
    try:
        about = _head(line)
    except ValueError as error:
        raise _damaged(path) from error
    if about.version > VERSION:
        raise DataFolderError(
            t("{file} is of a newer version: use the kiosk that wrote it.", file=str(path))
        )
    key = _key(path, about, passphrase)
    if not hmac.compare_digest(key.check().encode(), about.check.encode()):
        raise DataFolderError(t("This is not the passphrase of {file}.", file=str(path)))
    from cryptography.exceptions import InvalidTag

    try:
        return b"".join(_opened(sealed, _cipher(key, line[: line.rindex(b" ")])))
    except InvalidTag as error:
        raise _damaged(path) from error


def _head(line: bytes) -> Head:
    """Read the first line of a sealed copy; raises `ValueError` where it does not check."""
    told, _, total = line.rpartition(b" ")
    if len(line) > LONGEST_HEAD or not is_encrypted(told) or total != checksum(told).encode():
        raise ValueError("sum")
    try:
        return msgspec.json.decode(told[len(MAGIC) :], type=Head)
    except msgspec.MsgspecError as error:
        raise ValueError("head") from error


def _key(path: Path, about: Head, passphrase: str) -> Key:
    # a head whose sum is right may still be somebody's trap: to ask for all memory there is
    memory = 128 * about.r * (about.n + about.p)
    if min(about.n, about.r, about.p) < 1 or memory > MOST_MEMORY or about.p > 16:
        raise _damaged(path)
    try:
        derived = _derived(passphrase, about.salt, about.n, about.r, about.p)
    except (ValueError, OverflowError) as error:
        raise _damaged(path) from error
    return Key(derived, about.salt, about.n, about.r, about.p)


def _cipher(key: Key, told: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hmac.digest(bytes.fromhex(key.key), b"file " + told, "sha256"))


def _opened(sealed: bytes, cipher: AESGCM) -> Iterator[bytes]:
    for number, at in enumerate(range(0, max(1, len(sealed)), PIECE + TAG)):
        is_last = at + PIECE + TAG >= len(sealed)
        yield cipher.decrypt(_nonce(number, is_last), sealed[at : at + PIECE + TAG], None)


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _damaged(path: Path) -> DataFolderError:
    return DataFolderError(
        t(
            "{file} is damaged: it is not the copy that was sealed. Take another one.",
            file=str(path),
        )
    )
