"""What is wrong with a message of the catalogue, and what a reader of Welsh should look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.catalog import Message

from tests.commands.conftest import COMMANDS
from tests.welsh.terms import Term

PLACEHOLDER = re.compile(r"\{\w*\}|%(?:\(\w+\))?[rs]")
_WORDS = sorted({word for path in COMMANDS for word in path.split()}, key=len, reverse=True)
TYPED = re.compile(
    rf"\bkiosk(?: (?:{'|'.join(_WORDS)})\b)+|kiosk \{{name\}}|INSET Kiosk|\bFILE\b|"
    r"(?<!\w)--?[a-z][a-z-]+|\[\[[\w.]+\]\]|"
    r"[\w/-]+\.(?:toml|csv|md|pdf|log|json|backups)\b|\b[A-Z]+_[A-Z_]+\b|"
    r"\bF\d+\b|\bCtrl\+\w|\bEsc\b|\bEnter\b|\b[B-HJ-Z]\b|\b\d+(?:[,:/-]\d+)*"
)
"""What is the same in any language: commands, options, names of files, keys and numbers."""
DOUBT = "in doubt:"
OTHER_SENSE = "not the term:"
FORMS = 6
EXACT = 5
"""The number of plural forms that stand for one number each, and need not name it."""


def english_of(message: Message) -> tuple[str, ...]:
    """Return a message's English: one text, or the singular and the plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def welsh_of(message: Message) -> tuple[str, ...]:
    """Return a message's Welsh: one text, or its plural forms."""
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


def faults(message: Message, terms: list[Term]) -> Iterator[str]:
    """Yield what is wrong with one message."""
    english, welsh = english_of(message), welsh_of(message)
    if len(english) > 1 and len(welsh) != FORMS:
        yield f"{len(welsh)} plural forms, not {FORMS}"
    if not all(welsh):
        yield "no Welsh"
        return
    if message.fuzzy:
        yield "fuzzy"
    typed = set.intersection(*(set(TYPED.findall(text)) for text in english))
    for place, text in enumerate(welsh):
        exact = len(welsh) > 1 and place < EXACT
        yield from _other_placeholders(english, text, exact=exact)
        if _ends(text) != _ends(english[0]):
            yield "other spaces at its ends"
        if lost := typed - set(TYPED.findall(text)):
            yield f"without {', '.join(sorted(lost))}"
    senses = said(message, OTHER_SENSE)
    for term in terms:
        if term.english[0] not in senses and not _uses(term, english, welsh):
            yield f"{term.english[0]} is “{term.welsh[0]}” in terms.csv"


def _ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _other_placeholders(english: tuple[str, ...], welsh: str, *, exact: bool) -> Iterator[str]:
    wanted = set(PLACEHOLDER.findall(english[-1]))
    found = set(PLACEHOLDER.findall(welsh))
    if lost := wanted - found - ({"{n}"} if exact else set()):
        yield f"without {', '.join(sorted(lost))}"
    if added := found - wanted:
        yield f"with {', '.join(sorted(added))}"


def _uses(term: Term, english: tuple[str, ...], welsh: tuple[str, ...]) -> bool:
    """Return whether the Welsh of a text that uses a term uses it as well."""
    plain = PLACEHOLDER.sub(" ", TYPED.sub(" ", english[-1]))
    return not term.is_in_english(plain) or any(term.is_in_welsh(text) for text in welsh)


def said(message: Message, about: str) -> list[str]:
    """Return what a translator's comments say after the words `about`."""
    return [
        one.strip()
        for line in message.user_comments
        if line.startswith(about)
        for one in line.removeprefix(about).split(",")
    ]
