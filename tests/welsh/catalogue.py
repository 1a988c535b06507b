"""Reads the messages of the source, and brings them into the Welsh catalogue."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
PO = ROOT / "kiosk/locale/cy/LC_MESSAGES/kiosk.po"
FOLDERS = ("kiosk", "printables")
MESSAGES = {"t": (0,), "n_": (0,), "tn": (0, 1), "tc": (1,)}
"""The functions of `kiosk.text`, and which of their arguments are a message. `tc` has its context
first."""
NOTE = "# Translators: "
"""Begins a comment in the source, in the line above a message, which goes into the catalogue."""
HEADER = r"""# The Welsh of INSET Kiosk. "python -m tests.welsh update" brings new messages in,
# "python -m tests.welsh" lists what a reader of Welsh should look at.
# "# in doubt: …" above a message asks such a reader; "# not the term: …" says that its English
# uses a word of terms.csv in another sense.
msgid ""
msgstr ""
"Project-Id-Version: INSET Kiosk\n"
"Language: cy\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=6; "
"plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;\n"

"""
"""Without dates and versions, which would differ in every change. The forms are CLDR's."""


def extracted() -> Catalog:
    """Return every message of the source.

    Babel's own extraction does not look into f-strings before Python 3.12.
    """
    found = Catalog()
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py"), key=Path.as_posix):
            text = path.read_text(encoding="utf-8")
            place, lines = (path.relative_to(ROOT).as_posix(), 1), text.splitlines()
            for call in _calls(ast.parse(text)):
                if message := _message(call):
                    above = lines[call.lineno - 2].strip()
                    notes = [above.removeprefix(NOTE)] if above.startswith(NOTE) else []
                    context = _literal(call.args[0]) if _name(call) == "tc" else None
                    found.add(message, locations=[place], auto_comments=notes, context=context)
    return found


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that make a message, in the order in which they stand."""
    if isinstance(node, ast.Call) and _name(node) in MESSAGES:
        yield node
    for below in ast.iter_child_nodes(node):
        yield from _calls(below)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _message(call: ast.Call) -> str | tuple[str, ...] | None:
    """Return the message of a call: one text, or singular and plural; None for a variable."""
    places = MESSAGES[_name(call)]
    texts = tuple(text for place in places if (text := _literal(call.args[place])) is not None)
    if len(texts) < len(places):
        return None
    return texts[0] if len(texts) == 1 else texts


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def read(text: str | None = None) -> Catalog:
    """Return the Welsh catalogue, or the one that `text` holds."""
    if text is None:
        text = PO.read_text(encoding="utf-8") if PO.exists() else HEADER
    return read_po(io.BytesIO(text.encode()), locale="cy", abort_invalid=True)


def merged() -> Catalog:
    """Return the Welsh catalogue with the messages that the source has now.

    Nothing is guessed: a message whose English changed has no Welsh. Nothing is lost either: what
    the source no longer has stays at the end of the file, to be used again or deleted.
    """
    catalogue = read()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    return catalogue


def written(catalogue: Catalog) -> str:
    """Return a catalogue as the text of its file, in the order of the source."""
    file = io.BytesIO()
    write_po(file, catalogue, omit_header=True, include_lineno=False, width=98)
    return HEADER + file.getvalue().decode()
