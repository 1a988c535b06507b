"""For whoever keeps the Welsh: `python -m tests.welsh`, and `python -m tests.welsh update`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from babel.messages.catalog import Message

from tests.welsh.catalogue import PO, merged, read, written
from tests.welsh.checks import DOUBT, english_of, faults, said, welsh_of
from tests.welsh.terms import terms


def main() -> int:
    """List what is to do in the catalogue, or bring new messages in; fail where it is not whole."""
    parser = argparse.ArgumentParser(prog="python -m tests.welsh", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["list", "update"], default="list")
    if parser.parse_args().what == "update":
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_text(written(merged()), encoding="utf-8", newline="\n")
    catalogue, words = read(), terms()
    to_do = [(one, found) for one in catalogue if one.id and (found := [*faults(one, words)])]
    doubts = [(one, found) for one in catalogue if (found := said(one, DOUBT))]
    unsure = [f"{one.english[0]}: {one.welsh[0]}" for one in words if not one.source]
    lines = [
        *_listed("In doubt, for a reader whose first language is Welsh", doubts),
        "== Words for which no source was found",
        f"\n{', '.join(unsure)}\n",
        *_listed("To do", to_do),
        f"{len(catalogue)} messages, {len(to_do)} to do, {len(doubts)} in doubt; "
        f"{len(catalogue.obsolete)} that the source no longer has.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return bool(to_do)


def _listed(heading: str, found: list[tuple[Message, list[str]]]) -> Iterator[str]:
    yield f"== {heading}: {len(found)}\n"
    for message, why in found:
        yield f"{', '.join(dict.fromkeys(file for file, _ in message.locations))}: {'; '.join(why)}"
        yield from (f"  {text}" for text in (*english_of(message), *welsh_of(message)) if text)
        yield ""


sys.exit(main())
