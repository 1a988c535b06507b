"""Damages workbooks as disks, mail programs and other spreadsheets do, or as an attacker would.

The same way for the same random numbers.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

Parts = dict[str, bytes]

ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]>'
)
VALUES = (
    b"NaN", b"inf", b"1E400", b"-1E308", b"2958466", b"-693594", b"99999999999999999999", b"0.5",
    b"&d;", b"&c;", b"&#0;", b"&#x1b;[31m", b"&amp;", b"&unknown;", b"<", b"\xff\xfe", b"=1+1",
    "Siân".encode(), b"", b" ", b"\n", b"x" * 20_000, b"#REF!", b"TRUE", b"45901",
)  # fmt: skip
PLACES = (b"A1", b"A0", b"XFD1048576", b"ZZZZ9", b"A99999999999", b"B2", b"", b"1", b"AB51000")
KINDS = (b"s", b"str", b"inlineStr", b"b", b"e", b"d", b"n", b"float", b"date", b"time", b"z",
         b"percentage", b"boolean", b"string")  # fmt: skip
REPEATS = (b"0", b"-1", b"2", b"999", b"1048576", b"4294967296", b"x")
HARMLESS = (
    ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Shell(1)"),
    ("xl/externalLinks/externalLink1.xml", b"<externalLink href='file:///etc/passwd'/>"),
    ("Basic/Standard/Module1.xml", b"<script>Shell</script>"),
    ("../../outside.xml", b"<x/>"),
    ("xl/worksheets/sheet99.xml", b"<worksheet/>"),
)


def damaged(raw: bytes, random: Random) -> bytes:
    """Return a workbook's bytes with one to three things wrong."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        parts = _parts(raw)
        if parts and random.random() < 0.75:
            raw = random.choice(CHANGES)(parts, random)
        else:
            raw = random.choice(BLUNT)(raw, random)
    return raw


def _parts(raw: bytes) -> Parts:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # a damaged archive raises nearly anything
        return {}


def _zipped(parts: Parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _flipped(raw: bytes, random: Random) -> bytes:
    spoilt = bytearray(raw)
    for _ in range(random.choice((1, 2, 8, 40))):
        if spoilt:
            spoilt[random.randrange(len(spoilt))] ^= 1 << random.randrange(8)
    return bytes(spoilt)


def _cut(raw: bytes, random: Random) -> bytes:
    return raw[: random.randrange(len(raw) + 1)]


def _without_a_stretch(raw: bytes, random: Random) -> bytes:
    start = random.randrange(len(raw) + 1)
    return raw[:start] + raw[start + random.choice((1, 16, 512, 4096)) :]


def _zeroed(raw: bytes, random: Random) -> bytes:
    start = random.randrange(len(raw) + 1)
    stretch = raw[start : start + random.choice((4, 512))]
    return raw[:start] + b"\0" * len(stretch) + raw[start + len(stretch) :]


def _with_a_tail(raw: bytes, random: Random) -> bytes:
    return raw + random.randbytes(random.choice((1, 600)))


BLUNT: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flipped, _flipped, _cut, _without_a_stretch, _zeroed, _with_a_tail,
)  # fmt: skip


def _swapped(parts: Parts, random: Random) -> bytes:
    one, other = random.choice(list(parts)), random.choice(list(parts))
    return _zipped({**parts, one: parts[other], other: parts[one]})


def _lost(parts: Parts, random: Random) -> bytes:
    gone = random.choice(list(parts))
    return _zipped({name: held for name, held in parts.items() if name != gone})


def _renamed(parts: Parts, random: Random) -> bytes:
    old = random.choice(list(parts))
    return _zipped({(name.swapcase() if name == old else name): held
                    for name, held in parts.items()})  # fmt: skip


def _added(parts: Parts, random: Random) -> bytes:
    name, content = random.choice(HARMLESS)
    return _zipped({**parts, name: content})


def _written(parts: Parts, random: Random) -> bytes:
    """Change the XML of one part."""
    names = [name for name in parts if name.endswith((".xml", ".rels"))] or list(parts)
    wanted = [name for name in names if "sheet" in name or "Strings" in name or "content" in name]
    name = random.choice(wanted if wanted and random.random() < 0.8 else names)
    return _zipped({**parts, name: random.choice(IN_XML)(parts[name], random)})


def _of_another_size(parts: Parts, random: Random) -> bytes:
    """Lie about how large a part is when unpacked."""
    raw = bytearray(_zipped(parts))
    at = raw.rfind(b"PK\x01\x02", 0, random.randrange(len(raw)) + 1)
    if at >= 0:
        raw[at + 24 : at + 28] = random.choice((b"\0\0\0\0", b"\1\0\0\0", b"\xff\xff\xff\x7f"))
    return bytes(raw)


CHANGES: tuple[Callable[[Parts, Random], bytes], ...] = (
    *((_written,) * 12), _swapped, _swapped, _lost, _renamed, _added, _of_another_size,
)  # fmt: skip


def _replaced(pattern: bytes, choices: tuple[bytes, ...]) -> Callable[[bytes, Random], bytes]:
    """Return a change of what one or all matches of a pattern hold in their group."""
    compiled = re.compile(pattern)

    def change(xml: bytes, random: Random) -> bytes:
        found = list(compiled.finditer(xml))
        if not found:
            return _flipped(xml, random)
        for match in reversed(found if random.random() < 0.1 else [random.choice(found)]):
            xml = xml[: match.start(1)] + random.choice(choices) + xml[match.end(1) :]
        return xml

    return change


def _entities(xml: bytes, random: Random) -> bytes:
    value = random.choice((b"&c;", b"&d;"))
    body = re.sub(rb"<(v|t|text:p)>[^<]*<", rb"<\1>" + value + rb"<", xml, count=3)
    head, end, rest = body.partition(b"?>")
    return head + end + ENTITIES + rest if end else ENTITIES + body


def _formula(xml: bytes, random: Random) -> bytes:
    calls = b"<f>WEBSERVICE(&quot;http://x&quot;)</f>"
    formula = random.choice((b"<f>1+1</f>", calls, b"<f>", b"<f/>"))
    return xml.replace(b"<v>", formula + b"<v>", random.choice((1, 5)))


def _deep(xml: bytes, random: Random) -> bytes:
    return xml.replace(b"<v>", b"<x>" * random.choice((10, 20_000)) + b"<v>", 1)


IN_XML: tuple[Callable[[bytes, Random], bytes], ...] = (
    _replaced(rb"<(?:v|t|text:p)>([^<]*)<", VALUES),
    _replaced(rb"<(?:v|t|text:p)>([^<]*)<", VALUES),
    _replaced(rb'<(?:row|c|dimension) [^>]*?r(?:ef)?="([^"]*)"', PLACES),
    _replaced(rb'(?: t|value-type)="([^"]*)"', KINDS),
    _replaced(rb'(?:repeated|s|count|uniqueCount|sheetId|r:id|date-value)="([^"]*)"', REPEATS),
    _replaced(rb'(?:name|Target|Type)="([^"]*)"', (b"", b"Staff", b"../x", b"http://x/", b"\xff")),
    _replaced(rb'encoding="([^"]*)"', (b"UTF-16", b"latin-1", b"x")),
    _entities, _formula, _deep, _flipped, _cut, _without_a_stretch,
)  # fmt: skip
