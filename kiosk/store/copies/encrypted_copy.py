"""Encrypted copies, by a passphrase. A change of any byte is noticed.

    INSET-KIOSK-COPY {"version":1,"n":65536,"r":8,"p":2,"salt":"…","check":"…","file":"…"} 1f2e3d4c
    pieces of 64 KiB, each with its tag of 16 bytes

The key is derived from the passphrase by scrypt, once, and kept (see `offsite_copies.py`): a copy
each day needs no passphrase. The head holds the settings of scrypt, so a copy opens on any machine.
Its checksum comes last: a damaged head is not taken for a wrong passphrase. `check` tells whether a
passphrase is right. Each file has a key of its own, from that key and the head, so the number of a
piece can be its nonce. The nonce also says which piece is the last, so a piece that is missing,
doubled, moved or cut off is noticed. The cipher is AES-256 in GCM.
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
"""Bytes of a piece, and of its authentication tag."""
N, R, P = 1 << 16, 8, 2
"""The cost of scrypt: 64 MiB and a quarter of a second (OWASP, Password Storage)."""
MOST_MEMORY = 512 << 20
"""Bytes of memory that decrypting may take. A head that asks for more is not a kiosk's."""


class Key(msgspec.Struct, frozen=True):
    """The key of a passphrase. It encrypts and decrypts, so it is as secret as the passphrase."""

    key: str
    salt: str
    n: int = N
    r: int = R
    p: int = P

    def check(self) -> str:
        """Return a value that recognises the key and does not reveal it."""
        return hmac.digest(bytes.fromhex(self.key), b"check", "sha256").hex()[:16]


class Head(msgspec.Struct, frozen=True):
    """The first line of an encrypted copy."""

    version: int
    n: int
    r: int
    p: int
    salt: str
    check: str
    file: str
    """Random, different in each file."""


def new_key(passphrase: str) -> Key:
    """Return a new key for a passphrase. Takes a quarter of a second, to make guessing slow."""
    salt = os.urandom(16).hex()
    return Key(_derived(passphrase, salt, N, R, P), salt)


def _derived(passphrase: str, salt: str, n: int, r: int, p: int) -> str:
    # another keyboard may type an accent as a character of its own
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogateescape")
    # what OpenSSL needs by its own count, and a little more
    memory = 128 * r * (n + p + 2) + (1 << 20)
    salted = bytes.fromhex(salt)
    return hashlib.scrypt(secret, salt=salted, n=n, r=r, p=p, maxmem=memory, dklen=32).hex()


def encrypt(pieces: Iterable[bytes], key: Key) -> Iterator[bytes]:
    """Yield an encrypted copy of these bytes."""
    about = Head(VERSION, key.n, key.r, key.p, key.salt, key.check(), os.urandom(16).hex())
    head = MAGIC + encode(msgspec.to_builtins(about)).encode()
    yield head + b" " + checksum(head).encode() + b"\n"
    cipher = _cipher(key, head)
    number, rest = 0, b""
    for piece in pieces:
        rest += piece
        # at least one byte is held back: only at the end is it known which piece is the last
        while len(rest) > PIECE:
            yield cipher.encrypt(_nonce(number, is_last=False), rest[:PIECE], None)
            number, rest = number + 1, rest[PIECE:]
    yield cipher.encrypt(_nonce(number, is_last=True), rest, None)


def is_encrypted(data: bytes) -> bool:
    """Return whether these bytes are an encrypted copy, or the beginning of one."""
    return data.startswith(MAGIC)


def is_encrypted_with(path: Path, key: Key) -> bool:
    """Return whether a file is encrypted with this key. Reads only its head."""
    with path.open("rb") as file:
        line = file.read(LONGEST_HEAD).partition(b"\n")[0]
    try:
        return _head(line).check == key.check()
    except ValueError:
        return False


def decrypt(path: Path, data: bytes, secret: str | Key) -> bytes:
    """Return the bytes that were encrypted; `path` is for errors, `secret` a passphrase or its key.

    Raises:
        DataFolderError: it is not this passphrase, the copy is damaged, or of a newer version.
    """
    line, _, encrypted = data.partition(b"\n")
    try:
        about = _head(line)
    except ValueError as error:
        raise _damaged(path) from error
    if about.version > VERSION:
        raise DataFolderError(
            t(
                "{file} was made by a newer version of the kiosk. Please use that version.",
                file=str(path),
            )
        )
    key = secret if isinstance(secret, Key) else _key(path, about, secret)
    if not hmac.compare_digest(key.check().encode(), about.check.encode()):
        raise DataFolderError(t("That's not the passphrase for {file}.", file=str(path)))
    from cryptography.exceptions import InvalidTag

    try:
        return b"".join(_decrypted_pieces(encrypted, _cipher(key, line[: line.rindex(b" ")])))
    except InvalidTag as error:
        raise _damaged(path) from error


def _head(line: bytes) -> Head:
    """Return the head of an encrypted copy. Raises `ValueError` if it does not check."""
    head, _, total = line.rpartition(b" ")
    if len(line) > LONGEST_HEAD or not is_encrypted(head) or total != checksum(head).encode():
        raise ValueError("sum")
    try:
        return msgspec.json.decode(head[len(MAGIC) :], type=Head)
    except msgspec.MsgspecError as error:
        raise ValueError("head") from error


def _key(path: Path, about: Head, passphrase: str) -> Key:
    # a head whose checksum is right may still be a trap that asks for all memory there is
    memory = 128 * about.r * (about.n + about.p)
    if min(about.n, about.r, about.p) < 1 or memory > MOST_MEMORY or about.p > 16:
        raise _damaged(path)
    try:
        derived = _derived(passphrase, about.salt, about.n, about.r, about.p)
    except (ValueError, OverflowError) as error:
        raise _damaged(path) from error
    return Key(derived, about.salt, about.n, about.r, about.p)


def _cipher(key: Key, head: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hmac.digest(bytes.fromhex(key.key), b"file " + head, "sha256"))


def _decrypted_pieces(encrypted: bytes, cipher: AESGCM) -> Iterator[bytes]:
    for number, at in enumerate(range(0, max(1, len(encrypted)), PIECE + TAG)):
        is_last = at + PIECE + TAG >= len(encrypted)
        yield cipher.decrypt(_nonce(number, is_last), encrypted[at : at + PIECE + TAG], None)


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _damaged(path: Path) -> DataFolderError:
    return DataFolderError(
        t(
            "{file} is damaged. Use another copy.",
            file=str(path),
        )
    )
