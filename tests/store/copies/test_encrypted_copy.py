"""Sealed copies: only the passphrase opens them, and whatever was done to them is noticed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import DataFolderError
from kiosk.store.copies import encrypted_copy
from kiosk.store.copies.encrypted_copy import PIECE, TAG, decrypt, encrypt, new_key
from kiosk.store.journal.lines import checksum

WORDS = "cennin ŵyn a bara brith"
KEY = new_key(WORDS)
"""Made once: it takes a quarter of a second."""
PLACE = Path("copy.json.sealed")


@pytest.fixture(autouse=True, scope="module")
def _known_key() -> None:
    """Derive each passphrase once: these tests open some hundreds of copies."""
    known: dict[tuple[object, ...], str] = {}
    derived = encrypted_copy._derived

    def remembered(*args: object) -> str:
        if args not in known:
            known[args] = derived(*args)  # type: ignore[arg-type]
        return known[args]

    patch = pytest.MonkeyPatch()
    patch.setattr(encrypted_copy, "_derived", remembered)


def sealed(data: bytes, size: int = 1 << 18) -> bytes:
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    return b"".join(encrypt(pieces, KEY))


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 5 * PIECE + 7])
def test_what_was_sealed_is_opened_whatever_its_length(length: int) -> None:
    data = os.urandom(length)
    for size in (1 << 18, 1 << 16, 1_000 if length < 2 * PIECE else 100_000):
        assert decrypt(PLACE, sealed(data, size), WORDS) == data


@given(data=st.binary(max_size=200))
def test_all_bytes_survive(data: bytes) -> None:
    assert decrypt(PLACE, sealed(data), WORDS) == data


def test_nothing_of_what_is_encrypted_can_be_read_and_no_two_copies_are_alike() -> None:
    data = b"Nia ferch Rhys " * 20
    assert b"Nia" not in sealed(data)
    assert sealed(data)[-200:] != sealed(data)[-200:]
    assert KEY.key.encode() not in sealed(data)


def test_an_accent_may_be_typed_as_a_character_of_its_own() -> None:
    assert (
        decrypt(PLACE, sealed(b"x"), WORDS.replace("ŵ", "w\N{COMBINING CIRCUMFLEX ACCENT}")) == b"x"
    )


def test_another_passphrase_is_told_apart_from_damage() -> None:
    for wrong in ("", WORDS + " ", WORDS.upper()):
        with pytest.raises(DataFolderError, match="not the passphrase"):
            decrypt(PLACE, sealed(b"x"), wrong)


def test_every_flipped_byte_is_noticed() -> None:
    whole = sealed(b"a few words")
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 1
        with pytest.raises(DataFolderError, match="damaged"):
            decrypt(PLACE, bytes(flipped), WORDS)


def test_every_cut_is_noticed_also_between_two_pieces() -> None:
    whole = sealed(bytes(3 * PIECE))
    head = whole.index(b"\n") + 1
    pieces = [head + number * (PIECE + TAG) for number in range(3)]
    for end in [0, 10, head - 1, head, head + 5, *pieces, len(whole) - 1]:
        with pytest.raises(DataFolderError, match="damaged"):
            decrypt(PLACE, whole[:end], WORDS)
    with pytest.raises(DataFolderError, match="damaged"):
        decrypt(PLACE, whole + b"x", WORDS)


def test_pieces_that_were_moved_or_taken_from_another_copy_are_noticed() -> None:
    data = b"a" * PIECE + b"b" * PIECE + b"c"
    one, other = sealed(data), sealed(data)
    head, length = one.index(b"\n") + 1, PIECE + TAG
    first, second = one[head : head + length], one[head + length : head + 2 * length]
    rest = one[head + 2 * length :]
    for forged in (
        one[:head] + second + first + rest,
        one[:head] + first + rest,
        one[:head] + first + first + second + rest,
        one[:head] + other[head:],
    ):
        with pytest.raises(DataFolderError, match="damaged"):
            decrypt(PLACE, forged, WORDS)


def head_of(text: str) -> bytes:
    told = encrypted_copy.MAGIC + text.encode()
    return told + b" " + checksum(told).encode() + b"\n"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"version":1', '"version":2', "newer version"),
        ('"n":65536', '"n":1073741824', "damaged"),
        ('"n":65536', '"n":65535', "damaged"),
        ('"r":8', '"r":99999999999', "damaged"),
        ('"r":8', '"r":-8', "damaged"),
        ('"p":2', '"p":2000', "damaged"),
        ('"p":2', '"p":"2"', "damaged"),
        ('"salt":"', '"salt":"no ', "damaged"),
        ('"version":1,', "", "damaged"),
    ],
)
def test_a_head_that_no_kiosk_wrote_costs_nothing(old: str, new: str, sentence: str) -> None:
    whole = sealed(b"x")
    text = whole[len(encrypted_copy.MAGIC) : whole.index(b"\n") - 9].decode()
    assert head_of(text) + whole[whole.index(b"\n") + 1 :] == whole
    with pytest.raises(DataFolderError, match=sentence):
        decrypt(PLACE, head_of(text.replace(old, new)) + b"x" * 40, WORDS)


def test_a_copy_is_known_by_the_key_that_sealed_it(tmp_path: Path) -> None:
    path = tmp_path / "copy"
    path.write_bytes(sealed(b"x"))
    assert encrypted_copy.is_encrypted_with(path, KEY)
    assert not encrypted_copy.is_encrypted_with(path, new_key(WORDS))
    path.write_bytes(b'{"_default": {}}')
    assert not encrypted_copy.is_encrypted_with(path, KEY)
